package io.github.uring4j;

import static io.github.uring4j.Sqe.fill;
import static io.github.uring4j.Sqe.indexes;
import static io.github.uring4j.abi.IoUringConstants.*;

import java.lang.foreign.MemorySegment;

/** The encoders of {@link PipeOperations}; the rules are those of {@link Encoders}. */
final class PipeEncoders {

  private PipeEncoders() {}

  static void pipe(MemorySegment sqes, long at, long userData, long ends, int pipeFlags) {
    fill(sqes, at, userData, IORING_OP_PIPE, 0, 0, 0, ends, 0, pipeFlags);
  }

  static void splice(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fdIn,
      long offIn,
      int fdOut,
      long offOut,
      int length,
      int spliceFlags) {
    fill(
        sqes,
        at,
        userData,
        IORING_OP_SPLICE,
        flags,
        0,
        fdOut,
        offOut,
        offIn,
        length,
        spliceFlags,
        indexes(0, fdIn),
        0);
  }

  static void tee(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fdIn,
      int fdOut,
      int length,
      int spliceFlags) {
    fill(
        sqes,
        at,
        userData,
        IORING_OP_TEE,
        flags,
        0,
        fdOut,
        0,
        0,
        length,
        spliceFlags,
        indexes(0, fdIn),
        0);
  }
}
