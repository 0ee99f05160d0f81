package io.github.uring4j.cli;

import java.io.IOException;

/**
 * A failure in the command's own words, such as {@code a.bin: is a directory}: its message follows
 * {@code uring: cp: } on standard error as it is.
 */
public final class CommandFailedException extends IOException {

  private static final long serialVersionUID = 1L;

  public CommandFailedException(String message) {
    super(message);
  }

  public CommandFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
