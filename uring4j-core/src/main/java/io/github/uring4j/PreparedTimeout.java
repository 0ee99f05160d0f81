package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

import io.github.uring4j.abi.Structs.IoUringSqe;

/**
 * A timeout.
 *
 * <p>The rules are those of {@link Prepared}.
 */
public final class PreparedTimeout extends PreparedTime<PreparedTimeout> {

  PreparedTimeout(Ring<?> ring) {
    super(ring, IoUringSqe.ADDR);
  }

  /**
   * Measures by another clock than {@link Clock#MONOTONIC}.
   *
   * @param clock the clock
   * @return this
   * @kernel 5.15
   */
  public PreparedTimeout clock(Clock clock) {
    setClock(clock);
    return this;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if it is {@link #multishot}
   * @kernel 5.5
   */
  @Override
  public PreparedTimeout absolute() {
    if ((operationFlags() & IORING_TIMEOUT_MULTISHOT) != 0) {
      throw repeatsPointInTime();
    }
    return super.absolute();
  }

  private static IllegalStateException repeatsPointInTime() {
    return new IllegalStateException(
        "a timeout that repeats takes a duration, not a point in time: absolute() and multishot()"
            + " exclude each other");
  }

  /**
   * Ends the timeout early, with result 0, when that many other requests have completed.
   *
   * @param completions how many, at least 1
   * @return this
   * @throws IllegalArgumentException if it is less than 1
   * @throws IllegalStateException if it is {@link #multishot}
   * @kernel 5.4
   */
  public PreparedTimeout completions(int completions) {
    if (completions < 1) {
      throw new IllegalArgumentException(
          "a timeout ends after 1 completion or more, not " + completions);
    }
    if ((operationFlags() & IORING_TIMEOUT_MULTISHOT) != 0) {
      throw countsAndRepeats();
    }
    setField(IoUringSqe.OFF, completions);
    return this;
  }

  private static IllegalStateException countsAndRepeats() {
    return new IllegalStateException(
        "a timeout either repeats or counts completions: completions(n) and multishot() exclude"
            + " each other");
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

  /**
   * Completes each time that the duration is over, until it is removed: with {@code -ETIME}, and
   * {@linkplain Completion#hasMore more} to come. It ends early when there was no room for a
   * completion.
   *
   * @return this
   * @throws IllegalStateException if it is {@link #absolute} or counts {@link #completions}
   * @kernel 6.4
   */
  public PreparedTimeout multishot() {
    return repeat(0);
  }

  /**
   * Completes so many times, as {@link #multishot()}; the last completion has no more to come.
   *
   * @param repetitions how many completions, at least 1
   * @return this
   * @throws IllegalArgumentException if it is less than 1
   * @throws IllegalStateException if it is {@link #absolute} or counts {@link #completions}
   * @kernel 6.4
   */
  public PreparedTimeout multishot(int repetitions) {
    if (repetitions < 1) {
      throw new IllegalArgumentException(
          "a timeout repeats once or more, not " + repetitions + " times");
    }
    return repeat(repetitions);
  }

  private PreparedTimeout repeat(int repetitions) {
    int flags = operationFlags();
    if ((flags & IORING_TIMEOUT_ABS) != 0) {
      throw repeatsPointInTime();
    }
    if ((flags & IORING_TIMEOUT_MULTISHOT) == 0 && field(IoUringSqe.OFF) != 0) {
      throw countsAndRepeats();
    }
    setOperationFlags(IORING_TIMEOUT_MULTISHOT);
    setField(IoUringSqe.OFF, repetitions);
    return this;
  }
}
