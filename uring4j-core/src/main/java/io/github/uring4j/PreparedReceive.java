package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

/**
 * Bytes to be received.
 *
 * <p>The rules are those of {@link Prepared}.
 */
public final class PreparedReceive extends Prepared<PreparedReceive> {

  PreparedReceive(Ring<?> ring) {
    super(ring);
  }

  /**
   * Waits until there is something to receive without trying first whether there is: saves the
   * attempt when it is known to fail.
   *
   * @return this
   * @kernel 5.19
   */
  public PreparedReceive pollFirst() {
    setIoprio(IORING_RECVSEND_POLL_FIRST);
    return this;
  }

  /**
   * Fills several buffers of the group, one behind the other, with one completion: its result
   * counts the bytes of all, its lease has a part for each buffer. How many are filled at once is
   * the kernel's choice; there may be more to receive.
   *
   * @return this
   * @throws IllegalStateException if this does not receive into a group of buffers, or has {@link
   *     MsgFlags#TRUNC}
   * @kernel 6.10
   */
  public PreparedReceive bundle() {
    setBundle();
    return this;
  }
}
