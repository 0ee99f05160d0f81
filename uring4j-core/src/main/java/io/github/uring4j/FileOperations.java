package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Requests on open files: read, write, sync, allocate, splice, close.
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
   * @throws IllegalStateException if the buffer is no longer registered
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
   * @throws IllegalStateException if the chunk is free, or the buffer no longer registered
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
   * @throws IllegalStateException if the buffer is no longer registered
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
   * @throws IllegalStateException if the chunk is free, or the buffer no longer registered
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
   * @throws IllegalStateException if the buffer is no longer registered
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
   * @throws IllegalStateException if the buffer is no longer registered
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

  /**
   * Writes a file's changes and its attributes to the device, as fsync(2).
   *
   * <p>Result: 0. Errors of earlier writes appear here: {@code -EIO}, {@code -ENOSPC}.
   *
   * @param data comes back with the completion
   * @param fd an open file; stays the caller's
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code fd} belongs to another ring
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.1
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_fsync.3.html">io_uring_prep_fsync(3)</a>
   */
  default PreparedRequest fsync(T data, Fd fd) throws IOException {
    return fsync(data, fd, 0, 0);
  }

  /**
   * Writes a range of a file's changes, and its attributes, to the device.
   *
   * <p>Result: 0.
   *
   * @param data comes back with the completion
   * @param fd an open file; stays the caller's
   * @param offset where the range begins, in bytes
   * @param length of the range in bytes; 0 for all up to the end of the file
   * @return the request, to modify
   * @throws IllegalArgumentException if a number is negative, {@code length} exceeds 32 bits, or
   *     {@code fd} belongs to another ring
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.1
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_fsync.3.html">io_uring_prep_fsync(3)</a>
   */
  default PreparedRequest fsync(T data, Fd fd, long offset, long length) throws IOException {
    return ((Ring<T>) this).sync(data, fd, offset, length, 0);
  }

  /**
   * Writes a file's changes to the device, and of its attributes only what is needed to read them
   * back, as fdatasync(2).
   *
   * <p>Result: 0.
   *
   * @param data comes back with the completion
   * @param fd an open file; stays the caller's
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code fd} belongs to another ring
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.1
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_fsync.3.html">io_uring_prep_fsync(3)</a>
   */
  default PreparedRequest fdatasync(T data, Fd fd) throws IOException {
    return fdatasync(data, fd, 0, 0);
  }

  /**
   * Writes a range of a file's changes to the device, as {@link #fdatasync(Object, Fd)}.
   *
   * <p>Result: 0.
   *
   * @param data comes back with the completion
   * @param fd an open file; stays the caller's
   * @param offset where the range begins, in bytes
   * @param length of the range in bytes; 0 for all up to the end of the file
   * @return the request, to modify
   * @throws IllegalArgumentException if a number is negative, {@code length} exceeds 32 bits, or
   *     {@code fd} belongs to another ring
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.1
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_fsync.3.html">io_uring_prep_fsync(3)</a>
   */
  default PreparedRequest fdatasync(T data, Fd fd, long offset, long length) throws IOException {
    return ((Ring<T>) this).sync(data, fd, offset, length, IORING_FSYNC_DATASYNC);
  }

  /**
   * Allocates or frees a range of a file's space, as fallocate(2).
   *
   * <p>Result: 0, or {@code -EOPNOTSUPP} where the file system cannot, {@code -ENOSPC}.
   *
   * @param data comes back with the completion
   * @param fd an open file; stays the caller's
   * @param mode a combination of {@link FallocateFlags}, 0 to allocate
   * @param offset where the range begins, in bytes
   * @param length of the range in bytes
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code fd} belongs to another ring
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.6
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_fallocate.3.html">io_uring_prep_fallocate(3)</a>
   */
  default PreparedRequest fallocate(T data, Fd fd, int mode, long offset, long length)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(fd);
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_FALLOCATE, KeptAlive.number(fd), data, null);
    Encoders.fallocate(
        ring.sqes(), entry, userData, Ring.entryFlags(fd), number, mode, offset, length);
    return ring.queued(ring.requests, entry, userData);
  }

  /**
   * Makes a file as long as said, with zeros where it grows, as ftruncate(2).
   *
   * <p>Result: 0, or {@code -EINVAL} for what is not a regular file open for writing.
   *
   * @param data comes back with the completion
   * @param fd an open file; stays the caller's
   * @param length in bytes
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code fd} belongs to another ring
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.9
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_ftruncate.3.html">io_uring_prep_ftruncate(3)</a>
   */
  default PreparedRequest ftruncate(T data, Fd fd, long length) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(fd);
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_FTRUNCATE, KeptAlive.number(fd), data, null);
    Encoders.ftruncate(ring.sqes(), entry, userData, Ring.entryFlags(fd), number, length);
    return ring.queued(ring.requests, entry, userData);
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
    Encoders.splice(
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
