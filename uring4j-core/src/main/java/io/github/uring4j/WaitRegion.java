package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.Structs.IoUringMemRegionReg;
import io.github.uring4j.abi.Structs.IoUringRegWait;
import io.github.uring4j.abi.Structs.IoUringRegionDesc;
import io.github.uring4j.sys.NativeMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Registers the memory of {@link RegisteredWaits}. */
final class WaitRegion {

  private static final int MAX_COUNT = 65_536;

  /**
   * Unused places at the end: for the last one of its memory Linux 6.18 looks at the first, so
   * careful it is with indices.
   */
  private static final int UNUSED = 1;

  /** A multiple of every page size. */
  private static final long GRAIN = 65_536;

  private WaitRegion() {}

  static RegisteredWaits register(Registrations ring, int count) throws ErrnoException {
    if (count < 1 || count > MAX_COUNT) {
      throw new IllegalArgumentException(
          "1 to %d waits can be registered, not %d".formatted(MAX_COUNT, count));
    }
    long size = (count + UNUSED) * (long) IoUringRegWait.SIZE;
    size = (size + GRAIN - 1) / GRAIN * GRAIN;
    RingResources resources = ring.resources();
    long offset = register(ring, 0, size, 0);
    long address = resources.syscalls().mmap(size, resources.fd(), offset);
    if (address < 0) {
      throw new ErrnoException((int) -address, "mmap", "of the region for waits");
    }
    MemorySegment memory = NativeMemory.at(address, size);
    resources.mapped(memory);
    return kept(new RegisteredWaits(ring, memory, count), resources);
  }

  static RegisteredWaits register(Registrations ring, MemorySegment memory) throws ErrnoException {
    Buffers.checkNative(memory, true);
    long count = Math.min(memory.byteSize() / IoUringRegWait.SIZE - UNUSED, MAX_COUNT);
    if (count < 1) {
      throw new IllegalArgumentException(
          "a wait takes %d bytes, and the last %d are unused; the memory has %d"
              .formatted(IoUringRegWait.SIZE, UNUSED * IoUringRegWait.SIZE, memory.byteSize()));
    }
    register(ring, memory.address(), memory.byteSize(), IORING_MEM_REGION_TYPE_USER);
    return kept(new RegisteredWaits(ring, memory, (int) count), ring.resources());
  }

  /** The region names the memory of the waits' signal masks. */
  private static RegisteredWaits kept(RegisteredWaits waits, RingResources resources) {
    resources.keep(waits);
    return waits;
  }

  /** Returns where the kernel's memory is to be mapped. */
  private static long register(Registrations ring, long address, long size, int flags)
      throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment region = arena.allocate(IoUringRegionDesc.SIZE, Long.BYTES);
      region.set(JAVA_LONG, IoUringRegionDesc.USER_ADDR, address);
      region.set(JAVA_LONG, IoUringRegionDesc.SIZE_FIELD, size);
      region.set(JAVA_INT, IoUringRegionDesc.FLAGS, flags);
      MemorySegment arg = arena.allocate(IoUringMemRegionReg.SIZE, Long.BYTES);
      arg.set(JAVA_LONG, IoUringMemRegionReg.REGION_UPTR, region.address());
      arg.set(JAVA_LONG, IoUringMemRegionReg.FLAGS, IORING_MEM_REGION_REG_WAIT_ARG);
      ring.call(RegisterOperation.MEM_REGION, arg, 1, size + " bytes");
      return region.get(JAVA_LONG, IoUringRegionDesc.MMAP_OFFSET);
    }
  }
}
