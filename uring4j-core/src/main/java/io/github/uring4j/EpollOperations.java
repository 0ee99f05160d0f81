package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.github.uring4j.abi.LinuxArch;
import java.io.IOException;

/**
 * Requests on epoll instances, for programs that share one with other code; {@link Epoll#create}
 * makes one. A program that has rings only is better off with {@link PollOperations#pollAdd}.
 *
 * <p>Each method prepares one request on the ring's queue; {@link Ring#submit} hands it to the
 * kernel. The first argument comes back with the completion. Each is for the ring's owner thread
 * and throws WrongThreadException on another, IllegalStateException on a closed ring, and
 * IOException if the queue was full and what was pending could not be submitted; then nothing was
 * prepared.
 *
 * @param <T> the type of the ring's user data
 * @see <a href="https://man7.org/linux/man-pages/man7/epoll.7.html">epoll(7)</a>
 */
public sealed interface EpollOperations<T> permits Ring {

  /**
   * Adds, modifies or removes a descriptor in an epoll instance, as epoll_ctl(2).
   *
   * <p>Result: 0, {@code -EEXIST} if it is there already, {@code -ENOENT} if it is not, {@code
   * -EPERM} for what cannot be waited for, such as a regular file.
   *
   * @param data comes back with the completion
   * @param epoll the epoll instance; stays the caller's
   * @param op what to do
   * @param fd the descriptor; stays the caller's
   * @param events a combination of {@link EpollEvents}
   * @param eventData 64 bits that come with the descriptor's events
   * @return the request, to modify
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.6
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_epoll_ctl.3.html">io_uring_prep_epoll_ctl(3)</a>
   */
  default PreparedRequest epollCtl(
      T data, PlainFd epoll, EpollOp op, PlainFd fd, int events, long eventData)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int epollNumber = epoll.value();
    int number = fd.value();
    int opValue = op.value();
    long entry = ring.claim();
    Scratch.Block event = ring.scratch().allocate(EpollEventArray.EVENT_SIZE);
    event.memory.set(JAVA_INT, LinuxArch.CURRENT.EPOLL_EVENT_EVENTS, events);
    event.memory.set(JAVA_LONG_UNALIGNED, LinuxArch.CURRENT.EPOLL_EVENT_DATA, eventData);
    long userData = ring.table().allocate(IORING_OP_EPOLL_CTL, epollNumber, data, event);
    EpollEncoders.epollCtl(
        ring.sqes(), entry, userData, epollNumber, number, opValue, event.address());
    return ring.queued(ring.requests, entry, userData);
  }

  /**
   * Waits until descriptors of an epoll instance are ready, as epoll_wait(2).
   *
   * <p>Result: how many events were filled into {@code ready}, 1 to its capacity, or {@code
   * -EINVAL} for what is no epoll instance, {@code -ECANCELED} when cancelled.
   *
   * @param data comes back with the completion
   * @param epoll the epoll instance; stays the caller's
   * @param ready is filled; must not be read until the completion
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code epoll} belongs to another ring
   * @throws IllegalStateException if {@code ready} is in use by a request
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.15
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_epoll_wait.3.html">io_uring_prep_epoll_wait(3)</a>
   */
  default PreparedRequest epollWait(T data, Fd epoll, EpollEventArray ready) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(epoll);
    ready.checkFree();
    long entry = ring.claim();
    long userData =
        ring.table().allocate(IORING_OP_EPOLL_WAIT, KeptAlive.number(epoll), data, ready);
    ready.take();
    EpollEncoders.epollWait(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(epoll),
        number,
        ready.memory.address(),
        ready.capacity());
    return ring.queued(ring.requests, entry, userData);
  }
}
