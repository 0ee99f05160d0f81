package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

import java.io.IOException;

/**
 * Requests on what lies below a file: to the device with it, its space, its length.
 *
 * <p>Each method prepares one request on the ring's queue; {@link Ring#submit} hands it to the
 * kernel. The first argument comes back with the completion. Each is for the ring's owner thread
 * and throws WrongThreadException on another, IllegalStateException on a closed ring, and
 * IOException if the queue was full and what was pending could not be submitted; then nothing was
 * prepared.
 *
 * @param <T> the type of the ring's user data
 */
public sealed interface StorageOperations<T> permits Ring {

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
    return sync(data, fd, offset, length, 0);
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
    return sync(data, fd, offset, length, IORING_FSYNC_DATASYNC);
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
    StorageEncoders.fallocate(
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
    StorageEncoders.ftruncate(ring.sqes(), entry, userData, Ring.entryFlags(fd), number, length);
    return ring.queued(ring.requests, entry, userData);
  }

  private PreparedRequest sync(T data, Fd fd, long offset, long length, int fsyncFlags)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(fd);
    checkRange(offset, length);
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_FSYNC, KeptAlive.number(fd), data, null);
    StorageEncoders.fsync(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(fd),
        number,
        offset,
        (int) length,
        fsyncFlags);
    return ring.queued(ring.requests, entry, userData);
  }

  /**
   * Has a range of a file's changes written to the device, as sync_file_range(2). Neither the
   * file's attributes nor the device's own cache are written: this is no way to have data survive a
   * power failure, see {@link #fdatasync(Object, Fd)} for that.
   *
   * <p>Result: 0, or {@code -ESPIPE} for what has no range.
   *
   * @param data comes back with the completion
   * @param fd an open file; stays the caller's
   * @param offset where the range begins, in bytes
   * @param length of the range in bytes; 0 for all up to the end of the file
   * @param rangeFlags a combination of {@link SyncFileRangeFlags}
   * @return the request, to modify
   * @throws IllegalArgumentException if a number is negative, {@code length} exceeds 32 bits, or
   *     {@code fd} belongs to another ring
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.2
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_sync_file_range.3.html">io_uring_prep_sync_file_range(3)</a>
   */
  default PreparedRequest syncFileRange(T data, Fd fd, long offset, long length, int rangeFlags)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(fd);
    checkRange(offset, length);
    long entry = ring.claim();
    long userData =
        ring.table().allocate(IORING_OP_SYNC_FILE_RANGE, KeptAlive.number(fd), data, null);
    StorageEncoders.syncFileRange(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(fd),
        number,
        offset,
        (int) length,
        rangeFlags);
    return ring.queued(ring.requests, entry, userData);
  }

  private static void checkRange(long offset, long length) {
    if (offset < 0 || length < 0 || length > 0xffff_ffffL) {
      throw new IllegalArgumentException(
          "a range begins at 0 or more and is 0 to 4294967295 bytes long; %d and %d are not that"
              .formatted(offset, length));
    }
  }

  /**
   * Tells the kernel what to expect for a range of a file, as posix_fadvise(2).
   *
   * <p>Result: 0, or {@code -ESPIPE} for a pipe. Before Linux 6.10 {@code -EINVAL} for a range of 4
   * GiB or more.
   *
   * @param data comes back with the completion
   * @param fd an open file; stays the caller's
   * @param offset where the range begins, in bytes
   * @param length of the range in bytes; 0 for all up to the end of the file
   * @param advice what to expect
   * @return the request, to modify
   * @throws IllegalArgumentException if a number is negative, or {@code fd} belongs to another ring
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.6
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_fadvise.3.html">io_uring_prep_fadvise(3)</a>
   */
  default PreparedRequest fadvise(T data, Fd fd, long offset, long length, FileAdvice advice)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(fd);
    int adviceValue = advice.value();
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException(
          "a range begins at 0 or more and is 0 bytes long or more; %d and %d are not that"
              .formatted(offset, length));
    }
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_FADVISE, KeptAlive.number(fd), data, null);
    int flags = Ring.entryFlags(fd);
    if (length <= 0xffff_ffffL) {
      StorageEncoders.fadvise(
          ring.sqes(), entry, userData, flags, number, offset, (int) length, adviceValue);
    } else {
      StorageEncoders.fadvise64(
          ring.sqes(), entry, userData, flags, number, offset, length, adviceValue);
    }
    return ring.queued(ring.requests, entry, userData);
  }
}
