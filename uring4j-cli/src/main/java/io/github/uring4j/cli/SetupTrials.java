package io.github.uring4j.cli;

import io.github.uring4j.Errno;
import io.github.uring4j.ErrnoException;
import io.github.uring4j.Ring;
import io.github.uring4j.RingBuilder;
import io.github.uring4j.SetupFlags;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

/** Tries each IORING_SETUP_* flag on a ring of its own, with what it cannot be without. */
final class SetupTrials {

  private static final int ENTRIES = 8;
  private static final int PAGE = 4096;
  private static final Duration IDLE = Duration.ofMillis(1);

  private final Ring<?> other;
  private final int cpu;

  /**
   * For a process.
   *
   * @param other an open ring
   * @param cpu one that the process may run on
   */
  SetupTrials(Ring<?> other, int cpu) {
    this.other = other;
    this.cpu = cpu;
  }

  /** Whether the kernel takes a flag; UNKNOWN if it gives another reason than the flag. */
  Support of(int flag) throws IOException {
    try {
      open(flag);
      return Support.YES;
    } catch (ErrnoException e) {
      return e.errno() == Errno.EINVAL ? Support.NO : Support.UNKNOWN;
    }
  }

  private void open(int flag) throws IOException {
    RingBuilder<Object> ring = Ring.builder().entries(ENTRIES).only(flag);
    switch (flag) {
      case SetupFlags.SQPOLL -> ring.pollThread(IDLE);
      case SetupFlags.SQ_AFF -> ring.pollThread(IDLE).pollThreadCpu(cpu);
      case SetupFlags.CQSIZE -> ring.completionEntries(4 * ENTRIES);
      case SetupFlags.ATTACH_WQ -> ring.attachTo(other);
      case SetupFlags.TASKRUN_FLAG -> ring.with(SetupFlags.COOP_TASKRUN);
      case SetupFlags.DEFER_TASKRUN -> ring.with(SetupFlags.SINGLE_ISSUER);
      case SetupFlags.NO_MMAP, SetupFlags.REGISTERED_FD_ONLY -> ring.memory(page(), page());
      case SetupFlags.HYBRID_IOPOLL -> ring.with(SetupFlags.IOPOLL);
      case SetupFlags.SQ_REWIND -> ring.with(SetupFlags.NO_SQARRAY);
      default -> {}
    }
    if (flag == SetupFlags.R_DISABLED) {
      ring.openDisabled().close();
    } else {
      ring.open().close();
    }
  }

  /** Never freed: the kernel writes to it after the ring's close. */
  private static MemorySegment page() {
    return Arena.global().allocate(PAGE, PAGE);
  }
}
