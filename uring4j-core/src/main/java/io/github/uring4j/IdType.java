package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * What {@link ProcessOperations#waitid} takes for a child process.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/waitid.2.html">waitid(2)</a>
 */
public enum IdType {
  /** Any child; the number does not matter. */
  ALL(LinuxConstants.P_ALL),

  /** The child with this process ID. */
  PID(LinuxConstants.P_PID),

  /** A child of this process group; 0 for that of the caller. */
  PGID(LinuxConstants.P_PGID),

  /** The child that this descriptor of pidfd_open(2) refers to. */
  PIDFD(LinuxConstants.P_PIDFD);

  private final int value;

  IdType(int value) {
    this.value = value;
  }

  /**
   * The number that the kernel knows it by.
   *
   * @return the value of its {@code P_} constant
   */
  public int value() {
    return value;
  }
}
