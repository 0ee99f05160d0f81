package io.github.uring4j;

/**
 * A socket to be made.
 *
 * <p>The rules are those of {@link Prepared}.
 */
public final class PreparedSocket extends PreparedDescriptor<PreparedSocket> {

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
    clearCloseOnExec();
    return this;
  }

  @Override
  void clearCloseOnExec() {
    changeOffset(0, SocketFlags.CLOEXEC);
  }
}
