package io.github.uring4j.cli.bench;

import java.io.IOException;
import java.util.ArrayDeque;

/** Closes what was opened, in the opposite order. */
final class Closer implements AutoCloseable {

  private final ArrayDeque<Resource> resources = new ArrayDeque<>();

  /** What is open. */
  @FunctionalInterface
  interface Resource {
    void close() throws IOException;
  }

  void add(Resource resource) {
    resources.push(resource);
  }

  /** Closes all, and throws the first failure. */
  @Override
  public void close() throws IOException {
    IOException failure = null;
    while (!resources.isEmpty()) {
      try {
        resources.pop().close();
      } catch (IOException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
