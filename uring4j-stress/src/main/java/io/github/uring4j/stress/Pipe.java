package io.github.uring4j.stress;

import io.github.uring4j.PlainFd;
import java.io.IOException;

/** A pipe, or two sockets that are connected to each other: what is written to one end. */
record Pipe(PlainFd in, PlainFd out) implements AutoCloseable {

  @Override
  public void close() throws IOException {
    try {
      in.close();
    } finally {
      out.close();
    }
  }
}
