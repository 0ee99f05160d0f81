package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * How a socket is created or accepted: the {@code SOCK_} flags.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/socket.2.html">socket(2)</a>
 * @see <a href="https://man7.org/linux/man-pages/man2/accept.2.html">accept(2)</a>
 */
public final class SocketFlags {

  /**
   * Closes the descriptor when the process executes another program.
   *
   * @kernel 2.6.27
   */
  public static final int CLOEXEC = LinuxConstants.SOCK_CLOEXEC;

  /**
   * Makes later operations on the socket fail with EAGAIN instead of waiting.
   *
   * @kernel 2.6.27
   */
  public static final int NONBLOCK = LinuxConstants.SOCK_NONBLOCK;

  private SocketFlags() {}

  /**
   * Names the bits, for messages.
   *
   * @param flags any bits
   * @return their names joined by {@code |}, unknown bits in hexadecimal, {@code 0} for none
   */
  public static String toString(int flags) {
    return FlagNames.toString(SocketFlags.class, flags);
  }
}
