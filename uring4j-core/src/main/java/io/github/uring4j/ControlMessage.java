package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.Objects;

/**
 * What travels with a message beside its data: struct cmsghdr and what follows it, such as {@link
 * IpOptions#PKTINFO} or {@link UdpOptions#SEGMENT}.
 *
 * <p>One that was received shows memory of the message, and is good as long as that is left alone.
 * Descriptors are not handed out this way, so that each has one owner: {@link
 * MsgHdr#descriptors()}, {@link ReceivedMessage#descriptors()}.
 *
 * @param level whose it is: one of {@link SocketLevels}
 * @param type what it is, one of the level's
 * @param data what it says, as the type has it; the rest of an int, say, is not part of it
 * @see <a href="https://man7.org/linux/man-pages/man3/cmsg.3.html">cmsg(3)</a>
 */
public record ControlMessage(int level, int type, MemorySegment data) {

  /**
   * A control message to send.
   *
   * @param level whose it is
   * @param type what it is
   * @param data what it says: read when the message is given to a {@link MsgHdr}
   */
  public ControlMessage {
    Objects.requireNonNull(data, "data");
  }

  /**
   * A control message of 32 bits, as most are.
   *
   * @param level whose it is
   * @param type what it is
   * @param value what it says
   * @return the control message
   */
  public static ControlMessage ofInt(int level, int type, int value) {
    return new ControlMessage(level, type, MemorySegment.ofArray(new int[] {value}));
  }

  /**
   * A control message of 16 bits, such as {@link UdpOptions#SEGMENT}.
   *
   * @param level whose it is
   * @param type what it is
   * @param value what it says, 0 to 65535
   * @return the control message
   * @throws IllegalArgumentException if the value has more bits
   */
  public static ControlMessage ofShort(int level, int type, int value) {
    if ((value & 0xffff) != value) {
      throw new IllegalArgumentException("16 bits hold 0 to 65535, not " + value);
    }
    return new ControlMessage(level, type, MemorySegment.ofArray(new short[] {(short) value}));
  }

  /**
   * The room that a control message takes in a message, CMSG_SPACE.
   *
   * @param dataSize the size of what it says, in bytes
   * @return in bytes
   * @throws IllegalArgumentException if the size is negative
   */
  public static int space(int dataSize) {
    if (dataSize < 0) {
      throw new IllegalArgumentException("a size of " + dataSize + " bytes is negative");
    }
    return Math.toIntExact(ControlMessages.space(dataSize));
  }

  /**
   * Whether this is of a kind.
   *
   * @param ofLevel whose
   * @param ofType what
   * @return whether both are this one's
   */
  public boolean is(int ofLevel, int ofType) {
    return level == ofLevel && type == ofType;
  }

  /**
   * What it says, if that is 32 bits.
   *
   * @return the first four bytes of the data
   * @throws IndexOutOfBoundsException if there are fewer
   */
  public int intValue() {
    return data.get(JAVA_INT_UNALIGNED, 0);
  }

  /**
   * What it says, if that is 16 bits.
   *
   * @return the first two bytes of the data, 0 to 65535
   * @throws IndexOutOfBoundsException if there are fewer
   */
  public int shortValue() {
    return Short.toUnsignedInt(data.get(JAVA_SHORT_UNALIGNED, 0));
  }

  @Override
  public String toString() {
    return "control message of level %d, type %d: %s"
        .formatted(level, type, HexFormat.of().formatHex(data.toArray(JAVA_BYTE)));
  }
}
