package io.github.uring4j.cli.bench;

import io.github.uring4j.Errno;

/** Says what went wrong with a request. */
final class Failures {

  private Failures() {}

  /** A read or write that failed or was short. */
  static String transfer(String operation, String path, long offset, int res, int wanted) {
    String reason =
        res < 0
            ? Errno.message(-res)
            : "%d of %d bytes: the file has changed, or the disk is full".formatted(res, wanted);
    return "%s: %s at %d: %s".formatted(path, operation, offset, reason);
  }
}
