package io.github.uring4j;

import io.github.uring4j.abi.IoUringConstants;

/**
 * What a request may say of itself, whatever its operation: the {@code IOSQE_} flags. Requests get
 * them by methods such as {@link Prepared#link}; {@link Restrictions} allow and require them.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/io_uring_enter.2.html">io_uring_enter(2)</a>
 */
public final class RequestFlags {

  /**
   * The descriptor is a {@linkplain DirectFd direct} one.
   *
   * @kernel 5.1
   */
  public static final int FIXED_FILE = IoUringConstants.IOSQE_FIXED_FILE;

  /**
   * {@link Prepared#drain}.
   *
   * @kernel 5.2
   */
  public static final int IO_DRAIN = IoUringConstants.IOSQE_IO_DRAIN;

  /**
   * {@link Prepared#link}.
   *
   * @kernel 5.3
   */
  public static final int IO_LINK = IoUringConstants.IOSQE_IO_LINK;

  /**
   * {@link Prepared#hardlink}.
   *
   * @kernel 5.5
   */
  public static final int IO_HARDLINK = IoUringConstants.IOSQE_IO_HARDLINK;

  /**
   * {@link Prepared#async}.
   *
   * @kernel 5.6
   */
  public static final int ASYNC = IoUringConstants.IOSQE_ASYNC;

  /**
   * The buffer is picked from a {@link BufferGroup}.
   *
   * @kernel 5.7
   */
  public static final int BUFFER_SELECT = IoUringConstants.IOSQE_BUFFER_SELECT;

  /**
   * No completion if the request succeeds.
   *
   * @kernel 5.17
   */
  public static final int CQE_SKIP_SUCCESS = IoUringConstants.IOSQE_CQE_SKIP_SUCCESS;

  private RequestFlags() {}

  /**
   * Names the bits, for messages.
   *
   * @param flags any bits
   * @return their names joined by {@code |}, unknown bits in hexadecimal, {@code 0} for none
   */
  public static String toString(int flags) {
    return FlagNames.toString(RequestFlags.class, flags);
  }
}
