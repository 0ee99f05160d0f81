package io.github.uring4j.cli;

import io.github.uring4j.PlainFd;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a command reads from and writes to, in place of System.in, out and err. Text is UTF-8.
 *
 * <p>Standard output is buffered; what cannot be written there is noticed, told once at the end,
 * and makes the command fail.
 */
public final class Terminal {

  private final PlainFd input;
  private final PlainFd output;
  private final CheckedOutput out;
  private final PrintWriter writer;
  private final PrintWriter errorWriter;
  private final boolean errorIsTerminal;
  private final boolean debug;

  /**
   * A terminal of its own, for tests.
   *
   * @param input what cat reads for {@code -}
   * @param output where cat writes, past {@code out}
   */
  public Terminal(
      PlainFd input,
      PlainFd output,
      OutputStream out,
      OutputStream err,
      boolean errorIsTerminal,
      boolean debug) {
    this.input = input;
    this.output = output;
    this.out = new CheckedOutput(out);
    writer = new PrintWriter(new OutputStreamWriter(this.out, StandardCharsets.UTF_8));
    errorWriter = new PrintWriter(new OutputStreamWriter(err, StandardCharsets.UTF_8), true);
    this.errorIsTerminal = errorIsTerminal;
    this.debug = debug;
  }

  /** Standard input, output and error. */
  static Terminal ofProcess() {
    return new Terminal(
        PlainFd.STDIN,
        PlainFd.STDOUT,
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        isTerminal(2),
        System.getenv("URING_DEBUG") != null);
  }

  private static boolean isTerminal(int fd) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** Standard input, for requests. */
  PlainFd input() {
    return input;
  }

  /** Standard output, for requests. What {@link #writer} holds back is not before it. */
  PlainFd output() {
    return output;
  }

  /** Standard output, for text. */
  public PrintWriter writer() {
    return writer;
  }

  /** Standard error, for text; each line is written at once. */
  public PrintWriter errorWriter() {
    return errorWriter;
  }

  /** Whether a person looks at standard error. */
  public boolean errorIsTerminal() {
    return errorIsTerminal;
  }

  /** Whether stack traces are wanted. */
  public boolean debug() {
    return debug;
  }

  /** Writes what is held back; throws what went wrong with standard output at any time. */
  void flush() throws IOException {
    writer.flush();
    out.check();
  }
}
