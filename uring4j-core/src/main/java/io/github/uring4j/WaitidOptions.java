package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * What {@link ProcessOperations#waitid} waits for, and how: the {@code W} flags.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/waitid.2.html">waitid(2)</a>
 */
public final class WaitidOptions {

  /**
   * A child has ended.
   *
   * @kernel 6.7
   */
  public static final int EXITED = LinuxConstants.WEXITED;

  /**
   * A child was stopped by a signal.
   *
   * @kernel 6.7
   */
  public static final int STOPPED = LinuxConstants.WSTOPPED;

  /**
   * A child that was stopped goes on.
   *
   * @kernel 6.7
   */
  public static final int CONTINUED = LinuxConstants.WCONTINUED;

  /**
   * Does not wait.
   *
   * @kernel 6.7
   */
  public static final int NOHANG = LinuxConstants.WNOHANG;

  /**
   * Leaves the child as it is, so that it can be waited for again.
   *
   * @kernel 6.7
   */
  public static final int NOWAIT = LinuxConstants.WNOWAIT;

  private WaitidOptions() {}

  /**
   * Names the bits, for messages.
   *
   * @param flags any bits
   * @return their names joined by {@code |}, unknown bits in hexadecimal, {@code 0} for none
   */
  public static String toString(int flags) {
    return FlagNames.toString(WaitidOptions.class, flags);
  }
}
