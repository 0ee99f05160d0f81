package io.github.uring4j;

import static io.github.uring4j.Sqe.fill;
import static io.github.uring4j.Sqe.indexes;
import static io.github.uring4j.abi.IoUringConstants.*;

import java.lang.foreign.MemorySegment;

/** The entries of {@link ZeroCopyOperations}; see {@link Encoders}. */
final class ZeroCopyEncoders {

  private ZeroCopyEncoders() {}

  static void sendZc(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int ioprio,
      int fd,
      long buf,
      int length,
      int msgFlags) {
    sendZcTo(sqes, at, userData, flags, ioprio, fd, buf, length, msgFlags, 0, 0, 0);
  }

  static void sendZcFixed(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fd,
      long buf,
      int length,
      int msgFlags,
      int bufIndex) {
    int fixed = IORING_RECVSEND_FIXED_BUF;
    sendZcTo(sqes, at, userData, flags, fixed, fd, buf, length, msgFlags, bufIndex, 0, 0);
  }

  /** addr_len shares its place with file_index. */
  static void sendZcTo(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int ioprio,
      int fd,
      long buf,
      int length,
      int msgFlags,
      int bufIndex,
      long address,
      int addressLength) {
    fill(
        sqes,
        at,
        userData,
        IORING_OP_SEND_ZC,
        flags,
        ioprio,
        fd,
        address,
        buf,
        length,
        msgFlags,
        indexes(bufIndex, addressLength),
        0);
  }

  static void sendmsgZc(
      MemorySegment sqes, long at, long userData, int flags, int fd, long msghdr, int msgFlags) {
    fill(sqes, at, userData, IORING_OP_SENDMSG_ZC, flags, fd, 0, msghdr, 1, msgFlags);
  }

  static void sendmsgZcFixed(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fd,
      long msghdr,
      int msgFlags,
      int bufIndex) {
    fill(
        sqes,
        at,
        userData,
        IORING_OP_SENDMSG_ZC,
        flags,
        IORING_RECVSEND_FIXED_BUF,
        fd,
        0,
        msghdr,
        1,
        msgFlags,
        indexes(bufIndex, 0),
        0);
  }
}
