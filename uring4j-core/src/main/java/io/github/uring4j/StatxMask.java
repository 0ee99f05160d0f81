package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * What statx is asked for, and what it filled in: the {@code STATX_} mask.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/statx.2.html">statx(2)</a>
 */
public final class StatxMask {

  /**
   * The type of the file, from its mode.
   *
   * @kernel 4.11
   */
  public static final int TYPE = LinuxConstants.STATX_TYPE;

  /**
   * The permissions of the file, from its mode.
   *
   * @kernel 4.11
   */
  public static final int MODE = LinuxConstants.STATX_MODE;

  /**
   * The number of hard links.
   *
   * @kernel 4.11
   */
  public static final int NLINK = LinuxConstants.STATX_NLINK;

  /**
   * The owner.
   *
   * @kernel 4.11
   */
  public static final int UID = LinuxConstants.STATX_UID;

  /**
   * The group.
   *
   * @kernel 4.11
   */
  public static final int GID = LinuxConstants.STATX_GID;

  /**
   * The time of the last access.
   *
   * @kernel 4.11
   */
  public static final int ATIME = LinuxConstants.STATX_ATIME;

  /**
   * The time of the last change of the contents.
   *
   * @kernel 4.11
   */
  public static final int MTIME = LinuxConstants.STATX_MTIME;

  /**
   * The time of the last change of the inode.
   *
   * @kernel 4.11
   */
  public static final int CTIME = LinuxConstants.STATX_CTIME;

  /**
   * The inode number.
   *
   * @kernel 4.11
   */
  public static final int INO = LinuxConstants.STATX_INO;

  /**
   * The size in bytes.
   *
   * @kernel 4.11
   */
  public static final int SIZE = LinuxConstants.STATX_SIZE;

  /**
   * The number of 512-byte blocks allocated.
   *
   * @kernel 4.11
   */
  public static final int BLOCKS = LinuxConstants.STATX_BLOCKS;

  /**
   * All that stat(2) tells.
   *
   * @kernel 4.11
   */
  public static final int BASIC_STATS = LinuxConstants.STATX_BASIC_STATS;

  /**
   * The time of creation.
   *
   * @kernel 4.11
   */
  public static final int BTIME = LinuxConstants.STATX_BTIME;

  /**
   * The id of the mount, which may be reused after unmounting.
   *
   * @kernel 5.8
   */
  public static final int MNT_ID = LinuxConstants.STATX_MNT_ID;

  /**
   * The alignment that direct input and output needs.
   *
   * @kernel 6.1
   */
  public static final int DIOALIGN = LinuxConstants.STATX_DIOALIGN;

  /**
   * The id of the mount, which is never reused.
   *
   * @kernel 6.8
   */
  public static final int MNT_ID_UNIQUE = LinuxConstants.STATX_MNT_ID_UNIQUE;

  /**
   * The id of the subvolume.
   *
   * @kernel 6.10
   */
  public static final int SUBVOL = LinuxConstants.STATX_SUBVOL;

  /**
   * The limits of atomic writes.
   *
   * @kernel 6.11
   */
  public static final int WRITE_ATOMIC = LinuxConstants.STATX_WRITE_ATOMIC;

  /**
   * The offset alignment that direct input needs, where it is less than for output.
   *
   * @kernel 6.14
   */
  public static final int DIO_READ_ALIGN = LinuxConstants.STATX_DIO_READ_ALIGN;

  private StatxMask() {}

  /**
   * Names the bits, for messages.
   *
   * @param flags any bits
   * @return their names joined by {@code |}, unknown bits in hexadecimal, {@code 0} for none
   */
  public static String toString(int flags) {
    return FlagNames.toString(StatxMask.class, flags);
  }
}
