package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Requests on open files: read, write, close.
 *
 * <p>Each method prepares one request on the ring's queue; {@link Ring#submit} hands it to the
 * kernel. The first argument comes back with the completion. Each is for the ring's owner thread
 * and throws WrongThreadException on another, IllegalStateException on a closed ring, and
 * IOException if the queue was full and what was pending could not be submitted; then nothing was
 * prepared.
 *
 * <p><b>Buffers</b> are native memory of the caller's. The ring keeps a buffer reachable until the
 * request's last completion has been collected; an arena that can be closed must stay open until
 * then.
 *
 * <p><b>Short transfers</b> are normal: the result says how much was transferred, and the caller
 * goes on from there.
 *
 * @param <T> the type of the ring's user data
 */
public sealed interface FileOperations<T> permits Ring {

  /**
   * Reads from a file into a buffer, as pread(2).
   *
   * <p>Result: bytes read, less than asked for at the end of the file or when no more is there; 0
   * at the end.
   *
   * @param data comes back with the completion
   * @param fd an open file; stays the caller's
   * @param buffer native and writable, up to 2<sup>31</sup>-1 bytes; must not be freed or used
   *     until the completion
   * @param offset where in the file, in bytes; -1 for its current position, 0 for what has none;
   *     less is {@code -EINVAL}
   * @return the request, to modify
   * @throws IllegalArgumentException if the buffer is on the heap, read-only, or longer than that,
   *     or {@code fd} belongs to another ring
   * @throws IllegalStateException if the buffer's arena is closed
   * @throws WrongThreadException if its arena is confined to another thread
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.6
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_read.3.html">io_uring_prep_read(3)</a>
   */
  default PreparedIo read(T data, Fd fd, MemorySegment buffer, long offset) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(fd);
    Buffers.checkNative(buffer, true);
    int length = Buffers.checkLength(buffer);
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_READ, KeptAlive.number(fd), data, buffer);
    Encoders.read(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(fd),
        number,
        buffer.address(),
        length,
        offset);
    return ring.queued(ring.transfers, entry, userData);
  }

  /**
   * Writes a buffer to a file, as pwrite(2).
   *
   * <p>Result: bytes written.
   *
   * @param data comes back with the completion
   * @param fd an open file; stays the caller's
   * @param buffer native, up to 2<sup>31</sup>-1 bytes; must not be freed or changed until the
   *     completion
   * @param offset where in the file, in bytes; -1 for its current position, 0 for what has none;
   *     less is {@code -EINVAL}
   * @return the request, to modify
   * @throws IllegalArgumentException if the buffer is on the heap, or longer than that, or {@code
   *     fd} belongs to another ring
   * @throws IllegalStateException if the buffer's arena is closed
   * @throws WrongThreadException if its arena is confined to another thread
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.6
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_write.3.html">io_uring_prep_write(3)</a>
   */
  default PreparedIo write(T data, Fd fd, MemorySegment buffer, long offset) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(fd);
    Buffers.checkNative(buffer, false);
    int length = Buffers.checkLength(buffer);
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_WRITE, KeptAlive.number(fd), data, buffer);
    Encoders.write(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(fd),
        number,
        buffer.address(),
        length,
        offset);
    return ring.queued(ring.transfers, entry, userData);
  }

  /**
   * Reads from a file into several buffers, one after the other, as preadv2(2).
   *
   * <p>Result: bytes read in all.
   *
   * @param data comes back with the completion
   * @param fd an open file; stays the caller's
   * @param buffers up to 1024, each native and writable, together up to 2<sup>31</sup>-1 bytes; the
   *     array is copied
   * @param offset where in the file, in bytes; -1 for its current position, 0 for what has none;
   *     less is {@code -EINVAL}
   * @return the request, to modify
   * @throws IllegalArgumentException if there are too many buffers, one cannot be used, or {@code
   *     fd} belongs to another ring
   * @throws IllegalStateException if a buffer's arena is closed
   * @throws WrongThreadException if its arena is confined to another thread
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.1
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_readv.3.html">io_uring_prep_readv(3)</a>
   */
  default PreparedIo readv(T data, Fd fd, MemorySegment[] buffers, long offset) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(fd);
    Vectors.check(buffers, true);
    long entry = ring.claim();
    Scratch.Block iovecs = Vectors.block(ring.scratch(), buffers);
    long userData = ring.table().allocate(IORING_OP_READV, KeptAlive.number(fd), data, iovecs);
    Encoders.readv(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(fd),
        number,
        iovecs.address(),
        buffers.length,
        offset);
    return ring.queued(ring.transfers, entry, userData);
  }

  /**
   * Writes several buffers to a file, one after the other, as pwritev2(2).
   *
   * <p>Result: bytes written in all.
   *
   * @param data comes back with the completion
   * @param fd an open file; stays the caller's
   * @param buffers up to 1024, each native, together up to 2<sup>31</sup>-1 bytes; the array is
   *     copied
   * @param offset where in the file, in bytes; -1 for its current position, 0 for what has none;
   *     less is {@code -EINVAL}
   * @return the request, to modify
   * @throws IllegalArgumentException if there are too many buffers, one cannot be used, or {@code
   *     fd} belongs to another ring
   * @throws IllegalStateException if a buffer's arena is closed
   * @throws WrongThreadException if its arena is confined to another thread
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.1
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_writev.3.html">io_uring_prep_writev(3)</a>
   */
  default PreparedIo writev(T data, Fd fd, MemorySegment[] buffers, long offset)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(fd);
    Vectors.check(buffers, false);
    long entry = ring.claim();
    Scratch.Block iovecs = Vectors.block(ring.scratch(), buffers);
    long userData = ring.table().allocate(IORING_OP_WRITEV, KeptAlive.number(fd), data, iovecs);
    Encoders.writev(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(fd),
        number,
        iovecs.address(),
        buffers.length,
        offset);
    return ring.queued(ring.transfers, entry, userData);
  }

  /**
   * Closes a descriptor, as close(2). Requests in flight on it are not ended by that.
   *
   * <p>Result: 0. After {@code -ECANCELED} the request never ran: the descriptor is still open, and
   * the caller's. After any other error it is gone.
   *
   * @param data comes back with the completion
   * @param fd the descriptor; gone unless the request was cancelled
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code fd} belongs to another ring
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.6
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_close.3.html">io_uring_prep_close(3)</a>
   */
  default PreparedRequest close(T data, Fd fd) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(fd);
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_CLOSE, KeptAlive.number(fd), data, null);
    if (fd instanceof DirectFd) {
      Encoders.closeDirect(ring.sqes(), entry, userData, number);
    } else {
      Encoders.close(ring.sqes(), entry, userData, number);
    }
    return ring.queued(ring.requests, entry, userData);
  }
}
