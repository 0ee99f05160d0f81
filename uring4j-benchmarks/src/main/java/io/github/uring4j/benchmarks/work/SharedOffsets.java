package io.github.uring4j.benchmarks.work;

import java.io.IOException;

/** A run's offsets, for several threads, which take a portion at a time lest the lock be felt. */
final class SharedOffsets {

  private static final int PORTION = 64;

  /** How many portions of a run each thread gets at least, so that none waits long for the last. */
  private static final int PORTIONS_EACH = 8;

  private final Offsets offsets;
  private final int depth;
  private long left;
  private int size;

  SharedOffsets(FileOptions options) throws IOException {
    offsets = options.offsets();
    depth = options.depth();
  }

  /** Room for one thread's portion. */
  long[] portion() {
    return new long[PORTION];
  }

  synchronized void grant(long requests) {
    left = requests;
    size = Math.clamp(requests / depth / PORTIONS_EACH, 1, PORTION);
  }

  /** Returns how many there are; 0 when the run's are used up. */
  synchronized int take(long... portion) {
    int count = (int) Math.min(left, size);
    left -= count;
    for (int i = 0; i < count; i++) {
      portion[i] = offsets.next();
    }
    return count;
  }

  /** A single one, or -1. */
  synchronized long next() {
    if (left == 0) {
      return -1;
    }
    left--;
    return offsets.next();
  }
}
