package io.github.uring4j;

import static io.github.uring4j.Sqe.fill;
import static io.github.uring4j.abi.IoUringConstants.*;

import java.lang.foreign.MemorySegment;

/** The encoders of {@link AttributeOperations}; the rules are those of {@link Encoders}. */
final class AttributeEncoders {

  private AttributeEncoders() {}

  static void fgetxattr(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fd,
      long name,
      long value,
      int length) {
    fill(sqes, at, userData, IORING_OP_FGETXATTR, flags, fd, value, name, length, 0);
  }

  static void getxattr(
      MemorySegment sqes, long at, long userData, long path, long name, long value, int length) {
    fill(sqes, at, userData, IORING_OP_GETXATTR, 0, 0, 0, value, name, length, 0, 0, path);
  }

  static void fsetxattr(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fd,
      long name,
      long value,
      int length,
      int mode) {
    fill(sqes, at, userData, IORING_OP_FSETXATTR, flags, fd, value, name, length, mode);
  }

  static void setxattr(
      MemorySegment sqes,
      long at,
      long userData,
      long path,
      long name,
      long value,
      int length,
      int mode) {
    fill(sqes, at, userData, IORING_OP_SETXATTR, 0, 0, 0, value, name, length, mode, 0, path);
  }
}
