package io.github.uring4j.cli;

import java.io.IOException;

/** The process is ending, because of Ctrl-C or another signal: leave quickly, and say nothing. */
public final class StoppedException extends IOException {

  private static final long serialVersionUID = 1L;

  public StoppedException() {
    super("stopped");
  }
}
