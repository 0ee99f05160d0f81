package io.github.uring4j;

import java.util.concurrent.locks.LockSupport;

/** Waiting for what nothing tells of: memory that the kernel will have again. */
final class Patience {

  private Patience() {}

  /**
   * Waits that long, also in a thread that is interrupted, and leaves its interrupt status as it
   * is.
   */
  static void sleep(long nanos) {
    boolean interrupted = false;
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      interrupted |= Thread.interrupted();
      LockSupport.parkNanos(left);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
