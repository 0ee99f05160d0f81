package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

import java.io.IOException;

/**
 * Requests that make pipes, and that move or copy data with them.
 *
 * <p>Each method prepares one request on the ring's queue; {@link Ring#submit} hands it to the
 * kernel. The first argument comes back with the completion. Each is for the ring's owner thread
 * and throws WrongThreadException on another, IllegalStateException on a closed ring, and
 * IOException if the queue was full and what was pending could not be submitted; then nothing was
 * prepared.
 *
 * <p>A request that waits for a pipe holds a worker thread. Cancelled there, it ends with {@code
 * -EINTR} or, on Linux 6.18, with {@code -ERESTARTSYS} ({@link Errno#ERESTARTSYS}).
 *
 * @param <T> the type of the ring's user data
 */
public sealed interface PipeOperations<T> permits Ring {

  /**
   * Makes a pipe, as pipe2(2).
   *
   * <p>Result: 0, and {@code ends} has the descriptors, which the caller owns; they are closed on
   * exec unless {@link PreparedPipe#inheritable} says otherwise. With {@link PreparedPipe#direct()}
   * direct ones. Or {@code -EMFILE}, {@code -ENFILE}.
   *
   * @param data comes back with the completion
   * @param ends is filled, what it held before is forgotten; must not be looked at until the
   *     completion
   * @return the request, to modify: direct, non-blocking, packets, inheritable
   * @throws IllegalStateException if {@code ends} is in use by a request
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.16
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_pipe.3.html">io_uring_prep_pipe(3)</a>
   */
  default PreparedPipe pipe(T data, PipeEnds ends) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    ends.checkFree();
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_PIPE, -1, data, ends);
    ends.take();
    PipeEncoders.pipe(ring.sqes(), entry, userData, ends.memory.address(), OpenFlags.CLOEXEC);
    return ring.queued(ring.pipes, entry, userData);
  }

  /**
   * Moves data between a pipe and a file or socket without copying it through this process, as
   * splice(2). One of the two must be a pipe.
   *
   * <p>Result: bytes moved; 0 when the input is at its end.
   *
   * @param data comes back with the completion
   * @param in where the data comes from; stays the caller's
   * @param inOffset where in it, in bytes; -1 for the current position, and for a pipe
   * @param out where the data goes; stays the caller's
   * @param outOffset where in it, in bytes; -1 for the current position, and for a pipe
   * @param length how much at most, in bytes
   * @param spliceFlags a combination of {@link SpliceFlags}
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code length} is negative, or a descriptor belongs to
   *     another ring
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.7
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_splice.3.html">io_uring_prep_splice(3)</a>
   */
  default PreparedRequest splice(
      T data, Fd in, long inOffset, Fd out, long outOffset, int length, int spliceFlags)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int inNumber = ring.number(in);
    int outNumber = ring.number(out);
    Buffers.checkLength(length);
    int flags = in instanceof DirectFd ? spliceFlags | SPLICE_F_FD_IN_FIXED : spliceFlags;
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_SPLICE, KeptAlive.number(in), data, null);
    PipeEncoders.splice(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(out),
        inNumber,
        inOffset,
        outNumber,
        outOffset,
        length,
        flags);
    return ring.queued(ring.requests, entry, userData);
  }

  /**
   * Copies data from one pipe to another and leaves it in the first, as tee(2).
   *
   * <p>Result: bytes copied; 0 when the first pipe is empty and has no writer.
   *
   * @param data comes back with the completion
   * @param in the reading end of the first pipe; stays the caller's
   * @param out the writing end of the other pipe; stays the caller's
   * @param length how much at most, in bytes
   * @param spliceFlags a combination of {@link SpliceFlags}
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code length} is negative, or a descriptor belongs to
   *     another ring
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.8
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_tee.3.html">io_uring_prep_tee(3)</a>
   */
  default PreparedRequest tee(T data, Fd in, Fd out, int length, int spliceFlags)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int inNumber = ring.number(in);
    int outNumber = ring.number(out);
    Buffers.checkLength(length);
    int flags = in instanceof DirectFd ? spliceFlags | SPLICE_F_FD_IN_FIXED : spliceFlags;
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_TEE, KeptAlive.number(in), data, null);
    PipeEncoders.tee(
        ring.sqes(), entry, userData, Ring.entryFlags(out), inNumber, outNumber, length, flags);
    return ring.queued(ring.requests, entry, userData);
  }
}
