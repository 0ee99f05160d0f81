package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.LinuxConstants;
import io.github.uring4j.abi.Structs;
import java.lang.foreign.MemorySegment;
import java.util.function.IntConsumer;

/**
 * The control messages of struct msghdr, as the macros of cmsg(3) lay them out.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/cmsg.3.html">cmsg(3)</a>
 */
final class ControlMessages {

  /** No control messages. */
  static final MemorySegment NONE = MemorySegment.NULL.asReadOnly();

  /** SCM_MAX_FD, which the headers that the kernel exports leave out. */
  static final int DESCRIPTORS_MAX = 253;

  private static final long ALIGNMENT = JAVA_LONG.byteAlignment();
  private static final long DESCRIPTOR_SIZE = JAVA_INT.byteSize();

  private ControlMessages() {}

  /** CMSG_SPACE: the bytes that a message with this many descriptors takes, padding included. */
  static long rightsSpace(int descriptors) {
    return Structs.Cmsghdr.SIZE + aligned(descriptors * DESCRIPTOR_SIZE);
  }

  /**
   * Room for one message with this many descriptors.
   *
   * @throws IllegalArgumentException if one message does not carry so many
   */
  static MemorySegment allocate(int descriptors) {
    if (descriptors < 0 || descriptors > DESCRIPTORS_MAX) {
      throw new IllegalArgumentException(
          "%d descriptors: one message carries 0 to %d (SCM_MAX_FD)"
              .formatted(descriptors, DESCRIPTORS_MAX));
    }
    return descriptors == 0 ? NONE : MessageHeader.allocate(rightsSpace(descriptors));
  }

  /** One SCM_RIGHTS message, or nothing if there are no descriptors. */
  static MemorySegment ofRights(PlainFd... descriptors) {
    MemorySegment control = allocate(descriptors.length);
    if (descriptors.length > 0) {
      writeRights(control, descriptors);
    }
    return control;
  }

  /** Writes one SCM_RIGHTS message at the start. */
  static void writeRights(MemorySegment control, PlainFd... descriptors) {
    long dataSize = descriptors.length * DESCRIPTOR_SIZE;
    control.set(JAVA_LONG, Structs.Cmsghdr.CMSG_LEN, Structs.Cmsghdr.SIZE + dataSize);
    control.set(JAVA_INT, Structs.Cmsghdr.CMSG_LEVEL, LinuxConstants.SOL_SOCKET);
    control.set(JAVA_INT, Structs.Cmsghdr.CMSG_TYPE, LinuxConstants.SCM_RIGHTS);
    for (int i = 0; i < descriptors.length; i++) {
      control.set(JAVA_INT, Structs.Cmsghdr.SIZE + i * DESCRIPTOR_SIZE, descriptors[i].value());
    }
  }

  /** Hands out the descriptors of all SCM_RIGHTS messages. */
  static void forEachDescriptor(MemorySegment control, IntConsumer action) {
    long end = control.byteSize();
    long at = 0;
    while (end - at >= Structs.Cmsghdr.SIZE) {
      long length = control.get(JAVA_LONG, at + Structs.Cmsghdr.CMSG_LEN);
      if (length < Structs.Cmsghdr.SIZE || length > end - at) {
        return;
      }
      if (isRights(control, at)) {
        for (long d = at + Structs.Cmsghdr.SIZE;
            d + DESCRIPTOR_SIZE <= at + length;
            d += DESCRIPTOR_SIZE) {
          action.accept(control.get(JAVA_INT, d));
        }
      }
      at += aligned(length);
    }
  }

  private static boolean isRights(MemorySegment control, long at) {
    return control.get(JAVA_INT, at + Structs.Cmsghdr.CMSG_LEVEL) == LinuxConstants.SOL_SOCKET
        && control.get(JAVA_INT, at + Structs.Cmsghdr.CMSG_TYPE) == LinuxConstants.SCM_RIGHTS;
  }

  private static long aligned(long size) {
    return (size + ALIGNMENT - 1) & -ALIGNMENT;
  }
}
