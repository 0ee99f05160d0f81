package io.github.uring4j.sys;

import java.lang.foreign.MemorySegment;

/**
 * All memory, by absolute address.
 *
 * <p>A constant, which makes a difference where every nanosecond counts: accesses become plain
 * loads and stores, without loads of a segment's bounds and scope. Nothing is checked, so the
 * address must be right by construction, such as a masked index into a mapped queue.
 */
public final class AllMemory {

  /** From address 0 to the highest. */
  public static final MemorySegment SEGMENT = NativeMemory.at(0, Long.MAX_VALUE);

  private AllMemory() {}
}
