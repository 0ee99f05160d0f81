package io.github.uring4j;

import static io.github.uring4j.Sqe.fill;
import static io.github.uring4j.abi.IoUringConstants.*;

import java.lang.foreign.MemorySegment;

/** The encoders of {@link EpollOperations}; the rules are those of {@link Encoders}. */
final class EpollEncoders {

  private EpollEncoders() {}

  static void epollCtl(
      MemorySegment sqes, long at, long userData, int epollFd, int fd, int op, long event) {
    fill(sqes, at, userData, IORING_OP_EPOLL_CTL, 0, epollFd, Sqe.unsigned(fd), event, op, 0);
  }

  static void epollWait(
      MemorySegment sqes,
      long at,
      long userData,
      int flags,
      int epollFd,
      long events,
      int capacity) {
    fill(sqes, at, userData, IORING_OP_EPOLL_WAIT, flags, epollFd, 0, events, capacity, 0);
  }
}
