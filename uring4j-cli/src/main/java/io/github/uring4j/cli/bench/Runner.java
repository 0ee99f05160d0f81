package io.github.uring4j.cli.bench;

import java.io.IOException;

/** Does requests on one thread. */
interface Runner extends AutoCloseable {

  /**
   * Does requests until the goal is over or there are enough, and waits for those in flight.
   *
   * @param goal looked at between batches
   * @param requests how many at most
   * @param tally gets the counts, and the latencies if it has a histogram
   */
  void run(Goal goal, long requests, Tally tally) throws IOException;

  /** Does some requests that nobody counts, so that all that it uses has been used once. */
  void leadIn(Goal goal) throws IOException;

  /** Calls of io_uring_enter(2) so far. */
  default long enters() {
    return 0;
  }

  @Override
  void close() throws IOException;
}
