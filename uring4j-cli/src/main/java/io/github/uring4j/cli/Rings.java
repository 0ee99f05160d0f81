package io.github.uring4j.cli;

import io.github.uring4j.Completion;
import io.github.uring4j.Errno;
import io.github.uring4j.Ring;
import java.io.IOException;

/** What commands do with a ring. */
final class Rings {

  private Rings() {}

  /** Submits, and waits for the next completion; again if the wait was woken for something else. */
  static <T> Completion<T> next(Ring<T> ring) throws IOException {
    Completion<T> completion;
    do {
      completion = ring.await();
    } while (completion == null);
    return completion;
  }

  /** What a request on a file gave, if it did not fail. */
  static <T> Completion<T> input(String file, Completion<T> completion)
      throws CommandFailedException {
    if (completion.isError()) {
      throw failure(file, completion.errno());
    }
    return completion;
  }

  /** A failure that names its file. */
  static CommandFailedException failure(String file, int errno) {
    return new CommandFailedException(file + ": " + Errno.message(errno));
  }
}
