package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

/**
 * Bytes to be sent.
 *
 * <p>The rules are those of {@link Prepared}.
 */
public final class PreparedSend extends Prepared<PreparedSend> {

  PreparedSend(Ring<?> ring) {
    super(ring);
  }

  /**
   * Waits until the socket is ready without trying first whether it is: saves the attempt when it
   * is known to fail.
   *
   * @return this
   * @kernel 5.19
   */
  public PreparedSend pollFirst() {
    setIoprio(IORING_RECVSEND_POLL_FIRST);
    return this;
  }

  /**
   * Sends from as many buffers of the group as there are, one behind the other, with one
   * completion: its result counts the bytes of all, its lease has a part for each buffer.
   *
   * @return this
   * @throws IllegalStateException if this does not send from a group of buffers
   * @kernel 6.10
   */
  public PreparedSend bundle() {
    setBundle();
    return this;
  }
}
