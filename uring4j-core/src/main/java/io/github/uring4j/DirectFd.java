package io.github.uring4j;

/**
 * A direct descriptor: a slot of one ring's registered file table. It costs the kernel less than a
 * plain descriptor, has no number in the process, and means nothing outside the ring that made it:
 * another ring refuses it.
 *
 * <p>Made by {@link FileRegistrations} and by requests with {@link PreparedDescriptor#direct()}, or
 * named by {@link Ring#directFd}. An instance does not own the open file: whoever received it
 * closes it through its ring, or lets the ring's close do so. After that the slot may hold another
 * file.
 *
 * <p>Immutable; may be looked at by any thread, and used by the ring's owner. Two instances are
 * equal if they name the same slot of the same ring.
 */
public final class DirectFd implements Fd {

  /** IORING_MAX_FIXED_FILES: the size of the largest table. */
  static final int MAX_SLOTS = 1 << 20;

  private final Object ring;
  private final int slot;

  /** A slot of the table of this ring, which is compared by identity. */
  DirectFd(Object ring, int slot) {
    assert slot >= 0 : slot;
    this.ring = ring;
    this.slot = slot;
  }

  /**
   * Refuses a slot that no table has.
   *
   * @throws IllegalArgumentException if it is negative or 2<sup>20</sup> or more
   */
  static void checkSlot(int slot) {
    if (slot < 0 || slot >= MAX_SLOTS) {
      throw new IllegalArgumentException(
          "a table of registered files has slots 0 to %d at most, not %d"
              .formatted(MAX_SLOTS - 1, slot));
    }
  }

  /** What a completion made in its ring's table, or null if that is no direct descriptor. */
  static DirectFd made(Object ring, int opcode, int fileIndex, int res) {
    if (fileIndex == 0 || res < 0 || !Orphans.makesDescriptor(opcode)) {
      return null;
    }
    return new DirectFd(ring, fileIndex > 0 ? fileIndex - 1 : res);
  }

  /**
   * The index in the ring's registered file table.
   *
   * @return zero or more
   */
  public int slot() {
    return slot;
  }

  /** The only ring on which this is good. */
  Object ring() {
    return ring;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // a ring is compared by identity
  public boolean equals(Object other) {
    return other instanceof DirectFd fd && fd.slot == slot && fd.ring == ring;
  }

  @Override
  public int hashCode() {
    return 31 * System.identityHashCode(ring) + slot;
  }

  @Override
  public String toString() {
    return "direct descriptor " + slot;
  }
}
