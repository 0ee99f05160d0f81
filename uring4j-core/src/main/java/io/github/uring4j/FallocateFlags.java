package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * What fallocate does with a range of a file: the {@code FALLOC_FL_} flags.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/fallocate.2.html">fallocate(2)</a>
 */
public final class FallocateFlags {

  /**
   * Does not change the size of the file, even beyond its end.
   *
   * @kernel 2.6.23
   */
  public static final int KEEP_SIZE = LinuxConstants.FALLOC_FL_KEEP_SIZE;

  /**
   * Deallocates the range; needs {@link #KEEP_SIZE}.
   *
   * @kernel 2.6.38
   */
  public static final int PUNCH_HOLE = LinuxConstants.FALLOC_FL_PUNCH_HOLE;

  /**
   * Removes the range, without leaving a hole.
   *
   * @kernel 3.15
   */
  public static final int COLLAPSE_RANGE = LinuxConstants.FALLOC_FL_COLLAPSE_RANGE;

  /**
   * Makes the range read as zeros, and keeps it allocated.
   *
   * @kernel 3.15
   */
  public static final int ZERO_RANGE = LinuxConstants.FALLOC_FL_ZERO_RANGE;

  /**
   * Inserts a hole, and shifts the data behind it.
   *
   * @kernel 4.1
   */
  public static final int INSERT_RANGE = LinuxConstants.FALLOC_FL_INSERT_RANGE;

  /**
   * Gives the file its own copy of blocks in the range that it shares with others.
   *
   * @kernel 4.9
   */
  public static final int UNSHARE_RANGE = LinuxConstants.FALLOC_FL_UNSHARE_RANGE;

  /**
   * Makes the range read as zeros, with blocks that need no conversion when written later.
   *
   * @kernel 6.17
   */
  public static final int WRITE_ZEROES = LinuxConstants.FALLOC_FL_WRITE_ZEROES;

  private FallocateFlags() {}

  /**
   * Names the bits, for messages.
   *
   * @param flags any bits
   * @return their names joined by {@code |}, unknown bits in hexadecimal, {@code 0} for none
   */
  public static String toString(int flags) {
    return FlagNames.toString(FallocateFlags.class, flags);
  }
}
