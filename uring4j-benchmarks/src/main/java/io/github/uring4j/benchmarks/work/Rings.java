package io.github.uring4j.benchmarks.work;

import io.github.uring4j.Ring;
import io.github.uring4j.SetupFlags;
import java.io.IOException;

/** Rings as those of the C programs. */
final class Rings {

  /** RING_FLAGS of {@code worker.h}: what liburing 2.3 can do of what the library would choose. */
  private static final int FLAGS =
      SetupFlags.SUBMIT_ALL
          | SetupFlags.SINGLE_ISSUER
          | SetupFlags.DEFER_TASKRUN
          | SetupFlags.TASKRUN_FLAG;

  private Rings() {}

  static <T> Ring<T> open(int entries) throws IOException {
    return Boolean.getBoolean("uring4j.chosenFlags")
        ? Ring.open(entries)
        : Ring.<T>builder().entries(entries).only(FLAGS).open();
  }
}
