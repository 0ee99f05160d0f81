package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

import io.github.uring4j.abi.LinuxConstants;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Commands that drivers define for files of theirs: what ioctl(2) is among system calls.
 *
 * <p>Each method prepares one request on the ring's queue; {@link Ring#submit} hands it to the
 * kernel. The first argument comes back with the completion. Each is for the ring's owner thread
 * and throws WrongThreadException on another, IllegalStateException on a closed ring, and
 * IOException if the queue was full and what was pending could not be submitted; then nothing was
 * prepared.
 *
 * @param <T> the type of the ring's user data
 */
public sealed interface CommandOperations<T> permits Ring {

  /**
   * Has the driver of a file do what it defines under a number.
   *
   * <p>Result: as the driver defines; on rings with {@link SetupFlags#CQE32} 16 bytes more, see
   * {@link CompletionView#extra1}. Or {@code -EOPNOTSUPP} for a file without commands, {@code
   * -ENOTTY}, {@code -EINVAL} for a number that the driver does not know.
   *
   * <p>The ring keeps no memory alive whose address is in the payload, unless {@link
   * PreparedCommand#keep} names it.
   *
   * @param data comes back with the completion
   * @param fd an open file; stays the caller's
   * @param command the driver's number
   * @param payload what goes with it, up to 16 bytes, or 80 on a ring with {@link
   *     SetupFlags#SQE128}; on the heap or native; is copied
   * @return the request, to modify: registered buffer, memory to keep
   * @throws IllegalArgumentException if the payload is too long, or {@code fd} belongs to another
   *     ring
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.19
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_uring_cmd.3.html">io_uring_prep_uring_cmd(3)</a>
   */
  default PreparedCommand uringCmd(T data, Fd fd, int command, MemorySegment payload)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(fd);
    long space = ring.commandSpace();
    checkPayload(payload, space);
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_URING_CMD, KeptAlive.number(fd), data, null);
    CommandEncoders.uringCmd(
        ring.sqes(), entry, userData, Ring.entryFlags(fd), number, command, payload);
    return ring.queued(ring.commands, entry, userData);
  }

  /**
   * Has the driver of a file do what it defines under a number, with an entry of 128 bytes. It
   * takes two places of the queue on a ring with {@link SetupFlags#SQE_MIXED}.
   *
   * <p>Result: as of {@link #uringCmd}.
   *
   * @param data comes back with the completion
   * @param fd an open file; stays the caller's
   * @param command the driver's number
   * @param payload what goes with it, up to 80 bytes; on the heap or native; is copied
   * @return the request, to modify: registered buffer, memory to keep
   * @throws IllegalArgumentException if the payload is too long, or {@code fd} belongs to another
   *     ring
   * @throws IllegalStateException if the ring has neither {@link SetupFlags#SQE128} nor {@link
   *     SetupFlags#SQE_MIXED}
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.19
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_uring_cmd.3.html">io_uring_prep_uring_cmd128(3)</a>
   */
  default PreparedCommand uringCmd128(T data, Fd fd, int command, MemorySegment payload)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(fd);
    checkPayload(payload, CommandEncoders.WIDE_SPACE);
    long entry = ring.claimWide();
    long userData = ring.table().allocate(IORING_OP_URING_CMD128, KeptAlive.number(fd), data, null);
    CommandEncoders.uringCmd128(
        ring.sqes(), entry, userData, Ring.entryFlags(fd), number, command, payload);
    return ring.queued(ring.commands, entry, userData);
  }

  private static void checkPayload(MemorySegment payload, long space) {
    Objects.requireNonNull(payload, "payload");
    if (payload.byteSize() > space) {
      throw new IllegalArgumentException(
          "an entry of this ring has room for %d bytes of payload, not %d"
              .formatted(space, payload.byteSize()));
    }
    if (!payload.scope().isAlive()) {
      throw new IllegalStateException("the payload's arena has been closed");
    }
    if (!payload.isAccessibleBy(Thread.currentThread())) {
      throw new WrongThreadException("the payload is confined to another thread");
    }
  }

  /**
   * Discards a range of a block device: its content is undefined after that, and the device may use
   * the space.
   *
   * <p>Result: 0, or {@code -EOPNOTSUPP} for what is no block device or cannot discard, {@code
   * -EBADF} if it is not open for writing, {@code -EINVAL} for a range that is not whole sectors or
   * not within the device.
   *
   * @param data comes back with the completion
   * @param fd a block device, open for writing; stays the caller's
   * @param offset where the range begins, in bytes
   * @param length of the range in bytes
   * @return the request, to modify
   * @throws IllegalArgumentException if a number is negative, or {@code fd} belongs to another ring
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.12
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_cmd_discard.3.html">io_uring_prep_cmd_discard(3)</a>
   */
  default PreparedRequest blockDiscard(T data, Fd fd, long offset, long length) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(fd);
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException(
          "a range begins at 0 or more and is 0 bytes long or more; %d and %d are not that"
              .formatted(offset, length));
    }
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_URING_CMD, KeptAlive.number(fd), data, null);
    CommandEncoders.blockCommand(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(fd),
        number,
        LinuxConstants.BLOCK_URING_CMD_DISCARD,
        offset,
        length);
    return ring.queued(ring.requests, entry, userData);
  }

  /**
   * Resets all zones of a zoned block device: all that is on it is lost.
   *
   * <p>Result: 0, or {@code -EOPNOTSUPP} for what is no zoned block device, and before Linux 7.0
   * for all.
   *
   * @param data comes back with the completion
   * @param fd a zoned block device, open for writing; stays the caller's
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code fd} belongs to another ring
   * @throws IOException if a full queue could not be submitted
   * @kernel 7.0
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_uring_cmd.3.html">io_uring_prep_uring_cmd(3)</a>
   */
  default PreparedRequest zoneResetAll(T data, Fd fd) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(fd);
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_URING_CMD, KeptAlive.number(fd), data, null);
    CommandEncoders.blockCommand(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(fd),
        number,
        LinuxConstants.BLOCK_URING_CMD_ZONE_RESET_ALL,
        0,
        0);
    return ring.queued(ring.requests, entry, userData);
  }
}
