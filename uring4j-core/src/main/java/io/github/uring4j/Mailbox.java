package io.github.uring4j;

/**
 * Where a ring receives what no request of its own asked for: messages from other rings ({@link
 * MessageOperations}), messages from any thread ({@link #post}), and notices that the kernel has
 * let go of a registered file or buffer.
 *
 * <p>Made by {@link Ring#mailbox} or {@link DisabledRing#mailbox}, with a user datum that comes
 * with each completion. Such a completion is of {@link Operation#MSG_RING}, has the message as its
 * result, and always {@link CompletionFlags#MORE}: a mailbox ends only by {@link
 * Ring#closeMailbox}, or with its ring.
 *
 * <p>Thread rule: {@link #post} is safe from any thread.
 */
public final class Mailbox {

  private final Registrations ring;
  private final Wakeups wakeups;
  private final long userData;
  private volatile boolean closed;

  Mailbox(Registrations ring, Wakeups wakeups, long userData) {
    this.ring = ring;
    this.wakeups = wakeups;
    this.userData = userData;
  }

  /**
   * Sends a message, without a ring of the sender's. Safe from any thread; neither parks nor
   * blocks. Ends the receiver's wait, as any completion does.
   *
   * @param message the result of the completion that the receiver gets. One below zero looks like
   *     an errno there
   * @return whether it was sent; false when the mailbox or its ring has been closed. One that is
   *     sent while the ring is being closed may be dropped
   * @throws UnsupportedOperationException if the ring has a registered descriptor only
   * @throws java.io.UncheckedIOException if the kernel cannot send it, for want of memory say
   * @kernel 5.18
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_sync_msg.3.html">io_uring_register_sync_msg(3)</a>
   */
  public boolean post(int message) {
    return !closed && wakeups.post(userData, message);
  }

  /** What this belongs to. */
  Registrations ring() {
    return ring;
  }

  /** The user_data by which the kernel addresses it; never 0. */
  long userData() {
    return userData;
  }

  /** The descriptor of its ring, for a request that names it. */
  int ringFd() {
    if (closed || wakeups.isClosed()) {
      throw new IllegalStateException(this + " cannot get messages any more");
    }
    return wakeups.ringFd();
  }

  void checkOpen() {
    if (closed) {
      throw new IllegalStateException(this + " cannot get notices any more");
    }
  }

  void close() {
    closed = true;
  }

  @Override
  public String toString() {
    return "%s mailbox %s".formatted(closed ? "closed" : "open", UserData.toString(userData));
  }
}
