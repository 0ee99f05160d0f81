package io.github.uring4j.benchmarks.work;

/**
 * Offsets of whole blocks in a file, the same ones in every run and in C: random by xorshift64, or
 * one after the other.
 */
final class Offsets {

  private final long blocks;
  private final int block;
  private final boolean sequential;
  private long next;
  private long seed = 0x9E37_79B9_7F4A_7C15L;

  /**
   * @param stream which of several random sequences
   */
  Offsets(long fileSize, int block, boolean sequential, int stream) {
    blocks = fileSize / block;
    if (blocks == 0) {
      throw new IllegalArgumentException("the file has " + fileSize + " bytes, less than a block");
    }
    this.block = block;
    this.sequential = sequential;
    seed ^= stream;
  }

  long next() {
    return (sequential ? next++ : random() >>> 1) % blocks * block;
  }

  private long random() {
    seed ^= seed << 13;
    seed ^= seed >>> 7;
    seed ^= seed << 17;
    return seed;
  }
}
