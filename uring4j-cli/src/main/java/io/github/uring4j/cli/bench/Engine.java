package io.github.uring4j.cli.bench;

import java.io.IOException;

/** A way to do the requests of a benchmark: rings, or the channels of java.nio. */
interface Engine {

  String name();

  /** How many threads run it. */
  int threads();

  /** Whether they own rings, which count their enters. */
  default boolean hasRings() {
    return false;
  }

  /** What they are made by. */
  default Thread.Builder threadBuilder() {
    return Thread.ofPlatform().daemon();
  }

  /**
   * Whether all work is done by those threads, platform threads: then what they allocate is all.
   */
  default boolean worksOnItsThreads() {
    return true;
  }

  /**
   * Makes what one of the threads runs; called on that thread.
   *
   * @param thread from 0
   */
  Runner open(int thread) throws IOException;
}
