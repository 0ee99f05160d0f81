package io.github.uring4j.cli;

import io.github.uring4j.PlainFd;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Runs the uring command in this process, and keeps what it writes. */
final class Uring {

  private Uring() {}

  /** Runs a command, not on a terminal. */
  static Result run(String... args) {
    return run(false, args);
  }

  static Result run(boolean errorIsTerminal, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status = Main.run(terminal(out, err, errorIsTerminal), args);
    return new Result(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  static Terminal terminal(OutputStream out, OutputStream err, boolean errorIsTerminal) {
    return new Terminal(PlainFd.STDIN, PlainFd.STDOUT, out, err, errorIsTerminal, false);
  }

  /**
   * What a command left.
   *
   * @param status its exit status
   */
  record Result(int status, String out, String err) {}
}
