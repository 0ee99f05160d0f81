package io.github.uring4j.cli.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/** AsynchronousFileChannel, with as many requests in flight as the rings have together. */
final class AsyncEngine implements Engine {

  private final BenchOptions options;
  private final AsyncWork work;
  private final IntFunction<Offsets> offsets;

  AsyncEngine(BenchOptions options, AsyncWork work, IntFunction<Offsets> offsets) {
    this.options = options;
    this.work = work;
    this.offsets = offsets;
  }

  @Override
  public String name() {
    return "AsynchronousFileChannel";
  }

  /** One begins; the channel has threads of its own, and they go on. */
  @Override
  public int threads() {
    return 1;
  }

  @Override
  public boolean worksOnItsThreads() {
    return false;
  }

  @Override
  public Runner open(int thread) {
    AsyncSlot[] slots = new AsyncSlot[options.depth * options.threads];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = new AsyncSlot(offsets.apply(i));
    }
    return new AsyncRunner(slots);
  }

  private static final class AsyncRunner implements Runner {

    private final AsyncSlot[] slots;

    AsyncRunner(AsyncSlot[] slots) {
      this.slots = slots;
    }

    @Override
    public void run(Goal goal, long requests, Tally tally) throws IOException {
      AtomicLong left = new AtomicLong(requests);
      CountDownLatch busy = new CountDownLatch(slots.length);
      for (AsyncSlot slot : slots) {
        slot.begin(goal, left, busy, tally);
      }
      try {
        busy.await();
      } catch (InterruptedException e) {
        throw new IOException(e); // nobody interrupts this thread
      }
      for (AsyncSlot slot : slots) {
        slot.addTo(tally);
      }
    }

    @Override
    public void leadIn(Goal goal) throws IOException {
      run(goal, 2L * slots.length, new Tally(null));
    }

    @Override
    public void close() {
      // The channel is shared, and the buffers go by themselves.
    }
  }

  /** One request in flight after the other, each on the thread that completes the one before. */
  private final class AsyncSlot implements CompletionHandler<Integer, Void> {

    private final ByteBuffer buffer =
        Arena.ofAuto().allocate(options.block, BenchOptions.ALIGNMENT).asByteBuffer();
    private final Offsets offsets;

    private Goal goal;
    private AtomicLong left;
    private CountDownLatch busy;
    private Tally tally;
    private Tally own;
    private long offset;
    private long startNanos;
    private int step;
    private String error;

    AsyncSlot(Offsets offsets) {
      this.offsets = offsets;
    }

    void begin(Goal newGoal, AtomicLong newLeft, CountDownLatch newBusy, Tally newTally) {
      goal = newGoal;
      left = newLeft;
      busy = newBusy;
      tally = newTally;
      own = new Tally(null);
      next();
    }

    void addTo(Tally sum) {
      sum.requests += own.requests;
      sum.errors += own.errors;
      sum.firstError = sum.firstError == null ? own.firstError : sum.firstError;
    }

    private void next() {
      if (goal.isOver() || left.getAndDecrement() <= 0) {
        busy.countDown();
        return;
      }
      startNanos = tally.latency == null ? 0 : System.nanoTime();
      offset = offsets.next();
      buffer.clear();
      step = 0;
      error = null;
      step();
    }

    private void step() {
      try {
        if (work.begin(step, buffer, offset, this)) {
          return;
        }
      } catch (IOException | RuntimeException e) {
        error = e.toString();
      }
      end();
    }

    private void end() {
      if (error == null) {
        own.requests++;
      } else {
        own.failed(error);
      }
      if (tally.latency != null) {
        tally.recordLatency(System.nanoTime() - startNanos);
      }
      next();
    }

    @Override
    public void completed(Integer bytes, Void unused) {
      if (bytes != options.block) {
        error = "%d of %d bytes at %d".formatted(bytes, options.block, offset);
        end();
        return;
      }
      step++;
      step();
    }

    @Override
    public void failed(Throwable e, Void unused) {
      error = e.toString();
      end();
    }
  }
}
