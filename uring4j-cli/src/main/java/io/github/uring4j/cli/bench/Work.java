package io.github.uring4j.cli.bench;

import java.io.IOException;

/** The requests of a benchmark on a ring. */
interface Work {

  /** How many entries of the queue a request takes, each with its completion. */
  default int entries() {
    return 1;
  }

  /** Prepares the next request. */
  void prepare(Slot slot) throws IOException;

  /** Whether a completion of the request, the {@code completions}-th, has the right result. */
  boolean succeeded(Slot slot, int res);

  /** What is wrong with it, for a person. */
  String failure(Slot slot, int res);
}
