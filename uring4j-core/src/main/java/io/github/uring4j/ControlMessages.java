package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.github.uring4j.abi.LinuxConstants;
import io.github.uring4j.abi.Structs.Cmsghdr;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The control messages of struct msghdr, as the macros of cmsg(3) lay them out.
 *
 * <p>What is read may lie anywhere, and be anything: it ends at what is no control message.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/cmsg.3.html">cmsg(3)</a>
 */
final class ControlMessages {

  /** No control messages. */
  static final MemorySegment NONE = MemorySegment.NULL.asReadOnly();

  /** SCM_MAX_FD, which the headers that the kernel exports leave out. */
  static final int DESCRIPTORS_MAX = 253;

  private static final int SIZE_MAX = 64 * 1024;
  private static final long ALIGNMENT = JAVA_LONG.byteAlignment();
  private static final long DESCRIPTOR_SIZE = JAVA_INT.byteSize();

  private ControlMessages() {}

  /** CMSG_SPACE: the bytes that a message with so much data takes, padding included. */
  static long space(long dataSize) {
    return Cmsghdr.SIZE + aligned(dataSize);
  }

  /** The bytes that a message with this many descriptors takes. */
  static long rightsSpace(int descriptors) {
    return space(descriptors * DESCRIPTOR_SIZE);
  }

  /** Room for one message with so many descriptors, if there are any, and for so many bytes. */
  static MemorySegment allocate(int descriptors, int bytes) {
    return allocate(bytes + (descriptors == 0 ? 0 : rightsSpace(descriptors)));
  }

  /**
   * Refuses a number of descriptors.
   *
   * @throws IllegalArgumentException if one message does not carry so many
   */
  static void checkDescriptors(int count) {
    if (count < 0 || count > DESCRIPTORS_MAX) {
      throw new IllegalArgumentException(
          "%d descriptors: one message carries 0 to %d (SCM_MAX_FD)"
              .formatted(count, DESCRIPTORS_MAX));
    }
  }

  /** Refuses what no message carries: net.core.optmem_max is less anyway. */
  static void checkSize(long size) {
    if (size < 0 || size > SIZE_MAX) {
      throw new IllegalArgumentException(
          "control messages of %d bytes: one message carries 0 to %d".formatted(size, SIZE_MAX));
    }
  }

  private static MemorySegment allocate(long size) {
    return size == 0 ? NONE : MessageHeader.allocate(size);
  }

  /** These, one behind the other, and the descriptors first if there are any. */
  static MemorySegment of(PlainFd[] descriptors, ControlMessage[] messages) {
    long size = descriptors.length == 0 ? 0 : rightsSpace(descriptors.length);
    for (ControlMessage message : messages) {
      if (message.is(LinuxConstants.SOL_SOCKET, LinuxConstants.SCM_RIGHTS)) {
        throw new IllegalArgumentException("descriptors are passed by descriptors(PlainFd...)");
      }
      size += space(message.data().byteSize());
    }
    checkSize(size);
    MemorySegment control = allocate(size);
    long at = 0;
    if (descriptors.length > 0) {
      writeRights(control, descriptors);
      at = rightsSpace(descriptors.length);
    }
    for (ControlMessage message : messages) {
      MemorySegment data = message.data();
      writeHeader(control, at, message.level(), message.type(), data.byteSize());
      MemorySegment.copy(data, 0, control, at + Cmsghdr.SIZE, data.byteSize());
      at += space(data.byteSize());
    }
    return control;
  }

  /** Writes one SCM_RIGHTS message at the start. */
  static void writeRights(MemorySegment control, PlainFd... descriptors) {
    long dataSize = descriptors.length * DESCRIPTOR_SIZE;
    writeHeader(control, 0, LinuxConstants.SOL_SOCKET, LinuxConstants.SCM_RIGHTS, dataSize);
    for (int i = 0; i < descriptors.length; i++) {
      control.set(JAVA_INT, Cmsghdr.SIZE + i * DESCRIPTOR_SIZE, descriptors[i].value());
    }
  }

  private static void writeHeader(
      MemorySegment control, long at, int level, int type, long dataSize) {
    control.set(JAVA_LONG, at + Cmsghdr.CMSG_LEN, Cmsghdr.SIZE + dataSize);
    control.set(JAVA_INT, at + Cmsghdr.CMSG_LEVEL, level);
    control.set(JAVA_INT, at + Cmsghdr.CMSG_TYPE, type);
  }

  /** Hands out the descriptors of all SCM_RIGHTS messages. */
  static void forEachDescriptor(MemorySegment control, IntConsumer action) {
    for (long at = 0; at >= 0; at = next(control, at)) {
      if (isWhole(control, at) && isRights(control, at)) {
        long end = at + length(control, at);
        for (long d = at + Cmsghdr.SIZE; d + DESCRIPTOR_SIZE <= end; d += DESCRIPTOR_SIZE) {
          action.accept(control.get(JAVA_INT_UNALIGNED, d));
        }
      }
    }
  }

  /** All but those with descriptors, as views. */
  static List<ControlMessage> read(MemorySegment control) {
    List<ControlMessage> messages = new ArrayList<>();
    for (long at = 0; at >= 0; at = next(control, at)) {
      if (isWhole(control, at) && !isRights(control, at)) {
        messages.add(
            new ControlMessage(
                control.get(JAVA_INT_UNALIGNED, at + Cmsghdr.CMSG_LEVEL),
                control.get(JAVA_INT_UNALIGNED, at + Cmsghdr.CMSG_TYPE),
                control
                    .asSlice(at + Cmsghdr.SIZE, length(control, at) - Cmsghdr.SIZE)
                    .asReadOnly()));
      }
    }
    return messages;
  }

  /** Where the message behind this one would begin; -1 if this is none. */
  private static long next(MemorySegment control, long at) {
    return isWhole(control, at) ? at + aligned(length(control, at)) : -1;
  }

  private static boolean isWhole(MemorySegment control, long at) {
    long left = control.byteSize() - at;
    if (left < Cmsghdr.SIZE) {
      return false;
    }
    long length = length(control, at);
    return length >= Cmsghdr.SIZE && length <= left;
  }

  private static long length(MemorySegment control, long at) {
    return control.get(JAVA_LONG_UNALIGNED, at + Cmsghdr.CMSG_LEN);
  }

  private static boolean isRights(MemorySegment control, long at) {
    return control.get(JAVA_INT_UNALIGNED, at + Cmsghdr.CMSG_LEVEL) == LinuxConstants.SOL_SOCKET
        && control.get(JAVA_INT_UNALIGNED, at + Cmsghdr.CMSG_TYPE) == LinuxConstants.SCM_RIGHTS;
  }

  private static long aligned(long size) {
    return (size + ALIGNMENT - 1) & -ALIGNMENT;
  }
}
