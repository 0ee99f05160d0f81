package io.github.uring4j.stress;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A buffer between guard bytes that nobody may write to. */
final class Guarded {

  private static final int GUARD_SIZE = 64;
  private static final byte GUARD = 0x5A;

  private final MemorySegment all;
  final MemorySegment buffer;

  Guarded(int size) {
    all = Arena.ofAuto().allocate(size + 2L * GUARD_SIZE, 8).fill(GUARD);
    buffer = all.asSlice(GUARD_SIZE, size);
  }

  /** Whether exactly so many bytes have been written, with this value; takes them back. */
  void check(long count, byte value, Object of) {
    for (long i = 0; i < all.byteSize(); i++) {
      boolean within = i >= GUARD_SIZE && i < GUARD_SIZE + count;
      byte found = all.get(JAVA_BYTE, i);
      if (found != (within ? value : GUARD)) {
        throw new AssertionError(
            "byte %d is %d beside or in a buffer with %d bytes of %s"
                .formatted(i - GUARD_SIZE, found, count, of));
      }
    }
    buffer.fill(GUARD);
  }
}
