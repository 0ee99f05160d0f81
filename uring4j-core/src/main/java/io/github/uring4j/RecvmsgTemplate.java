package io.github.uring4j;

import io.github.uring4j.abi.Structs.IoUringRecvmsgOut;

/**
 * How a request that receives messages again and again divides each buffer: a header, room for the
 * sender's address, room for control messages, and the rest for data. An immutable value.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man3/io_uring_recvmsg_out.3.html">io_uring_recvmsg_out(3)</a>
 */
public final class RecvmsgTemplate {

  private static final int ALIGNMENT = Long.BYTES;

  private final int nameRoom;
  private final int controlRoom;

  private RecvmsgTemplate(int nameRoom, int controlRoom) {
    this.nameRoom = nameRoom;
    this.controlRoom = controlRoom;
  }

  /**
   * A division with so much room.
   *
   * @param nameRoom for the sender's address, in bytes: 0 for none, 16 for IPv4, 28 for IPv6, 110
   *     for Unix, at most 128; rounded up to a multiple of 8
   * @param controlRoom for control messages, in bytes: 0 for none, or the sum of their {@link
   *     ControlMessage#space}, at most 65536; rounded up to a multiple of 8
   * @return the division
   * @throws IllegalArgumentException if a size is out of its range
   */
  public static RecvmsgTemplate of(int nameRoom, int controlRoom) {
    if (nameRoom < 0 || nameRoom > SockAddr.CAPACITY) {
      throw new IllegalArgumentException(
          "an address takes 0 to %d bytes, not %d".formatted(SockAddr.CAPACITY, nameRoom));
    }
    if (controlRoom < 0 || controlRoom > Scratch.MAX_BLOCK) {
      throw new IllegalArgumentException(
          "control messages take 0 to %d bytes, not %d".formatted(Scratch.MAX_BLOCK, controlRoom));
    }
    return new RecvmsgTemplate(aligned(nameRoom), aligned(controlRoom));
  }

  private static int aligned(int size) {
    return (size + ALIGNMENT - 1) & -ALIGNMENT;
  }

  /**
   * Room for the sender's address.
   *
   * @return in bytes
   */
  public int nameRoom() {
    return nameRoom;
  }

  /**
   * Room for control messages.
   *
   * @return in bytes
   */
  public int controlRoom() {
    return controlRoom;
  }

  /**
   * Where the data begins: how much of each buffer is not for data.
   *
   * @return in bytes
   */
  public int payloadOffset() {
    return controlOffset() + controlRoom;
  }

  /** Where the control messages begin. */
  int controlOffset() {
    return IoUringRecvmsgOut.SIZE + nameRoom;
  }

  /** Refuses a group whose buffers would have no room for data. */
  void checkFits(BufferGroup group) {
    if (group.bufferSize() <= payloadOffset()) {
      throw new IllegalArgumentException(
          "%s has no room for data behind the %d bytes of header, address and control messages"
              .formatted(group, payloadOffset()));
    }
  }

  @Override
  public String toString() {
    return "messages with %d bytes for an address and %d for control messages"
        .formatted(nameRoom, controlRoom);
  }
}
