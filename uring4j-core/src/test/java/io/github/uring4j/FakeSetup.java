package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static io.github.uring4j.abi.LinuxConstants.EINVAL;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.github.uring4j.abi.Structs.IoCqringOffsets;
import io.github.uring4j.abi.Structs.IoSqringOffsets;
import io.github.uring4j.abi.Structs.IoUringCqe;
import io.github.uring4j.abi.Structs.IoUringParams;
import io.github.uring4j.abi.Structs.IoUringSqe;
import java.lang.foreign.MemorySegment;

/**
 * What a ring was asked to be: struct io_uring_params as io_uring_setup reads, checks and answers
 * it.
 *
 * <p>The checks are those of Linux 7.0 (io_uring_sanitise_params, io_uring_fill_params). The layout
 * is unlike any kernel's on purpose, so that nobody gets away with offsets that he did not read.
 */
record FakeSetup(
    int flags, int features, int sqEntries, int cqEntries, long sqUserAddr, long cqUserAddr) {

  private static final int MAX_ENTRIES = 32_768;
  private static final int RESERVED = IoUringParams.WQ_FD + Integer.BYTES;

  // Within the control part of either queue.
  static final int TAIL = 0;
  static final int FLAGS = 4;
  static final int LOST = 8;
  static final int MASK = 12;
  static final int ENTRIES = 16;
  static final int HEAD = 64;
  static final int CONTROL_SIZE = 192;

  /** The errno with which a kernel refuses these parameters, or 0. */
  static int check(int entries, MemorySegment params, int unsupportedFlags) {
    int flags = read(params, IoUringParams.FLAGS);
    for (int offset = RESERVED; offset < IoUringParams.SQ_OFF; offset += Integer.BYTES) {
      if (read(params, offset) != 0) {
        return EINVAL;
      }
    }
    if ((flags & unsupportedFlags) != 0
        || lone(flags, IORING_SETUP_REGISTERED_FD_ONLY, IORING_SETUP_NO_MMAP)
        || lone(flags, IORING_SETUP_DEFER_TASKRUN, IORING_SETUP_SINGLE_ISSUER)
        || lone(
            flags,
            IORING_SETUP_TASKRUN_FLAG,
            IORING_SETUP_COOP_TASKRUN | IORING_SETUP_DEFER_TASKRUN)
        || lone(flags, IORING_SETUP_HYBRID_IOPOLL, IORING_SETUP_IOPOLL)
        || lone(flags, IORING_SETUP_SQ_AFF, IORING_SETUP_SQPOLL)
        || both(flags, IORING_SETUP_CQE32, IORING_SETUP_CQE_MIXED)
        || both(flags, IORING_SETUP_SQE128, IORING_SETUP_SQE_MIXED)
        || both(
            flags,
            IORING_SETUP_SQPOLL,
            IORING_SETUP_COOP_TASKRUN | IORING_SETUP_TASKRUN_FLAG | IORING_SETUP_DEFER_TASKRUN)
        || lone(flags, IORING_SETUP_SQ_REWIND, IORING_SETUP_NO_SQARRAY)
        || both(flags, IORING_SETUP_SQ_REWIND, IORING_SETUP_SQPOLL)) {
      return EINVAL;
    }
    boolean clamp = (flags & IORING_SETUP_CLAMP) != 0;
    if (entries == 0 || (Integer.compareUnsigned(entries, MAX_ENTRIES) > 0 && !clamp)) {
      return EINVAL;
    }
    if ((flags & IORING_SETUP_CQSIZE) != 0) {
      int cqEntries = read(params, IoUringParams.CQ_ENTRIES);
      if (cqEntries == 0
          || (Integer.compareUnsigned(cqEntries, 2 * MAX_ENTRIES) > 0 && !clamp)
          || rounded(cqEntries, 2 * MAX_ENTRIES) < rounded(entries, MAX_ENTRIES)) {
        return EINVAL;
      }
    }
    return 0;
  }

  /** Reads parameters that {@link #check} accepts. */
  static FakeSetup read(int entries, MemorySegment params, int features) {
    int flags = read(params, IoUringParams.FLAGS);
    int sqEntries = rounded(entries, MAX_ENTRIES);
    int cqEntries =
        (flags & IORING_SETUP_CQSIZE) != 0
            ? rounded(read(params, IoUringParams.CQ_ENTRIES), 2 * MAX_ENTRIES)
            : 2 * sqEntries;
    return new FakeSetup(
        flags,
        features,
        sqEntries,
        cqEntries,
        params.get(JAVA_LONG_UNALIGNED, IoUringParams.SQ_OFF + IoSqringOffsets.USER_ADDR),
        params.get(JAVA_LONG_UNALIGNED, IoUringParams.CQ_OFF + IoCqringOffsets.USER_ADDR));
  }

  /** Writes the kernel's answer. */
  void answer(MemorySegment params) {
    write(params, IoUringParams.SQ_ENTRIES, sqEntries);
    write(params, IoUringParams.CQ_ENTRIES, cqEntries);
    write(params, IoUringParams.FEATURES, features);
    int sq = IoUringParams.SQ_OFF;
    write(params, sq + IoSqringOffsets.HEAD, HEAD);
    write(params, sq + IoSqringOffsets.TAIL, TAIL);
    write(params, sq + IoSqringOffsets.RING_MASK, MASK);
    write(params, sq + IoSqringOffsets.RING_ENTRIES, ENTRIES);
    write(params, sq + IoSqringOffsets.FLAGS, FLAGS);
    write(params, sq + IoSqringOffsets.DROPPED, LOST);
    write(
        params, sq + IoSqringOffsets.ARRAY, has(IORING_SETUP_NO_SQARRAY) ? 0 : (int) arrayOffset());
    int cq = IoUringParams.CQ_OFF;
    int base = (int) cqOffset();
    write(params, cq + IoCqringOffsets.HEAD, base + HEAD);
    write(params, cq + IoCqringOffsets.TAIL, base + TAIL);
    write(params, cq + IoCqringOffsets.RING_MASK, base + MASK);
    write(params, cq + IoCqringOffsets.RING_ENTRIES, base + ENTRIES);
    write(params, cq + IoCqringOffsets.FLAGS, base + FLAGS);
    write(params, cq + IoCqringOffsets.OVERFLOW, base + LOST);
    write(params, cq + IoCqringOffsets.CQES, base + CONTROL_SIZE);
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** Whether both queues lie in one block: one mapping, or the application's memory. */
  boolean isShared() {
    return (features & IORING_FEAT_SINGLE_MMAP) != 0 || has(IORING_SETUP_NO_MMAP);
  }

  int sqeStride() {
    return has(IORING_SETUP_SQE128) ? 2 * IoUringSqe.SIZE : IoUringSqe.SIZE;
  }

  int cqeStride() {
    return has(IORING_SETUP_CQE32) ? 2 * IoUringCqe.SIZE : IoUringCqe.SIZE;
  }

  long sqesSize() {
    return (long) sqEntries * sqeStride();
  }

  /** Where the control part of the completion queue begins in its block. */
  long cqOffset() {
    return isShared() ? CONTROL_SIZE : 0;
  }

  long arrayOffset() {
    return isShared() ? cqOffset() + cqSize() : CONTROL_SIZE;
  }

  long sqRingSize() {
    return arrayOffset() + (has(IORING_SETUP_NO_SQARRAY) ? 0 : (long) sqEntries * Integer.BYTES);
  }

  long cqSize() {
    return CONTROL_SIZE + (long) cqEntries * cqeStride();
  }

  private static boolean lone(int flags, int flag, int anyOf) {
    return (flags & flag) != 0 && (flags & anyOf) == 0;
  }

  private static boolean both(int flags, int flag, int anyOf) {
    return (flags & flag) != 0 && (flags & anyOf) != 0;
  }

  private static int rounded(int entries, int max) {
    if (Integer.compareUnsigned(entries, max) >= 0) {
      return max;
    }
    return entries == 1 ? 1 : Integer.highestOneBit(entries - 1) << 1;
  }

  private static int read(MemorySegment params, int offset) {
    return params.get(JAVA_INT_UNALIGNED, offset);
  }

  private static void write(MemorySegment params, int offset, int value) {
    params.set(JAVA_INT_UNALIGNED, offset, value);
  }
}
