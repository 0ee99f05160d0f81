package io.github.uring4j;

/**
 * The handle of one request: what {@link Ring#cancel cancelling} needs.
 *
 * <p>It names the request by a generation that never comes back, so that it goes stale when the
 * request's last completion has been collected; a stale handle is refused, and can never hit
 * another request. An immutable value.
 */
public final class Request {

  private final Ring<?> ring;
  private final long userData;

  Request(Ring<?> ring, long userData) {
    this.ring = ring;
    this.userData = userData;
  }

  Ring<?> ring() {
    return ring;
  }

  long userData() {
    return userData;
  }

  /**
   * Whether the request's last completion is still to be collected. Owner thread only.
   *
   * @return true while it may complete
   * @throws WrongThreadException if the current thread does not own the ring
   * @throws IllegalStateException if the ring is closed
   */
  public boolean isInFlight() {
    return ring.isInFlight(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Request request && request.ring == ring && request.userData == userData;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(userData);
  }

  @Override
  public String toString() {
    return "request " + UserData.toString(userData);
  }
}
