package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

import java.io.IOException;
import java.util.Objects;

/**
 * Requests that do nothing, and requests that cancel others.
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
   * <p>Result: 0, or what {@link PreparedNop#injectResult} says.
   *
   * @param data comes back with the completion
   * @return the request, to modify
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.1
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_nop.3.html">io_uring_prep_nop(3)</a>
   */
  default PreparedNop nop(T data) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_NOP, -1, data, null);
    ControlEncoders.nop(ring.sqes(), entry, userData);
    return ring.queued(ring.nops, entry, userData);
  }

  /**
   * Does nothing but complete, with an entry of 128 bytes. It takes two places of the queue on a
   * ring with {@link SetupFlags#SQE_MIXED}.
   *
   * <p>Result: as of {@link #nop}.
   *
   * @param data comes back with the completion
   * @return the request, to modify
   * @throws IllegalStateException if the ring has neither {@link SetupFlags#SQE128} nor {@link
   *     SetupFlags#SQE_MIXED}
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.19
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_nop.3.html">io_uring_prep_nop128(3)</a>
   */
  default PreparedNop nop128(T data) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    long entry = ring.claimWide();
    long userData = ring.table().allocate(IORING_OP_NOP128, -1, data, null);
    ControlEncoders.nop128(ring.sqes(), entry, userData);
    return ring.queued(ring.nops, entry, userData);
  }

  /**
   * Asks the kernel to cancel a request. Both complete: this request says what was found, the other
   * what became of it.
   *
   * <p>Result of this request: 0 if the other was found and is cancelled, {@code -ENOENT} if it was
   * not found, because it has completed or lies with a device that cannot give it back, {@code
   * -EALREADY} if it is running and may or may not be interrupted. Linux 6.18 answers 1 instead of
   * 0 where the other waited for a futex or a child process. Result of the other: {@code
   * -ECANCELED}, {@code -EINTR}, {@code -ERESTARTSYS} ({@link Errno#ERESTARTSYS}), or its normal
   * result if that came first. Behind a drain this request waits like any other.
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
    ControlEncoders.cancel(ring.sqes(), entry, userData, target, 0);
    return ring.queued(ring.requests, entry, userData);
  }

  /**
   * Asks the kernel to cancel a request, or all, on a file or of an operation. What is cancelled
   * completes as with {@link #cancel(Object, Request)}.
   *
   * <p>Result of this request: for a target with {@link CancelTarget#all}, and for {@link
   * CancelTarget#any}, how many were found and are cancelled, which may be 0. Otherwise 0, {@code
   * -ENOENT} or {@code -EALREADY}, as for a request by its handle. {@code -EBADF} if the descriptor
   * is not open; {@code -EINVAL} from a kernel that does not know such targets.
   *
   * @param data comes back with the completion
   * @param target which requests
   * @return the request, to modify
   * @throws IllegalArgumentException if the target's descriptor belongs to another ring
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.19
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_cancel.3.html">io_uring_prep_cancel_fd(3)</a>
   */
  default PreparedRequest cancel(T data, CancelTarget target) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int fd = Objects.requireNonNull(target, "target").fd(ring);
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_ASYNC_CANCEL, -1, data, null);
    ControlEncoders.cancelMatching(
        ring.sqes(), entry, userData, fd, target.opcode(), target.flags());
    return ring.queued(ring.requests, entry, userData);
  }
}
