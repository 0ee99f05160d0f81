package io.github.uring4j.benchmarks.work;

import java.io.IOException;

/** This machine lacks what somebody needs to take part. The message names it, and the remedy. */
public final class MissingException extends IOException {

  private static final long serialVersionUID = 1;

  /** With what is missing and what to do about it. */
  public MissingException(String message) {
    super(message);
  }
}
