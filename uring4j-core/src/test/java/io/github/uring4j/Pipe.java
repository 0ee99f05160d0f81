package io.github.uring4j;

/** Both ends of a pipe, closed with it. */
record Pipe(PlainFd in, PlainFd out) implements AutoCloseable {

  @Override
  public void close() throws ErrnoException {
    try {
      in.close();
    } finally {
      out.close();
    }
  }
}
