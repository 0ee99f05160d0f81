package io.github.uring4j;

import static io.github.uring4j.Sqe.fill;
import static io.github.uring4j.abi.IoUringConstants.*;

import java.lang.foreign.MemorySegment;

/** The encoders of {@link StorageOperations}; the rules are those of {@link Encoders}. */
final class StorageEncoders {

  private StorageEncoders() {}

  static void fsync(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fd,
      long offset,
      int length,
      int fsyncFlags) {
    fill(sqes, at, userData, IORING_OP_FSYNC, flags, fd, offset, 0, length, fsyncFlags);
  }

  static void syncFileRange(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fd,
      long offset,
      int length,
      int rangeFlags) {
    fill(sqes, at, userData, IORING_OP_SYNC_FILE_RANGE, flags, fd, offset, 0, length, rangeFlags);
  }

  static void fallocate(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fd,
      int mode,
      long offset,
      long length) {
    fill(sqes, at, userData, IORING_OP_FALLOCATE, flags, fd, offset, length, mode, 0);
  }

  static void ftruncate(
      MemorySegment sqes, long at, long userData, int flags, int fd, long length) {
    fill(sqes, at, userData, IORING_OP_FTRUNCATE, flags, fd, length, 0, 0, 0);
  }

  static void fadvise(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fd,
      long offset,
      int length,
      int advice) {
    fill(sqes, at, userData, IORING_OP_FADVISE, flags, fd, offset, 0, length, advice);
  }

  static void fadvise64(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fd,
      long offset,
      long length,
      int advice) {
    fill(sqes, at, userData, IORING_OP_FADVISE, flags, fd, offset, length, 0, advice);
  }
}
