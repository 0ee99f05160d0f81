package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * What a rename does with an existing target: the {@code RENAME_} flags.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/renameat2.2.html">renameat2(2)</a>
 */
public final class RenameFlags {

  /**
   * Fails with EEXIST if the new path exists.
   *
   * @kernel 3.15
   */
  public static final int NOREPLACE = LinuxConstants.RENAME_NOREPLACE;

  /**
   * Exchanges the two paths atomically; both must exist.
   *
   * @kernel 3.15
   */
  public static final int EXCHANGE = LinuxConstants.RENAME_EXCHANGE;

  /**
   * Leaves a whiteout, as overlay file systems use, at the old path; excludes {@link #EXCHANGE}.
   *
   * @kernel 3.18
   */
  public static final int WHITEOUT = LinuxConstants.RENAME_WHITEOUT;

  private RenameFlags() {}

  /**
   * Names the bits, for messages.
   *
   * @param flags any bits
   * @return their names joined by {@code |}, unknown bits in hexadecimal, {@code 0} for none
   */
  public static String toString(int flags) {
    return FlagNames.toString(RenameFlags.class, flags);
  }
}
