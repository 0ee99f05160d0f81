package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * Events of an epoll instance, and how to wait for them: the {@code EPOLL} flags.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/epoll_ctl.2.html">epoll_ctl(2)</a>
 */
public final class EpollEvents {

  /**
   * There is something to read.
   *
   * @kernel 2.6
   */
  public static final int IN = LinuxConstants.EPOLLIN;

  /**
   * There is something exceptional, such as urgent data.
   *
   * @kernel 2.6
   */
  public static final int PRI = LinuxConstants.EPOLLPRI;

  /**
   * There is room to write.
   *
   * @kernel 2.6
   */
  public static final int OUT = LinuxConstants.EPOLLOUT;

  /**
   * An error; always waited for.
   *
   * @kernel 2.6
   */
  public static final int ERR = LinuxConstants.EPOLLERR;

  /**
   * The other end has hung up; always waited for.
   *
   * @kernel 2.6
   */
  public static final int HUP = LinuxConstants.EPOLLHUP;

  /**
   * Not an open descriptor.
   *
   * @kernel 2.6
   */
  public static final int NVAL = LinuxConstants.EPOLLNVAL;

  /**
   * There is normal data to read.
   *
   * @kernel 2.6
   */
  public static final int RDNORM = LinuxConstants.EPOLLRDNORM;

  /**
   * There is priority data to read.
   *
   * @kernel 2.6
   */
  public static final int RDBAND = LinuxConstants.EPOLLRDBAND;

  /**
   * There is room for normal data.
   *
   * @kernel 2.6
   */
  public static final int WRNORM = LinuxConstants.EPOLLWRNORM;

  /**
   * There is room for priority data.
   *
   * @kernel 2.6
   */
  public static final int WRBAND = LinuxConstants.EPOLLWRBAND;

  /**
   * Without meaning on Linux.
   *
   * @kernel 2.6
   */
  public static final int MSG = LinuxConstants.EPOLLMSG;

  /**
   * A stream socket's peer has ended its writing half.
   *
   * @kernel 2.6.17
   */
  public static final int RDHUP = LinuxConstants.EPOLLRDHUP;

  /**
   * Wakes not every epoll instance that has the descriptor.
   *
   * @kernel 4.5
   */
  public static final int EXCLUSIVE = LinuxConstants.EPOLLEXCLUSIVE;

  /**
   * Keeps the machine awake while the event is handled.
   *
   * @kernel 3.5
   */
  public static final int WAKEUP = LinuxConstants.EPOLLWAKEUP;

  /**
   * Disables the descriptor after one event, until it is modified.
   *
   * @kernel 2.6.2
   */
  public static final int ONESHOT = LinuxConstants.EPOLLONESHOT;

  /**
   * Tells of each event once instead of as long as it holds.
   *
   * @kernel 2.6
   */
  public static final int ET = LinuxConstants.EPOLLET;

  private EpollEvents() {}

  /**
   * Names the bits, for messages.
   *
   * @param flags any bits
   * @return their names joined by {@code |}, unknown bits in hexadecimal, {@code 0} for none
   */
  public static String toString(int flags) {
    return FlagNames.toString(EpollEvents.class, flags);
  }
}
