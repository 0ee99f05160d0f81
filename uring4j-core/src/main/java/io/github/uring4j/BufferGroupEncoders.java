package io.github.uring4j;

import static io.github.uring4j.Sqe.fill;
import static io.github.uring4j.Sqe.indexes;
import static io.github.uring4j.abi.IoUringConstants.*;

import java.lang.foreign.MemorySegment;

/**
 * {@link Encoders} of the operations that pick their buffer from a group, or hand buffers to one.
 */
final class BufferGroupEncoders {

  private BufferGroupEncoders() {}

  static void read(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fd,
      int length,
      long offset,
      int group) {
    select(sqes, at, userData, IORING_OP_READ, flags, fd, 0, length, offset, group);
  }

  static void readv(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fd,
      long iovec,
      long offset,
      int group) {
    select(sqes, at, userData, IORING_OP_READV, flags, fd, iovec, 1, offset, group);
  }

  static void readMultishot(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fd,
      int length,
      long offset,
      int group) {
    select(sqes, at, userData, IORING_OP_READ_MULTISHOT, flags, fd, 0, length, offset, group);
  }

  static void provideBuffers(
      MemorySegment sqes,
      long at,
      long userData,
      long addr,
      int length,
      int count,
      int group,
      int first) {
    int opcode = IORING_OP_PROVIDE_BUFFERS;
    fill(sqes, at, userData, opcode, 0, 0, count, first, addr, length, 0, indexes(group, 0), 0);
  }

  static void removeBuffers(MemorySegment sqes, long at, long userData, int count, int group) {
    int opcode = IORING_OP_REMOVE_BUFFERS;
    fill(sqes, at, userData, opcode, 0, 0, count, 0, 0, 0, 0, indexes(group, 0), 0);
  }

  private static void select(
      MemorySegment sqes,
      long at,
      long userData,
      int opcode,
      int flags,
      int fd,
      long addr,
      int len,
      long offset,
      int group) {
    fill(
        sqes,
        at,
        userData,
        opcode,
        flags | IOSQE_BUFFER_SELECT,
        0,
        fd,
        offset,
        addr,
        len,
        0,
        indexes(group, 0),
        0);
  }
}
