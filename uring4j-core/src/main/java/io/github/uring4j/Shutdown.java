package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * Which half of a connection is shut down.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/shutdown.2.html">shutdown(2)</a>
 */
public enum Shutdown {
  /** Nothing more is received. */
  READ(LinuxConstants.SHUT_RD),

  /** Nothing more is sent; the peer sees the end of the stream. */
  WRITE(LinuxConstants.SHUT_WR),

  /** Neither. */
  BOTH(LinuxConstants.SHUT_RDWR);

  private final int value;

  Shutdown(int value) {
    this.value = value;
  }

  /**
   * The number that the kernel knows it by.
   *
   * @return the value of its {@code SHUT_} constant
   */
  public int value() {
    return value;
  }
}
