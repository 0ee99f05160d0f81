package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * What a socket carries.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/socket.2.html">socket(2)</a>
 */
public enum SocketType {
  /** A reliable stream of bytes. */
  STREAM(LinuxConstants.SOCK_STREAM),

  /** Messages that may get lost. */
  DGRAM(LinuxConstants.SOCK_DGRAM),

  /** Packets of the network protocol. */
  RAW(LinuxConstants.SOCK_RAW),

  /** Reliable messages in order. */
  SEQPACKET(LinuxConstants.SOCK_SEQPACKET);

  private final int value;

  SocketType(int value) {
    this.value = value;
  }

  /**
   * The number that the kernel knows it by.
   *
   * @return the value of its {@code SOCK_} constant
   */
  public int value() {
    return value;
  }
}
