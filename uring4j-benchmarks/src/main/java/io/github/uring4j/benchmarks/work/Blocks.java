package io.github.uring4j.benchmarks.work;

import java.nio.ByteBuffer;

/** Memory for the peers, aligned as O_DIRECT wants it. */
final class Blocks {

  private static final int ALIGNMENT = 4096;

  private Blocks() {}

  static ByteBuffer allocate(int length) {
    return ByteBuffer.allocateDirect(length + ALIGNMENT).alignedSlice(ALIGNMENT).slice(0, length);
  }
}
