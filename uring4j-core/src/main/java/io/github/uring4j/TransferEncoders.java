package io.github.uring4j;

import static io.github.uring4j.Sqe.fill;
import static io.github.uring4j.Sqe.indexes;
import static io.github.uring4j.abi.IoUringConstants.*;

import java.lang.foreign.MemorySegment;

/**
 * The entries of {@link TransferOperations}, {@link RecvmsgOperations} and {@link
 * ZeroCopyReceiveOperations}; see {@link Encoders}.
 */
final class TransferEncoders {

  private TransferEncoders() {}

  static void send(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int ioprio,
      int fd,
      long buf,
      int length,
      int msgFlags) {
    fill(sqes, at, userData, IORING_OP_SEND, flags, ioprio, fd, 0, buf, length, msgFlags, 0, 0);
  }

  /** addr_len shares its place with file_index. */
  static void sendTo(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fd,
      long buf,
      int length,
      int msgFlags,
      long address,
      int addressLength) {
    fill(
        sqes,
        at,
        userData,
        IORING_OP_SEND,
        flags,
        0,
        fd,
        address,
        buf,
        length,
        msgFlags,
        indexes(0, addressLength),
        0);
  }

  /** From a buffer of a group. */
  static void sendFrom(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fd,
      int group,
      int length,
      int msgFlags) {
    fill(
        sqes,
        at,
        userData,
        IORING_OP_SEND,
        flags | IOSQE_BUFFER_SELECT,
        0,
        fd,
        0,
        0,
        length,
        msgFlags,
        indexes(group, 0),
        0);
  }

  static void recv(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fd,
      long buf,
      int length,
      int msgFlags) {
    fill(sqes, at, userData, IORING_OP_RECV, flags, fd, 0, buf, length, msgFlags);
  }

  /** Into a buffer of a group. */
  static void recvInto(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fd,
      int group,
      int length,
      int msgFlags) {
    recvInto(sqes, at, userData, flags, 0, fd, group, length, msgFlags);
  }

  static void recvMultishot(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fd,
      int group,
      int length,
      int msgFlags) {
    recvInto(sqes, at, userData, flags, IORING_RECV_MULTISHOT, fd, group, length, msgFlags);
  }

  private static void recvInto(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int ioprio,
      int fd,
      int group,
      int length,
      int msgFlags) {
    fill(
        sqes,
        at,
        userData,
        IORING_OP_RECV,
        flags | IOSQE_BUFFER_SELECT,
        ioprio,
        fd,
        0,
        0,
        length,
        msgFlags,
        indexes(group, 0),
        0);
  }

  /** A message into a buffer of a group. */
  static void recvmsgInto(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int ioprio,
      int fd,
      int group,
      long msghdr,
      int msgFlags) {
    fill(
        sqes,
        at,
        userData,
        IORING_OP_RECVMSG,
        flags | IOSQE_BUFFER_SELECT,
        ioprio,
        fd,
        0,
        msghdr,
        1,
        msgFlags,
        indexes(group, 0),
        0);
  }

  /** zcrx_ifq_idx shares its place with file_index. */
  static void recvZc(
      MemorySegment sqes, long at, long userData, int flags, int fd, int queue, int length) {
    fill(
        sqes,
        at,
        userData,
        IORING_OP_RECV_ZC,
        flags,
        IORING_RECV_MULTISHOT,
        fd,
        0,
        0,
        length,
        0,
        indexes(0, queue),
        0);
  }
}
