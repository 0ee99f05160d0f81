package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * Which futex a word of memory is: the {@code FUTEX2_} flags. A wait and a wake meet if they give
 * the same.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/futex.7.html">futex(7)</a>
 */
public final class FutexFlags {

  /**
   * Only threads of this process use the word: cheaper than one that other processes may use too.
   *
   * @kernel 6.7
   */
  public static final int PRIVATE = LinuxConstants.FUTEX2_PRIVATE;

  /**
   * The word is followed by the number of a NUMA node, whose memory the kernel is to use; -1 is
   * replaced by the current one. Both together are 8 bytes, and aligned to that.
   *
   * @kernel 6.16
   */
  public static final int NUMA = LinuxConstants.FUTEX2_NUMA;

  /**
   * The kernel is to use memory of the NUMA node that the memory policy of the word says.
   *
   * @kernel 6.16
   */
  public static final int MPOL = LinuxConstants.FUTEX2_MPOL;

  private FutexFlags() {}

  /**
   * Names the bits, for messages.
   *
   * @param flags any bits
   * @return their names joined by {@code |}, unknown bits in hexadecimal, {@code 0} for none
   */
  public static String toString(int flags) {
    return FlagNames.toString(FutexFlags.class, flags);
  }
}
