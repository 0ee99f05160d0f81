package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.github.uring4j.abi.Structs.IoCqringOffsets;
import io.github.uring4j.abi.Structs.IoSqringOffsets;
import io.github.uring4j.abi.Structs.IoUringCqe;
import io.github.uring4j.abi.Structs.IoUringParams;
import io.github.uring4j.abi.Structs.IoUringSqe;
import java.lang.foreign.MemorySegment;

/**
 * Where everything lies in a ring's shared memory, as io_uring_setup(2) told, and the memory
 * itself.
 */
record RingLayout(
    int setupFlags,
    int features,
    MemorySegment rings,
    MemorySegment sqes,
    int sqEntries,
    int cqEntries,
    long sqHead,
    long sqTail,
    long sqFlags,
    long sqDropped,
    long sqArray,
    long cqHead,
    long cqTail,
    long cqOverflow,
    long cqFlags,
    long cqes) {

  private static final long CACHE_LINE = 64;

  int sqeSize() {
    return sqeSize(setupFlags);
  }

  /** Whether this library has mapped the memory, and not the application. */
  boolean isMapped() {
    return (setupFlags & IORING_SETUP_NO_MMAP) == 0;
  }

  static int sqeSize(int setupFlags) {
    return (setupFlags & IORING_SETUP_SQE128) != 0 ? 2 * IoUringSqe.SIZE : IoUringSqe.SIZE;
  }

  private static int cqeSize(int setupFlags) {
    return (setupFlags & IORING_SETUP_CQE32) != 0 ? 2 * IoUringCqe.SIZE : IoUringCqe.SIZE;
  }

  /** Bytes of the mapping that holds both queues' indices, the SQ array and the completions. */
  static long ringBytes(MemorySegment params) {
    long sq =
        sq(params, IoSqringOffsets.ARRAY)
            + (long) get(params, IoUringParams.SQ_ENTRIES) * Integer.BYTES;
    long cqEntries = get(params, IoUringParams.CQ_ENTRIES);
    long cq =
        cq(params, IoCqringOffsets.CQES) + cqEntries * cqeSize(get(params, IoUringParams.FLAGS));
    return Math.max(sq, cq);
  }

  static long sqesBytes(MemorySegment params) {
    return (long) get(params, IoUringParams.SQ_ENTRIES) * sqeSize(get(params, IoUringParams.FLAGS));
  }

  /** What Linux will need, in whole pages. */
  static RingBuilder.MemorySize memorySize(RingConfig config) {
    int sqEntries = powerOfTwo(Math.min(config.entries(), RingConfig.MAX_ENTRIES));
    int cqEntries =
        config.has(IORING_SETUP_CQSIZE)
            ? powerOfTwo(Math.min(config.completionEntries(), RingConfig.MAX_COMPLETION_ENTRIES))
            : 2 * sqEntries;
    // Where completions are wide Linux doubles the indices before them too.
    long rings = (CACHE_LINE + (long) cqEntries * IoUringCqe.SIZE) * cqeSize(config.flags());
    rings /= IoUringCqe.SIZE;
    if (!config.has(IORING_SETUP_NO_SQARRAY)) {
      rings = ((rings + CACHE_LINE - 1) & -CACHE_LINE) + (long) sqEntries * Integer.BYTES;
    }
    return new RingBuilder.MemorySize(
        wholePages(rings), wholePages((long) sqEntries * sqeSize(config.flags())));
  }

  private static int powerOfTwo(int atLeast) {
    return Integer.highestOneBit(2 * atLeast - 1);
  }

  private static long wholePages(long bytes) {
    return (bytes + PageSize.BYTES - 1) & -PageSize.BYTES;
  }

  static RingLayout of(MemorySegment params, MemorySegment rings, MemorySegment sqes) {
    return new RingLayout(
        get(params, IoUringParams.FLAGS),
        get(params, IoUringParams.FEATURES),
        rings,
        sqes,
        get(params, IoUringParams.SQ_ENTRIES),
        get(params, IoUringParams.CQ_ENTRIES),
        sq(params, IoSqringOffsets.HEAD),
        sq(params, IoSqringOffsets.TAIL),
        sq(params, IoSqringOffsets.FLAGS),
        sq(params, IoSqringOffsets.DROPPED),
        sq(params, IoSqringOffsets.ARRAY),
        cq(params, IoCqringOffsets.HEAD),
        cq(params, IoCqringOffsets.TAIL),
        cq(params, IoCqringOffsets.OVERFLOW),
        cq(params, IoCqringOffsets.FLAGS),
        cq(params, IoCqringOffsets.CQES));
  }

  /**
   * Says in the parameters of a ring that was resized what Linux leaves out of its answer: flags
   * and features, which stay, and where the SQ array is, in the cache line after the completions.
   */
  void complete(MemorySegment params) {
    params.set(JAVA_INT, IoUringParams.FLAGS, setupFlags);
    params.set(JAVA_INT, IoUringParams.FEATURES, features);
    long array = IoUringParams.SQ_OFF + IoSqringOffsets.ARRAY;
    if ((setupFlags & IORING_SETUP_NO_SQARRAY) == 0 && get(params, array) == 0) {
      // Where completions are wide Linux doubles all that is before the array.
      long narrow =
          cq(params, IoCqringOffsets.CQES)
              + (long) get(params, IoUringParams.CQ_ENTRIES) * IoUringCqe.SIZE;
      long end = narrow * cqeSize(setupFlags) / IoUringCqe.SIZE;
      params.set(JAVA_INT, array, (int) ((end + CACHE_LINE - 1) & -CACHE_LINE));
    }
  }

  private static int get(MemorySegment params, long offset) {
    return params.get(JAVA_INT, offset);
  }

  private static long sq(MemorySegment params, long offset) {
    return Integer.toUnsignedLong(get(params, IoUringParams.SQ_OFF + offset));
  }

  private static long cq(MemorySegment params, long offset) {
    return Integer.toUnsignedLong(get(params, IoUringParams.CQ_OFF + offset));
  }
}
