package io.github.uring4j;

/**
 * A socket to be made. It is closed on exec unless {@link #inheritable} says otherwise.
 *
 * <p>The rules are those of {@link Prepared}.
 */
public final class PreparedSocket extends Prepared<PreparedSocket> {

  PreparedSocket(Ring<?> ring) {
    super(ring);
  }

  /**
   * Makes the socket non-blocking for system calls. Requests of a ring do not need it.
   *
   * @return this
   * @kernel 5.19
   */
  public PreparedSocket nonBlocking() {
    changeOffset(SocketFlags.NONBLOCK, 0);
    return this;
  }

  /**
   * Lets child processes inherit the socket.
   *
   * @return this
   * @kernel 5.19
   */
  public PreparedSocket inheritable() {
    changeOffset(0, SocketFlags.CLOEXEC);
    return this;
  }
}
