package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * Hints for splice and tee: the {@code SPLICE_F_} flags.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/splice.2.html">splice(2)</a>
 */
public final class SpliceFlags {

  /**
   * Asks for pages to be moved instead of copied; a hint only.
   *
   * @kernel 2.6.17
   */
  public static final int MOVE = LinuxConstants.SPLICE_F_MOVE;

  /**
   * Does not wait for the pipe.
   *
   * @kernel 2.6.17
   */
  public static final int NONBLOCK = LinuxConstants.SPLICE_F_NONBLOCK;

  /**
   * Announces that more data follows; helps when the output is a socket.
   *
   * @kernel 2.6.17
   */
  public static final int MORE = LinuxConstants.SPLICE_F_MORE;

  private SpliceFlags() {}

  /**
   * Names the bits, for messages.
   *
   * @param flags any bits
   * @return their names joined by {@code |}, unknown bits in hexadecimal, {@code 0} for none
   */
  public static String toString(int flags) {
    return FlagNames.toString(SpliceFlags.class, flags);
  }
}
