package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.Structs.KernelTimespec;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** A struct __kernel_timespec. */
final class Timespec {

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private Timespec() {}

  static void set(MemorySegment memory, long at, long nanos) {
    memory.set(JAVA_LONG, at + KernelTimespec.TV_SEC, nanos / NANOS_PER_SECOND);
    memory.set(JAVA_LONG, at + KernelTimespec.TV_NSEC, nanos % NANOS_PER_SECOND);
  }

  static long nanos(MemorySegment memory) {
    return memory.get(JAVA_LONG, KernelTimespec.TV_SEC) * NANOS_PER_SECOND
        + memory.get(JAVA_LONG, KernelTimespec.TV_NSEC);
  }

  /** A scratch block with a time. */
  static Scratch.Block allocate(Scratch scratch, long nanos) throws IOException {
    Scratch.Block block = scratch.allocate(KernelTimespec.SIZE);
    set(block.memory, 0, nanos);
    return block;
  }

  static long check(long nanos) {
    if (nanos < 0) {
      throw new IllegalArgumentException("a timeout is zero or more nanoseconds, not " + nanos);
    }
    return nanos;
  }
}
