package io.github.uring4j;

import static io.github.uring4j.Sqe.fill;
import static io.github.uring4j.abi.IoUringConstants.*;

import java.lang.foreign.MemorySegment;

/** The encoders of {@link MemoryOperations}; the rules are those of {@link Encoders}. */
final class MemoryEncoders {

  private MemoryEncoders() {}

  static void madvise(
      MemorySegment sqes, long at, long userData, long address, int length, int advice) {
    fill(sqes, at, userData, IORING_OP_MADVISE, 0, -1, 0, address, length, advice);
  }

  static void madvise64(
      MemorySegment sqes, long at, long userData, long address, long length, int advice) {
    fill(sqes, at, userData, IORING_OP_MADVISE, 0, -1, length, address, 0, advice);
  }
}
