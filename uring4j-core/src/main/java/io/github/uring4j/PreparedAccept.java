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

  /**
   * Accepts again and again, with a completion for each connection. It ends with the completion
   * that has no {@link CompletionFlags#MORE}: after an error, when it is cancelled, or when the
   * completion queue is full. With {@link #direct()} each connection gets a slot of its own.
   *
   * @return this
   * @throws IllegalStateException if this tells who connects: the next connection would overwrite
   *     the address while it is read; or if it has one slot for all of them
   * @kernel 5.19
   */
  public PreparedAccept multishot() {
    checkCurrent();
    if (kept() instanceof SockAddr) {
      throw new IllegalStateException(
          "an accept that repeats would overwrite the peer's address while you read it: accept"
              + " without a peer, and ask each socket by SockAddr.remote");
    }
    if (fileIndex() > 0) {
      throw oneSlot();
    }
    setIoprio(IORING_ACCEPT_MULTISHOT);
    return this;
  }

  /**
   * Makes a direct descriptor in this slot, as {@link PreparedDescriptor#direct(int)}.
   *
   * @throws IllegalStateException if this repeats
   * @kernel 5.15
   */
  @Override
  public PreparedAccept direct(int slot) {
    if (hasIoprio(IORING_ACCEPT_MULTISHOT)) {
      throw oneSlot();
    }
    return super.direct(slot);
  }

  private static IllegalStateException oneSlot() {
    return new IllegalStateException(
        "an accept that repeats cannot put every connection into one slot: let the kernel pick"
            + " them, by direct()");
  }
}
