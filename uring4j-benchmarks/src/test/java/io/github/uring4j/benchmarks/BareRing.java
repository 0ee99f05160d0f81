package io.github.uring4j.benchmarks;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.Structs.IoCqringOffsets;
import io.github.uring4j.abi.Structs.IoSqringOffsets;
import io.github.uring4j.abi.Structs.IoUringCqe;
import io.github.uring4j.abi.Structs.IoUringParams;
import io.github.uring4j.abi.Structs.IoUringRsrcUpdate;
import io.github.uring4j.abi.Structs.IoUringSqe;
import io.github.uring4j.sys.LinuxSyscalls;
import io.github.uring4j.sys.NativeMemory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/** Nops with nothing but system calls and shared memory: no check, no table, no datum. */
final class BareRing implements AutoCloseable {

  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final int CQE_SHIFT = 4;
  private static final int SQE_SHIFT = 6;
  private static final int[] SETUP_FLAGS = {
    IORING_SETUP_SUBMIT_ALL
        | IORING_SETUP_SINGLE_ISSUER
        | IORING_SETUP_DEFER_TASKRUN
        | IORING_SETUP_TASKRUN_FLAG,
    0
  };

  private final LinuxSyscalls syscalls = new LinuxSyscalls();
  private final int fd;
  private final int index;
  private final MemorySegment ring;
  private final MemorySegment sqes;
  private final long sqTailAt;
  private final long cqHeadAt;
  private final long cqTailAt;
  private final long cqesAt;
  private final int sqMask;
  private final int cqMask;

  BareRing(int entries) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment params = arena.allocate(IoUringParams.SIZE, Long.BYTES);
      fd = setup(entries, params);
      int sqEntries = params.get(JAVA_INT, IoUringParams.SQ_ENTRIES);
      int cqEntries = params.get(JAVA_INT, IoUringParams.CQ_ENTRIES);
      long array = sq(params, IoSqringOffsets.ARRAY);
      cqesAt = cq(params, IoCqringOffsets.CQES);
      ring =
          map(
              Math.max(
                  array + (long) sqEntries * Integer.BYTES,
                  cqesAt + ((long) cqEntries << CQE_SHIFT)),
              IORING_OFF_SQ_RING);
      sqes = map((long) sqEntries << SQE_SHIFT, IORING_OFF_SQES);
      sqTailAt = sq(params, IoSqringOffsets.TAIL);
      cqHeadAt = cq(params, IoCqringOffsets.HEAD);
      cqTailAt = cq(params, IoCqringOffsets.TAIL);
      sqMask = sqEntries - 1;
      cqMask = cqEntries - 1;
      for (int i = 0; i < sqEntries; i++) {
        ring.set(JAVA_INT, array + (long) i * Integer.BYTES, i);
      }
      index = registerDescriptor(arena);
    }
  }

  private int setup(int entries, MemorySegment params) throws IOException {
    int result = 0;
    for (int flags : SETUP_FLAGS) {
      params.fill((byte) 0);
      params.set(JAVA_INT, IoUringParams.FLAGS, flags);
      result = syscalls.setup(entries, params);
      if (result >= 0) {
        return result;
      }
    }
    throw new IOException("io_uring_setup answered " + result);
  }

  private MemorySegment map(long length, long offset) throws IOException {
    long address = syscalls.mmap(length, fd, offset);
    if (address < 0) {
      throw new IOException("mmap answered " + address);
    }
    return NativeMemory.at(address, length);
  }

  private int registerDescriptor(Arena arena) {
    MemorySegment update = arena.allocate(IoUringRsrcUpdate.SIZE, Long.BYTES);
    update.set(JAVA_INT, IoUringRsrcUpdate.OFFSET, -1);
    update.set(JAVA_LONG, IoUringRsrcUpdate.DATA, fd);
    return syscalls.register(fd, IORING_REGISTER_RING_FDS, update, 1) == 1
        ? update.get(JAVA_INT, IoUringRsrcUpdate.OFFSET)
        : -1;
  }

  private static int sq(MemorySegment params, int field) {
    return params.get(JAVA_INT, IoUringParams.SQ_OFF + field);
  }

  private static int cq(MemorySegment params, int field) {
    return params.get(JAVA_INT, IoUringParams.CQ_OFF + field);
  }

  /** A number of batches, each with one submit and wait. */
  void run(int batches, int depth) throws IOException {
    int flags = IORING_ENTER_GETEVENTS | (index >= 0 ? IORING_ENTER_REGISTERED_RING : 0);
    int sqTail = (int) INT.get(ring, sqTailAt);
    int cqHead = (int) INT.get(ring, cqHeadAt);
    for (int batch = 0; batch < batches; batch++) {
      for (int i = 0; i < depth; i++) {
        writeNop((long) (sqTail++ & sqMask) << SQE_SHIFT, i);
      }
      INT.setRelease(ring, sqTailAt, sqTail);
      int enterFd = index >= 0 ? index : fd;
      int entered = syscalls.enter(enterFd, depth, depth, flags, MemorySegment.NULL, 0);
      int cqTail = (int) INT.getAcquire(ring, cqTailAt);
      if (entered != depth || cqTail - cqHead != depth) {
        throw new IOException("enter answered " + entered);
      }
      while (cqHead != cqTail) {
        long at = cqesAt + ((long) (cqHead++ & cqMask) << CQE_SHIFT);
        if (ring.get(JAVA_INT, at + IoUringCqe.RES) < 0) {
          throw new IOException("a nop failed");
        }
      }
      INT.setRelease(ring, cqHeadAt, cqHead);
    }
  }

  private void writeNop(long at, int userData) {
    for (long field = 0; field < IoUringSqe.SIZE; field += Long.BYTES) {
      sqes.set(JAVA_LONG, at + field, 0);
    }
    sqes.set(JAVA_LONG, at + IoUringSqe.USER_DATA, userData);
  }

  @Override
  public void close() {
    syscalls.munmap(sqes.address(), sqes.byteSize());
    syscalls.munmap(ring.address(), ring.byteSize());
    syscalls.close(fd);
  }
}
