package io.github.uring4j.cli.bench;

/** When a pass is over: after so many requests, or after some time, whichever comes first. */
final class Goal {

  static final long UNLIMITED = Long.MAX_VALUE;

  private final long requests;
  private final long nanos;
  private volatile boolean over;

  private Goal(long requests, long nanos) {
    this.requests = requests;
    this.nanos = nanos;
  }

  static Goal requests(long requests) {
    return new Goal(requests, UNLIMITED);
  }

  static Goal nanos(long nanos) {
    return new Goal(UNLIMITED, nanos);
  }

  long nanos() {
    return nanos;
  }

  /** A thread's share of the requests. */
  long share(int thread, int threads) {
    return requests == UNLIMITED
        ? UNLIMITED
        : requests / threads + (thread < requests % threads ? 1 : 0);
  }

  /** Whether to begin no more requests. Threads look at it between batches. */
  boolean isOver() {
    return over;
  }

  void end() {
    over = true;
  }
}
