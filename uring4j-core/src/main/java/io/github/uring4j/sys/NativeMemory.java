package io.github.uring4j.sys;

import java.lang.foreign.MemorySegment;

/**
 * Turns addresses that the kernel handed out into segments: the only reinterpret call of the
 * library.
 */
public final class NativeMemory {

  private NativeMemory() {}

  /**
   * A segment over memory that this library mapped and unmaps itself.
   *
   * <p>Its scope is global, so that an access costs a bounds check and no more. Whoever unmaps it
   * must see to it that nobody accesses it afterwards: a ring does by forgetting its owner, which
   * every public call checks.
   *
   * @param address of the first byte
   * @param size in bytes
   * @return the segment
   */
  @SuppressWarnings("restricted")
  public static MemorySegment at(long address, long size) {
    return MemorySegment.ofAddress(address).reinterpret(size);
  }
}
