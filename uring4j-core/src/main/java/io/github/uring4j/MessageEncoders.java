package io.github.uring4j;

import static io.github.uring4j.Sqe.fill;
import static io.github.uring4j.Sqe.indexes;
import static io.github.uring4j.abi.IoUringConstants.*;

import java.lang.foreign.MemorySegment;

/** Encoders of {@link MessageOperations}; {@link Encoders} says what an encoder is. */
final class MessageEncoders {

  private MessageEncoders() {}

  /** MSG_RING with IORING_MSG_SEND_FD: a descriptor for another ring. */
  static void msgRingFd(
      MemorySegment sqes,
      long at,
      long userData,
      int ringFd,
      int sourceSlot,
      int targetFileIndex,
      long targetUserData) {
    fill(
        sqes,
        at,
        userData,
        IORING_OP_MSG_RING,
        0,
        0,
        ringFd,
        targetUserData,
        IORING_MSG_SEND_FD,
        0,
        0,
        indexes(0, targetFileIndex),
        sourceSlot);
  }
}
