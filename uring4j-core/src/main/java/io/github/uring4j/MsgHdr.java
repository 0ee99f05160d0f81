package io.github.uring4j;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * A message to send or a place to receive one: struct msghdr with its buffers, address and control
 * messages, in native memory of its own.
 *
 * <pre>{@code
 * MsgHdr.send(payload).address(peer).descriptors(log)
 * MsgHdr.receive(buffer).address(SockAddr.empty()).maxDescriptors(4)
 * MsgHdr.send(datagrams).with(ControlMessage.ofShort(SocketLevels.UDP, UdpOptions.SEGMENT, 1400))
 * }</pre>
 *
 * <p>May be used for any number of requests. One made to receive serves one request at a time; one
 * made to send may be in flight several times. While it is, the methods that change it refuse.
 *
 * <p>The instance owns the memory of header and control messages, which lives as long as the
 * instance. The buffers belong to whoever allocated them, and their arenas must stay open until the
 * completion. A ring keeps everything reachable while a request is in flight.
 *
 * <p>Descriptors that a message brings belong to the receiver: after every successful receive that
 * has room for any, take {@link #descriptors()} and close each, or they stay open. They are closed
 * on exec.
 *
 * <p>Thread rule: that of the ring, whose owner thread alone may use it.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/recvmsg.2.html">recvmsg(2)</a>
 * @see <a href="https://man7.org/linux/man-pages/man2/sendmsg.2.html">sendmsg(2)</a>
 */
public final class MsgHdr {

  private final boolean receiving;
  private final MessageHeader header;

  private SockAddr address;

  /** What a message may or does carry beside its data; empty if nothing. */
  private MemorySegment control = ControlMessages.NONE;

  /** What {@link #control} is made of when sending. */
  private PlainFd[] rights = {};

  private ControlMessage[] messages = {};

  /** What it has room for when receiving. */
  private int maxDescriptors;

  private int controlRoom;

  /** Where the kernel takes the buffer from, while a request is in flight that has none. */
  private BufferGroup group;

  /** Requests made and not yet completed; at most one when receiving. */
  private int inFlight;

  /**
   * Whether the last receive filled the header. False before the first, in flight, and after a
   * failure.
   */
  private boolean filled;

  private MsgHdr(boolean receiving, MemorySegment... buffers) {
    this.receiving = receiving;
    header = new MessageHeader(receiving, buffers);
  }

  /**
   * A message of these bytes, one buffer after the other.
   *
   * @param buffers native, at most 1,024 (IOV_MAX); may be none. On a stream, descriptors travel
   *     only with at least one byte
   * @return the message
   * @throws IllegalArgumentException if there are too many, or one is on the heap or longer than
   *     2<sup>31</sup>-1 bytes
   * @throws IllegalStateException if the arena of one has been closed
   * @throws WrongThreadException if one is confined to another thread
   */
  public static MsgHdr send(MemorySegment... buffers) {
    return new MsgHdr(false, buffers);
  }

  /**
   * A place for a message, whose bytes fill one buffer after the other.
   *
   * @param buffers native and writable, at most 1,024 (IOV_MAX); may be none
   * @return the place
   * @throws IllegalArgumentException if there are too many, or one is on the heap, read-only, or
   *     longer than 2<sup>31</sup>-1 bytes
   * @throws IllegalStateException if the arena of one has been closed
   * @throws WrongThreadException if one is confined to another thread
   */
  public static MsgHdr receive(MemorySegment... buffers) {
    return new MsgHdr(true, buffers);
  }

  /**
   * Says where a message goes, or asks where it came from.
   *
   * @param address the destination, read each time a request is made; or the holder for a receive
   *     to fill, left without an address if the receive fails or the socket is connected. Null for
   *     neither
   * @return this
   * @throws IllegalStateException if a request that uses this has not completed
   */
  public MsgHdr address(SockAddr address) {
    checkIdle();
    this.address = address;
    return this;
  }

  /**
   * Passes descriptors to the receiver, over a Unix socket: SCM_RIGHTS. It gets copies, so each may
   * be closed here after the completion.
   *
   * @param descriptors open ones, at most 253 (SCM_MAX_FD), in place of earlier ones; an empty
   *     array passes none
   * @return this
   * @throws IllegalArgumentException if there are too many, or {@link Fd#CWD} is one
   * @throws IllegalStateException if this is made to receive, or a request that uses it has not
   *     completed
   */
  public MsgHdr descriptors(PlainFd... descriptors) {
    if (receiving) {
      throw new IllegalStateException(neededBy("descriptors(PlainFd...)", "send"));
    }
    checkIdle();
    for (PlainFd fd : descriptors) {
      if (fd.equals(Fd.CWD)) {
        throw new IllegalArgumentException(
            "Fd.CWD is no open file and cannot be passed: open \".\" and pass that");
      }
    }
    ControlMessages.checkDescriptors(descriptors.length);
    rights = descriptors.clone();
    control = ControlMessages.of(rights, messages);
    return this;
  }

  /**
   * Sends control messages with the message.
   *
   * @param controlMessages in place of earlier ones; copied. None sends none
   * @return this
   * @throws IllegalArgumentException if one is of descriptors, which {@link #descriptors} passes,
   *     or all together exceed 64 KiB
   * @throws IllegalStateException if this is made to receive, or a request that uses it has not
   *     completed
   */
  public MsgHdr with(ControlMessage... controlMessages) {
    if (receiving) {
      throw new IllegalStateException(neededBy("with(ControlMessage...)", "send"));
    }
    checkIdle();
    control = ControlMessages.of(rights, controlMessages);
    messages = controlMessages.clone();
    return this;
  }

  /**
   * Makes room for descriptors that a message brings. Those that find none are closed by the
   * kernel, and {@link #controlTruncated()} tells.
   *
   * @param count 0, as it is unless called, to 253 (SCM_MAX_FD)
   * @return this
   * @throws IllegalArgumentException if count is out of its range
   * @throws IllegalStateException if this is made to send, or a request that uses it has not
   *     completed
   */
  public MsgHdr maxDescriptors(int count) {
    if (!receiving) {
      throw new IllegalStateException(neededBy("maxDescriptors(int)", "receive"));
    }
    checkIdle();
    ControlMessages.checkDescriptors(count);
    maxDescriptors = count;
    makeRoom();
    return this;
  }

  /**
   * Makes room for control messages that a message brings, beside that for {@link #maxDescriptors}.
   * Those that find none are dropped, and {@link #controlTruncated()} tells. Descriptors may find
   * room here, too.
   *
   * @param bytes the sum of their {@link ControlMessage#space}; 0, as it is unless called, to 65536
   * @return this
   * @throws IllegalArgumentException if {@code bytes} is out of its range
   * @throws IllegalStateException if this is made to send, or a request that uses it has not
   *     completed
   */
  public MsgHdr controlRoom(int bytes) {
    if (!receiving) {
      throw new IllegalStateException(neededBy("controlRoom(int)", "receive"));
    }
    checkIdle();
    ControlMessages.checkSize(bytes);
    controlRoom = bytes;
    makeRoom();
    return this;
  }

  private void makeRoom() {
    control = ControlMessages.allocate(maxDescriptors, controlRoom);
    filled = false;
  }

  /**
   * The control messages that came with the last message, without those that brought descriptors.
   *
   * @return a new list of views, which the next receive overwrites; empty if there are none
   * @throws IllegalStateException if this is being received into
   */
  public List<ControlMessage> controlMessages() {
    return ControlMessages.read(received());
  }

  /**
   * The descriptors that the last message brought, the same each time.
   *
   * @return a new list; empty before the first receive, after a failed one, and if there were none
   * @throws IllegalStateException if this is being received into
   */
  public List<PlainFd> descriptors() {
    List<PlainFd> received = new ArrayList<>();
    ControlMessages.forEachDescriptor(received(), fd -> received.add(PlainFd.of(fd)));
    return received;
  }

  /**
   * What the kernel said on the last message.
   *
   * @return bits of {@link MsgFlags}, such as TRUNC and CTRUNC; 0 before the first receive and
   *     after a failed one
   * @throws IllegalStateException if this is being received into
   */
  public int messageFlags() {
    checkIdle();
    return filled ? header.flags() : 0;
  }

  /**
   * Whether the end of the last message was lost, because it was longer than the buffers.
   *
   * @return true if MSG_TRUNC is among {@link #messageFlags()}
   * @throws IllegalStateException if this is being received into
   */
  public boolean truncated() {
    return Flags.contains(messageFlags(), MsgFlags.TRUNC);
  }

  /**
   * Whether control messages were lost, because there was no room, or no free descriptor
   * (RLIMIT_NOFILE).
   *
   * @return true if MSG_CTRUNC is among {@link #messageFlags()}
   * @throws IllegalStateException if this is being received into
   */
  public boolean controlTruncated() {
    return Flags.contains(messageFlags(), MsgFlags.CTRUNC);
  }

  /**
   * The control messages that came with the last message, as cmsg(3) lays them out.
   *
   * @return a read-only view that the next receive overwrites; empty if there are none
   * @throws IllegalStateException if this is being received into
   */
  public MemorySegment control() {
    return received().asReadOnly();
  }

  /**
   * Called by the ring when it makes a request that sends this.
   *
   * @return the address of struct msghdr, which must stay reachable until {@link #completed}
   * @throws IllegalArgumentException if this is made to receive
   * @throws IllegalStateException if the arena of a buffer has been closed
   * @throws WrongThreadException if a buffer is confined to another thread
   */
  long prepareToSend() {
    if (receiving) {
      throw new IllegalArgumentException(neededBy("a request that sends", "send"));
    }
    header.checkBuffers();
    return prepare(address == null ? 0 : address.length());
  }

  /**
   * Called by the ring when it makes a request that receives into this.
   *
   * @return the address of struct msghdr, which must stay reachable until {@link #completed}
   * @throws IllegalArgumentException if this is made to send
   * @throws IllegalStateException if this is in flight, or the arena of a buffer has been closed
   * @throws WrongThreadException if a buffer is confined to another thread
   */
  long prepareToReceive() {
    if (!receiving) {
      throw new IllegalArgumentException(neededBy("a request that receives", "receive"));
    }
    checkIdle();
    header.checkBuffers();
    filled = false;
    if (address != null) {
      address.prepareToReceive();
    }
    return prepare(address == null ? 0 : SockAddr.CAPACITY);
  }

  /**
   * The same when the kernel takes the buffer from a group.
   *
   * @throws IllegalArgumentException if there are buffers
   */
  long prepareToReceive(BufferGroup from) {
    if (header.bufferCount() != 0) {
      throw new IllegalArgumentException(
          this + " has buffers, and the kernel is to pick one: make it by MsgHdr.receive()");
    }
    long prepared = prepareToReceive();
    group = from;
    from.hold(true);
    return prepared;
  }

  /** The group that the request in flight picks its buffer from, or null. */
  BufferGroup group() {
    return group;
  }

  private long prepare(int nameLength) {
    header.prepare(address == null ? 0 : address.address(), nameLength, control);
    inFlight++;
    return header.address();
  }

  /**
   * Called by the ring once for each prepare, when the request has ended: completed, or dropped
   * before it was submitted.
   *
   * @param result the completion's res; any negative number for a request that was dropped
   */
  void completed(int result) {
    assert inFlight > 0 : this;
    inFlight--;
    if (group != null) {
      group.unhold();
      group = null;
    }
    if (!receiving) {
      return;
    }
    filled = result >= 0;
    if (address != null) {
      address.setLength(filled ? header.nameLength() : 0);
    }
  }

  /** Refuses a message whose buffers do not lie in a registered buffer. */
  void checkWithin(RegisteredBuffer registered) {
    header.checkWithin(registered);
  }

  /**
   * Whether the arenas of all buffers are open: asked by the ring at completion, to report one that
   * was closed.
   */
  boolean isAlive() {
    return header.isAlive() && (group == null || group.isAlive());
  }

  /**
   * Called by the ring for a receive that completed and that nobody will look at: gives each
   * descriptor to close, and forgets them all.
   *
   * @param close closes one descriptor
   */
  void closeReceivedDescriptors(IntConsumer close) {
    ControlMessages.forEachDescriptor(received(), close);
    filled = false;
  }

  /** The part of the control buffer that the last receive filled. */
  private MemorySegment received() {
    checkIdle();
    return filled ? control.asSlice(0, header.controlLength()) : ControlMessages.NONE;
  }

  private void checkIdle() {
    if (inFlight != 0) {
      throw new IllegalStateException(
          "%s is in flight %d time(s): wait for the completion, or use another MsgHdr"
              .formatted(this, inFlight));
    }
  }

  private static String neededBy(String use, String factory) {
    return "%s needs a MsgHdr made by MsgHdr.%s".formatted(use, factory);
  }

  @Override
  public String toString() {
    return "a message to %s %d buffer(s)"
        .formatted(receiving ? "receive into" : "send from", header.bufferCount());
  }
}
