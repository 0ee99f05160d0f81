package io.github.uring4j.benchmarks;

import io.github.uring4j.benchmarks.work.MissingException;
import java.io.IOException;

/** Somebody who does the work of a comparison. */
interface Contender {

  /** How tables and plots call it. */
  String name();

  /**
   * Makes it ready to run.
   *
   * @throws MissingException if this machine lacks what it needs
   */
  Runner start() throws IOException;

  /** A contender that is ready. */
  interface Runner extends AutoCloseable {

    /** Makes so many requests. */
    Sample run(long requests) throws IOException;

    @Override
    void close() throws IOException;
  }
}
