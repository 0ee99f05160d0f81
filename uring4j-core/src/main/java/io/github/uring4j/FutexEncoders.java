package io.github.uring4j;

import static io.github.uring4j.Sqe.fill;
import static io.github.uring4j.Sqe.unsigned;
import static io.github.uring4j.abi.IoUringConstants.*;

import java.lang.foreign.MemorySegment;

/** The encoders of {@link FutexOperations}; the rules are those of {@link Encoders}. */
final class FutexEncoders {

  private FutexEncoders() {}

  static void futexWait(
      MemorySegment sqes,
      long at,
      long userData,
      long word,
      int expected,
      int mask,
      int futexFlags) {
    futex(sqes, at, userData, IORING_OP_FUTEX_WAIT, word, expected, mask, futexFlags);
  }

  static void futexWake(
      MemorySegment sqes, long at, long userData, long word, int count, int mask, int futexFlags) {
    futex(sqes, at, userData, IORING_OP_FUTEX_WAKE, word, count, mask, futexFlags);
  }

  private static void futex(
      MemorySegment sqes,
      long at,
      long userData,
      int opcode,
      long word,
      int value,
      int mask,
      int futexFlags) {
    fill(
        sqes,
        at,
        userData,
        opcode,
        0,
        0,
        futexFlags,
        unsigned(value),
        word,
        0,
        0,
        0,
        unsigned(mask));
  }

  static void futexWaitv(MemorySegment sqes, long at, long userData, long words, int count) {
    fill(sqes, at, userData, IORING_OP_FUTEX_WAITV, 0, 0, 0, words, count, 0);
  }
}
