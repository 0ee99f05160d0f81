package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.Structs.IoCqringOffsets;
import io.github.uring4j.abi.Structs.IoSqringOffsets;
import io.github.uring4j.abi.Structs.IoUringCqe;
import io.github.uring4j.abi.Structs.IoUringParams;
import io.github.uring4j.abi.Structs.IoUringSqe;
import io.github.uring4j.sys.Syscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Completes every request at once with 0, in this thread, so that the library is left alone. */
final class InstantKernel implements Syscalls {

  private static final int FD = 1_000_000;
  private static final int SQ_HEAD = 0;
  private static final int SQ_TAIL = 64;
  private static final int SQ_FLAGS = 128;
  private static final int SQ_DROPPED = 132;
  private static final int CQ_HEAD = 192;
  private static final int CQ_TAIL = 256;
  private static final int CQ_OVERFLOW = 320;
  private static final int CQ_FLAGS = 324;
  private static final int CQES = 384;
  private static final int SQE_SHIFT = 6;
  private static final int CQE_SHIFT = 4;

  private final Arena arena = Arena.ofAuto();
  private MemorySegment rings;
  private MemorySegment sqes;
  private int entries;
  private int sqHead;
  private int cqTail;

  @Override
  public int setup(int asked, MemorySegment params) {
    entries = Integer.highestOneBit(2 * asked - 1);
    params.set(JAVA_INT, IoUringParams.SQ_ENTRIES, entries);
    params.set(JAVA_INT, IoUringParams.CQ_ENTRIES, 2 * entries);
    params.set(
        JAVA_INT,
        IoUringParams.FEATURES,
        IORING_FEAT_SINGLE_MMAP
            | IORING_FEAT_NODROP
            | IORING_FEAT_SUBMIT_STABLE
            | IORING_FEAT_RW_CUR_POS
            | IORING_FEAT_EXT_ARG);
    sq(params, IoSqringOffsets.HEAD, SQ_HEAD);
    sq(params, IoSqringOffsets.TAIL, SQ_TAIL);
    sq(params, IoSqringOffsets.FLAGS, SQ_FLAGS);
    sq(params, IoSqringOffsets.DROPPED, SQ_DROPPED);
    sq(params, IoSqringOffsets.ARRAY, CQES + ((2 * entries) << CQE_SHIFT));
    cq(params, IoCqringOffsets.HEAD, CQ_HEAD);
    cq(params, IoCqringOffsets.TAIL, CQ_TAIL);
    cq(params, IoCqringOffsets.OVERFLOW, CQ_OVERFLOW);
    cq(params, IoCqringOffsets.FLAGS, CQ_FLAGS);
    cq(params, IoCqringOffsets.CQES, CQES);
    return FD;
  }

  private static void sq(MemorySegment params, int field, int value) {
    params.set(JAVA_INT, IoUringParams.SQ_OFF + field, value);
  }

  private static void cq(MemorySegment params, int field, int value) {
    params.set(JAVA_INT, IoUringParams.CQ_OFF + field, value);
  }

  @Override
  public int enter(
      int fd, int toSubmit, int minComplete, int flags, MemorySegment arg, long argSize) {
    for (int i = 0; i < toSubmit; i++) {
      long sqe = (long) (sqHead++ & (entries - 1)) << SQE_SHIFT;
      long cqe = CQES + ((long) (cqTail++ & (2 * entries - 1)) << CQE_SHIFT);
      rings.set(
          JAVA_LONG, cqe + IoUringCqe.USER_DATA, sqes.get(JAVA_LONG, sqe + IoUringSqe.USER_DATA));
      rings.set(JAVA_LONG, cqe + IoUringCqe.RES, 0);
    }
    rings.set(JAVA_INT, SQ_HEAD, sqHead);
    rings.set(JAVA_INT, CQ_TAIL, cqTail);
    return toSubmit;
  }

  @Override
  public int register(int fd, int opcode, MemorySegment arg, int count) {
    return -Errno.EINVAL;
  }

  @Override
  public long mmap(long length, int fd, long offset) {
    MemorySegment memory = arena.allocate(length, PageSize.BYTES);
    if (offset == IORING_OFF_SQES) {
      sqes = memory;
    } else if (fd == FD) {
      rings = memory;
    }
    return memory.address();
  }

  @Override
  public int munmap(long address, long length) {
    return 0;
  }

  @Override
  public int madvise(long address, long length, int advice) {
    return 0;
  }

  @Override
  public int close(int fd) {
    return 0;
  }
}
