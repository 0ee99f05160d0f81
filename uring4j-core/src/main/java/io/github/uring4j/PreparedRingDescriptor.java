package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.IORING_MSG_RING_CQE_SKIP;

/**
 * A direct descriptor for another ring.
 *
 * <p>The rules are those of {@link Prepared}.
 */
public final class PreparedRingDescriptor extends Prepared<PreparedRingDescriptor> {

  PreparedRingDescriptor(Ring<?> ring) {
    super(ring);
  }

  /**
   * Puts it into this slot of the other ring's table, and closes what was there.
   *
   * @param slot zero or more
   * @return this
   * @throws IllegalArgumentException if no table has such a slot
   * @kernel 6.0
   */
  public PreparedRingDescriptor into(int slot) {
    DirectFd.checkSlot(slot);
    setIndex(slot + 1);
    return this;
  }

  /**
   * Does not tell the mailbox.
   *
   * @return this
   * @kernel 6.0
   */
  public PreparedRingDescriptor silently() {
    setOperationFlags(IORING_MSG_RING_CQE_SKIP);
    return this;
  }
}
