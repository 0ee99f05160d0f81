package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.LinuxConstants;
import io.github.uring4j.abi.Structs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * One struct msghdr with the iovec array that it points to, and the buffers that this points to.
 */
final class MessageHeader {

  private final boolean receiving;
  private final MemorySegment[] buffers;
  private final MemorySegment header = allocate(Structs.Msghdr.SIZE);

  /** Only the kernel looks here again: the field keeps the memory. */
  private final MemorySegment iovecs;

  /** A header over these buffers, which are checked. */
  MessageHeader(boolean receiving, MemorySegment... buffers) {
    if (buffers.length > LinuxConstants.IOV_MAX) {
      throw new IllegalArgumentException(
          "%d buffers are more than the %d that one message takes: join some, or send several messages"
              .formatted(buffers.length, LinuxConstants.IOV_MAX));
    }
    this.receiving = receiving;
    this.buffers = buffers.clone();
    checkBuffers();
    iovecs = allocate((long) Structs.Iovec.SIZE * buffers.length);
    long at = 0;
    for (MemorySegment buffer : this.buffers) {
      iovecs.set(JAVA_LONG, at + Structs.Iovec.IOV_BASE, buffer.address());
      iovecs.set(JAVA_LONG, at + Structs.Iovec.IOV_LEN, buffer.byteSize());
      at += Structs.Iovec.SIZE;
    }
    header.set(JAVA_LONG, Structs.Msghdr.MSG_IOV, iovecs.address());
    header.set(JAVA_LONG, Structs.Msghdr.MSG_IOVLEN, buffers.length);
  }

  /** Zeroed memory, aligned for every field, that lives as long as its segment. */
  static MemorySegment allocate(long size) {
    return Arena.ofAuto().allocate(size, JAVA_LONG.byteAlignment());
  }

  /** Refuses buffers that the calling thread's request could not use. */
  void checkBuffers() {
    for (MemorySegment buffer : buffers) {
      Buffers.checkNative(buffer, receiving);
      Buffers.checkLength(buffer);
    }
  }

  /** Refuses buffers that do not lie in a registered buffer. */
  void checkWithin(RegisteredBuffer registered) {
    Vectors.checkWithin(registered, buffers);
  }

  /** Whether the arenas of all buffers are open. */
  boolean isAlive() {
    for (MemorySegment buffer : buffers) {
      if (!buffer.scope().isAlive()) {
        return false;
      }
    }
    return true;
  }

  int bufferCount() {
    return buffers.length;
  }

  /** Sets all that may have changed since the last request: by the kernel, or by the program. */
  void prepare(long nameAddress, int nameLength, MemorySegment control) {
    header.set(JAVA_LONG, Structs.Msghdr.MSG_NAME, nameAddress);
    header.set(JAVA_INT, Structs.Msghdr.MSG_NAMELEN, nameLength);
    header.set(JAVA_LONG, Structs.Msghdr.MSG_CONTROL, control.address());
    header.set(JAVA_LONG, Structs.Msghdr.MSG_CONTROLLEN, control.byteSize());
    header.set(JAVA_INT, Structs.Msghdr.MSG_FLAGS, 0);
  }

  long address() {
    return header.address();
  }

  int nameLength() {
    return header.get(JAVA_INT, Structs.Msghdr.MSG_NAMELEN);
  }

  long controlLength() {
    return header.get(JAVA_LONG, Structs.Msghdr.MSG_CONTROLLEN);
  }

  int flags() {
    return header.get(JAVA_INT, Structs.Msghdr.MSG_FLAGS);
  }
}
