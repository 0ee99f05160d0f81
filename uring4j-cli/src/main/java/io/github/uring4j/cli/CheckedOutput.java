package io.github.uring4j.cli;

import java.io.IOException;
import java.io.OutputStream;

/**
 * An output that never fails while it is written to, as a PrintWriter wants it, but remembers its
 * first failure and takes nothing after it.
 */
final class CheckedOutput extends OutputStream {

  private final OutputStream target;
  private IOException failure;

  CheckedOutput(OutputStream target) {
    this.target = target;
  }

  /** Throws the first failure, if there was one. */
  void check() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    if (failure == null) {
      try {
        target.write(bytes, offset, length);
      } catch (IOException e) {
        failure = e;
      }
    }
  }

  @Override
  public void flush() {
    if (failure == null) {
      try {
        target.flush();
      } catch (IOException e) {
        failure = e;
      }
    }
  }
}
