package io.github.uring4j;

import static io.github.uring4j.Sqe.fill;
import static io.github.uring4j.Sqe.indexes;
import static io.github.uring4j.Sqe.unsigned;
import static io.github.uring4j.abi.IoUringConstants.*;

import java.lang.foreign.MemorySegment;

/** The entries of {@link SocketCommandOperations}; see {@link Encoders}. */
final class SocketCommandEncoders {

  private SocketCommandEncoders() {}

  /** Level and option lie where other operations have {@code addr}, the value in {@code cmd}. */
  static void cmdSock(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fd,
      int command,
      int level,
      int option,
      long value,
      int length) {
    fill(
        sqes,
        at,
        userData,
        IORING_OP_URING_CMD,
        flags,
        0,
        fd,
        unsigned(command),
        unsigned(level) | ((long) option << 32),
        0,
        0,
        indexes(0, length),
        value);
  }

  static void cmdGetsockname(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int fd,
      long address,
      long addressLength,
      int peer) {
    fill(
        sqes,
        at,
        userData,
        IORING_OP_URING_CMD,
        flags,
        0,
        fd,
        SOCKET_URING_OP_GETSOCKNAME,
        address,
        0,
        0,
        indexes(0, peer),
        addressLength);
  }
}
