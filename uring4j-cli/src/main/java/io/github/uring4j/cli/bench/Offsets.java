package io.github.uring4j.cli.bench;

import java.util.SplittableRandom;

/**
 * Where a thread reads or writes next: at random, or in order, and from the start again at the end.
 */
final class Offsets {

  private final SplittableRandom random;
  private final long blocks;
  private final int block;
  private long next;

  private Offsets(SplittableRandom random, long blocks, int block, long next) {
    this.random = random;
    this.blocks = blocks;
    this.block = block;
    this.next = next;
  }

  /** The same ones in each run. */
  static Offsets random(long fileSize, int block, int thread) {
    return new Offsets(new SplittableRandom(thread), fileSize / block, block, 0);
  }

  /** Each of the threads begins at a place of its own. */
  static Offsets sequential(long fileSize, int block, int thread, int threads) {
    long blocks = fileSize / block;
    return new Offsets(null, blocks, block, blocks * thread / threads);
  }

  long next() {
    if (random != null) {
      return random.nextLong(blocks) * block;
    }
    long offset = next * block;
    next = next + 1 == blocks ? 0 : next + 1;
    return offset;
  }
}
