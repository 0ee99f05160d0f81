package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.github.uring4j.abi.Structs.IoUringSqe;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Writes a submission queue entry. One routine writes all of its 64 bytes every time: an entry
 * never carries anything of its predecessor.
 */
final class Sqe {

  /**
   * An eighth of an entry. Entries are aligned; to ask whether they are would cost a check each.
   */
  private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;

  private Sqe() {}

  /**
   * Writes all 64 bytes, as eight words: every field of struct io_uring_sqe lies in the word that
   * its name begins.
   *
   * @param indexes buf_index, personality and file_index as they lie in memory
   */
  static void fill(
      MemorySegment sqes,
      long at,
      long userData,
      int opcode,
      int flags,
      int ioprio,
      int fd,
      long off,
      long addr,
      int len,
      int opFlags,
      long indexes,
      long addr3) {
    // Checked once: what is at a constant offset in a slice needs no check. Compiled code does not
    // make the slice.
    MemorySegment sqe = sqes.asSlice(at, IoUringSqe.SIZE);
    sqe.set(
        WORD,
        IoUringSqe.OPCODE,
        opcode | (flags << 8) | ((ioprio & 0xffffL) << 16) | ((long) fd << 32));
    sqe.set(WORD, IoUringSqe.OFF, off);
    sqe.set(WORD, IoUringSqe.ADDR, addr);
    sqe.set(WORD, IoUringSqe.LEN, unsigned(len) | ((long) opFlags << 32));
    sqe.set(WORD, IoUringSqe.USER_DATA, userData);
    sqe.set(WORD, IoUringSqe.BUF_INDEX, indexes);
    sqe.set(WORD, IoUringSqe.ADDR3, addr3);
    sqe.set(WORD, IoUringSqe.ATTR_TYPE_MASK, 0);
  }

  /** The same with zero in the fields that few operations use. */
  static void fill(
      MemorySegment sqes,
      long at,
      long userData,
      int opcode,
      int flags,
      int fd,
      long off,
      long addr,
      int len,
      int opFlags) {
    fill(sqes, at, userData, opcode, flags, 0, fd, off, addr, len, opFlags, 0, 0);
  }

  static int opcode(MemorySegment sqes, long at) {
    return Byte.toUnsignedInt(sqes.get(JAVA_BYTE, at + IoUringSqe.OPCODE));
  }

  /** Whether the request may have more than one completion: multishot, or zero copy. */
  static boolean hasMoreCompletions(MemorySegment sqes, long at) {
    int ioprio = sqes.get(JAVA_SHORT, at + IoUringSqe.IOPRIO);
    int opFlags = sqes.get(JAVA_INT, at + IoUringSqe.RW_FLAGS);
    return switch (opcode(sqes, at)) {
      case IORING_OP_ACCEPT -> (ioprio & IORING_ACCEPT_MULTISHOT) != 0;
      case IORING_OP_RECV, IORING_OP_RECVMSG -> (ioprio & IORING_RECV_MULTISHOT) != 0;
      case IORING_OP_POLL_ADD ->
          (sqes.get(JAVA_INT, at + IoUringSqe.LEN) & IORING_POLL_ADD_MULTI) != 0;
      case IORING_OP_TIMEOUT -> (opFlags & IORING_TIMEOUT_MULTISHOT) != 0;
      case IORING_OP_URING_CMD, IORING_OP_URING_CMD128 ->
          sqes.get(JAVA_INT, at + IoUringSqe.CMD_OP) == SOCKET_URING_OP_TX_TIMESTAMP;
      case IORING_OP_SEND_ZC, IORING_OP_SENDMSG_ZC, IORING_OP_RECV_ZC, IORING_OP_READ_MULTISHOT ->
          true;
      default -> false;
    };
  }

  /** A 32-bit field in the lower half of a word. */
  static long unsigned(int value) {
    return value & 0xffff_ffffL;
  }

  /** The word of buf_index, personality and file_index. */
  static long indexes(int bufIndex, int fileIndex) {
    return (bufIndex & 0xffff) | ((long) fileIndex << 32);
  }
}
