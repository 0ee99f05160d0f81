package io.github.uring4j;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition that nothing announces. */
final class Await {

  private static final Duration BOUND = Duration.ofSeconds(20);

  private Await() {}

  interface Condition {
    boolean holds() throws Exception;
  }

  /** Looks again and again; a condition that does not come true is a failure. */
  static void until(Condition condition) throws Exception {
    long deadline = System.nanoTime() + BOUND.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - deadline >= 0) {
        throw new AssertionError("not within " + BOUND);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
