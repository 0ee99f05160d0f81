package io.github.uring4j;

import io.github.uring4j.abi.IoUringConstants;

/**
 * What a completion says beside its result: the {@code IORING_CQE_F_} flags.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/io_uring.7.html">io_uring(7)</a>
 * @see <a href="https://man7.org/linux/man-pages/man2/io_uring_enter.2.html">io_uring_enter(2)</a>
 */
public final class CompletionFlags {

  /**
   * The kernel picked a buffer; its id is in the upper 16 bits.
   *
   * @kernel 5.7
   */
  public static final int BUFFER = IoUringConstants.IORING_CQE_F_BUFFER;

  /**
   * More completions of the same request follow.
   *
   * @kernel 5.13
   */
  public static final int MORE = IoUringConstants.IORING_CQE_F_MORE;

  /**
   * The socket had more data to receive.
   *
   * @kernel 5.19
   */
  public static final int SOCK_NONEMPTY = IoUringConstants.IORING_CQE_F_SOCK_NONEMPTY;

  /**
   * This is the notification that the memory of a zero-copy send may be reused.
   *
   * @kernel 6.0
   */
  public static final int NOTIF = IoUringConstants.IORING_CQE_F_NOTIF;

  /**
   * The buffer was used in part, and more data goes into the rest of it.
   *
   * @kernel 6.12
   */
  public static final int BUF_MORE = IoUringConstants.IORING_CQE_F_BUF_MORE;

  /**
   * This entry only fills the gap at the end of a ring with mixed sizes.
   *
   * @kernel 6.18
   */
  public static final int SKIP = IoUringConstants.IORING_CQE_F_SKIP;

  /**
   * This entry is 32 bytes long, in a ring with mixed sizes.
   *
   * @kernel 6.18
   */
  public static final int CQE32 = IoUringConstants.IORING_CQE_F_32;

  /**
   * The time stamp of a socket command came from the hardware; shares its bit with buffer ids.
   *
   * @kernel 6.17
   */
  public static final int TSTAMP_HW = IoUringConstants.IORING_CQE_F_TSTAMP_HW;

  private CompletionFlags() {}

  /**
   * Whether more completions of the same request follow.
   *
   * @param flags of a completion
   * @return whether {@link #MORE} is set
   */
  public static boolean hasMore(int flags) {
    return (flags & MORE) != 0;
  }

  /**
   * Whether this is the notification of a zero-copy send, which says that the memory is the
   * caller's again. Its result is no error, even if it is negative.
   *
   * @param flags of a completion
   * @return whether {@link #NOTIF} is set
   */
  public static boolean isNotification(int flags) {
    return (flags & NOTIF) != 0;
  }

  /**
   * Whether data of a zero-copy send was copied after all.
   *
   * @param res of a completion
   * @param flags of the same
   * @return true if this is a notification that says so; such a one only speaks of it if the
   *     request asked by {@link PreparedZeroCopy#reportUsage}
   */
  public static boolean wasCopied(int res, int flags) {
    return isNotification(flags) && (res & IoUringConstants.IORING_NOTIF_USAGE_ZC_COPIED) != 0;
  }

  /**
   * Whether the kernel picked a buffer for the request.
   *
   * @param flags of a completion
   * @return whether {@link #BUFFER} is set
   */
  public static boolean hasBuffer(int flags) {
    return (flags & BUFFER) != 0;
  }

  /**
   * The id of the buffer that the kernel picked.
   *
   * @param flags of a completion with {@link #BUFFER}
   * @return the buffer id, 0 to 65535
   */
  public static int bufferId(int flags) {
    return flags >>> IoUringConstants.IORING_CQE_BUFFER_SHIFT;
  }

  /**
   * Names the bits, for messages.
   *
   * @param flags any bits
   * @return their names joined by {@code |}, unknown bits in hexadecimal, {@code 0} for none
   */
  public static String toString(int flags) {
    if (!hasBuffer(flags)) {
      return FlagNames.toString(CompletionFlags.class, flags);
    }
    int withoutId = flags & ((1 << IoUringConstants.IORING_CQE_BUFFER_SHIFT) - 1);
    return FlagNames.toString(CompletionFlags.class, withoutId) + "|bufferId=" + bufferId(flags);
  }
}
