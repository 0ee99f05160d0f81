package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

import java.io.IOException;

/**
 * Requests that wait for events of descriptors.
 *
 * <p>Each method prepares one request on the ring's queue; {@link Ring#submit} hands it to the
 * kernel. The first argument comes back with the completion. Each is for the ring's owner thread
 * and throws WrongThreadException on another, IllegalStateException on a closed ring, and
 * IOException if the queue was full and what was pending could not be submitted; then nothing was
 * prepared.
 *
 * @param <T> the type of the ring's user data
 */
public sealed interface PollOperations<T> permits Ring {

  /**
   * Waits until a descriptor has one of some events: once, or with {@link PreparedPoll#multishot}
   * again and again.
   *
   * <p>Result: the events that it has, a combination of {@link PollEvents}; or {@code -EBADF},
   * {@code -ECANCELED}.
   *
   * @param data comes back with the completion
   * @param fd what to wait for; stays the caller's
   * @param events a combination of {@link PollEvents}, or of epoll's, all 32 bits; ERR and HUP are
   *     always among them
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code fd} belongs to another ring
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.1
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_poll_add.3.html">io_uring_prep_poll_add(3)</a>
   */
  default PreparedPoll pollAdd(T data, Fd fd, int events) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(fd);
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_POLL_ADD, KeptAlive.number(fd), data, null);
    ControlEncoders.pollAdd(ring.sqes(), entry, userData, Ring.entryFlags(fd), number, events);
    return ring.queued(ring.polls, entry, userData);
  }

  /**
   * Ends a poll, which completes with {@code -ECANCELED}.
   *
   * <p>Result: 0 if it was found, {@code -ENOENT} if it has ended by itself, {@code -EALREADY} if
   * it is about to complete.
   *
   * @param data comes back with the completion
   * @param poll a pollAdd request of this ring, in flight
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code poll} belongs to another ring or is no poll
   * @throws IllegalStateException if its last completion has been collected
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.1
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_poll_remove.3.html">io_uring_prep_poll_remove(3)</a>
   */
  default PreparedRequest pollRemove(T data, Request poll) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    long target = ring.target(poll, IORING_OP_POLL_ADD);
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_POLL_REMOVE, -1, data, null);
    ControlEncoders.pollRemove(ring.sqes(), entry, userData, target);
    return ring.queued(ring.requests, entry, userData);
  }

  /**
   * Changes what a poll waits for. Whether it is multishot stays; if one of the events is there
   * already, it completes at once. {@link Ring#replaceData} changes its user data.
   *
   * <p>Result: 0 if it was found, {@code -ENOENT} if it has ended by itself, {@code -EALREADY} if
   * it is about to complete; {@code -ECANCELED} if it ended while it was being changed.
   *
   * @param data comes back with the completion
   * @param poll a pollAdd request of this ring, in flight
   * @param events a combination of {@link PollEvents}: the lower 16 bits, others stay
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code poll} belongs to another ring or is no poll
   * @throws IllegalStateException if its last completion has been collected
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.13
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_poll_update.3.html">io_uring_prep_poll_update(3)</a>
   */
  default PreparedRequest pollUpdate(T data, Request poll, int events) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    long target = ring.target(poll, IORING_OP_POLL_ADD);
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_POLL_REMOVE, -1, data, null);
    ControlEncoders.pollUpdate(
        ring.sqes(), entry, userData, target, events, IORING_POLL_UPDATE_EVENTS);
    return ring.queued(ring.requests, entry, userData);
  }
}
