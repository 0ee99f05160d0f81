package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.LinuxConstants;
import io.github.uring4j.abi.Structs.Iovec;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** Arrays of struct iovec. */
final class Vectors {

  private Vectors() {}

  /** Refuses what cannot be a vector of buffers. */
  static void check(MemorySegment[] buffers, boolean target) {
    if (buffers.length > LinuxConstants.IOV_MAX) {
      throw new IllegalArgumentException(
          "one request takes %d buffers, not %d: split them"
              .formatted(LinuxConstants.IOV_MAX, buffers.length));
    }
    long total = 0;
    for (MemorySegment buffer : buffers) {
      Buffers.checkNative(buffer, target);
      total += buffer.byteSize();
    }
    Buffers.checkLength(total);
  }

  /** Refuses a vector that is not within a registered buffer. */
  static void checkWithin(RegisteredBuffer registered, MemorySegment[] buffers) {
    MemorySegment all = registered.segment();
    for (MemorySegment buffer : buffers) {
      long offset = buffer.address() - all.address();
      if (offset < 0 || offset > all.byteSize() - buffer.byteSize()) {
        throw new IllegalArgumentException(
            "a buffer of the vector does not lie in the %s".formatted(registered));
      }
    }
  }

  /** A block with an iovec for each buffer, that holds the buffers. */
  static Scratch.Block block(Scratch scratch, MemorySegment[] buffers) throws IOException {
    Scratch.Block block = scratch.allocate((long) Iovec.SIZE * buffers.length);
    long at = 0;
    for (MemorySegment buffer : buffers) {
      block.memory.set(JAVA_LONG, at + Iovec.IOV_BASE, buffer.address());
      block.memory.set(JAVA_LONG, at + Iovec.IOV_LEN, buffer.byteSize());
      block.hold(buffer);
      at += Iovec.SIZE;
    }
    return block;
  }
}
