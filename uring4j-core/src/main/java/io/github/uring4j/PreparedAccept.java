package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

/**
 * A connection to be accepted.
 *
 * <p>The rules are those of {@link Prepared}.
 */
public final class PreparedAccept extends PreparedDescriptor<PreparedAccept> {

  PreparedAccept(Ring<?> ring) {
    super(ring);
  }

  /**
   * Makes the new socket non-blocking for system calls. Requests of a ring do not need it.
   *
   * @return this
   * @kernel 5.5
   */
  public PreparedAccept nonBlocking() {
    setOperationFlags(SocketFlags.NONBLOCK);
    return this;
  }

  /**
   * Lets child processes inherit the new socket.
   *
   * @return this
   * @kernel 5.5
   */
  public PreparedAccept inheritable() {
    clearCloseOnExec();
    return this;
  }

  @Override
  void clearCloseOnExec() {
    clearOperationFlags(SocketFlags.CLOEXEC);
  }

  /**
   * Fails with EAGAIN instead of waiting when no connection is there.
   *
   * @return this
   * @kernel 6.10
   */
  public PreparedAccept doNotWait() {
    setIoprio(IORING_ACCEPT_DONTWAIT);
    return this;
  }

  /**
   * Waits for a connection without trying first whether one is there.
   *
   * @return this
   * @kernel 6.10
   */
  public PreparedAccept pollFirst() {
    setIoprio(IORING_ACCEPT_POLL_FIRST);
    return this;
  }
}
