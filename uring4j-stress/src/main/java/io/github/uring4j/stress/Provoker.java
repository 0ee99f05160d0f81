package io.github.uring4j.stress;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/** The thread that lets happen what requests wait for, at a random moment. */
final class Provoker {

  private static final int PATIENCE_SECONDS = 30;

  private final SplittableRandom random;
  private final SynchronousQueue<List<Victim>> begin = new SynchronousQueue<>();
  private final SynchronousQueue<Boolean> done = new SynchronousQueue<>();
  private final Thread thread = new Thread(this::run, "provoker");
  private volatile Throwable failure;

  Provoker(SplittableRandom random) {
    this.random = random;
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        List<Victim> victims = begin.take();
        try {
          for (Victim victim : victims) {
            for (int spin = random.nextInt(3_000); spin > 0; spin--) {
              Thread.onSpinWait();
            }
            victim.provoke();
          }
        } catch (Throwable e) {
          failure = e;
        }
        done.put(true);
      }
    } catch (InterruptedException e) {
      // The end.
    }
  }

  /** Begins with these, while the caller goes on. */
  void begin(List<Victim> victims) throws InterruptedException {
    if (!victims.isEmpty() && !begin.offer(victims, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the provoking thread is stuck");
    }
  }

  /** Waits until all that was begun has happened. */
  void await(List<Victim> victims) throws InterruptedException {
    if (!victims.isEmpty() && done.poll(PATIENCE_SECONDS, TimeUnit.SECONDS) == null) {
      throw new AssertionError("the provoking thread is stuck");
    }
    if (failure != null) {
      throw new AssertionError("provoking failed: " + failure.getMessage(), failure);
    }
  }

  void close() throws InterruptedException {
    thread.interrupt();
    thread.join(PATIENCE_SECONDS * 1_000L);
  }
}
