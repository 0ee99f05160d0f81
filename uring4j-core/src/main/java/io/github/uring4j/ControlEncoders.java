package io.github.uring4j;

import static io.github.uring4j.Sqe.fill;
import static io.github.uring4j.Sqe.unsigned;
import static io.github.uring4j.abi.IoUringConstants.*;

import java.lang.foreign.MemorySegment;

/** The functions of {@link Encoders} for requests about requests and time. */
final class ControlEncoders {

  private ControlEncoders() {}

  static void nop(MemorySegment sqes, long at, long userData) {
    fill(sqes, at, userData, IORING_OP_NOP, 0, -1, 0, 0, 0, 0);
  }

  /** The first half of 128 bytes; the second is zero already. */
  static void nop128(MemorySegment sqes, long at, long userData) {
    fill(sqes, at, userData, IORING_OP_NOP128, 0, -1, 0, 0, 0, 0);
  }

  static void pollAdd(MemorySegment sqes, long at, long userData, int flags, int fd, int events) {
    fill(sqes, at, userData, IORING_OP_POLL_ADD, flags, fd, 0, 0, 0, events);
  }

  static void pollRemove(MemorySegment sqes, long at, long userData, long target) {
    fill(sqes, at, userData, IORING_OP_POLL_REMOVE, 0, -1, 0, target, 0, 0);
  }

  static void pollUpdate(
      MemorySegment sqes, long at, long userData, long target, int events, int pollFlags) {
    fill(sqes, at, userData, IORING_OP_POLL_REMOVE, 0, -1, 0, target, pollFlags, events);
  }

  static void timeout(
      MemorySegment sqes, long at, long userData, long timespec, int count, int timeoutFlags) {
    fill(sqes, at, userData, IORING_OP_TIMEOUT, 0, -1, unsigned(count), timespec, 1, timeoutFlags);
  }

  static void timeoutRemove(MemorySegment sqes, long at, long userData, long target) {
    fill(sqes, at, userData, IORING_OP_TIMEOUT_REMOVE, 0, -1, 0, target, 0, 0);
  }

  /**
   * With IORING_TIMEOUT_UPDATE among the flags, and IORING_LINK_TIMEOUT_UPDATE for a link timeout.
   */
  static void timeoutUpdate(
      MemorySegment sqes, long at, long userData, long timespec, long target, int timeoutFlags) {
    fill(sqes, at, userData, IORING_OP_TIMEOUT_REMOVE, 0, -1, timespec, target, 0, timeoutFlags);
  }

  static void linkTimeout(
      MemorySegment sqes, long at, long userData, long timespec, int timeoutFlags) {
    fill(sqes, at, userData, IORING_OP_LINK_TIMEOUT, 0, -1, 0, timespec, 1, timeoutFlags);
  }

  static void cancel(MemorySegment sqes, long at, long userData, long target, int cancelFlags) {
    fill(sqes, at, userData, IORING_OP_ASYNC_CANCEL, 0, -1, 0, target, 0, cancelFlags);
  }

  /** By descriptor, operation, both, or neither, as the flags say. */
  static void cancelMatching(
      MemorySegment sqes, long at, long userData, int fd, int opcode, int cancelFlags) {
    fill(sqes, at, userData, IORING_OP_ASYNC_CANCEL, 0, fd, 0, 0, opcode, cancelFlags);
  }
}
