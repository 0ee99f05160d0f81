package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.Structs.KernelTimespec;
import java.io.IOException;
import java.time.Duration;

/**
 * Requests about requests and time: nop, timeout, poll, cancel.
 *
 * <p>Each method prepares one request on the ring's queue; {@link Ring#submit} hands it to the
 * kernel. The first argument comes back with the completion. Each is for the ring's owner thread
 * and throws WrongThreadException on another, IllegalStateException on a closed ring, and
 * IOException if the queue was full and what was pending could not be submitted; then nothing was
 * prepared.
 *
 * @param <T> the type of the ring's user data
 */
public sealed interface ControlOperations<T> permits Ring {

  /**
   * Does nothing but complete.
   *
   * <p>Result: 0.
   *
   * @param data comes back with the completion
   * @return the request, to modify
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.1
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_nop.3.html">io_uring_prep_nop(3)</a>
   */
  default PreparedRequest nop(T data) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_NOP, -1, data, null);
    Encoders.nop(ring.sqes(), entry, userData);
    return ring.queued(ring.requests, entry, userData);
  }

  /**
   * Completes after a time.
   *
   * <p>Result: {@code -ETIME} when the time is over, 0 when the number of {@linkplain
   * PreparedTimeout#completions completions} came first, {@code -ECANCELED} when cancelled.
   *
   * @param data comes back with the completion
   * @param nanos in nanoseconds, zero or more: from now, or a point in time with {@link
   *     PreparedTimeout#absolute}
   * @return the request, to modify: clock, absolute time, completions
   * @throws IllegalArgumentException if {@code nanos} is negative
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.4
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_timeout.3.html">io_uring_prep_timeout(3)</a>
   */
  default PreparedTimeout timeout(T data, long nanos) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    if (nanos < 0) {
      throw new IllegalArgumentException("a timeout is zero or more nanoseconds, not " + nanos);
    }
    long entry = ring.claim();
    Scratch.Block timespec = ring.scratch().allocate(KernelTimespec.SIZE);
    timespec.memory.set(JAVA_LONG, KernelTimespec.TV_SEC, nanos / 1_000_000_000);
    timespec.memory.set(JAVA_LONG, KernelTimespec.TV_NSEC, nanos % 1_000_000_000);
    long userData = ring.table().allocate(IORING_OP_TIMEOUT, -1, data, timespec);
    Encoders.timeout(ring.sqes(), entry, userData, timespec.address(), 0, 0);
    return ring.queued(ring.timeouts, entry, userData);
  }

  /**
   * Completes after a time, as {@link #timeout(Object, long)}.
   *
   * @param data comes back with the completion
   * @param duration zero or more, at most 292 years
   * @return the request, to modify: clock, completions
   * @throws IllegalArgumentException if {@code duration} is negative
   * @throws ArithmeticException if it exceeds 292 years
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.4
   */
  default PreparedTimeout timeout(T data, Duration duration) throws IOException {
    return timeout(data, duration.toNanos());
  }

  /**
   * Waits once until a descriptor has one of some events.
   *
   * <p>Result: the events that it has, a combination of {@link PollEvents}; or {@code -EBADF},
   * {@code -ECANCELED}.
   *
   * @param data comes back with the completion
   * @param fd what to wait for; stays the caller's
   * @param events a combination of {@link PollEvents}; ERR and HUP are always among them
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code fd} belongs to another ring
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.1
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_poll_add.3.html">io_uring_prep_poll_add(3)</a>
   */
  default PreparedRequest pollAdd(T data, Fd fd, int events) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(fd);
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_POLL_ADD, KeptAlive.number(fd), data, null);
    Encoders.pollAdd(ring.sqes(), entry, userData, Ring.entryFlags(fd), number, events);
    return ring.queued(ring.requests, entry, userData);
  }

  /**
   * Asks the kernel to cancel a request. Both complete: this request says what was found, the other
   * what became of it.
   *
   * <p>Result of this request: 0 if the other was found and is cancelled, {@code -ENOENT} if it was
   * not found, because it has completed or lies with a device that cannot give it back, {@code
   * -EALREADY} if it is running and may or may not be interrupted. Result of the other: {@code
   * -ECANCELED}, {@code -EINTR}, or its normal result if that came first. Behind a drain this
   * request waits like any other.
   *
   * @param data comes back with the completion
   * @param request of this ring, and in flight
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code request} belongs to another ring
   * @throws IllegalStateException if its last completion has been collected
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.5
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_cancel.3.html">io_uring_prep_cancel64(3)</a>
   */
  default PreparedRequest cancel(T data, Request request) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    long target = ring.target(request);
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_ASYNC_CANCEL, -1, data, null);
    Encoders.cancel(ring.sqes(), entry, userData, target, 0);
    return ring.queued(ring.requests, entry, userData);
  }
}
