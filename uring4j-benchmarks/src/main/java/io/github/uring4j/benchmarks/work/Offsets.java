package io.github.uring4j.benchmarks.work;

/** Random offsets of whole blocks in a file, the same ones in every run and in C: xorshift64. */
final class Offsets {

  private final long blocks;
  private final int block;
  private long seed = 0x9E37_79B9_7F4A_7C15L;

  Offsets(long fileSize, int block) {
    blocks = fileSize / block;
    if (blocks == 0) {
      throw new IllegalArgumentException("the file has " + fileSize + " bytes, less than a block");
    }
    this.block = block;
  }

  long next() {
    seed ^= seed << 13;
    seed ^= seed >>> 7;
    seed ^= seed << 17;
    return (seed >>> 1) % blocks * block;
  }
}
