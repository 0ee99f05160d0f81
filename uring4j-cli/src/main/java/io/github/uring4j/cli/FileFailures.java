package io.github.uring4j.cli;

import io.github.uring4j.Errno;
import io.github.uring4j.ErrnoException;
import java.io.IOException;

/** Failures of copying, in words. */
final class FileFailures {

  private FileFailures() {}

  /** Of a write with this result, zero or a negated errno. */
  static IOException ofWrite(int result, String path) {
    int errno = result == 0 ? Errno.EIO : -result;
    return errno == Errno.EPIPE
        // Not that of standard output, which ends a command without a word.
        ? new CommandFailedException(path + ": " + Errno.message(errno))
        : new ErrnoException(errno, "write", path);
  }
}
