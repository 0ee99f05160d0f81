package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Requests on extended attributes of files: small values under names such as {@code user.origin}.
 *
 * <p>Each method prepares one request on the ring's queue; {@link Ring#submit} hands it to the
 * kernel. The first argument comes back with the completion. Each is for the ring's owner thread
 * and throws WrongThreadException on another, IllegalStateException on a closed ring, and
 * IOException if the queue was full and what was pending could not be submitted; then nothing was
 * prepared.
 *
 * <p><b>Paths and names</b> are encoded in UTF-8 and copied.
 *
 * @param <T> the type of the ring's user data
 * @see <a href="https://man7.org/linux/man-pages/man7/xattr.7.html">xattr(7)</a>
 */
public sealed interface AttributeOperations<T> permits Ring {

  /**
   * Reads an extended attribute of an open file, as fgetxattr(2).
   *
   * <p>Result: the size of the value in bytes, or {@code -ENODATA} if there is no such attribute,
   * {@code -ERANGE} if the value is larger than the buffer, {@code -EOPNOTSUPP} where the file
   * system has none.
   *
   * @param data comes back with the completion
   * @param fd an open file; stays the caller's
   * @param name of the attribute, such as {@code user.origin}
   * @param value native and writable, gets the value; of size 0 to ask for the value's size alone.
   *     Must not be freed or used until the completion
   * @return the request, to modify
   * @throws IllegalArgumentException if the name contains NUL or cannot be encoded, or the buffer
   *     is on the heap, read-only, or longer than 2<sup>31</sup>-1 bytes, or {@code fd} belongs to
   *     another ring
   * @throws IllegalStateException if the buffer's arena is closed
   * @throws WrongThreadException if its arena is confined to another thread
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.19
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_fgetxattr.3.html">io_uring_prep_fgetxattr(3)</a>
   */
  default PreparedRequest fgetxattr(T data, Fd fd, String name, MemorySegment value)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(fd);
    byte[] nameBytes = Paths.encode("name of the attribute", name);
    Buffers.checkNative(value, true);
    int length = Buffers.checkLength(value);
    long entry = ring.claim();
    Scratch.Block block = ring.scratch().strings(null, nameBytes);
    block.hold(value);
    long userData = ring.table().allocate(IORING_OP_FGETXATTR, KeptAlive.number(fd), data, block);
    AttributeEncoders.fgetxattr(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(fd),
        number,
        block.address(),
        value.address(),
        length);
    return ring.queued(ring.requests, entry, userData);
  }

  /**
   * Reads an extended attribute of a file; a symbolic link is followed, as getxattr(2).
   *
   * <p>Result: the size of the value in bytes, or {@code -ENODATA} if there is no such attribute,
   * {@code -ERANGE} if the value is larger than the buffer, {@code -EOPNOTSUPP} where the file
   * system has none, {@code -ENOENT}.
   *
   * @param data comes back with the completion
   * @param path the file; a relative one starts at the current directory
   * @param name of the attribute, such as {@code user.origin}
   * @param value native and writable, gets the value; of size 0 to ask for the value's size alone.
   *     Must not be freed or used until the completion
   * @return the request, to modify
   * @throws IllegalArgumentException if path or name contains NUL or cannot be encoded, or the
   *     buffer is on the heap, read-only, or longer than 2<sup>31</sup>-1 bytes
   * @throws IllegalStateException if the buffer's arena is closed
   * @throws WrongThreadException if its arena is confined to another thread
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.19
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_getxattr.3.html">io_uring_prep_getxattr(3)</a>
   */
  default PreparedRequest getxattr(T data, String path, String name, MemorySegment value)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    byte[] pathBytes = Paths.encode(path);
    byte[] nameBytes = Paths.encode("name of the attribute", name);
    Buffers.checkNative(value, true);
    int length = Buffers.checkLength(value);
    long entry = ring.claim();
    Scratch.Block block = ring.scratch().strings(path, pathBytes, nameBytes);
    block.hold(value);
    long userData = ring.table().allocate(IORING_OP_GETXATTR, -1, data, block);
    AttributeEncoders.getxattr(
        ring.sqes(),
        entry,
        userData,
        block.address(),
        block.address() + pathBytes.length + 1,
        value.address(),
        length);
    return ring.queued(ring.requests, entry, userData);
  }

  /**
   * Sets an extended attribute of an open file, as fsetxattr(2).
   *
   * <p>Result: 0, or {@code -EEXIST} and {@code -ENODATA} as the mode says, {@code -E2BIG} for a
   * value of more than 64 KiB, {@code -ENOSPC}, {@code -EOPNOTSUPP} where the file system has none.
   *
   * @param data comes back with the completion
   * @param fd an open file; stays the caller's
   * @param name of the attribute, such as {@code user.origin}
   * @param value native; may be of size 0. Must not be freed or changed until the completion
   * @param mode whether the attribute may or must exist
   * @return the request, to modify
   * @throws IllegalArgumentException if the name contains NUL or cannot be encoded, or the buffer
   *     is on the heap, or longer than 2<sup>31</sup>-1 bytes, or {@code fd} belongs to another
   *     ring
   * @throws IllegalStateException if the buffer's arena is closed
   * @throws WrongThreadException if its arena is confined to another thread
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.19
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_fsetxattr.3.html">io_uring_prep_fsetxattr(3)</a>
   */
  default PreparedRequest fsetxattr(T data, Fd fd, String name, MemorySegment value, XattrMode mode)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(fd);
    byte[] nameBytes = Paths.encode("name of the attribute", name);
    Buffers.checkNative(value, false);
    int length = Buffers.checkLength(value);
    int modeValue = mode.value();
    long entry = ring.claim();
    Scratch.Block block = ring.scratch().strings(null, nameBytes);
    block.hold(value);
    long userData = ring.table().allocate(IORING_OP_FSETXATTR, KeptAlive.number(fd), data, block);
    AttributeEncoders.fsetxattr(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(fd),
        number,
        block.address(),
        value.address(),
        length,
        modeValue);
    return ring.queued(ring.requests, entry, userData);
  }

  /**
   * Sets an extended attribute of a file; a symbolic link is followed, as setxattr(2).
   *
   * <p>Result: 0, or {@code -EEXIST} and {@code -ENODATA} as the mode says, {@code -E2BIG} for a
   * value of more than 64 KiB, {@code -ENOSPC}, {@code -EOPNOTSUPP} where the file system has none,
   * {@code -ENOENT}.
   *
   * @param data comes back with the completion
   * @param path the file; a relative one starts at the current directory
   * @param name of the attribute, such as {@code user.origin}
   * @param value native; may be of size 0. Must not be freed or changed until the completion
   * @param mode whether the attribute may or must exist
   * @return the request, to modify
   * @throws IllegalArgumentException if path or name contains NUL or cannot be encoded, or the
   *     buffer is on the heap, or longer than 2<sup>31</sup>-1 bytes
   * @throws IllegalStateException if the buffer's arena is closed
   * @throws WrongThreadException if its arena is confined to another thread
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.19
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_setxattr.3.html">io_uring_prep_setxattr(3)</a>
   */
  default PreparedRequest setxattr(
      T data, String path, String name, MemorySegment value, XattrMode mode) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    byte[] pathBytes = Paths.encode(path);
    byte[] nameBytes = Paths.encode("name of the attribute", name);
    Buffers.checkNative(value, false);
    int length = Buffers.checkLength(value);
    int modeValue = mode.value();
    long entry = ring.claim();
    Scratch.Block block = ring.scratch().strings(path, pathBytes, nameBytes);
    block.hold(value);
    long userData = ring.table().allocate(IORING_OP_SETXATTR, -1, data, block);
    AttributeEncoders.setxattr(
        ring.sqes(),
        entry,
        userData,
        block.address(),
        block.address() + pathBytes.length + 1,
        value.address(),
        length,
        modeValue);
    return ring.queued(ring.requests, entry, userData);
  }
}
