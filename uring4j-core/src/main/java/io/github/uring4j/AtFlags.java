package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * How an operation treats the path that it is given: the {@code AT_} flags.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/openat.2.html">openat(2)</a>
 * @see <a href="https://man7.org/linux/man-pages/man2/linkat.2.html">linkat(2)</a>
 * @see <a href="https://man7.org/linux/man-pages/man2/unlinkat.2.html">unlinkat(2)</a>
 * @see <a href="https://man7.org/linux/man-pages/man2/statx.2.html">statx(2)</a>
 */
public final class AtFlags {

  /**
   * Acts on a symbolic link itself instead of its target.
   *
   * @kernel 2.6.16
   */
  public static final int SYMLINK_NOFOLLOW = LinuxConstants.AT_SYMLINK_NOFOLLOW;

  /**
   * Makes unlinkat remove an empty directory, as rmdir(2).
   *
   * @kernel 2.6.16
   */
  public static final int REMOVEDIR = LinuxConstants.AT_REMOVEDIR;

  /**
   * Makes linkat link to the target of a symbolic link instead of the link.
   *
   * @kernel 2.6.18
   */
  public static final int SYMLINK_FOLLOW = LinuxConstants.AT_SYMLINK_FOLLOW;

  /**
   * Does not trigger an automount at the last component of the path.
   *
   * @kernel 2.6.38
   */
  public static final int NO_AUTOMOUNT = LinuxConstants.AT_NO_AUTOMOUNT;

  /**
   * With an empty path, acts on the descriptor itself.
   *
   * @kernel 2.6.39
   */
  public static final int EMPTY_PATH = LinuxConstants.AT_EMPTY_PATH;

  /**
   * Asks a remote file system as stat(2) would; the default, since it has no bit.
   *
   * @kernel 4.11
   */
  public static final int STATX_SYNC_AS_STAT = LinuxConstants.AT_STATX_SYNC_AS_STAT;

  /**
   * Asks a remote file system for current values, even if that writes data back first.
   *
   * @kernel 4.11
   */
  public static final int STATX_FORCE_SYNC = LinuxConstants.AT_STATX_FORCE_SYNC;

  /**
   * Takes cached values of a remote file system, if there are any.
   *
   * @kernel 4.11
   */
  public static final int STATX_DONT_SYNC = LinuxConstants.AT_STATX_DONT_SYNC;

  private AtFlags() {}

  /**
   * Names the bits, for messages.
   *
   * @param flags any bits
   * @return their names joined by {@code |}, unknown bits in hexadecimal, {@code 0} for none
   */
  public static String toString(int flags) {
    return FlagNames.toString(AtFlags.class, flags);
  }
}
