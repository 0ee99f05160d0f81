package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * How a single read or write is done: the {@code RWF_} flags.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/preadv2.2.html">preadv2(2)</a>
 */
public final class RwFlags {

  /**
   * Polls the device for completion; for direct input and output on a ring that polls.
   *
   * @kernel 4.6
   */
  public static final int HIPRI = LinuxConstants.RWF_HIPRI;

  /**
   * Makes this write behave as with {@link OpenFlags#DSYNC}.
   *
   * @kernel 4.7
   */
  public static final int DSYNC = LinuxConstants.RWF_DSYNC;

  /**
   * Makes this write behave as with {@link OpenFlags#SYNC}.
   *
   * @kernel 4.7
   */
  public static final int SYNC = LinuxConstants.RWF_SYNC;

  /**
   * Fails with EAGAIN instead of waiting for the device or a lock.
   *
   * @kernel 4.14
   */
  public static final int NOWAIT = LinuxConstants.RWF_NOWAIT;

  /**
   * Makes this write append to the file, whatever its offset.
   *
   * @kernel 4.16
   */
  public static final int APPEND = LinuxConstants.RWF_APPEND;

  /**
   * Makes this write honour its offset, although the file was opened to append.
   *
   * @kernel 6.9
   */
  public static final int NOAPPEND = LinuxConstants.RWF_NOAPPEND;

  /**
   * Makes this write happen wholly or not at all, also across a power failure.
   *
   * @kernel 6.11
   */
  public static final int ATOMIC = LinuxConstants.RWF_ATOMIC;

  /**
   * Drops the data from the page cache once it was read or written.
   *
   * @kernel 6.14
   */
  public static final int DONTCACHE = LinuxConstants.RWF_DONTCACHE;

  /**
   * Makes a write to a closed pipe or socket fail with EPIPE without raising SIGPIPE.
   *
   * @kernel 6.18
   */
  public static final int NOSIGNAL = LinuxConstants.RWF_NOSIGNAL;

  private RwFlags() {}

  /**
   * Names the bits, for messages.
   *
   * @param flags any bits
   * @return their names joined by {@code |}, unknown bits in hexadecimal, {@code 0} for none
   */
  public static String toString(int flags) {
    return FlagNames.toString(RwFlags.class, flags);
  }
}
