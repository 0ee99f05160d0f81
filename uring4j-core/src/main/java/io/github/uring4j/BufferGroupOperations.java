package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.Structs.Iovec;
import java.io.IOException;

/**
 * Reads into a buffer that the kernel picks from a {@link BufferGroup} when there is data, and
 * requests that hand buffers to the kernel.
 *
 * <p>Each method prepares one request on the ring's queue; {@link Ring#submit} hands it to the
 * kernel. The first argument comes back with the completion. Each is for the ring's owner thread
 * and throws WrongThreadException on another, IllegalStateException on a closed ring, and
 * IOException if the queue was full and what was pending could not be submitted; then nothing was
 * prepared.
 *
 * <p>The data comes as a {@link BufferLease}. If there is none left in the group when it is needed,
 * the request ends with {@code -ENOBUFS}, and what there was to read stays where it was.
 *
 * @param <T> the type of the ring's user data
 */
public sealed interface BufferGroupOperations<T> permits Ring {

  /**
   * Reads from a file into a buffer of the group, as pread(2).
   *
   * <p>Result: bytes read, 0 at the end; {@code -ENOBUFS} if the group had no buffer.
   *
   * @param data comes back with the completion
   * @param fd an open file; stays the caller's
   * @param group of this ring
   * @param maxLength in bytes; 0 for as many as the buffer holds
   * @param offset where in the file, in bytes; -1 for its current position, 0 for what has none;
   *     less is {@code -EINVAL}
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code maxLength} is negative, or {@code fd} or {@code
   *     group} belongs to another ring
   * @throws IllegalStateException if the group is closed, or {@linkplain
   *     BufferRingBuilder#incremental() incremental} and used by another request
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.7
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_read.3.html">io_uring_prep_read(3)</a>
   */
  default PreparedIo read(T data, Fd fd, BufferGroup group, int maxLength, long offset)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(fd);
    int groupId = ring.number(group);
    Buffers.checkLength(maxLength);
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_READ, KeptAlive.number(fd), data, group);
    group.hold(true);
    BufferGroupEncoders.read(
        ring.sqes(), entry, userData, Ring.entryFlags(fd), number, maxLength, offset, groupId);
    return ring.queued(ring.transfers, entry, userData);
  }

  /**
   * Reads from a file into a buffer of the group, as preadv2(2) with a vector of one.
   *
   * <p>Result: bytes read, 0 at the end; {@code -ENOBUFS} if the group had no buffer.
   *
   * @param data comes back with the completion
   * @param fd an open file; stays the caller's
   * @param group of this ring
   * @param maxLength in bytes; 0 for as many as the buffer holds
   * @param offset where in the file, in bytes; -1 for its current position, 0 for what has none;
   *     less is {@code -EINVAL}
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code maxLength} is negative, or {@code fd} or {@code
   *     group} belongs to another ring
   * @throws IllegalStateException if the group is closed, or {@linkplain
   *     BufferRingBuilder#incremental() incremental} and used by another request
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.7
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_readv.3.html">io_uring_prep_readv(3)</a>
   */
  default PreparedIo readv(T data, Fd fd, BufferGroup group, int maxLength, long offset)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(fd);
    int groupId = ring.number(group);
    Buffers.checkLength(maxLength);
    long entry = ring.claim();
    Scratch.Block iovec = ring.scratch().allocate(Iovec.SIZE);
    iovec.memory.set(JAVA_LONG, Iovec.IOV_BASE, 0);
    iovec.memory.set(JAVA_LONG, Iovec.IOV_LEN, maxLength);
    iovec.group(group, true);
    long userData = ring.table().allocate(IORING_OP_READV, KeptAlive.number(fd), data, iovec);
    BufferGroupEncoders.readv(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(fd),
        number,
        iovec.address(),
        offset,
        groupId);
    return ring.queued(ring.transfers, entry, userData);
  }

  /**
   * Reads again and again, whenever there is data: one completion with a buffer for each time,
   * until the end of the file, an error, a cancel, or until there is no buffer.
   *
   * <p>Result: bytes read, with {@link CompletionFlags#MORE} while the request goes on; 0 at the
   * end; {@code -ENOBUFS} if the group had no buffer, {@code -EBADFD} for a regular file or
   * whatever else cannot be polled.
   *
   * @param data comes back with each completion
   * @param fd a pipe, socket, terminal or the like; stays the caller's
   * @param group of this ring
   * @param offset -1 for the current position, 0 for what has none; less is {@code -EINVAL}
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code fd} or {@code group} belongs to another ring
   * @throws IllegalStateException if the group is closed, or {@linkplain
   *     BufferRingBuilder#incremental() incremental} and used by a request that is not multishot
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.7
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_read_multishot.3.html">io_uring_prep_read_multishot(3)</a>
   */
  default PreparedRequest readMultishot(T data, Fd fd, BufferGroup group, long offset)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(fd);
    int groupId = ring.numberForMultishot(group);
    long entry = ring.claim();
    long userData =
        ring.table().allocate(IORING_OP_READ_MULTISHOT, KeptAlive.number(fd), data, group);
    group.hold(false);
    // The kernel wants length 0.
    BufferGroupEncoders.readMultishot(
        ring.sqes(), entry, userData, Ring.entryFlags(fd), number, 0, offset, groupId);
    return ring.queued(ring.requests, entry, userData);
  }

  /**
   * Hands buffers of the older kind to the kernel: all of a run, which must be free.
   *
   * <p>Result: 0. After an error they are free again.
   *
   * @param data comes back with the completion
   * @param group of this ring
   * @param first the first buffer, 0 or more
   * @param count how many, 1 or more
   * @return the request, to modify
   * @throws IndexOutOfBoundsException if the group has no such buffers
   * @throws IllegalArgumentException if {@code group} belongs to another ring
   * @throws IllegalStateException if one of them is not {@linkplain ProvidedBuffers#isFree free},
   *     the group's buffers are being removed, or its memory's arena is closed
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.7
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_provide_buffers.3.html">io_uring_prep_provide_buffers(3)</a>
   */
  default PreparedRequest provideBuffers(T data, ProvidedBuffers group, int first, int count)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int groupId = ring.number(group);
    group.checkProvidable(first, count);
    long entry = ring.claim();
    ProvidedBuffers.Provision provision = group.provision(first, count);
    long userData = ring.table().allocate(IORING_OP_PROVIDE_BUFFERS, -1, data, provision);
    BufferGroupEncoders.provideBuffers(
        ring.sqes(),
        entry,
        userData,
        group.memory().address() + group.start(first),
        group.bufferSize(),
        count,
        groupId,
        first);
    return ring.queued(ring.requests, entry, userData);
  }

  /**
   * Takes all buffers of the older kind back from the kernel. No other request that uses the group
   * may be in flight, nor may one be prepared before this one has completed, as the kernel does not
   * tell which buffers it removed.
   *
   * <p>Result: how many it had; {@code -ENOENT} for none. Then all that are not leased are free.
   *
   * @param data comes back with the completion
   * @param group of this ring
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code group} belongs to another ring
   * @throws IllegalStateException if another request that uses the group is in flight
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.7
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_remove_buffers.3.html">io_uring_prep_remove_buffers(3)</a>
   */
  default PreparedRequest removeBuffers(T data, ProvidedBuffers group) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int groupId = ring.number(group);
    group.checkRemovable();
    long entry = ring.claim();
    ProvidedBuffers.Removal removal = group.removal();
    long userData = ring.table().allocate(IORING_OP_REMOVE_BUFFERS, -1, data, removal);
    BufferGroupEncoders.removeBuffers(ring.sqes(), entry, userData, group.count(), groupId);
    return ring.queued(ring.requests, entry, userData);
  }
}
