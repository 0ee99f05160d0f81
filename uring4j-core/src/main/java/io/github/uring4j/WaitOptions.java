package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.IORING_FEAT_MIN_TIMEOUT;

import java.time.Duration;
import java.util.Objects;

/**
 * How long to wait for completions, for how few of them from when on, and with which signals
 * blocked.
 *
 * <p>An immutable value, good for any number of waits on any ring; waiting allocates nothing.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man3/io_uring_submit_and_wait_min_timeout.3.html">io_uring_submit_and_wait_min_timeout(3)</a>
 */
public final class WaitOptions {

  private static final long MAX_MINIMUM_WAIT_MICROS = 0xffff_ffffL;
  private static final WaitOptions FOREVER = new WaitOptions(-1, false, 0, null);

  /** -1 for none. */
  private final long nanos;

  private final boolean absolute;
  private final int minimumWaitMicros;
  private final SignalMask signalMask;

  private WaitOptions(long nanos, boolean absolute, int minimumWaitMicros, SignalMask signalMask) {
    this.nanos = nanos;
    this.absolute = absolute;
    this.minimumWaitMicros = minimumWaitMicros;
    this.signalMask = signalMask;
  }

  /**
   * No limit, no minimum, no signal mask: to start from.
   *
   * @return the options
   */
  public static WaitOptions forever() {
    return FOREVER;
  }

  /**
   * Ends each wait after a time.
   *
   * @param timeout how long at most; zero or less does not wait, over 292 years is for ever
   * @return such options
   */
  public WaitOptions timeout(Duration timeout) {
    long limit;
    try {
      limit = Math.max(timeout.toNanos(), 0);
    } catch (ArithmeticException e) {
      limit = timeout.isNegative() ? 0 : -1;
    }
    return new WaitOptions(limit, false, minimumWaitMicros, signalMask);
  }

  /**
   * Ends the wait at a point in time, by the ring's clock. Unless another was registered, that is
   * the one of {@link System#nanoTime}.
   *
   * @param nanoTime the clock's time in nanoseconds, zero or more
   * @return such options
   * @throws IllegalArgumentException if {@code nanoTime} is negative
   * @kernel 6.12
   */
  public WaitOptions until(long nanoTime) {
    if (nanoTime < 0) {
      throw new IllegalArgumentException(
          "a point in time is zero or more nanoseconds, not " + nanoTime);
    }
    return new WaitOptions(nanoTime, true, minimumWaitMicros, signalMask);
  }

  /**
   * Waits for all completions that were asked for only so long: from then on one is enough, which
   * may have come before. So a batch is collected as one, and a lone completion does not wait for
   * the whole timeout.
   *
   * @param time zero to 4294 seconds, rounded up to microseconds
   * @return such options
   * @throws IllegalArgumentException if {@code time} is out of its range
   * @kernel 6.12
   */
  public WaitOptions minimumWait(Duration time) {
    if (time.isNegative() || time.toSeconds() > MAX_MINIMUM_WAIT_MICROS / 1_000_000) {
      throw new IllegalArgumentException("a minimum wait is 0 to 4294 seconds, not " + time);
    }
    long micros = (time.toNanos() + 999) / 1_000;
    if (micros > MAX_MINIMUM_WAIT_MICROS) {
      throw new IllegalArgumentException("a minimum wait is 0 to 4294 seconds, not " + time);
    }
    return new WaitOptions(nanos, absolute, (int) micros, signalMask);
  }

  /**
   * Has other signals blocked while waiting, and ends the wait at a signal that is not: as ppoll(2)
   * does. A wait without a mask goes on after a signal.
   *
   * @param mask what is blocked
   * @return such options
   * @kernel 5.11
   */
  public WaitOptions signalMask(SignalMask mask) {
    return new WaitOptions(
        nanos, absolute, minimumWaitMicros, Objects.requireNonNull(mask, "signal mask"));
  }

  boolean hasTime() {
    return nanos >= 0;
  }

  boolean isAbsolute() {
    return absolute;
  }

  /** The point in time, or the time at most; meaningless without. */
  long nanos() {
    return nanos;
  }

  /** An unsigned number. */
  int minimumWaitMicros() {
    return minimumWaitMicros;
  }

  long minimumWaitNanos() {
    return Integer.toUnsignedLong(minimumWaitMicros) * 1_000;
  }

  boolean hasSignalMask() {
    return signalMask != null;
  }

  long signalBits() {
    return signalMask.bits();
  }

  /**
   * When a wait that begins now is over, in terms of System.nanoTime, as far as this side knows.
   */
  long deadline() {
    return absolute || nanos < 0 ? Engine.FOREVER : Engine.deadline(nanos);
  }

  /** Refuses what a kernel with these features would silently not do. */
  void check(int features) {
    if (minimumWaitMicros != 0 && (features & IORING_FEAT_MIN_TIMEOUT) == 0) {
      throw new UnsupportedOperationException("this kernel has no minimum waits: Linux 6.12 has");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WaitOptions options
        && options.nanos == nanos
        && options.absolute == absolute
        && options.minimumWaitMicros == minimumWaitMicros
        && Objects.equals(options.signalMask, signalMask);
  }

  @Override
  public int hashCode() {
    return Objects.hash(nanos, absolute, minimumWaitMicros, signalMask);
  }

  @Override
  public String toString() {
    String time = nanos < 0 ? "for ever" : (absolute ? "until " : "for ") + nanos + " ns";
    String minimum =
        minimumWaitMicros == 0
            ? ""
            : ", for all of them " + Integer.toUnsignedLong(minimumWaitMicros) + " us";
    return time + minimum + (signalMask == null ? "" : ", " + signalMask);
  }
}
