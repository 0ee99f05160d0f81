package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

/**
 * A message to be sent or received.
 *
 * <p>The rules are those of {@link Prepared}.
 */
public final class PreparedMessage extends Prepared<PreparedMessage> {

  PreparedMessage(Ring<?> ring) {
    super(ring);
  }

  /**
   * Waits until the socket is ready without trying first whether it is: saves the attempt when it
   * is known to fail.
   *
   * @return this
   * @kernel 5.19
   */
  public PreparedMessage pollFirst() {
    setIoprio(IORING_RECVSEND_POLL_FIRST);
    return this;
  }
}
