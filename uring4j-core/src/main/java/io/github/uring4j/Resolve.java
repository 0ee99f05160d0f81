package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * How openat2 may resolve the components of a path: the {@code RESOLVE_} flags.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/openat2.2.html">openat2(2)</a>
 */
public final class Resolve {

  /**
   * Fails with EXDEV where the path crosses a mount point.
   *
   * @kernel 5.6
   */
  public static final int NO_XDEV = LinuxConstants.RESOLVE_NO_XDEV;

  /**
   * Fails with ELOOP at a magic link, such as those in /proc/self/fd.
   *
   * @kernel 5.6
   */
  public static final int NO_MAGICLINKS = LinuxConstants.RESOLVE_NO_MAGICLINKS;

  /**
   * Fails with ELOOP at any symbolic link; includes magic links.
   *
   * @kernel 5.6
   */
  public static final int NO_SYMLINKS = LinuxConstants.RESOLVE_NO_SYMLINKS;

  /**
   * Fails with EXDEV where the path leaves the tree below the directory it starts from.
   *
   * @kernel 5.6
   */
  public static final int BENEATH = LinuxConstants.RESOLVE_BENEATH;

  /**
   * Treats the directory that the path starts from as the root, also for links and dot-dot.
   *
   * @kernel 5.6
   */
  public static final int IN_ROOT = LinuxConstants.RESOLVE_IN_ROOT;

  /**
   * Fails with EAGAIN unless everything needed is cached already.
   *
   * @kernel 5.12
   */
  public static final int CACHED = LinuxConstants.RESOLVE_CACHED;

  private Resolve() {}

  /**
   * Names the bits, for messages.
   *
   * @param flags any bits
   * @return their names joined by {@code |}, unknown bits in hexadecimal, {@code 0} for none
   */
  public static String toString(int flags) {
    return FlagNames.toString(Resolve.class, flags);
  }
}
