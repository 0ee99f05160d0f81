package io.github.uring4j.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.uring4j.Fd;
import io.github.uring4j.IoUring;
import io.github.uring4j.OpenFlags;
import io.github.uring4j.OpenHow;
import io.github.uring4j.PlainFd;
import io.github.uring4j.Ring;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

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

  /** Runs cat with descriptors of its own for standard input and output. */
  static Result cat(PlainFd input, PlainFd output, String... files) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    OutputStream unused = OutputStream.nullOutputStream();
    String[] args = new String[files.length + 1];
    args[0] = "cat";
    System.arraycopy(files, 0, args, 1, files.length);
    int status = Main.run(new Terminal(input, output, unused, err, false, false), args);
    return new Result(status, "", err.toString(StandardCharsets.UTF_8));
  }

  /** Opens a file of a test. */
  static PlainFd open(Path file, int openFlags) throws IOException {
    try (Ring<String> ring = Ring.open(8)) {
      OpenHow how = OpenHow.of(openFlags);
      boolean creates = (openFlags & OpenFlags.CREAT) != 0;
      ring.openat2("", Fd.CWD, file.toString(), creates ? how.mode(0600) : how).async();
      return Rings.next(ring).fd();
    }
  }

  static void needsIoUring() {
    assumeTrue(IoUring.availability().isAvailable(), "needs io_uring");
  }

  /**
   * What a command left.
   *
   * @param status its exit status
   */
  record Result(int status, String out, String err) {}
}
