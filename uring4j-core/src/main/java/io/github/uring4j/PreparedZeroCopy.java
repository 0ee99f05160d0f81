package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

/**
 * Something to be sent without copying it.
 *
 * <p>The rules are those of {@link Prepared}.
 */
public final class PreparedZeroCopy extends Prepared<PreparedZeroCopy> {

  PreparedZeroCopy(Ring<?> ring) {
    super(ring);
  }

  /**
   * Waits until the socket is ready without trying first whether it is: saves the attempt when it
   * is known to fail.
   *
   * @return this
   * @kernel 6.0
   */
  public PreparedZeroCopy pollFirst() {
    setIoprio(IORING_RECVSEND_POLL_FIRST);
    return this;
  }

  /**
   * Has the notification tell whether data was copied after all, see {@link Completion#wasCopied}.
   *
   * @return this
   * @kernel 6.2
   */
  public PreparedZeroCopy reportUsage() {
    setIoprio(IORING_SEND_ZC_REPORT_USAGE);
    return this;
  }
}
