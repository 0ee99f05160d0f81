package io.github.uring4j.cli.bench;

import io.github.uring4j.cli.StoppedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleConsumer;
import org.HdrHistogram.Histogram;

/**
 * One run of an engine: all its threads begin together, each on its own ring or buffers, which it
 * has used a little before. Only what is between is measured.
 */
final class Pass {

  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long PATIENCE_MILLIS = 800;

  private final Engine engine;
  private final Goal goal;
  private final Tally[] tallies;
  private final CountDownLatch ready;
  private final CountDownLatch begin = new CountDownLatch(1);

  /** From then on the time counts that was asked for. */
  private final CountDownLatch begun;

  private final CountDownLatch done;
  private volatile Throwable failure;

  /**
   * @param timed whether to measure the latency of each request, which costs time itself
   */
  Pass(Engine engine, Goal goal, boolean timed) {
    this.engine = engine;
    this.goal = goal;
    tallies = new Tally[engine.threads()];
    // Many threads with a histogram each would take much memory.
    Histogram shared = timed ? Tally.concurrentHistogram() : null;
    for (int i = 0; i < tallies.length; i++) {
      tallies[i] = new Tally(timed ? (engine.hasRings() ? Tally.histogram() : shared) : null);
    }
    ready = new CountDownLatch(tallies.length);
    begun = new CountDownLatch(tallies.length);
    done = new CountDownLatch(tallies.length);
  }

  /**
   * Runs it, and waits for its end.
   *
   * @param progress gets how much of the time is over
   * @throws StoppedException if the current thread is interrupted; then the threads have ended, or
   *     wait for a device that does not answer
   */
  Tally run(DoubleConsumer progress) throws IOException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < tallies.length; i++) {
      int thread = i;
      threads.add(engine.threadBuilder().name("bench " + i).start(() -> work(thread)));
    }
    try {
      ready.await();
      long cpuNanos = Processes.cpuNanos();
      long allocated = Processes.allocatedByOthers();
      begin.countDown();
      awaitDone(progress);
      Tally all = Tally.ofThreads(List.of(tallies));
      all.cpuNanos = Processes.cpuNanos() - cpuNanos;
      if (!engine.worksOnItsThreads()) {
        all.allocatedBytes = Processes.allocatedByOthers() - allocated;
      }
      for (Thread thread : threads) {
        thread.join();
      }
      check();
      return all;
    } catch (InterruptedException e) {
      end(threads);
      throw new StoppedException();
    }
  }

  private void awaitDone(DoubleConsumer progress) throws InterruptedException {
    begun.await();
    long start = System.nanoTime();
    long nanos = 0;
    while (!done.await(Math.min(TICK_NANOS, goal.nanos() - nanos), TimeUnit.NANOSECONDS)) {
      nanos = System.nanoTime() - start;
      if (nanos >= goal.nanos()) {
        goal.end();
        done.await();
        return;
      }
      progress.accept((double) nanos / goal.nanos());
    }
  }

  private void end(List<Thread> threads) {
    goal.end();
    begin.countDown();
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    try {
      for (Thread thread : threads) {
        thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      // Once is enough: the process is ending.
    }
  }

  private void check() throws IOException {
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IOException(failure);
    }
  }

  private void work(int thread) {
    try (Runner runner = engine.open(thread)) {
      runner.leadIn(goal);
      ready.countDown();
      begin.await();
      measure(runner, thread);
      done.countDown();
    } catch (Throwable e) {
      failure = e;
      goal.end();
      release(ready);
      release(begun);
      release(done);
    }
  }

  private static void release(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      latch.countDown();
    }
  }

  private void measure(Runner runner, int thread) throws IOException {
    Tally tally = tallies[thread];
    long enters = runner.enters();
    long allocated = Processes.allocatedByThread();
    tally.startNanos = System.nanoTime();
    begun.countDown();
    runner.run(goal, share(thread), tally);
    tally.endNanos = System.nanoTime();
    tally.allocatedBytes = Processes.allocatedByThread() - allocated;
    tally.enters = runner.enters() - enters;
  }

  private long share(int thread) {
    return goal.share(thread, tallies.length);
  }
}
