package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * What syncFileRange does, in this order: the {@code SYNC_FILE_RANGE_} flags.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man2/sync_file_range.2.html">sync_file_range(2)</a>
 */
public final class SyncFileRangeFlags {

  /**
   * Waits for pages of the range that are being written already.
   *
   * @kernel 2.6.17
   */
  public static final int WAIT_BEFORE = LinuxConstants.SYNC_FILE_RANGE_WAIT_BEFORE;

  /**
   * Begins to write the dirty pages of the range that are not being written.
   *
   * @kernel 2.6.17
   */
  public static final int WRITE = LinuxConstants.SYNC_FILE_RANGE_WRITE;

  /**
   * Waits until they are written.
   *
   * @kernel 2.6.17
   */
  public static final int WAIT_AFTER = LinuxConstants.SYNC_FILE_RANGE_WAIT_AFTER;

  private SyncFileRangeFlags() {}

  /**
   * Names the bits, for messages.
   *
   * @param flags any bits
   * @return their names joined by {@code |}, unknown bits in hexadecimal, {@code 0} for none
   */
  public static String toString(int flags) {
    return FlagNames.toString(SyncFileRangeFlags.class, flags);
  }
}
