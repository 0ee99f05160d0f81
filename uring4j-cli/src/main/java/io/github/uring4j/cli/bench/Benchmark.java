package io.github.uring4j.cli.bench;

import java.io.IOException;

/**
 * Something to measure.
 *
 * @param name as in {@code uring bench NAME}
 * @param subject the files that it works on, or empty
 * @param bytesMoved by one request
 * @param ours the engine of uring4j
 * @param files closed at the end
 */
record Benchmark(String name, String subject, long bytesMoved, Engine ours, Files files)
    implements AutoCloseable {

  /** What the requests work on. */
  @FunctionalInterface
  interface Files extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
