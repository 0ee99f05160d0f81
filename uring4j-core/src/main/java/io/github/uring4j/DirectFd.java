package io.github.uring4j;

/**
 * A direct descriptor: a slot of one ring's registered file table. It costs the kernel less than a
 * plain descriptor, has no number in the process, and means nothing outside the ring that made it:
 * another ring refuses it.
 *
 * <p>Made by rings only; no operation makes one yet. An instance does not own the open file:
 * whoever received it closes it through its ring, or lets the ring's close do so. After that the
 * slot may hold another file.
 *
 * <p>Immutable; may be looked at by any thread, and used by the ring's owner. Two instances are
 * equal if they name the same slot of the same ring.
 */
public final class DirectFd implements Fd {

  private final Object ring;
  private final int slot;

  /** A slot of the table of this ring, which is compared by identity. */
  DirectFd(Object ring, int slot) {
    assert slot >= 0 : slot;
    this.ring = ring;
    this.slot = slot;
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
