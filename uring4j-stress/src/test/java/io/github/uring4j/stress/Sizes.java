package io.github.uring4j.stress;

/** How long the tests are: short, or full with {@code -Dstress=full}; and their seed. */
final class Sizes {

  private Sizes() {}

  static long of(long shortSize, long fullSize) {
    return "full".equals(System.getProperty("stress")) ? fullSize : shortSize;
  }

  static long seed() {
    return Long.getLong("seed", System.nanoTime());
  }
}
