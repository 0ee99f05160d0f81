package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Reads and writes with registered buffers, which the kernel has pinned and mapped once.
 *
 * <p>Each method prepares one request on the ring's queue; {@link Ring#submit} hands it to the
 * kernel. The first argument comes back with the completion. Each is for the ring's owner thread
 * and throws WrongThreadException on another, IllegalStateException on a closed ring, and
 * IOException if the queue was full and what was pending could not be submitted; then nothing was
 * prepared.
 *
 * @param <T> the type of the ring's user data
 */
public sealed interface RegisteredIoOperations<T> permits Ring {

  /**
   * Reads from a file into a registered buffer.
   *
   * <p>Result: bytes transferred.
   *
   * @param data comes back with the completion
   * @param fd an open file; stays the caller's
   * @param buffer registered with this ring
   * @param bufferOffset where in the buffer, in bytes
   * @param length in bytes, zero or more
   * @param offset where in the file, in bytes; -1 for its current position, 0 for what has none;
   *     less is {@code -EINVAL}
   * @return the request, to modify
   * @throws IndexOutOfBoundsException if the range is not within the buffer
   * @throws IllegalArgumentException if {@code fd} or {@code buffer} belongs to another ring
   * @throws IllegalStateException if the buffer is no longer registered, or its arena is closed
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.1
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_read_fixed.3.html">io_uring_prep_read_fixed(3)</a>
   */
  default PreparedIo readFixed(
      T data, Fd fd, RegisteredBuffer buffer, long bufferOffset, int length, long offset)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(fd);
    ring.checkRegistered(buffer);
    Buffers.checkNative(buffer.segment(), true);
    Objects.checkFromIndexSize(bufferOffset, length, buffer.byteSize());
    long entry = ring.claim();
    long userData =
        ring.table().allocate(IORING_OP_READ_FIXED, KeptAlive.number(fd), data, buffer.segment());
    Encoders.readFixed(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(fd),
        number,
        buffer.segment().address() + bufferOffset,
        length,
        offset,
        buffer.index());
    return ring.queued(ring.transfers, entry, userData);
  }

  /**
   * Reads from a file into a chunk of one.
   *
   * <p>Result: bytes transferred. The chunk cannot be freed until the completion has been
   * collected.
   *
   * @param data comes back with the completion
   * @param fd an open file; stays the caller's
   * @param chunk of a region over a buffer that is registered with this ring
   * @param length in bytes, zero to the size of the chunk
   * @param offset where in the file, in bytes; -1 for its current position, 0 for what has none;
   *     less is {@code -EINVAL}
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code length} exceeds the chunk, or {@code fd} or the
   *     chunk belongs to another ring
   * @throws IllegalStateException if the chunk is free, the buffer no longer registered, or its
   *     arena closed
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.1
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_read_fixed.3.html">io_uring_prep_read_fixed(3)</a>
   */
  default PreparedIo readFixed(T data, Fd fd, Chunk chunk, int length, long offset)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(fd);
    ring.checkRegistered(chunk);
    chunk.checkLength(length);
    MemorySegment memory = chunk.segment();
    Buffers.checkNative(memory, true);
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_READ_FIXED, KeptAlive.number(fd), data, chunk);
    chunk.hold();
    Encoders.readFixed(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(fd),
        number,
        memory.address(),
        length,
        offset,
        chunk.buffer().index());
    return ring.queued(ring.transfers, entry, userData);
  }

  /**
   * Writes from a registered buffer to a file.
   *
   * <p>Result: bytes transferred.
   *
   * @param data comes back with the completion
   * @param fd an open file; stays the caller's
   * @param buffer registered with this ring
   * @param bufferOffset where in the buffer, in bytes
   * @param length in bytes, zero or more
   * @param offset where in the file, in bytes; -1 for its current position, 0 for what has none;
   *     less is {@code -EINVAL}
   * @return the request, to modify
   * @throws IndexOutOfBoundsException if the range is not within the buffer
   * @throws IllegalArgumentException if {@code fd} or {@code buffer} belongs to another ring
   * @throws IllegalStateException if the buffer is no longer registered, or its arena is closed
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.1
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_write_fixed.3.html">io_uring_prep_write_fixed(3)</a>
   */
  default PreparedIo writeFixed(
      T data, Fd fd, RegisteredBuffer buffer, long bufferOffset, int length, long offset)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(fd);
    ring.checkRegistered(buffer);
    Buffers.checkNative(buffer.segment(), false);
    Objects.checkFromIndexSize(bufferOffset, length, buffer.byteSize());
    long entry = ring.claim();
    long userData =
        ring.table().allocate(IORING_OP_WRITE_FIXED, KeptAlive.number(fd), data, buffer.segment());
    Encoders.writeFixed(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(fd),
        number,
        buffer.segment().address() + bufferOffset,
        length,
        offset,
        buffer.index());
    return ring.queued(ring.transfers, entry, userData);
  }

  /**
   * Writes from a chunk of one to a file.
   *
   * <p>Result: bytes transferred. The chunk cannot be freed until the completion has been
   * collected.
   *
   * @param data comes back with the completion
   * @param fd an open file; stays the caller's
   * @param chunk of a region over a buffer that is registered with this ring
   * @param length in bytes, zero to the size of the chunk
   * @param offset where in the file, in bytes; -1 for its current position, 0 for what has none;
   *     less is {@code -EINVAL}
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code length} exceeds the chunk, or {@code fd} or the
   *     chunk belongs to another ring
   * @throws IllegalStateException if the chunk is free, the buffer no longer registered, or its
   *     arena closed
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.1
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_write_fixed.3.html">io_uring_prep_write_fixed(3)</a>
   */
  default PreparedIo writeFixed(T data, Fd fd, Chunk chunk, int length, long offset)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(fd);
    ring.checkRegistered(chunk);
    chunk.checkLength(length);
    MemorySegment memory = chunk.segment();
    Buffers.checkNative(memory, false);
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_WRITE_FIXED, KeptAlive.number(fd), data, chunk);
    chunk.hold();
    Encoders.writeFixed(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(fd),
        number,
        memory.address(),
        length,
        offset,
        chunk.buffer().index());
    return ring.queued(ring.transfers, entry, userData);
  }

  /**
   * Reads from a file into several parts of a registered buffer.
   *
   * <p>Result: bytes transferred in all.
   *
   * @param data comes back with the completion
   * @param fd an open file; stays the caller's
   * @param registered the buffer in which all of the vector lies
   * @param buffers up to 1024 parts of it, together up to 2<sup>31</sup>-1 bytes; the array is
   *     copied
   * @param offset where in the file, in bytes; -1 for its current position, 0 for what has none;
   *     less is {@code -EINVAL}
   * @return the request, to modify
   * @throws IllegalArgumentException if a part does not lie in the buffer, there are too many, or
   *     {@code fd} or the buffer belongs to another ring
   * @throws IllegalStateException if the buffer is no longer registered, or its arena is closed
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.15
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_readv_fixed.3.html">io_uring_prep_readv_fixed(3)</a>
   */
  default PreparedIo readvFixed(
      T data, Fd fd, RegisteredBuffer registered, MemorySegment[] buffers, long offset)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(fd);
    ring.checkRegistered(registered);
    Vectors.check(buffers, true);
    Vectors.checkWithin(registered, buffers);
    long entry = ring.claim();
    Scratch.Block iovecs = Vectors.block(ring.scratch(), buffers);
    long userData =
        ring.table().allocate(IORING_OP_READV_FIXED, KeptAlive.number(fd), data, iovecs);
    Encoders.readvFixed(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(fd),
        number,
        iovecs.address(),
        buffers.length,
        offset,
        registered.index());
    return ring.queued(ring.transfers, entry, userData);
  }

  /**
   * Writes several parts of a registered buffer to a file.
   *
   * <p>Result: bytes transferred in all.
   *
   * @param data comes back with the completion
   * @param fd an open file; stays the caller's
   * @param registered the buffer in which all of the vector lies
   * @param buffers up to 1024 parts of it, together up to 2<sup>31</sup>-1 bytes; the array is
   *     copied
   * @param offset where in the file, in bytes; -1 for its current position, 0 for what has none;
   *     less is {@code -EINVAL}
   * @return the request, to modify
   * @throws IllegalArgumentException if a part does not lie in the buffer, there are too many, or
   *     {@code fd} or the buffer belongs to another ring
   * @throws IllegalStateException if the buffer is no longer registered, or its arena is closed
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.15
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_writev_fixed.3.html">io_uring_prep_writev_fixed(3)</a>
   */
  default PreparedIo writevFixed(
      T data, Fd fd, RegisteredBuffer registered, MemorySegment[] buffers, long offset)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(fd);
    ring.checkRegistered(registered);
    Vectors.check(buffers, false);
    Vectors.checkWithin(registered, buffers);
    long entry = ring.claim();
    Scratch.Block iovecs = Vectors.block(ring.scratch(), buffers);
    long userData =
        ring.table().allocate(IORING_OP_WRITEV_FIXED, KeptAlive.number(fd), data, iovecs);
    Encoders.writevFixed(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(fd),
        number,
        iovecs.address(),
        buffers.length,
        offset,
        registered.index());
    return ring.queued(ring.transfers, entry, userData);
  }
}
