package io.github.uring4j;

import static io.github.uring4j.Sqe.fill;
import static io.github.uring4j.Sqe.unsigned;
import static io.github.uring4j.abi.IoUringConstants.*;

import io.github.uring4j.abi.Structs.IoUringSqe;
import java.lang.foreign.MemorySegment;

/** The encoders of {@link CommandOperations}; the rules are those of {@link Encoders}. */
final class CommandEncoders {

  /** How many bytes of payload an entry of 128 bytes has. */
  static final int WIDE_SPACE = 2 * IoUringSqe.SIZE - IoUringSqe.CMD;

  private CommandEncoders() {}

  /** The payload is copied to the end of the entry; {@code space} bytes are there for it. */
  static void uringCmd(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fd,
      int command,
      MemorySegment payload) {
    fill(sqes, at, userData, IORING_OP_URING_CMD, flags, fd, unsigned(command), 0, 0, 0);
    copy(sqes, at, payload);
  }

  static void uringCmd128(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fd,
      int command,
      MemorySegment payload) {
    fill(sqes, at, userData, IORING_OP_URING_CMD128, flags, fd, unsigned(command), 0, 0, 0);
    copy(sqes, at, payload);
  }

  /** Behind the payload the entry is zero already. */
  private static void copy(MemorySegment sqes, long at, MemorySegment payload) {
    MemorySegment.copy(payload, 0, sqes, at + IoUringSqe.CMD, payload.byteSize());
  }

  /** A command of block devices, with the range that it is about. */
  static void blockCommand(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fd,
      int command,
      long offset,
      long length) {
    fill(
        sqes,
        at,
        userData,
        IORING_OP_URING_CMD,
        flags,
        0,
        fd,
        unsigned(command),
        offset,
        0,
        0,
        0,
        length);
  }
}
