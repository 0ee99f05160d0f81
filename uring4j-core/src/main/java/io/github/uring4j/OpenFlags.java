package io.github.uring4j;

import io.github.uring4j.abi.LinuxArch;
import io.github.uring4j.abi.LinuxConstants;

/**
 * How a file is opened: the access mode and the {@code O_} flags.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/open.2.html">open(2)</a>
 * @see <a href="https://man7.org/linux/man-pages/man2/openat2.2.html">openat2(2)</a>
 */
public final class OpenFlags {

  /**
   * Opens for reading only; the default, since it has no bit.
   *
   * @kernel 2.6
   */
  public static final int RDONLY = LinuxConstants.O_RDONLY;

  /**
   * Opens for writing only.
   *
   * @kernel 2.6
   */
  public static final int WRONLY = LinuxConstants.O_WRONLY;

  /**
   * Opens for reading and writing.
   *
   * @kernel 2.6
   */
  public static final int RDWR = LinuxConstants.O_RDWR;

  /**
   * Creates a regular file if the path does not exist; needs a mode.
   *
   * @kernel 2.6
   */
  public static final int CREAT = LinuxConstants.O_CREAT;

  /**
   * With {@link #CREAT}, fails with EEXIST if the path exists.
   *
   * @kernel 2.6
   */
  public static final int EXCL = LinuxConstants.O_EXCL;

  /**
   * Does not make a terminal the controlling terminal of the process.
   *
   * @kernel 2.6
   */
  public static final int NOCTTY = LinuxConstants.O_NOCTTY;

  /**
   * Cuts an existing regular file that is opened for writing to length 0.
   *
   * @kernel 2.6
   */
  public static final int TRUNC = LinuxConstants.O_TRUNC;

  /**
   * Moves to the end of the file before each write, atomically.
   *
   * @kernel 2.6
   */
  public static final int APPEND = LinuxConstants.O_APPEND;

  /**
   * Makes neither the open nor later input and output wait.
   *
   * @kernel 2.6
   */
  public static final int NONBLOCK = LinuxConstants.O_NONBLOCK;

  /**
   * Writes return once data, and the metadata needed to read it back, are on the device.
   *
   * @kernel 2.6.33
   */
  public static final int DSYNC = LinuxConstants.O_DSYNC;

  /**
   * Bypasses the page cache; offset, length and memory must be aligned.
   *
   * @kernel 2.6
   */
  public static final int DIRECT = LinuxArch.CURRENT.O_DIRECT;

  /**
   * Allows files over 2 GiB; has no bit on 64-bit systems, where that is always so.
   *
   * @kernel 2.6
   */
  public static final int LARGEFILE = LinuxConstants.O_LARGEFILE;

  /**
   * Fails with ENOTDIR unless the path is a directory.
   *
   * @kernel 2.6
   */
  public static final int DIRECTORY = LinuxArch.CURRENT.O_DIRECTORY;

  /**
   * Fails with ELOOP if the last component of the path is a symbolic link.
   *
   * @kernel 2.6
   */
  public static final int NOFOLLOW = LinuxArch.CURRENT.O_NOFOLLOW;

  /**
   * Reading does not update the access time; for the owner of the file only.
   *
   * @kernel 2.6.8
   */
  public static final int NOATIME = LinuxConstants.O_NOATIME;

  /**
   * Closes the descriptor when the process executes another program.
   *
   * @kernel 2.6.23
   */
  public static final int CLOEXEC = LinuxConstants.O_CLOEXEC;

  /**
   * Writes return once data and all metadata are on the device; includes {@link #DSYNC}.
   *
   * @kernel 2.6
   */
  public static final int SYNC = LinuxConstants.O_SYNC;

  /**
   * Opens the location only: the descriptor names a file, but cannot read or write it.
   *
   * @kernel 2.6.39
   */
  public static final int PATH = LinuxConstants.O_PATH;

  /**
   * Creates an unnamed file in the directory that the path names; includes {@link #DIRECTORY}.
   *
   * @kernel 3.11
   */
  public static final int TMPFILE = LinuxArch.CURRENT.O_TMPFILE;

  private OpenFlags() {}

  /**
   * Names the bits, for messages.
   *
   * @param flags any bits
   * @return their names joined by {@code |}, unknown bits in hexadecimal, {@code 0} for none
   */
  public static String toString(int flags) {
    return FlagNames.toString(OpenFlags.class, flags);
  }
}
