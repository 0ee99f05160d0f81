package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import io.github.uring4j.abi.Structs.IoUringRecvmsgOut;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A message that a request for many of them received, as it lies in its buffer: {@link
 * RecvmsgOperations#recvmsgMultishot}.
 *
 * <p>May read one message after the other, so that nothing is allocated. It shows memory of the
 * lease that it read last, and is good until that is closed.
 *
 * <p>Thread rule: that of the lease.
 */
public final class ReceivedMessage {

  private final RecvmsgTemplate template;
  private BufferLease lease;
  private MemorySegment memory;
  private long at;
  private int size;
  private int nameLength;
  private int controlLength;
  private int length;
  private int flags;

  /**
   * Reads messages that are divided like this.
   *
   * @param template that of the request
   */
  public ReceivedMessage(RecvmsgTemplate template) {
    this.template = Objects.requireNonNull(template, "template");
  }

  /**
   * Reads a message.
   *
   * @param newLease what a completion of the request brought
   * @return this
   * @throws IllegalArgumentException if there is no whole message in it. This is then as before
   * @throws IllegalStateException if the lease is closed
   */
  public ReceivedMessage read(BufferLease newLease) {
    int newSize = newLease.length();
    if (newLease.count() != 1 || newSize < template.payloadOffset()) {
      throw new IllegalArgumentException(
          "%s is not of a request for %s".formatted(newLease, template));
    }
    lease = newLease;
    memory = newLease.group().memory();
    at = newLease.offset(0);
    size = newSize;
    nameLength = header(IoUringRecvmsgOut.NAMELEN);
    // Both lengths as they are in the memory, which anybody may have overwritten.
    int room = template.controlRoom();
    int reported = header(IoUringRecvmsgOut.CONTROLLEN);
    controlLength = reported < 0 || reported > room ? room : reported;
    length = header(IoUringRecvmsgOut.PAYLOADLEN);
    flags = header(IoUringRecvmsgOut.FLAGS);
    return this;
  }

  private int header(int field) {
    return memory.get(JAVA_INT_UNALIGNED, at + field);
  }

  /**
   * The sender's address.
   *
   * @param target is set to it; to no address if there was none, or no room
   */
  public void address(SockAddr target) {
    checkRead();
    long from = at + IoUringRecvmsgOut.SIZE;
    int room = template.nameRoom();
    int copied = (int) Math.min(Integer.toUnsignedLong(nameLength), room);
    target.set(memory, from, copied);
  }

  /**
   * The data, or what found room.
   *
   * @return a new segment of exactly these bytes
   */
  public MemorySegment payload() {
    return memory.asSlice(payloadOffset(), payloadLength());
  }

  /**
   * Where the data begins in the group's {@linkplain BufferGroup#memory memory}: for who wants to
   * read without a new segment.
   *
   * @return in bytes
   */
  public long payloadOffset() {
    checkRead();
    return at + template.payloadOffset();
  }

  /**
   * How much data found room.
   *
   * @return in bytes
   */
  public int payloadLength() {
    checkRead();
    return size - template.payloadOffset();
  }

  /**
   * How much data the message had, if the request asked for that by {@link MsgFlags#TRUNC}, as it
   * must not for a stream.
   *
   * @return in bytes: more than {@link #payloadLength} if it was {@link #truncated}; without that
   *     flag the same
   */
  public int messageLength() {
    checkRead();
    return length;
  }

  /**
   * What the kernel said on the message.
   *
   * @return bits of {@link MsgFlags}, such as TRUNC and CTRUNC
   */
  public int messageFlags() {
    checkRead();
    return flags;
  }

  /**
   * Whether the end of the message was lost, because it was longer than the room for data.
   *
   * @return true if MSG_TRUNC is among {@link #messageFlags()}
   */
  public boolean truncated() {
    return Flags.contains(messageFlags(), MsgFlags.TRUNC);
  }

  /**
   * Whether control messages were lost, because there was no room, or no free descriptor
   * (RLIMIT_NOFILE).
   *
   * @return true if MSG_CTRUNC is among {@link #messageFlags()}
   */
  public boolean controlTruncated() {
    return Flags.contains(messageFlags(), MsgFlags.CTRUNC);
  }

  /**
   * The control messages, as cmsg(3) lays them out.
   *
   * @return a new read-only view; empty if there are none
   */
  public MemorySegment control() {
    checkRead();
    return memory.asSlice(at + template.controlOffset(), controlLength).asReadOnly();
  }

  /**
   * The control messages, without those that brought descriptors.
   *
   * @return a new list of views
   */
  public List<ControlMessage> controlMessages() {
    return ControlMessages.read(control());
  }

  /**
   * The descriptors that came with the message. They are the caller's from then on, who closes
   * each. Those of a message that nobody asked are closed with the lease.
   *
   * @return a new list, the same each time; empty if there were none
   */
  public List<PlainFd> descriptors() {
    checkRead();
    return lease.takeDescriptors();
  }

  /** The descriptors of a message of so many bytes in a buffer that begins here; null for none. */
  static List<PlainFd> descriptors(
      MemorySegment memory, long at, int size, RecvmsgTemplate template) {
    if (size < template.payloadOffset()) {
      return null;
    }
    int length = memory.get(JAVA_INT_UNALIGNED, at + IoUringRecvmsgOut.CONTROLLEN);
    if (length <= 0 || length > template.controlRoom()) {
      return null;
    }
    List<PlainFd> found = new ArrayList<>();
    ControlMessages.forEachDescriptor(
        memory.asSlice(at + template.controlOffset(), length), fd -> found.add(PlainFd.of(fd)));
    return found.isEmpty() ? null : found;
  }

  private void checkRead() {
    if (lease == null || !lease.isOpen()) {
      throw new IllegalStateException(
          "there is no message: read one first, and ask before its lease is closed");
    }
  }

  @Override
  public String toString() {
    return lease == null || !lease.isOpen()
        ? "no message"
        : "a message of %d bytes, %d of them here".formatted(length, payloadLength());
  }
}
