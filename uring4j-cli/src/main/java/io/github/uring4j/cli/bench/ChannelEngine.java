package io.github.uring4j.cli.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;

/**
 * Blocking calls on a FileChannel. It has no depth, so there is a thread for each request in
 * flight: platform threads or virtual ones.
 */
final class ChannelEngine implements Engine {

  private final BenchOptions options;
  private final boolean virtual;
  private final ChannelWork work;
  private final IntFunction<Offsets> offsets;

  ChannelEngine(
      BenchOptions options, boolean virtual, ChannelWork work, IntFunction<Offsets> offsets) {
    this.options = options;
    this.virtual = virtual;
    this.work = work;
    this.offsets = offsets;
  }

  @Override
  public String name() {
    return "FileChannel, %d %s".formatted(threads(), virtual ? "virtual" : "threads");
  }

  @Override
  public int threads() {
    return options.depth * options.threads;
  }

  @Override
  public Thread.Builder threadBuilder() {
    return virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
  }

  @Override
  public boolean worksOnItsThreads() {
    return !virtual; // the JVM does not count for virtual threads
  }

  @Override
  public Runner open(int thread) {
    ByteBuffer buffer =
        Arena.ofAuto().allocate(options.block, BenchOptions.ALIGNMENT).asByteBuffer();
    return new ChannelRunner(work, buffer, offsets.apply(thread));
  }

  private record ChannelRunner(ChannelWork work, ByteBuffer buffer, Offsets offsets)
      implements Runner {

    @Override
    public void run(Goal goal, long requests, Tally tally) throws IOException {
      boolean timed = tally.latency != null;
      for (long left = requests; left > 0 && !goal.isOver(); left--) {
        long start = timed ? System.nanoTime() : 0;
        buffer.clear();
        String error = work.run(buffer, offsets.next());
        if (timed) {
          tally.recordLatency(System.nanoTime() - start);
        }
        if (error == null) {
          tally.requests++;
        } else {
          tally.failed(error);
        }
      }
    }

    @Override
    public void leadIn(Goal goal) throws IOException {
      run(goal, 2, new Tally(null));
    }

    @Override
    public void close() {
      // The channel is shared, and the buffer goes by itself.
    }
  }
}
