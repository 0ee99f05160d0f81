package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

import java.io.IOException;
import java.util.Objects;

/**
 * Requests on sockets: make, bind, connect, listen, accept, send, receive, shut down.
 *
 * <p>Each method prepares one request on the ring's queue; {@link Ring#submit} hands it to the
 * kernel. The first argument comes back with the completion. Each is for the ring's owner thread
 * and throws WrongThreadException on another, IllegalStateException on a closed ring, and
 * IOException if the queue was full and what was pending could not be submitted; then nothing was
 * prepared.
 *
 * @param <T> the type of the ring's user data
 */
public sealed interface SocketOperations<T> permits Ring {

  /**
   * Makes a socket, as socket(2).
   *
   * <p>Result: a descriptor that the caller owns, see {@link Completion#fd}; closed on exec. With
   * {@link PreparedSocket#direct()} a direct one, see {@link Completion#directFd}.
   *
   * @param data comes back with the completion
   * @param family the address family
   * @param type the type
   * @param protocol 0 for the usual one
   * @return the request, to modify: direct, non-blocking, inheritable
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.19
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_socket.3.html">io_uring_prep_socket(3)</a>
   */
  default PreparedSocket socket(T data, AddressFamily family, SocketType type, int protocol)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    // The kernel refuses flags in their own field; they go with the type.
    int typeAndFlags = type.value() | SocketFlags.CLOEXEC;
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_SOCKET, -1, data, null);
    Encoders.socket(ring.sqes(), entry, userData, family.value(), typeAndFlags, protocol);
    return ring.queued(ring.sockets, entry, userData);
  }

  /**
   * Gives a socket an address, as bind(2).
   *
   * <p>Result: 0, or {@code -EADDRINUSE}, {@code -EACCES}.
   *
   * @param data comes back with the completion
   * @param socket the socket; stays the caller's
   * @param address the address; must not be changed until the completion
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code socket} belongs to another ring
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.11
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_bind.3.html">io_uring_prep_bind(3)</a>
   */
  default PreparedRequest bind(T data, Fd socket, SockAddr address) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(socket);
    long at = address.address();
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_BIND, KeptAlive.number(socket), data, address);
    Encoders.bind(
        ring.sqes(), entry, userData, Ring.entryFlags(socket), number, at, address.length());
    return ring.queued(ring.requests, entry, userData);
  }

  /**
   * Connects a socket, as connect(2).
   *
   * <p>Result: 0, or {@code -ECONNREFUSED}, {@code -ETIMEDOUT}, {@code -ENETUNREACH}.
   *
   * @param data comes back with the completion
   * @param socket the socket; stays the caller's
   * @param address the address; must not be changed until the completion
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code socket} belongs to another ring
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.5
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_connect.3.html">io_uring_prep_connect(3)</a>
   */
  default PreparedRequest connect(T data, Fd socket, SockAddr address) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(socket);
    long at = address.address();
    long entry = ring.claim();
    long userData =
        ring.table().allocate(IORING_OP_CONNECT, KeptAlive.number(socket), data, address);
    Encoders.connect(
        ring.sqes(), entry, userData, Ring.entryFlags(socket), number, at, address.length());
    return ring.queued(ring.requests, entry, userData);
  }

  /**
   * Lets a socket accept connections, as listen(2).
   *
   * <p>Result: 0, or {@code -ENOTSOCK}, {@code -EADDRINUSE}.
   *
   * @param data comes back with the completion
   * @param socket the socket; stays the caller's
   * @param backlog how many may wait to be accepted
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code socket} belongs to another ring
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.11
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_listen.3.html">io_uring_prep_listen(3)</a>
   */
  default PreparedRequest listen(T data, Fd socket, int backlog) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(socket);
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_LISTEN, KeptAlive.number(socket), data, null);
    Encoders.listen(ring.sqes(), entry, userData, Ring.entryFlags(socket), number, backlog);
    return ring.queued(ring.requests, entry, userData);
  }

  /**
   * Accepts one connection, as accept4(2); with {@link PreparedAccept#multishot} one after the
   * other.
   *
   * <p>Result: the descriptor of the new socket, which the caller owns, see {@link Completion#fd};
   * closed on exec. With {@link PreparedAccept#direct()} a direct one, see {@link
   * Completion#directFd}.
   *
   * @param data comes back with the completion
   * @param socket a listening socket; stays the caller's
   * @return the request, to modify: multishot, direct, non-blocking, inheritable, how to wait
   * @throws IllegalArgumentException if {@code socket} belongs to another ring
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.5
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_accept.3.html">io_uring_prep_accept(3)</a>
   */
  default PreparedAccept accept(T data, Fd socket) throws IOException {
    return acceptFrom(data, socket, null);
  }

  /**
   * Accepts one connection and tells who connected.
   *
   * <p>Result: the descriptor of the new socket, which the caller owns, see {@link Completion#fd};
   * closed on exec. With {@link PreparedAccept#direct()} a direct one, see {@link
   * Completion#directFd}.
   *
   * @param data comes back with the completion
   * @param socket a listening socket; stays the caller's
   * @param peer is filled with the other side's address; must not be read, or given to another
   *     request, until the completion
   * @return the request, to modify: direct, non-blocking, inheritable, how to wait
   * @throws IllegalArgumentException if {@code socket} belongs to another ring
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.5
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_accept.3.html">io_uring_prep_accept(3)</a>
   */
  default PreparedAccept accept(T data, Fd socket, SockAddr peer) throws IOException {
    return acceptFrom(data, socket, Objects.requireNonNull(peer, "peer"));
  }

  /**
   * Ends a connection's directions, as shutdown(2).
   *
   * <p>Result: 0, or {@code -ENOTCONN}.
   *
   * @param data comes back with the completion
   * @param socket the socket; stays the caller's
   * @param how which directions
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code socket} belongs to another ring
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.11
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_shutdown.3.html">io_uring_prep_shutdown(3)</a>
   */
  default PreparedRequest shutdown(T data, Fd socket, Shutdown how) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(socket);
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_SHUTDOWN, KeptAlive.number(socket), data, null);
    Encoders.shutdown(ring.sqes(), entry, userData, Ring.entryFlags(socket), number, how.value());
    return ring.queued(ring.requests, entry, userData);
  }

  /**
   * Sends a message, with an address and descriptors if it has them, as sendmsg(2). Never raises
   * SIGPIPE.
   *
   * <p>Result: bytes sent, or {@code -EPIPE}, {@code -ECONNRESET}.
   *
   * @param data comes back with the completion
   * @param socket the socket; stays the caller's
   * @param message what to send; it and its buffers must not be changed until the completion
   * @param msgFlags a combination of {@link MsgFlags}; NOSIGNAL is always among them
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code socket} belongs to another ring, or the message was
   *     made for the other direction
   * @throws IllegalStateException if a buffer's arena is closed
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.3
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_sendmsg.3.html">io_uring_prep_sendmsg(3)</a>
   */
  default PreparedMessage sendmsg(T data, Fd socket, MsgHdr message, int msgFlags)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(socket);
    long entry = ring.claim();
    long header = message.prepareToSend();
    long userData =
        ring.table().allocate(IORING_OP_SENDMSG, KeptAlive.number(socket), data, message);
    Encoders.sendmsg(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(socket),
        number,
        header,
        msgFlags | MsgFlags.NOSIGNAL);
    return ring.queued(ring.messages, entry, userData);
  }

  /**
   * Receives a message, with the sender's address and descriptors if there is room for them, as
   * recvmsg(2). Descriptors are closed on exec, and are the caller's.
   *
   * <p>Result: bytes received; 0 when the other side has ended the stream.
   *
   * @param data comes back with the completion
   * @param socket the socket; stays the caller's
   * @param message where to put it; must not be read until the completion
   * @param msgFlags a combination of {@link MsgFlags}; CMSG_CLOEXEC is always among them
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code socket} belongs to another ring, or the message was
   *     made for the other direction
   * @throws IllegalStateException if a buffer's arena is closed, or a request is receiving into the
   *     message
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.3
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_recvmsg.3.html">io_uring_prep_recvmsg(3)</a>
   */
  default PreparedMessage recvmsg(T data, Fd socket, MsgHdr message, int msgFlags)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(socket);
    long entry = ring.claim();
    long header = message.prepareToReceive();
    long userData =
        ring.table().allocate(IORING_OP_RECVMSG, KeptAlive.number(socket), data, message);
    Encoders.recvmsg(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(socket),
        number,
        header,
        msgFlags | MsgFlags.CMSG_CLOEXEC);
    return ring.queued(ring.messages, entry, userData);
  }

  /** Accepts; {@code peer} may be null. */
  private PreparedAccept acceptFrom(T data, Fd socket, SockAddr peer) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(socket);
    long entry = ring.claim();
    long address = 0;
    long lengthAddress = 0;
    if (peer != null) {
      peer.prepareToReceive();
      address = peer.address();
      lengthAddress = peer.lengthAddress();
    }
    long userData = ring.table().allocate(IORING_OP_ACCEPT, KeptAlive.number(socket), data, peer);
    Encoders.accept(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(socket),
        number,
        address,
        lengthAddress,
        SocketFlags.CLOEXEC);
    return ring.queued(ring.accepts, entry, userData);
  }
}
