package io.github.uring4j;

/**
 * Credentials that are registered with a ring: those of the thread that registered them, at that
 * time. A request with them ({@link Prepared#personality}) runs with these user, group and
 * capabilities, whatever the owner's are by then.
 *
 * <p>Made by {@link ControlRegistrations#registerPersonality}, and good only on the ring that made
 * it.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man3/io_uring_register_personality.3.html">io_uring_register_personality(3)</a>
 */
public final class Personality {

  private final Object ring;
  private final int id;
  private boolean registered = true;

  Personality(Object ring, int id) {
    this.ring = ring;
    this.id = id;
  }

  /** The only ring on which this is good. */
  Object ring() {
    return ring;
  }

  /** The number that the kernel knows it by. */
  int id() {
    return id;
  }

  void checkRegistered() {
    if (!registered) {
      throw new IllegalStateException(this + " is registered no longer");
    }
  }

  void unregistered() {
    registered = false;
  }

  @Override
  public String toString() {
    return "personality " + id;
  }
}
