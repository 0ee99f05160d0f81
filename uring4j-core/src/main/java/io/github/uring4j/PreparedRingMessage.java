package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

/**
 * A message to another ring.
 *
 * <p>The rules are those of {@link Prepared}.
 */
public final class PreparedRingMessage extends Prepared<PreparedRingMessage> {

  /** Bits that say how a completion is to be read, not what it means. */
  private static final int RESERVED =
      IORING_CQE_F_BUFFER
          | IORING_CQE_F_MORE
          | IORING_CQE_F_NOTIF
          | IORING_CQE_F_SKIP
          | IORING_CQE_F_32;

  PreparedRingMessage(Ring<?> ring) {
    super(ring);
  }

  /**
   * Sends flags with the message: the receiver's completion has them, and {@link
   * CompletionFlags#MORE}.
   *
   * @param flags any bits but {@link CompletionFlags#BUFFER}, MORE, NOTIF, SKIP and CQE32, by which
   *     a ring reads its completions; the upper 16 are free for any use
   * @return this
   * @throws IllegalArgumentException if it has one of those
   * @kernel 6.3
   */
  public PreparedRingMessage flags(int flags) {
    if ((flags & RESERVED) != 0) {
      throw new IllegalArgumentException(
          "a message may not have the flags %s, by which a ring reads its completions"
              .formatted(CompletionFlags.toString(flags & RESERVED)));
    }
    setOperationFlags(IORING_MSG_RING_FLAGS_PASS);
    setIndex(flags);
    return this;
  }
}
