package io.github.uring4j;

import static io.github.uring4j.Sqe.fill;
import static io.github.uring4j.Sqe.indexes;
import static io.github.uring4j.abi.IoUringConstants.*;

import java.lang.foreign.MemorySegment;

/** The encoder of {@link ProcessOperations}; the rules are those of {@link Encoders}. */
final class ProcessEncoders {

  private ProcessEncoders() {}

  static void waitid(
      MemorySegment sqes, long at, long userData, int idType, int id, long info, int options) {
    fill(
        sqes, at, userData, IORING_OP_WAITID, 0, 0, id, info, 0, idType, 0, indexes(0, options), 0);
  }
}
