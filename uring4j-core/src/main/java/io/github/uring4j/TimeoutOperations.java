package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

import java.io.IOException;
import java.time.Duration;

/**
 * Requests that wait for a time, or limit the time of others.
 *
 * <p>Each method prepares one request on the ring's queue; {@link Ring#submit} hands it to the
 * kernel. The first argument comes back with the completion. Each is for the ring's owner thread
 * and throws WrongThreadException on another, IllegalStateException on a closed ring, and
 * IOException if the queue was full and what was pending could not be submitted; then nothing was
 * prepared.
 *
 * @param <T> the type of the ring's user data
 */
public sealed interface TimeoutOperations<T> permits Ring {

  /**
   * Completes after a time.
   *
   * <p>Result: {@code -ETIME} when the time is over, 0 when the number of {@linkplain
   * PreparedTimeout#completions completions} came first, {@code -ECANCELED} when cancelled.
   *
   * @param data comes back with the completion
   * @param nanos in nanoseconds, zero or more: from now, or a point in time with {@link
   *     PreparedTimeout#absolute}
   * @return the request, to modify: clock, absolute time, completions, multishot
   * @throws IllegalArgumentException if {@code nanos} is negative
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.4
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_timeout.3.html">io_uring_prep_timeout(3)</a>
   */
  default PreparedTimeout timeout(T data, long nanos) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    Timespec.check(nanos);
    long entry = ring.claim();
    Scratch.Block timespec = Timespec.allocate(ring.scratch(), nanos);
    long userData = ring.table().allocate(IORING_OP_TIMEOUT, -1, data, timespec);
    ControlEncoders.timeout(ring.sqes(), entry, userData, timespec.address(), 0, 0);
    return ring.queued(ring.timeouts, entry, userData);
  }

  /**
   * Completes after a time, as {@link #timeout(Object, long)}.
   *
   * <p>Result: as there.
   *
   * @param data comes back with the completion
   * @param duration zero or more, at most 292 years
   * @return the request, to modify: clock, completions, multishot
   * @throws IllegalArgumentException if {@code duration} is negative
   * @throws ArithmeticException if it exceeds 292 years
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.4
   */
  default PreparedTimeout timeout(T data, Duration duration) throws IOException {
    return timeout(data, duration.toNanos());
  }

  /**
   * Ends a timeout, which completes with {@code -ECANCELED}.
   *
   * <p>Result: 0 if it was found, {@code -ENOENT} if it has ended by itself, {@code -EBUSY} if it
   * is about to complete.
   *
   * @param data comes back with the completion
   * @param timeout a timeout request of this ring, in flight
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code timeout} belongs to another ring or is no timeout
   * @throws IllegalStateException if its last completion has been collected
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.5
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_timeout_remove.3.html">io_uring_prep_timeout_remove(3)</a>
   */
  default PreparedRequest timeoutRemove(T data, Request timeout) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    long target = ring.target(timeout, IORING_OP_TIMEOUT);
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_TIMEOUT_REMOVE, -1, data, null);
    ControlEncoders.timeoutRemove(ring.sqes(), entry, userData, target);
    return ring.queued(ring.requests, entry, userData);
  }

  /**
   * Gives a timeout another time, by the clock that it has. The number of {@linkplain
   * PreparedTimeout#completions completions} that would have ended it, and a {@linkplain
   * PreparedTimeout#multishot(int) number of repetitions}, count no longer.
   *
   * <p>Result: 0 if it was found, {@code -ENOENT} if it has ended by itself, {@code -EALREADY} if
   * it is about to complete.
   *
   * @param data comes back with the completion
   * @param timeout a timeout request of this ring, in flight
   * @param nanos in nanoseconds, zero or more: from now, or a point in time with {@link
   *     PreparedTimeoutUpdate#absolute}
   * @return the request, to modify: absolute time
   * @throws IllegalArgumentException if {@code timeout} belongs to another ring or is no timeout,
   *     or {@code nanos} is negative
   * @throws IllegalStateException if its last completion has been collected
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.11
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_timeout_update.3.html">io_uring_prep_timeout_update(3)</a>
   */
  default PreparedTimeoutUpdate timeoutUpdate(T data, Request timeout, long nanos)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    long target = ring.target(timeout, IORING_OP_TIMEOUT);
    return update(ring, data, target, nanos, IORING_TIMEOUT_UPDATE);
  }

  /**
   * Limits the time of the request prepared before, which must {@linkplain Prepared#link link} to
   * it: when the time is over, that request is cancelled.
   *
   * <p>Result: {@code -ETIME} if the time was over and the request was cancelled, or completed at
   * that moment; from Linux 6.18 1 instead if it waited for a futex or a child process; {@code
   * -ECANCELED} if the request completed in time, {@code -ENOENT} or {@code -EALREADY} if the time
   * was over and the request could not be cancelled any more.
   *
   * @param data comes back with the completion
   * @param nanos in nanoseconds, zero or more: from when the request starts, or a point in time
   *     with {@link PreparedLinkTimeout#absolute}
   * @return the request, to modify: clock, absolute time, a link to the next request
   * @throws IllegalArgumentException if {@code nanos} is negative
   * @throws IllegalStateException if the request prepared last does not link to this, or is a link
   *     timeout itself
   * @throws IOException if memory is short
   * @kernel 5.5
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_link_timeout.3.html">io_uring_prep_link_timeout(3)</a>
   */
  default PreparedLinkTimeout linkTimeout(T data, long nanos) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    Timespec.check(nanos);
    ring.checkTimeoutMayFollow();
    long entry = ring.claim();
    Scratch.Block timespec = Timespec.allocate(ring.scratch(), nanos);
    long userData = ring.table().allocate(IORING_OP_LINK_TIMEOUT, -1, data, timespec);
    ControlEncoders.linkTimeout(ring.sqes(), entry, userData, timespec.address(), 0);
    return ring.queued(ring.linkTimeouts, entry, userData);
  }

  /**
   * Limits the time of the request prepared before, as {@link #linkTimeout(Object, long)}.
   *
   * <p>Result: as there.
   *
   * @param data comes back with the completion
   * @param duration zero or more, at most 292 years
   * @return the request, to modify: clock, a link to the next request
   * @throws IllegalArgumentException if {@code duration} is negative
   * @throws ArithmeticException if it exceeds 292 years
   * @throws IllegalStateException if the request prepared last does not link to this, or is a link
   *     timeout itself
   * @throws IOException if memory is short
   * @kernel 5.5
   */
  default PreparedLinkTimeout linkTimeout(T data, Duration duration) throws IOException {
    return linkTimeout(data, duration.toNanos());
  }

  /**
   * Gives a link timeout another time, by the clock that it has.
   *
   * <p>Result: 0 if it was found, {@code -ENOENT} if it has not started or has ended, {@code
   * -EALREADY} if it is about to complete.
   *
   * @param data comes back with the completion
   * @param linkTimeout a linkTimeout request of this ring, in flight
   * @param nanos in nanoseconds, zero or more: from now, or a point in time with {@link
   *     PreparedTimeoutUpdate#absolute}
   * @return the request, to modify: absolute time
   * @throws IllegalArgumentException if {@code linkTimeout} belongs to another ring or is no link
   *     timeout, or {@code nanos} is negative
   * @throws IllegalStateException if its last completion has been collected
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.15
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_timeout_update.3.html">io_uring_prep_timeout_update(3)</a>
   */
  default PreparedTimeoutUpdate linkTimeoutUpdate(T data, Request linkTimeout, long nanos)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    long target = ring.target(linkTimeout, IORING_OP_LINK_TIMEOUT);
    return update(ring, data, target, nanos, IORING_TIMEOUT_UPDATE | IORING_LINK_TIMEOUT_UPDATE);
  }

  private static <T> PreparedTimeoutUpdate update(
      Ring<T> ring, T data, long target, long nanos, int timeoutFlags) throws IOException {
    Timespec.check(nanos);
    long entry = ring.claim();
    Scratch.Block timespec = Timespec.allocate(ring.scratch(), nanos);
    long userData = ring.table().allocate(IORING_OP_TIMEOUT_REMOVE, -1, data, timespec);
    ControlEncoders.timeoutUpdate(
        ring.sqes(), entry, userData, timespec.address(), target, timeoutFlags);
    return ring.queued(ring.timeoutUpdates, entry, userData);
  }
}
