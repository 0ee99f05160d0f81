package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * What to do with a descriptor in an epoll instance.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/epoll_ctl.2.html">epoll_ctl(2)</a>
 */
public enum EpollOp {
  /** Add it. */
  ADD(LinuxConstants.EPOLL_CTL_ADD),

  /** Replace its events and data. */
  MOD(LinuxConstants.EPOLL_CTL_MOD),

  /** Remove it; events and data do not matter. */
  DEL(LinuxConstants.EPOLL_CTL_DEL);

  private final int value;

  EpollOp(int value) {
    this.value = value;
  }

  /**
   * The number that the kernel knows it by.
   *
   * @return the value of its {@code EPOLL_CTL_} constant
   */
  public int value() {
    return value;
  }
}
