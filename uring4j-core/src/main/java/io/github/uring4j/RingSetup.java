package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.Structs.IoCqringOffsets;
import io.github.uring4j.abi.Structs.IoSqringOffsets;
import io.github.uring4j.abi.Structs.IoUringParams;
import io.github.uring4j.sys.NativeMemory;
import io.github.uring4j.sys.Syscalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

/**
 * Makes a ring: io_uring_setup(2) and its mappings.
 *
 * <p>Which flags the kernel has is found by trying, never by its version: distributions backport.
 * Whatever fails, what was made until then is undone.
 */
final class RingSetup {

  /**
   * Without these a request's memory could not be handled safely, or a wait not be bounded. Linux
   * 5.11.
   */
  private static final int NEEDED_FEATURES =
      IORING_FEAT_SINGLE_MMAP
          | IORING_FEAT_NODROP
          | IORING_FEAT_SUBMIT_STABLE
          | IORING_FEAT_RW_CUR_POS
          | IORING_FEAT_EXT_ARG;

  /** What to add, best first. */
  private static final int[] CHOICES = {
    IORING_SETUP_SUBMIT_ALL
        | IORING_SETUP_SINGLE_ISSUER
        | IORING_SETUP_DEFER_TASKRUN
        | IORING_SETUP_TASKRUN_FLAG
        | IORING_SETUP_NO_SQARRAY,
    IORING_SETUP_SUBMIT_ALL
        | IORING_SETUP_SINGLE_ISSUER
        | IORING_SETUP_DEFER_TASKRUN
        | IORING_SETUP_TASKRUN_FLAG,
    IORING_SETUP_SUBMIT_ALL | IORING_SETUP_COOP_TASKRUN | IORING_SETUP_TASKRUN_FLAG,
    IORING_SETUP_SUBMIT_ALL,
    0
  };

  /** The same for a ring whose submissions a kernel thread takes. */
  private static final int[] POLL_THREAD_CHOICES = {
    IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_NO_SQARRAY,
    IORING_SETUP_SUBMIT_ALL,
    0
  };

  private static final int[] NO_CHOICE = {0};

  /** Smaller than this no ring is made for want of memory. */
  private static final int FEWEST_ENTRIES = 8;

  /**
   * How often ENOMEM is met with waiting, each time twice as long, from 1 ms: the kernel frees a
   * ring's memory some time after its close.
   */
  private static final int PATIENCE = 5;

  private RingSetup() {}

  static RingResources open(RingConfig config) throws IOException {
    config.validate();
    if (RingConfig.KERNEL.equals(config.syscalls())) {
      Diagnosis.checkPlatform();
    }
    Syscalls syscalls = config.syscalls().get();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment params = arena.allocate(IoUringParams.SIZE, Long.BYTES);
      int fd = create(config, syscalls, params);
      return new Mapper(config, syscalls, params, fd).map();
    }
  }

  /** Calls setup with the best flags and the most entries that the kernel grants. */
  private static int create(RingConfig config, Syscalls syscalls, MemorySegment params)
      throws ErrnoException {
    int patience = PATIENCE;
    int entries = config.entries();
    while (true) {
      int result = createWithBestFlags(config, entries, syscalls, params);
      if (result >= 0) {
        return result;
      }
      if (result != -Errno.ENOMEM) {
        throw refused(config, -result);
      }
      if (patience > 0) {
        Patience.sleep(TimeUnit.MILLISECONDS.toNanos(1L << (PATIENCE - patience)));
        patience--;
      } else if (entries / 2 >= FEWEST_ENTRIES && config.ringMemory() == null) {
        entries /= 2;
      } else {
        throw refused(config, -result);
      }
    }
  }

  private static ErrnoException refused(RingConfig config, int errno) {
    return new ErrnoException(
        errno,
        "io_uring_setup",
        "",
        Diagnosis.ofThisProcess().ofSetup(errno, config.flags(), config.entries()));
  }

  private static int createWithBestFlags(
      RingConfig config, int entries, Syscalls syscalls, MemorySegment params) {
    int result = -Errno.EINVAL;
    for (int choice : choices(config)) {
      fill(params, config, config.flags() | choice);
      result = syscalls.setup(entries, params);
      if (result != -Errno.EINVAL) {
        break;
      }
    }
    return result;
  }

  private static int[] choices(RingConfig config) {
    if (!config.chooseFlags()) {
      return NO_CHOICE;
    }
    return config.has(IORING_SETUP_SQPOLL) ? POLL_THREAD_CHOICES : CHOICES;
  }

  private static void fill(MemorySegment params, RingConfig config, int flags) {
    params.fill((byte) 0);
    params.set(JAVA_INT, IoUringParams.FLAGS, flags);
    params.set(JAVA_INT, IoUringParams.CQ_ENTRIES, config.completionEntries());
    params.set(JAVA_INT, IoUringParams.SQ_THREAD_IDLE, config.pollThreadIdleMillis());
    params.set(JAVA_INT, IoUringParams.SQ_THREAD_CPU, config.pollThreadCpu());
    params.set(JAVA_INT, IoUringParams.WQ_FD, Math.max(config.attachFd(), 0));
    if (config.ringMemory() != null) {
      params.set(
          JAVA_LONG,
          IoUringParams.CQ_OFF + IoCqringOffsets.USER_ADDR,
          config.ringMemory().address());
      params.set(
          JAVA_LONG,
          IoUringParams.SQ_OFF + IoSqringOffsets.USER_ADDR,
          config.entryMemory().address());
    }
  }

  /** Maps a ring that setup has made, or undoes it. */
  private record Mapper(RingConfig config, Syscalls syscalls, MemorySegment params, int fd) {

    RingResources map() throws ErrnoException {
      checkFeatures();
      long ringBytes = RingLayout.ringBytes(params);
      long sqesBytes = RingLayout.sqesBytes(params);
      if (config.ringMemory() != null) {
        checkRoom("rings", config.ringMemory(), ringBytes);
        checkRoom("entries", config.entryMemory(), sqesBytes);
        return resources(config.ringMemory(), config.entryMemory());
      }
      long rings = syscalls.mmap(ringBytes, fd, IORING_OFF_SQ_RING);
      if (rings < 0) {
        throw undone((int) -rings, "mmap", "of the rings");
      }
      long sqes = syscalls.mmap(sqesBytes, fd, IORING_OFF_SQES);
      if (sqes < 0) {
        syscalls.munmap(rings, ringBytes);
        throw undone((int) -sqes, "mmap", "of the submission entries");
      }
      return resources(NativeMemory.at(rings, ringBytes), NativeMemory.at(sqes, sqesBytes));
    }

    private RingResources resources(MemorySegment rings, MemorySegment sqes) throws ErrnoException {
      return new RingResources(config, syscalls, fd, RingLayout.of(params, rings, sqes));
    }

    private void checkFeatures() throws ErrnoException {
      int missing = NEEDED_FEATURES & ~params.get(JAVA_INT, IoUringParams.FEATURES);
      if (missing != 0) {
        ErrnoException tooOld =
            new ErrnoException(
                Errno.ENOSYS, "io_uring_setup", "", Diagnosis.ofMissingFeatures(missing));
        closeDescriptor();
        throw tooOld;
      }
    }

    private void checkRoom(String what, MemorySegment memory, long needed) {
      if (memory.byteSize() < needed) {
        closeDescriptor();
        throw new IllegalArgumentException(
            "the memory for the "
                + what
                + " has "
                + memory.byteSize()
                + " bytes and needs "
                + needed);
      }
    }

    private ErrnoException undone(int errno, String operation, String subject) {
      closeDescriptor();
      return new ErrnoException(
          errno, operation, subject, Diagnosis.ofThisProcess().ofSetup(errno, 0, config.entries()));
    }

    private void closeDescriptor() {
      RingResources.closeDescriptor(syscalls, fd, config.flags());
    }
  }
}
