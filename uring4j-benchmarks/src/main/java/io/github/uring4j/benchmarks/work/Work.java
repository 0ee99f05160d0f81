package io.github.uring4j.benchmarks.work;

import java.io.IOException;

/** Something that can be asked for so many requests, again and again. */
public interface Work extends AutoCloseable {

  /** Brings the disk to rest before a run. Not measured. */
  default void settle() throws IOException {}

  /** Returns when all have completed. */
  void run(long requests) throws IOException, InterruptedException;

  @Override
  void close() throws IOException;
}
