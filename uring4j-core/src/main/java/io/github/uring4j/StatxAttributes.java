package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * Attributes of a file as statx reports them: the {@code STATX_ATTR_} flags.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/statx.2.html">statx(2)</a>
 */
public final class StatxAttributes {

  /**
   * The file system compresses the file.
   *
   * @kernel 4.11
   */
  public static final int COMPRESSED = LinuxConstants.STATX_ATTR_COMPRESSED;

  /**
   * The file cannot be changed, renamed, removed or linked to.
   *
   * @kernel 4.11
   */
  public static final int IMMUTABLE = LinuxConstants.STATX_ATTR_IMMUTABLE;

  /**
   * The file can be written to by appending only.
   *
   * @kernel 4.11
   */
  public static final int APPEND = LinuxConstants.STATX_ATTR_APPEND;

  /**
   * The file is left out by backup programs such as dump(8).
   *
   * @kernel 4.11
   */
  public static final int NODUMP = LinuxConstants.STATX_ATTR_NODUMP;

  /**
   * The file system needs a key to decrypt the file.
   *
   * @kernel 4.11
   */
  public static final int ENCRYPTED = LinuxConstants.STATX_ATTR_ENCRYPTED;

  /**
   * The file is an automount trigger.
   *
   * @kernel 4.11
   */
  public static final int AUTOMOUNT = LinuxConstants.STATX_ATTR_AUTOMOUNT;

  /**
   * The file is the root of a mount.
   *
   * @kernel 5.8
   */
  public static final int MOUNT_ROOT = LinuxConstants.STATX_ATTR_MOUNT_ROOT;

  /**
   * The file is protected by fs-verity, which checks all that is read.
   *
   * @kernel 5.5
   */
  public static final int VERITY = LinuxConstants.STATX_ATTR_VERITY;

  /**
   * The file is accessed directly in persistent memory.
   *
   * @kernel 5.8
   */
  public static final int DAX = LinuxConstants.STATX_ATTR_DAX;

  /**
   * The file supports atomic writes.
   *
   * @kernel 6.11
   */
  public static final int WRITE_ATOMIC = LinuxConstants.STATX_ATTR_WRITE_ATOMIC;

  private StatxAttributes() {}

  /**
   * Names the bits, for messages.
   *
   * @param flags any bits
   * @return their names joined by {@code |}, unknown bits in hexadecimal, {@code 0} for none
   */
  public static String toString(int flags) {
    return FlagNames.toString(StatxAttributes.class, flags);
  }
}
