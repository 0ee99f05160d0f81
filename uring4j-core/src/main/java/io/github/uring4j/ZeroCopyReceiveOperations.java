package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.IORING_OP_RECV_ZC;

import java.io.IOException;
import java.util.Objects;

/**
 * Requests that receive without copying the data out of the kernel.
 *
 * <p>Each method prepares one request on the ring's queue; {@link Ring#submit} hands it to the
 * kernel. The first argument comes back with the completion. Each is for the ring's owner thread
 * and throws WrongThreadException on another, IllegalStateException on a closed ring, and
 * IOException if the queue was full and what was pending could not be submitted; then nothing was
 * prepared.
 *
 * @param <T> the type of the ring's user data
 */
public sealed interface ZeroCopyReceiveOperations<T> permits Ring {

  /**
   * Receives bytes again and again, whenever the device has written some: {@link ZcrxQueue#data}
   * shows those of a completion, and {@link ZcrxQueue#giveBack} returns their memory.
   *
   * <p>Result: bytes received, with {@link CompletionFlags#MORE} while the request goes on; 0 when
   * the other side has ended the stream or all that was asked for has come; {@code -EAFNOSUPPORT}
   * or the like for a socket that is not of TCP.
   *
   * @param data comes back with each completion
   * @param socket a TCP socket whose packets come by the queue; stays the caller's
   * @param queue of this ring
   * @param length in bytes, of all together; 0 without end
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code length} is negative, or {@code socket} or {@code
   *     queue} belongs to another ring
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.15
   * @see <a href="https://man7.org/linux/man-pages/man2/io_uring_enter.2.html">io_uring_enter(2),
   *     IORING_OP_RECV_ZC</a>
   */
  default PreparedRequest recvZc(T data, Fd socket, ZcrxQueue queue, int length)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(socket);
    ring.checkMine(Objects.requireNonNull(queue, "queue").ring(), queue);
    int limit = Buffers.checkLength((long) length);
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_RECV_ZC, KeptAlive.number(socket), data, queue);
    TransferEncoders.recvZc(
        ring.sqes(), entry, userData, Ring.entryFlags(socket), number, queue.id(), limit);
    return ring.queued(ring.requests, entry, userData);
  }
}
