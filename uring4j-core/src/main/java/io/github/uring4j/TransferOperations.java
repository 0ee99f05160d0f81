package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Requests that send and receive bytes over sockets.
 *
 * <p>Each method prepares one request on the ring's queue; {@link Ring#submit} hands it to the
 * kernel. The first argument comes back with the completion. Each is for the ring's owner thread
 * and throws WrongThreadException on another, IllegalStateException on a closed ring, and
 * IOException if the queue was full and what was pending could not be submitted; then nothing was
 * prepared. A send never raises SIGPIPE.
 *
 * <p>Buffers are native and must not be changed, a target not be read, until the completion; their
 * arenas must stay open until then. A transfer may be shorter than asked for: a send on a stream
 * whose other side is slow, a receive at whatever is there. {@link MsgFlags#WAITALL} asks the
 * kernel to go on until all is through; then only an end of the stream, an error or a signal makes
 * it short, and a short one breaks a chain; without the flag only an error does.
 *
 * @param <T> the type of the ring's user data
 */
public sealed interface TransferOperations<T> permits Ring {

  /**
   * Sends bytes over a connected socket, as send(2).
   *
   * <p>Result: bytes sent, or {@code -EPIPE}, {@code -ECONNRESET}, {@code -EMSGSIZE}.
   *
   * @param data comes back with the completion
   * @param socket the socket; stays the caller's
   * @param buffer what to send
   * @param msgFlags a combination of {@link MsgFlags}; NOSIGNAL is always among them
   * @return the request, to modify: how to wait
   * @throws IllegalArgumentException if the buffer is not native or too long, or {@code socket}
   *     belongs to another ring
   * @throws IllegalStateException if the buffer's arena is closed
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.6
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_send.3.html">io_uring_prep_send(3)</a>
   */
  default PreparedSend send(T data, Fd socket, MemorySegment buffer, int msgFlags)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(socket);
    Buffers.checkNative(buffer, false);
    int length = Buffers.checkLength(buffer);
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_SEND, KeptAlive.number(socket), data, buffer);
    TransferEncoders.send(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(socket),
        0,
        number,
        buffer.address(),
        length,
        msgFlags | MsgFlags.NOSIGNAL);
    return ring.queued(ring.sends, entry, userData);
  }

  /**
   * Sends bytes to an address, as sendto(2).
   *
   * <p>Result: bytes sent, or {@code -EMSGSIZE}, {@code -ECONNREFUSED}, {@code -EISCONN} for a
   * socket that has another peer.
   *
   * @param data comes back with the completion
   * @param socket the socket; stays the caller's
   * @param buffer what to send
   * @param msgFlags a combination of {@link MsgFlags}; NOSIGNAL is always among them
   * @param address the destination; copied
   * @return the request, to modify: how to wait
   * @throws IllegalArgumentException if the buffer is not native or too long, or {@code socket}
   *     belongs to another ring
   * @throws IllegalStateException if the buffer's arena is closed
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.0
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_sendto.3.html">io_uring_prep_sendto(3)</a>
   */
  default PreparedSend sendTo(
      T data, Fd socket, MemorySegment buffer, int msgFlags, SockAddr address) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(socket);
    Buffers.checkNative(buffer, false);
    int length = Buffers.checkLength(buffer);
    int addressLength = address.length();
    long entry = ring.claim();
    Scratch.Block copy = address.copy(ring.scratch());
    copy.hold(buffer);
    long userData = ring.table().allocate(IORING_OP_SEND, KeptAlive.number(socket), data, copy);
    TransferEncoders.sendTo(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(socket),
        number,
        buffer.address(),
        length,
        msgFlags | MsgFlags.NOSIGNAL,
        copy.address(),
        addressLength);
    return ring.queued(ring.sends, entry, userData);
  }

  /**
   * Sends the bytes of several buffers, one behind the other.
   *
   * <p>Result: bytes sent, or {@code -EPIPE}, {@code -ECONNRESET}, {@code -EMSGSIZE}; {@code
   * -EINVAL} from a kernel that lacks it, where sendmsg does the same.
   *
   * @param data comes back with the completion
   * @param socket the socket; stays the caller's
   * @param buffers what to send, at most 1,024 (IOV_MAX)
   * @param msgFlags a combination of {@link MsgFlags}; NOSIGNAL is always among them
   * @return the request, to modify: how to wait
   * @throws IllegalArgumentException if there are too many buffers, one is not native, all together
   *     are too long, or {@code socket} belongs to another ring
   * @throws IllegalStateException if a buffer's arena is closed
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.17
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_send.3.html">io_uring_prep_send(3)</a>
   */
  default PreparedSend sendv(T data, Fd socket, MemorySegment[] buffers, int msgFlags)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(socket);
    Vectors.check(buffers, false);
    long entry = ring.claim();
    Scratch.Block iovecs = Vectors.block(ring.scratch(), buffers);
    long userData = ring.table().allocate(IORING_OP_SEND, KeptAlive.number(socket), data, iovecs);
    TransferEncoders.send(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(socket),
        IORING_SEND_VECTORIZED,
        number,
        iovecs.address(),
        buffers.length,
        msgFlags | MsgFlags.NOSIGNAL);
    return ring.queued(ring.sends, entry, userData);
  }

  /**
   * Sends the next buffer that was put into a group. The kernel takes it when it sends, so that
   * several such requests keep the order of the group.
   *
   * <p>Result: bytes sent, or {@code -ENOBUFS} if the group is empty, {@code -EPIPE}, {@code
   * -ECONNRESET}. The completion brings the buffer.
   *
   * @param data comes back with the completion
   * @param socket a connected socket; stays the caller's
   * @param group of this ring
   * @param maxLength in bytes; 0 for all that was put into the buffer
   * @param msgFlags a combination of {@link MsgFlags}; NOSIGNAL is always among them
   * @return the request, to modify: several buffers at once, how to wait
   * @throws IllegalArgumentException if {@code maxLength} is negative, or {@code socket} or {@code
   *     group} belongs to another ring
   * @throws IllegalStateException if the group is closed, or {@linkplain
   *     BufferRingBuilder#incremental() incremental} and used by another request
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.10
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_send.3.html">io_uring_prep_send_bundle(3)</a>
   */
  default PreparedSend send(T data, Fd socket, BufferGroup group, int maxLength, int msgFlags)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(socket);
    int groupId = ring.number(group);
    int limit = Buffers.checkLength((long) maxLength);
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_SEND, KeptAlive.number(socket), data, group);
    group.hold(true);
    TransferEncoders.sendFrom(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(socket),
        number,
        groupId,
        limit,
        msgFlags | MsgFlags.NOSIGNAL);
    return ring.queued(ring.sends, entry, userData);
  }

  /**
   * Receives bytes, as recv(2).
   *
   * <p>Result: bytes received; 0 when the other side has ended the stream; or {@code -ECONNRESET}.
   * {@link CompletionFlags#SOCK_NONEMPTY} says that there is more.
   *
   * @param data comes back with the completion
   * @param socket the socket; stays the caller's
   * @param buffer where to put them
   * @param msgFlags a combination of {@link MsgFlags}
   * @return the request, to modify: how to wait
   * @throws IllegalArgumentException if the buffer is not native, read-only or too long, or {@code
   *     socket} belongs to another ring
   * @throws IllegalStateException if the buffer's arena is closed
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.6
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_recv.3.html">io_uring_prep_recv(3)</a>
   */
  default PreparedReceive recv(T data, Fd socket, MemorySegment buffer, int msgFlags)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(socket);
    Buffers.checkNative(buffer, true);
    int length = Buffers.checkLength(buffer);
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_RECV, KeptAlive.number(socket), data, buffer);
    TransferEncoders.recv(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(socket),
        number,
        buffer.address(),
        length,
        msgFlags);
    return ring.queued(ring.receives, entry, userData);
  }

  /**
   * Receives bytes into a buffer that the kernel takes from a group when there is something to
   * receive.
   *
   * <p>Result: bytes received; 0 when the other side has ended the stream; or {@code -ENOBUFS} if
   * the group is empty, {@code -ECONNRESET}. The completion brings the buffer. {@link
   * CompletionFlags#SOCK_NONEMPTY} says that there is more to receive.
   *
   * @param data comes back with the completion
   * @param socket the socket; stays the caller's
   * @param group of this ring
   * @param maxLength in bytes; 0 for as many as the buffer holds
   * @param msgFlags a combination of {@link MsgFlags}
   * @return the request, to modify: multishot, several buffers at once, how to wait
   * @throws IllegalArgumentException if {@code maxLength} is negative, or {@code socket} or {@code
   *     group} belongs to another ring
   * @throws IllegalStateException if the group is closed, or {@linkplain
   *     BufferRingBuilder#incremental() incremental} and used by another request
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.7
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_recv.3.html">io_uring_prep_recv(3)</a>
   */
  default PreparedReceive recv(T data, Fd socket, BufferGroup group, int maxLength, int msgFlags)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(socket);
    int groupId = ring.number(group);
    group.checkReceiveFlags(msgFlags);
    int limit = Buffers.checkLength((long) maxLength);
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_RECV, KeptAlive.number(socket), data, group);
    group.hold(true);
    TransferEncoders.recvInto(
        ring.sqes(), entry, userData, Ring.entryFlags(socket), number, groupId, limit, msgFlags);
    return ring.queued(ring.receives, entry, userData);
  }

  /**
   * Receives bytes again and again, whenever there are some: one completion with a buffer for each
   * time, until the other side ends the stream, an error, a cancel, or until there is no buffer.
   *
   * <p>Result: bytes received, with {@link CompletionFlags#MORE} while the request goes on; 0 when
   * the other side has ended the stream; {@code -ENOBUFS} if the group had no buffer, {@code
   * -ECONNRESET}. Bytes that have no buffer stay where they are.
   *
   * @param data comes back with each completion
   * @param socket the socket; stays the caller's
   * @param group of this ring
   * @param maxLength in bytes for each time; 0 for as many as the buffer holds
   * @param msgFlags a combination of {@link MsgFlags} without WAITALL
   * @return the request, to modify: several buffers at once, an end after so many bytes, how to
   *     wait
   * @throws IllegalArgumentException if {@code maxLength} is negative, WAITALL is among the flags,
   *     TRUNC is and the group is incremental, or {@code socket} or {@code group} belongs to
   *     another ring
   * @throws IllegalStateException if the group is closed, or {@linkplain
   *     BufferRingBuilder#incremental() incremental} and used by a request that is not multishot
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.0
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_recv.3.html">io_uring_prep_recv_multishot(3)</a>
   */
  default PreparedReceiveMultishot recvMultishot(
      T data, Fd socket, BufferGroup group, int maxLength, int msgFlags) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(socket);
    int groupId = ring.numberForMultishot(group);
    group.checkReceiveFlags(msgFlags);
    int limit = Buffers.checkLength((long) maxLength);
    MsgFlags.checkMultishot(msgFlags);
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_RECV, KeptAlive.number(socket), data, group);
    group.hold(false);
    TransferEncoders.recvMultishot(
        ring.sqes(), entry, userData, Ring.entryFlags(socket), number, groupId, limit, msgFlags);
    return ring.queued(ring.multishotReceives, entry, userData);
  }
}
