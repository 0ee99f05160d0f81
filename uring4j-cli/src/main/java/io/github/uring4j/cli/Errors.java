package io.github.uring4j.cli;

import io.github.uring4j.Errno;
import io.github.uring4j.ErrnoException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Turns what commands throw into lines on standard error and an exit status:
 *
 * <pre>uring: cp: a.bin: No such file or directory</pre>
 *
 * <p>Stack traces only with URING_DEBUG in the environment. A broken pipe on standard output ends
 * the command with status 1 and no word: whoever read it has had enough.
 */
public final class Errors {

  private final Terminal terminal;

  Errors(Terminal terminal) {
    this.terminal = terminal;
  }

  /** A line for a failure, while the command goes on. Returns the exit status that it will have. */
  public int report(String command, Throwable failure) {
    if (!isBrokenPipe(failure)) {
      print(command, text(failure));
    }
    if (terminal.debug()) {
      failure.printStackTrace(terminal.errorWriter());
    }
    return isMisuse(failure) ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }

  /** For picocli: what a command threw. */
  int failed(Exception failure, CommandLine command, ParseResult parsed) {
    return report(name(command), failure);
  }

  /** For picocli: arguments that make no sense. */
  int wrongUsage(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    print(name(command), failure.getMessage());
    terminal
        .errorWriter()
        .println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE;
  }

  /** Writes what is left of the output, and returns the final exit status. */
  int finish(int status) {
    try {
      terminal.flush();
      return status;
    } catch (IOException e) {
      if (!isBrokenPipe(e)) {
        print("", "standard output: " + text(e));
      }
      return ExitCode.SOFTWARE;
    }
  }

  private void print(String command, String message) {
    // What was said before comes before, where both go to the same place.
    terminal.writer().flush();
    String prefix = command.isEmpty() ? "uring: " : "uring: " + command + ": ";
    terminal.errorWriter().println(prefix + message);
  }

  /** Such as {@code bench read}; empty for the uring command itself. */
  private static String name(CommandLine command) {
    CommandLine parent = command.getParent();
    return parent == null ? "" : (name(parent) + " " + command.getCommandName()).strip();
  }

  private static boolean isMisuse(Throwable failure) {
    return failure instanceof IllegalArgumentException;
  }

  /**
   * Only standard output is ever a pipe that somebody else closes: other writes name their file.
   */
  static boolean isBrokenPipe(Throwable failure) {
    return switch (failure) {
      case ErrnoException e -> e.errno() == Errno.EPIPE;
      case FileSystemException _, CommandFailedException _ -> false;
      case IOException e -> "Broken pipe".equals(e.getMessage());
      default -> false;
    };
  }

  /** What went wrong, for a person. */
  public static String text(Throwable failure) {
    return switch (failure) {
      case CommandFailedException e -> e.getMessage();
      case ErrnoException e -> text(e);
      case FileSystemException e -> text(e);
      case UncheckedIOException e -> text(e.getCause());
      case IOException e when e.getMessage() != null -> e.getMessage();
      case IllegalArgumentException e when e.getMessage() != null -> e.getMessage();
      default -> "internal error: " + failure + "; URING_DEBUG=1 shows where";
    };
  }

  /** A hint, such as that of a ring that could not be made, is worth the whole message. */
  private static String text(ErrnoException failure) {
    boolean plain = failure.hint().isEmpty() && !failure.subject().isEmpty();
    return plain ? failure.subject() + ": " + Errno.message(failure.errno()) : failure.getMessage();
  }

  private static String text(FileSystemException failure) {
    String reason =
        switch (failure) {
          case NoSuchFileException _ -> Errno.message(Errno.ENOENT);
          case AccessDeniedException _ -> Errno.message(Errno.EACCES);
          case FileAlreadyExistsException _ -> Errno.message(Errno.EEXIST);
          case DirectoryNotEmptyException _ -> Errno.message(Errno.ENOTEMPTY);
          case NotDirectoryException _ -> Errno.message(Errno.ENOTDIR);
          case FileSystemLoopException _ -> Errno.message(Errno.ELOOP);
          default -> failure.getReason() != null ? failure.getReason() : failure.toString();
        };
    return failure.getFile() == null ? reason : failure.getFile() + ": " + reason;
  }
}
