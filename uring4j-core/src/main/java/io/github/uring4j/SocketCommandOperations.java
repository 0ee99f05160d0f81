package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Requests that ask and set what a socket is like: commands of IORING_OP_URING_CMD. A socket that
 * has no file descriptor, a {@link DirectFd}, can be asked and set in no other way.
 *
 * <p>Each method prepares one request on the ring's queue; {@link Ring#submit} hands it to the
 * kernel. The first argument comes back with the completion. Each is for the ring's owner thread
 * and throws WrongThreadException on another, IllegalStateException on a closed ring, and
 * IOException if the queue was full and what was pending could not be submitted; then nothing was
 * prepared.
 *
 * @param <T> the type of the ring's user data
 */
public sealed interface SocketCommandOperations<T> permits Ring {

  /**
   * Asks how many bytes there are to receive, as ioctl(2) with SIOCINQ. For a datagram socket those
   * of the next datagram.
   *
   * <p>Result: the count, or {@code -EOPNOTSUPP} for a socket that is not of TCP, UDP and the like,
   * {@code -EINVAL} for one that listens.
   *
   * @param data comes back with the completion
   * @param socket the socket; stays the caller's
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code socket} belongs to another ring
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.7
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_cmd.3.html">io_uring_prep_cmd_sock(3)</a>
   */
  default PreparedRequest socketInputQueue(T data, Fd socket) throws IOException {
    return command(data, socket, SOCKET_URING_OP_SIOCINQ, 0, 0, 0, 0, null);
  }

  /**
   * Asks how many bytes were sent and have not reached the other side, as ioctl(2) with SIOCOUTQ.
   *
   * <p>Result: the count, or {@code -EOPNOTSUPP} for a socket that is not of TCP, UDP and the like,
   * {@code -EINVAL} for one that listens.
   *
   * @param data comes back with the completion
   * @param socket the socket; stays the caller's
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code socket} belongs to another ring
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.7
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_cmd.3.html">io_uring_prep_cmd_sock(3)</a>
   */
  default PreparedRequest socketOutputQueue(T data, Fd socket) throws IOException {
    return command(data, socket, SOCKET_URING_OP_SIOCOUTQ, 0, 0, 0, 0, null);
  }

  /**
   * Asks for an option, as getsockopt(2).
   *
   * <p>Result: how many bytes the kernel wrote, or {@code -ENOPROTOOPT} for an option that it does
   * not have, {@code -EOPNOTSUPP} for another level than {@link SocketLevels#SOCKET}.
   *
   * @param data comes back with the completion
   * @param socket the socket; stays the caller's
   * @param level {@link SocketLevels#SOCKET}; kernels so far refuse others
   * @param option one of {@link SocketOptions}
   * @param value where to put it: most are an int of four bytes; must not be read until the
   *     completion
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code value} is not native, or read-only, or {@code
   *     socket} belongs to another ring
   * @throws IllegalStateException if the arena of {@code value} is closed
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.7
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_cmd.3.html">io_uring_prep_cmd_sock(3)</a>
   */
  default PreparedRequest getsockopt(T data, Fd socket, int level, int option, MemorySegment value)
      throws IOException {
    ((Ring<T>) this).checkOwner();
    Buffers.checkNative(value, true);
    int length = Buffers.checkLength(value);
    int command = SOCKET_URING_OP_GETSOCKOPT;
    return command(data, socket, command, level, option, value.address(), length, value);
  }

  /**
   * Sets an option, as setsockopt(2).
   *
   * <p>Result: 0, or {@code -ENOPROTOOPT}, {@code -EINVAL}, {@code -EPERM}.
   *
   * @param data comes back with the completion
   * @param socket the socket; stays the caller's
   * @param level one of {@link SocketLevels}
   * @param option one of the level's, such as {@link TcpOptions}
   * @param value as the option has it; must not be changed until the completion
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code value} is not native, or {@code socket} belongs to
   *     another ring
   * @throws IllegalStateException if the arena of {@code value} is closed
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.7
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_cmd.3.html">io_uring_prep_cmd_sock(3)</a>
   */
  default PreparedRequest setsockopt(T data, Fd socket, int level, int option, MemorySegment value)
      throws IOException {
    ((Ring<T>) this).checkOwner();
    Buffers.checkNative(value, false);
    int length = Buffers.checkLength(value);
    int command = SOCKET_URING_OP_SETSOCKOPT;
    return command(data, socket, command, level, option, value.address(), length, value);
  }

  /**
   * Sets an option whose value is an int, as most are; 1 for yes and 0 for no.
   *
   * <p>Result: 0, or {@code -ENOPROTOOPT}, {@code -EINVAL}, {@code -EPERM}.
   *
   * @param data comes back with the completion
   * @param socket the socket; stays the caller's
   * @param level one of {@link SocketLevels}
   * @param option one of the level's, such as {@link TcpOptions}
   * @param value the value
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code socket} belongs to another ring
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.7
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_cmd.3.html">io_uring_prep_cmd_sock(3)</a>
   */
  default PreparedRequest setsockopt(T data, Fd socket, int level, int option, int value)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(socket);
    long entry = ring.claim();
    Scratch.Block block = ring.scratch().allocate(JAVA_INT.byteSize());
    block.memory.set(JAVA_INT, 0, value);
    long userData =
        ring.table().allocate(IORING_OP_URING_CMD, KeptAlive.number(socket), data, block);
    SocketCommandEncoders.cmdSock(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(socket),
        number,
        SOCKET_URING_OP_SETSOCKOPT,
        level,
        option,
        block.address(),
        (int) JAVA_INT.byteSize());
    return ring.queued(ring.requests, entry, userData);
  }

  /**
   * Tells when data was sent, again and again: a completion for each time stamp, which {@link
   * TxTimestamp#of} reads. Which are taken says {@link SocketOptions#TIMESTAMPING}, with {@link
   * TimestampingFlags#OPT_TSONLY} among its bits.
   *
   * <p>Result: the number of what was sent, with {@link CompletionFlags#MORE}; at the end {@code
   * -ECANCELED}, or {@code -EOPNOTSUPP} for a kernel that lacks it or a socket without time stamps.
   *
   * @param data comes back with each completion
   * @param socket the socket; stays the caller's
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code socket} belongs to another ring
   * @throws IllegalStateException if the ring has no completions of 32 bytes: {@link
   *     SetupFlags#CQE32} or {@link SetupFlags#CQE_MIXED}
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.17
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_cmd.3.html">io_uring_prep_cmd_sock(3)</a>
   */
  default PreparedRequest txTimestamp(T data, Fd socket) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    if ((ring.setupFlags() & (SetupFlags.CQE32 | SetupFlags.CQE_MIXED)) == 0) {
      throw new IllegalStateException(
          "a time stamp comes in a completion of 32 bytes: open the ring with SetupFlags.CQE32 or"
              + " CQE_MIXED");
    }
    return command(data, socket, SOCKET_URING_OP_TX_TIMESTAMP, 0, 0, 0, 0, null);
  }

  /**
   * Asks which address a socket is bound to, as getsockname(2).
   *
   * <p>Result: 0, or {@code -EOPNOTSUPP} from a kernel that lacks it.
   *
   * @param data comes back with the completion
   * @param socket the socket; stays the caller's
   * @param address is filled; must not be read until the completion
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code socket} belongs to another ring
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.19
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_cmd.3.html">io_uring_prep_cmd_getsockname(3)</a>
   */
  default PreparedRequest getsockname(T data, Fd socket, SockAddr address) throws IOException {
    return name(data, socket, address, 0);
  }

  /**
   * Asks which address a socket is connected to, as getpeername(2).
   *
   * <p>Result: 0, or {@code -ENOTCONN}; {@code -EOPNOTSUPP} from a kernel that lacks it.
   *
   * @param data comes back with the completion
   * @param socket the socket; stays the caller's
   * @param address is filled; must not be read until the completion
   * @return the request, to modify
   * @throws IllegalArgumentException if {@code socket} belongs to another ring
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.19
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_cmd.3.html">io_uring_prep_cmd_getsockname(3)</a>
   */
  default PreparedRequest getpeername(T data, Fd socket, SockAddr address) throws IOException {
    return name(data, socket, address, 1);
  }

  private PreparedRequest name(T data, Fd socket, SockAddr address, int peer) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(socket);
    long at = address.address();
    long entry = ring.claim();
    address.prepareToReceive();
    long userData =
        ring.table().allocate(IORING_OP_URING_CMD, KeptAlive.number(socket), data, address);
    SocketCommandEncoders.cmdGetsockname(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(socket),
        number,
        at,
        address.lengthAddress(),
        peer);
    return ring.queued(ring.requests, entry, userData);
  }

  private PreparedRequest command(
      T data,
      Fd socket,
      int command,
      int level,
      int option,
      long value,
      int length,
      MemorySegment keep)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(socket);
    long entry = ring.claim();
    long userData =
        ring.table().allocate(IORING_OP_URING_CMD, KeptAlive.number(socket), data, keep);
    SocketCommandEncoders.cmdSock(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(socket),
        number,
        command,
        level,
        option,
        value,
        length);
    return ring.queued(ring.requests, entry, userData);
  }
}
