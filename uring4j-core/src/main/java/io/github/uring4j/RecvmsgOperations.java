package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.Structs.Msghdr;
import java.io.IOException;

/**
 * Requests that receive messages into buffers that the kernel picks.
 *
 * <p>Each method prepares one request on the ring's queue; {@link Ring#submit} hands it to the
 * kernel. The first argument comes back with the completion. Each is for the ring's owner thread
 * and throws WrongThreadException on another, IllegalStateException on a closed ring, and
 * IOException if the queue was full and what was pending could not be submitted; then nothing was
 * prepared.
 *
 * @param <T> the type of the ring's user data
 */
public sealed interface RecvmsgOperations<T> permits Ring {

  /**
   * Receives a message into a buffer that the kernel takes from a group when there is one. Address
   * and control messages go to the place for them, the data to the buffer.
   *
   * <p>Result: bytes received; 0 when the other side has ended the stream; or {@code -ENOBUFS} if
   * the group is empty. The completion brings the buffer.
   *
   * @param data comes back with the completion
   * @param socket the socket; stays the caller's
   * @param group of this ring
   * @param message where to put the rest, made by {@link MsgHdr#receive} without buffers; must not
   *     be read until the completion
   * @param msgFlags a combination of {@link MsgFlags}; CMSG_CLOEXEC is always among them
   * @return the request, to modify: how to wait
   * @throws IllegalArgumentException if {@code socket} or {@code group} belongs to another ring, or
   *     the message was made for the other direction or has buffers
   * @throws IllegalStateException if a request is receiving into the message, the group is closed,
   *     or {@linkplain BufferRingBuilder#incremental() incremental} and used by another request
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.7
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_recvmsg.3.html">io_uring_prep_recvmsg(3)</a>
   */
  default PreparedMessage recvmsg(
      T data, Fd socket, BufferGroup group, MsgHdr message, int msgFlags) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(socket);
    int groupId = ring.number(group);
    group.checkReceiveFlags(msgFlags);
    long entry = ring.claim();
    long header = message.prepareToReceive(group);
    long userData =
        ring.table().allocate(IORING_OP_RECVMSG, KeptAlive.number(socket), data, message);
    TransferEncoders.recvmsgInto(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(socket),
        0,
        number,
        groupId,
        header,
        msgFlags | MsgFlags.CMSG_CLOEXEC);
    return ring.queued(ring.messages, entry, userData);
  }

  /**
   * Receives messages again and again: one completion with a buffer for each, in which a {@link
   * ReceivedMessage} finds address, control messages and data. Goes on until an empty message, the
   * end of a stream, an error, a cancel, or until there is no buffer.
   *
   * <p>Result: bytes of the buffer that were used, with {@link CompletionFlags#MORE} while the
   * request goes on; {@code -ENOBUFS} if the group had no buffer. Descriptors that a message brings
   * are closed with its buffer unless they are {@linkplain ReceivedMessage#descriptors taken}.
   *
   * @param data comes back with each completion
   * @param socket the socket; stays the caller's
   * @param group of this ring
   * @param template how to divide each buffer
   * @param msgFlags a combination of {@link MsgFlags} without WAITALL; CMSG_CLOEXEC is always among
   *     them
   * @return the request, to modify: how to wait
   * @throws IllegalArgumentException if buffers of the group have no room for data, WAITALL is
   *     among the flags, or {@code socket} or {@code group} belongs to another ring
   * @throws IllegalStateException if the group is closed, or {@linkplain
   *     BufferRingBuilder#incremental() incremental} and used by a request that is not multishot
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.0
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_recvmsg.3.html">io_uring_prep_recvmsg_multishot(3)</a>
   */
  default PreparedMessage recvmsgMultishot(
      T data, Fd socket, BufferGroup group, RecvmsgTemplate template, int msgFlags)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    int number = ring.number(socket);
    int groupId = ring.numberForMultishot(group);
    group.checkReceiveFlags(msgFlags);
    template.checkFits(group);
    MsgFlags.checkMultishot(msgFlags);
    long entry = ring.claim();
    Scratch.Block header = ring.scratch().allocate(Msghdr.SIZE);
    header.memory.asSlice(0, Msghdr.SIZE).fill((byte) 0);
    header.memory.set(JAVA_INT, Msghdr.MSG_NAMELEN, template.nameRoom());
    header.memory.set(JAVA_LONG, Msghdr.MSG_CONTROLLEN, template.controlRoom());
    header.messages(group, template);
    long userData =
        ring.table().allocate(IORING_OP_RECVMSG, KeptAlive.number(socket), data, header);
    TransferEncoders.recvmsgInto(
        ring.sqes(),
        entry,
        userData,
        Ring.entryFlags(socket),
        IORING_RECV_MULTISHOT,
        number,
        groupId,
        header.address(),
        msgFlags | MsgFlags.CMSG_CLOEXEC);
    return ring.queued(ring.messages, entry, userData);
  }
}
