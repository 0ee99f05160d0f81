package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

import java.io.IOException;

/**
 * Requests that address another ring: messages, and direct descriptors.
 *
 * <p>Each method prepares one request on the ring's queue; {@link Ring#submit} hands it to the
 * kernel. The first argument comes back with the completion. Each is for the ring's owner thread
 * and throws WrongThreadException on another, IllegalStateException on a closed ring, and
 * IOException if the queue was full and what was pending could not be submitted; then nothing was
 * prepared.
 *
 * <p>The other ring may belong to another thread, which may close it at any time. Then the result
 * is {@code -EBADF} or {@code -EBADFD}, or the message is dropped; or, since the kernel is told a
 * number, a ring that has got it since is given the descriptor. Agree on who closes when.
 *
 * @param <T> the type of the ring's user data
 */
public sealed interface MessageOperations<T> permits Ring {

  /**
   * Sends a message to a mailbox, of this ring or another.
   *
   * <p>Result: 0 when the message is in the other ring's queue, {@code -EOVERFLOW} if that could
   * not take it, {@code -EBADFD} if the other ring is disabled or closed. The receiver's result is
   * the message.
   *
   * @param data comes back with the completion
   * @param to the mailbox
   * @param message the result of the completion that the receiver gets. One below zero looks like
   *     an errno there
   * @return the request, to modify: flags
   * @throws IllegalStateException if the mailbox or its ring has been closed
   * @throws UnsupportedOperationException if its ring has a registered descriptor only
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.18
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_msg_ring.3.html">io_uring_prep_msg_ring(3)</a>
   */
  default PreparedRingMessage msgRing(T data, Mailbox to, int message) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int ringFd = to.ringFd();
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_MSG_RING, ringFd, data, null);
    Encoders.msgRing(ring.sqes(), entry, userData, ringFd, message, to.userData());
    return ring.queued(ring.ringMessages, entry, userData);
  }

  /**
   * Gives another ring a direct descriptor for the same open file, in a slot of its table that is
   * free unless {@link PreparedRingDescriptor#into} names one, and tells its mailbox.
   *
   * <p>Result: the slot that was picked, or 0 if one was named. {@code -ENFILE} if none is free,
   * {@code -EBADF} if {@code source} is not open, {@code -EINVAL} if the other ring is this one,
   * {@code -ENXIO} if it has no table. The receiver's message is 0 or more: the same.
   *
   * @param data comes back with the completion
   * @param source a direct descriptor of this ring; stays as it is
   * @param to a mailbox of the ring that gets it
   * @return the request, to modify: slot, whether to tell
   * @throws IllegalArgumentException if {@code source} belongs to another ring
   * @throws IllegalStateException if the mailbox or its ring has been closed
   * @throws UnsupportedOperationException if its ring has a registered descriptor only
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.0
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_msg_ring_fd.3.html">io_uring_prep_msg_ring_fd(3)</a>
   */
  default PreparedRingDescriptor msgRingFd(T data, DirectFd source, Mailbox to) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int slot = ring.number(source);
    int ringFd = to.ringFd();
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_MSG_RING, KeptAlive.number(source), data, null);
    MessageEncoders.msgRingFd(
        ring.sqes(), entry, userData, ringFd, slot, IORING_FILE_INDEX_ALLOC, to.userData());
    return ring.queued(ring.ringDescriptors, entry, userData);
  }
}
