package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Requests that send without copying the data into the kernel.
 *
 * <p>Each completes in two steps. The first completion tells how much was sent, or the error. If it
 * has {@link CompletionFlags#MORE}, the network still reads the memory, and a second one follows,
 * the {@linkplain Completion#isNotification notification}, when it no longer does. Until the last
 * of them everything must be left as it is: buffers must not be changed and their arenas not be
 * closed, a chunk cannot be freed, a message is in flight. The notification may take until the
 * other side has read: {@link Ring#close} waits for it as for any request, and cannot hasten it.
 *
 * <p>It pays for tens of kilobytes and more that really leave the machine: over the loopback
 * interface the kernel copies. What memory may be pinned counts against RLIMIT_MEMLOCK ({@code
 * -ENOMEM}), except that of registered buffers.
 *
 * <p>Each method prepares one request on the ring's queue; {@link Ring#submit} hands it to the
 * kernel. The first argument comes back with each completion. Each is for the ring's owner thread
 * and throws WrongThreadException on another, IllegalStateException on a closed ring, and
 * IOException if the queue was full and what was pending could not be submitted; then nothing was
 * prepared. A send never raises SIGPIPE.
 *
 * @param <T> the type of the ring's user data
 */
public sealed interface ZeroCopyOperations<T> permits Ring {

  /**
   * Sends bytes over a connected socket.
   *
   * <p>Result: bytes sent, and a notification; or {@code -EPIPE}, {@code -ECONNRESET}, {@code
   * -EOPNOTSUPP} for a socket that cannot, such as a Unix one.
   *
   * @param data comes back with each completion
   * @param socket the socket; stays the caller's
   * @param buffer what to send
   * @param msgFlags a combination of {@link MsgFlags}; NOSIGNAL is always among them
   * @return the request, to modify: how to wait, whether to tell of copying
   * @throws IllegalArgumentException if the buffer is not native or too long, or {@code socket}
   *     belongs to another ring
   * @throws IllegalStateException if the buffer's arena is closed
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.0
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_send_zc.3.html">io_uring_prep_send_zc(3)</a>
   */
  default PreparedZeroCopy sendZc(T data, Fd socket, MemorySegment buffer, int msgFlags)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(socket);
    Buffers.checkNative(buffer, false);
    int length = Buffers.checkLength(buffer);
    long entry = ring.claim();
    long userData =
        ring.table().allocate(IORING_OP_SEND_ZC, KeptAlive.number(socket), data, buffer);
    ZeroCopyEncoders.sendZc(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(socket),
        0,
        number,
        buffer.address(),
        length,
        msgFlags | MsgFlags.NOSIGNAL);
    return ring.queued(ring.zeroCopies, entry, userData);
  }

  /**
   * Sends bytes to an address.
   *
   * <p>Result: bytes sent, and a notification; or {@code -EMSGSIZE}, {@code -ECONNREFUSED}, {@code
   * -EOPNOTSUPP} for a socket that cannot, such as a Unix one.
   *
   * @param data comes back with each completion
   * @param socket the socket; stays the caller's
   * @param buffer what to send
   * @param msgFlags a combination of {@link MsgFlags}; NOSIGNAL is always among them
   * @param address the destination; copied
   * @return the request, to modify: how to wait, whether to tell of copying
   * @throws IllegalArgumentException if the buffer is not native or too long, or {@code socket}
   *     belongs to another ring
   * @throws IllegalStateException if the buffer's arena is closed
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.0
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_send_zc.3.html">io_uring_prep_send_zc(3)</a>
   */
  default PreparedZeroCopy sendZcTo(
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
    long userData = ring.table().allocate(IORING_OP_SEND_ZC, KeptAlive.number(socket), data, copy);
    ZeroCopyEncoders.sendZcTo(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(socket),
        0,
        number,
        buffer.address(),
        length,
        msgFlags | MsgFlags.NOSIGNAL,
        0,
        copy.address(),
        addressLength);
    return ring.queued(ring.zeroCopies, entry, userData);
  }

  /**
   * Sends the bytes of several buffers, one behind the other.
   *
   * <p>Result: bytes sent, and a notification; or {@code -EPIPE}, {@code -ECONNRESET}, {@code
   * -EOPNOTSUPP} for a socket that cannot; {@code -EINVAL} from a kernel that lacks it, where
   * sendmsgZc does the same.
   *
   * @param data comes back with each completion
   * @param socket the socket; stays the caller's
   * @param buffers what to send, at most 1,024 (IOV_MAX)
   * @param msgFlags a combination of {@link MsgFlags}; NOSIGNAL is always among them
   * @return the request, to modify: how to wait, whether to tell of copying
   * @throws IllegalArgumentException if there are too many buffers, one is not native, all together
   *     are too long, or {@code socket} belongs to another ring
   * @throws IllegalStateException if a buffer's arena is closed
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.17
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_send_zc.3.html">io_uring_prep_send_zc(3)</a>
   */
  default PreparedZeroCopy sendvZc(T data, Fd socket, MemorySegment[] buffers, int msgFlags)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(socket);
    Vectors.check(buffers, false);
    long entry = ring.claim();
    Scratch.Block iovecs = Vectors.block(ring.scratch(), buffers);
    long userData =
        ring.table().allocate(IORING_OP_SEND_ZC, KeptAlive.number(socket), data, iovecs);
    ZeroCopyEncoders.sendZc(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(socket),
        IORING_SEND_VECTORIZED,
        number,
        iovecs.address(),
        buffers.length,
        msgFlags | MsgFlags.NOSIGNAL);
    return ring.queued(ring.zeroCopies, entry, userData);
  }

  /**
   * Sends bytes of a registered buffer over a connected socket.
   *
   * <p>Result: bytes sent, and a notification; or {@code -EPIPE}, {@code -ECONNRESET}, {@code
   * -EOPNOTSUPP} for a socket that cannot, such as a Unix one.
   *
   * @param data comes back with each completion
   * @param socket the socket; stays the caller's
   * @param buffer registered with this ring
   * @param bufferOffset where in the buffer, in bytes
   * @param length in bytes, zero or more
   * @param msgFlags a combination of {@link MsgFlags}; NOSIGNAL is always among them
   * @return the request, to modify: how to wait, whether to tell of copying
   * @throws IndexOutOfBoundsException if the range is not within the buffer
   * @throws IllegalArgumentException if {@code socket} or {@code buffer} belongs to another ring
   * @throws IllegalStateException if the buffer is no longer registered, or its arena is closed
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.0
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_send_zc.3.html">io_uring_prep_send_zc_fixed(3)</a>
   */
  default PreparedZeroCopy sendZcFixed(
      T data, Fd socket, RegisteredBuffer buffer, long bufferOffset, int length, int msgFlags)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(socket);
    ring.checkRegistered(buffer);
    Buffers.checkNative(buffer.segment(), false);
    Objects.checkFromIndexSize(bufferOffset, length, buffer.byteSize());
    long entry = ring.claim();
    long userData =
        ring.table().allocate(IORING_OP_SEND_ZC, KeptAlive.number(socket), data, buffer.segment());
    ZeroCopyEncoders.sendZcFixed(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(socket),
        number,
        buffer.segment().address() + bufferOffset,
        length,
        msgFlags | MsgFlags.NOSIGNAL,
        buffer.index());
    return ring.queued(ring.zeroCopies, entry, userData);
  }

  /**
   * Sends a chunk of a registered buffer over a connected socket.
   *
   * <p>Result: bytes sent, and a notification; or {@code -EPIPE}, {@code -ECONNRESET}, {@code
   * -EOPNOTSUPP} for a socket that cannot, such as a Unix one. The chunk cannot be freed until the
   * last of them has been collected.
   *
   * @param data comes back with each completion
   * @param socket the socket; stays the caller's
   * @param chunk of a region over a buffer that is registered with this ring
   * @param length in bytes, zero to the size of the chunk
   * @param msgFlags a combination of {@link MsgFlags}; NOSIGNAL is always among them
   * @return the request, to modify: how to wait, whether to tell of copying
   * @throws IllegalArgumentException if {@code length} exceeds the chunk, or {@code socket} or the
   *     chunk belongs to another ring
   * @throws IllegalStateException if the chunk is free, the buffer no longer registered, or its
   *     arena closed
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.0
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_send_zc.3.html">io_uring_prep_send_zc_fixed(3)</a>
   */
  default PreparedZeroCopy sendZcFixed(T data, Fd socket, Chunk chunk, int length, int msgFlags)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(socket);
    ring.checkRegistered(chunk);
    chunk.checkLength(length);
    MemorySegment memory = chunk.segment();
    Buffers.checkNative(memory, false);
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_SEND_ZC, KeptAlive.number(socket), data, chunk);
    chunk.hold();
    ZeroCopyEncoders.sendZcFixed(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(socket),
        number,
        memory.address(),
        length,
        msgFlags | MsgFlags.NOSIGNAL,
        chunk.buffer().index());
    return ring.queued(ring.zeroCopies, entry, userData);
  }

  /**
   * Sends bytes of a registered buffer to an address.
   *
   * <p>Result: bytes sent, and a notification; or {@code -EMSGSIZE}, {@code -ECONNREFUSED}, {@code
   * -EOPNOTSUPP} for a socket that cannot, such as a Unix one.
   *
   * @param data comes back with each completion
   * @param socket the socket; stays the caller's
   * @param buffer registered with this ring
   * @param bufferOffset where in the buffer, in bytes
   * @param length in bytes, zero or more
   * @param msgFlags a combination of {@link MsgFlags}; NOSIGNAL is always among them
   * @param address the destination; copied
   * @return the request, to modify: how to wait, whether to tell of copying
   * @throws IndexOutOfBoundsException if the range is not within the buffer
   * @throws IllegalArgumentException if {@code socket} or {@code buffer} belongs to another ring
   * @throws IllegalStateException if the buffer is no longer registered, or its arena is closed
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.0
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_send_zc.3.html">io_uring_prep_send_zc_fixed(3)</a>
   */
  default PreparedZeroCopy sendZcFixedTo(
      T data,
      Fd socket,
      RegisteredBuffer buffer,
      long bufferOffset,
      int length,
      int msgFlags,
      SockAddr address)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(socket);
    ring.checkRegistered(buffer);
    Buffers.checkNative(buffer.segment(), false);
    Objects.checkFromIndexSize(bufferOffset, length, buffer.byteSize());
    int addressLength = address.length();
    long entry = ring.claim();
    Scratch.Block copy = address.copy(ring.scratch());
    copy.hold(buffer.segment());
    long userData = ring.table().allocate(IORING_OP_SEND_ZC, KeptAlive.number(socket), data, copy);
    ZeroCopyEncoders.sendZcTo(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(socket),
        IORING_RECVSEND_FIXED_BUF,
        number,
        buffer.segment().address() + bufferOffset,
        length,
        msgFlags | MsgFlags.NOSIGNAL,
        buffer.index(),
        copy.address(),
        addressLength);
    return ring.queued(ring.zeroCopies, entry, userData);
  }

  /**
   * Sends a message, with an address and control messages if it has them.
   *
   * <p>Result: bytes sent, and a notification; or {@code -EPIPE}, {@code -ECONNRESET}, {@code
   * -EOPNOTSUPP} for a socket that cannot, such as a Unix one.
   *
   * @param data comes back with each completion
   * @param socket the socket; stays the caller's
   * @param message what to send
   * @param msgFlags a combination of {@link MsgFlags}; NOSIGNAL is always among them
   * @return the request, to modify: how to wait, whether to tell of copying
   * @throws IllegalArgumentException if {@code socket} belongs to another ring, or the message was
   *     made for the other direction
   * @throws IllegalStateException if a buffer's arena is closed
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.1
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_sendmsg_zc.3.html">io_uring_prep_sendmsg_zc(3)</a>
   */
  default PreparedZeroCopy sendmsgZc(T data, Fd socket, MsgHdr message, int msgFlags)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(socket);
    long entry = ring.claim();
    long header = message.prepareToSend();
    long userData =
        ring.table().allocate(IORING_OP_SENDMSG_ZC, KeptAlive.number(socket), data, message);
    ZeroCopyEncoders.sendmsgZc(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(socket),
        number,
        header,
        msgFlags | MsgFlags.NOSIGNAL);
    return ring.queued(ring.zeroCopies, entry, userData);
  }

  /**
   * Sends a message whose buffers lie in one registered buffer.
   *
   * <p>Result: bytes sent, and a notification; or {@code -EPIPE}, {@code -ECONNRESET}, {@code
   * -EOPNOTSUPP} for a socket that cannot, such as a Unix one; {@code -EINVAL} from a kernel that
   * lacks it.
   *
   * @param data comes back with each completion
   * @param socket the socket; stays the caller's
   * @param buffer registered with this ring
   * @param message what to send, from parts of that buffer
   * @param msgFlags a combination of {@link MsgFlags}; NOSIGNAL is always among them
   * @return the request, to modify: how to wait, whether to tell of copying
   * @throws IllegalArgumentException if a buffer of the message does not lie in {@code buffer},
   *     {@code socket} or {@code buffer} belongs to another ring, or the message was made for the
   *     other direction
   * @throws IllegalStateException if a buffer's arena is closed, or the buffer no longer registered
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.15
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_sendmsg_zc.3.html">io_uring_prep_sendmsg_zc_fixed(3)</a>
   */
  default PreparedZeroCopy sendmsgZcFixed(
      T data, Fd socket, RegisteredBuffer buffer, MsgHdr message, int msgFlags) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(socket);
    ring.checkRegistered(buffer);
    message.checkWithin(buffer);
    long entry = ring.claim();
    long header = message.prepareToSend();
    long userData =
        ring.table().allocate(IORING_OP_SENDMSG_ZC, KeptAlive.number(socket), data, message);
    ZeroCopyEncoders.sendmsgZcFixed(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(socket),
        number,
        header,
        msgFlags | MsgFlags.NOSIGNAL,
        buffer.index());
    return ring.queued(ring.zeroCopies, entry, userData);
  }
}
