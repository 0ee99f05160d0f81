package io.github.uring4j.cli.bench;

import java.util.SplittableRandom;

/** Where one reads or writes next: at random, or in order, and from the start again at the end. */
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
  static Offsets random(long fileSize, int block, int one) {
    return new Offsets(new SplittableRandom(one), fileSize / block, block, 0);
  }

  /** Each of several begins at a place of its own. */
  static Offsets sequential(long fileSize, int block, int one, int all) {
    long blocks = fileSize / block;
    return new Offsets(null, blocks, block, blocks * one / all);
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
