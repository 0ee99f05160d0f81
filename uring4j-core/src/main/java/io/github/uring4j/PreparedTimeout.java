package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

/**
 * A timeout.
 *
 * <p>The rules are those of {@link Prepared}.
 */
public final class PreparedTimeout extends Prepared<PreparedTimeout> {

  PreparedTimeout(Ring<?> ring) {
    super(ring);
  }

  /**
   * Measures by another clock than {@link Clock#MONOTONIC}.
   *
   * @param clock the clock
   * @return this
   * @kernel 5.15
   */
  public PreparedTimeout clock(Clock clock) {
    clearOperationFlags(IORING_TIMEOUT_CLOCK_MASK);
    setOperationFlags(
        switch (clock) {
          case MONOTONIC -> 0;
          case BOOTTIME -> IORING_TIMEOUT_BOOTTIME;
          case REALTIME -> IORING_TIMEOUT_REALTIME;
        });
    return this;
  }

  /**
   * Takes the time given as a point in the clock's time instead of a duration.
   *
   * @return this
   * @kernel 5.5
   */
  public PreparedTimeout absolute() {
    setOperationFlags(IORING_TIMEOUT_ABS);
    return this;
  }

  /**
   * Ends the timeout early, with result 0, when that many other requests have completed.
   *
   * @param completions how many, at least 1
   * @return this
   * @throws IllegalArgumentException if it is less than 1
   * @kernel 5.4
   */
  public PreparedTimeout completions(int completions) {
    if (completions < 1) {
      throw new IllegalArgumentException(
          "a timeout ends after 1 completion or more, not " + completions);
    }
    changeOffset(completions, -1);
    return this;
  }

  /**
   * Lets expiry count as success, so that it does not break a chain. The result is ETIME all the
   * same.
   *
   * @return this
   * @kernel 5.16
   */
  public PreparedTimeout expirySucceeds() {
    setOperationFlags(IORING_TIMEOUT_ETIME_SUCCESS);
    return this;
  }
}
