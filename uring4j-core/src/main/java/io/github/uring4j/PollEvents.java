package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * What a poll waits for, and what it reports: the {@code POLL} events.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/poll.2.html">poll(2)</a>
 */
public final class PollEvents {

  /**
   * There is data to read.
   *
   * @kernel 2.6
   */
  public static final int IN = LinuxConstants.POLLIN;

  /**
   * There is an exceptional condition, such as out-of-band data on a socket.
   *
   * @kernel 2.6
   */
  public static final int PRI = LinuxConstants.POLLPRI;

  /**
   * Writing would not block.
   *
   * @kernel 2.6
   */
  public static final int OUT = LinuxConstants.POLLOUT;

  /**
   * An error is pending, or the read end of a pipe was closed; always reported.
   *
   * @kernel 2.6
   */
  public static final int ERR = LinuxConstants.POLLERR;

  /**
   * The other side hung up; always reported.
   *
   * @kernel 2.6
   */
  public static final int HUP = LinuxConstants.POLLHUP;

  /**
   * The descriptor is not open; only ever reported.
   *
   * @kernel 2.6
   */
  public static final int NVAL = LinuxConstants.POLLNVAL;

  /**
   * There is normal data to read; the same as {@link #IN} for most files.
   *
   * @kernel 2.6
   */
  public static final int RDNORM = LinuxConstants.POLLRDNORM;

  /**
   * There is priority band data to read.
   *
   * @kernel 2.6
   */
  public static final int RDBAND = LinuxConstants.POLLRDBAND;

  /**
   * Writing normal data would not block; the same as {@link #OUT} for most files.
   *
   * @kernel 2.6
   */
  public static final int WRNORM = LinuxConstants.POLLWRNORM;

  /**
   * Writing priority data would not block.
   *
   * @kernel 2.6
   */
  public static final int WRBAND = LinuxConstants.POLLWRBAND;

  /**
   * Known for compatibility; the kernel does not report it.
   *
   * @kernel 2.6
   */
  public static final int MSG = LinuxConstants.POLLMSG;

  /**
   * The peer of a stream socket closed its connection, or shut down its sending half.
   *
   * @kernel 2.6.17
   */
  public static final int RDHUP = LinuxConstants.POLLRDHUP;

  private PollEvents() {}

  /**
   * Names the bits, for messages.
   *
   * @param flags any bits
   * @return their names joined by {@code |}, unknown bits in hexadecimal, {@code 0} for none
   */
  public static String toString(int flags) {
    return FlagNames.toString(PollEvents.class, flags);
  }
}
