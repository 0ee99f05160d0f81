package io.github.uring4j.benchmarks.work;

import io.github.uring4j.CompletionHandler;
import io.github.uring4j.Fd;
import io.github.uring4j.OpenFlags;
import io.github.uring4j.PlainFd;
import io.github.uring4j.Ring;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Chains of a write and a linked fsync, several in flight: {@code fsync.c} in Java. A request that
 * is asked for is a chain. The file is as for {@link Writes}.
 */
final class Fsyncs implements Work {

  private static final int ALIGNMENT = 4096;

  /** A chain in flight, used again when it has completed. */
  private static final class Chain {
    final MemorySegment memory;
    final Part write = new Part(this, false);
    final Part fsync = new Part(this, true);

    Chain(MemorySegment memory) {
      this.memory = memory;
    }
  }

  /** One of a chain's two requests. */
  private record Part(Chain chain, boolean isFsync) {}

  private final Arena arena = Arena.ofConfined();
  private final Ring<Part> ring;
  private final PlainFd file;
  private final Offsets offsets;
  private final int length;
  private final Chain[] chains;
  private long toPrepare;
  private long completed;

  private final CompletionHandler<Part> replace =
      (part, res, flags) -> {
        if (res != (part.isFsync ? 0 : length())) {
          throw new IOException((part.isFsync ? "an fsync" : "a write") + " completed with " + res);
        }
        if (part.isFsync) {
          completed++;
          if (toPrepare > 0) {
            prepare(part.chain);
          }
        }
      };

  private Fsyncs(Ring<Part> ring, FileOptions options) throws IOException {
    this.ring = ring;
    length = options.block();
    offsets = options.offsets();
    int flags = OpenFlags.RDWR | (options.direct() ? OpenFlags.DIRECT : 0);
    ring.openat(null, Fd.CWD, options.file().toString(), flags, 0);
    file = ring.await().fd();
    chains = new Chain[options.depth()];
    for (int i = 0; i < chains.length; i++) {
      chains[i] = new Chain(arena.allocate(length, ALIGNMENT));
    }
  }

  static Fsyncs open(FileOptions options) throws IOException {
    return new Fsyncs(Rings.open(2 * options.depth()), options);
  }

  private int length() {
    return length;
  }

  @Override
  public void settle() throws IOException {
    ring.fsync(null, file);
    ring.await().result();
  }

  @Override
  public void run(long requests) throws IOException {
    toPrepare = requests;
    completed = 0;
    for (int i = 0; i < chains.length && toPrepare > 0; i++) {
      prepare(chains[i]);
    }
    while (completed < requests) {
      ring.submitAndWait(1);
      ring.forEachCompletion(replace);
    }
  }

  private void prepare(Chain chain) throws IOException {
    toPrepare--;
    ring.write(chain.write, file, chain.memory, offsets.next()).link();
    ring.fsync(chain.fsync, file);
  }

  @Override
  public void close() throws IOException {
    ring.close();
    file.close();
    arena.close();
  }
}
