package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

/**
 * Bytes to be received again and again.
 *
 * <p>The rules are those of {@link Prepared}.
 */
public final class PreparedReceiveMultishot extends Prepared<PreparedReceiveMultishot> {

  PreparedReceiveMultishot(Ring<?> ring) {
    super(ring);
  }

  /**
   * Waits until there is something to receive without trying first whether there is: saves the
   * attempt when it is known to fail.
   *
   * @return this
   * @kernel 5.19
   */
  public PreparedReceiveMultishot pollFirst() {
    setIoprio(IORING_RECVSEND_POLL_FIRST);
    return this;
  }

  /**
   * Fills several buffers of the group, one behind the other, with one completion: its result
   * counts the bytes of all, its lease has a part for each buffer. How many are filled at once is
   * the kernel's choice; there may be more to receive.
   *
   * @return this
   * @throws IllegalStateException if this has {@link MsgFlags#TRUNC}
   * @kernel 6.10
   */
  public PreparedReceiveMultishot bundle() {
    setBundle();
    return this;
  }

  /**
   * Ends the request when so many bytes have been received, with the completion that reaches them.
   * It may go beyond by what is in the last buffer.
   *
   * @param bytes positive
   * @return this
   * @throws IllegalArgumentException if {@code bytes} is not positive
   * @kernel 6.17
   */
  public PreparedReceiveMultishot endAfter(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException(
          "a receive that repeats ends after 1 byte or more, not " + bytes);
    }
    setIndex(bytes);
    return this;
  }
}
