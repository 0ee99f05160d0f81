package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

import io.github.uring4j.sys.LinuxSyscalls;
import io.github.uring4j.sys.Syscalls;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a ring is asked to be.
 *
 * @param flags IORING_SETUP_* that must be there
 * @param chooseFlags whether to add what makes a ring faster, as far as the kernel has it
 * @param completionEntries 0 for the kernel's choice, twice the entries
 * @param attachFd the ring whose worker threads are shared, or -1
 * @param ringMemory memory for the rings (IORING_SETUP_NO_MMAP), or null
 * @param entryMemory memory for the submission entries, or null
 * @param registersDescriptor whether the owner registers the descriptor
 */
record RingConfig(
    int entries,
    int flags,
    boolean chooseFlags,
    int completionEntries,
    int pollThreadIdleMillis,
    int pollThreadCpu,
    int attachFd,
    MemorySegment ringMemory,
    MemorySegment entryMemory,
    boolean registersDescriptor,
    Supplier<? extends Syscalls> syscalls,
    Supplier<? extends Wakeups.Poster> poster) {

  static final int MAX_ENTRIES = 32_768;
  static final int MAX_COMPLETION_ENTRIES = 2 * MAX_ENTRIES;

  /** The real system calls. To be supplied only where {@link Diagnosis#checkPlatform} passes. */
  static final Supplier<Syscalls> KERNEL = LinuxSyscalls::new;

  /** A ring without any flag, that any thread may use. */
  static RingConfig plain(int entries) {
    return new RingConfig(
        entries, 0, false, 0, 0, 0, -1, null, null, false, KERNEL, MessagePoster::new);
  }

  /** A ring with the flags that this kernel runs fastest. */
  static RingConfig fastest(int entries) {
    return new RingConfig(
        entries, 0, true, 0, 0, 0, -1, null, null, false, KERNEL, MessagePoster::new);
  }

  /** The same, whether memory was given or not. */
  RingConfig withoutMemory() {
    return new RingConfig(
        entries,
        flags & ~(IORING_SETUP_NO_MMAP | IORING_SETUP_REGISTERED_FD_ONLY),
        chooseFlags,
        completionEntries,
        pollThreadIdleMillis,
        pollThreadCpu,
        attachFd,
        null,
        null,
        registersDescriptor,
        syscalls,
        poster);
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** Looks at everything together and names every contradiction at once. */
  void validate() {
    List<String> problems = new ArrayList<>();
    checkSizes(problems);
    require(problems, IORING_SETUP_SQ_AFF, IORING_SETUP_SQPOLL);
    require(problems, IORING_SETUP_DEFER_TASKRUN, IORING_SETUP_SINGLE_ISSUER);
    require(problems, IORING_SETUP_HYBRID_IOPOLL, IORING_SETUP_IOPOLL);
    require(problems, IORING_SETUP_REGISTERED_FD_ONLY, IORING_SETUP_NO_MMAP);
    require(problems, IORING_SETUP_SQ_REWIND, IORING_SETUP_NO_SQARRAY);
    if (has(IORING_SETUP_TASKRUN_FLAG)
        && !has(IORING_SETUP_COOP_TASKRUN | IORING_SETUP_DEFER_TASKRUN)) {
      problems.add("TASKRUN_FLAG needs COOP_TASKRUN or DEFER_TASKRUN");
    }
    exclude(problems, IORING_SETUP_SQPOLL, IORING_SETUP_COOP_TASKRUN);
    exclude(problems, IORING_SETUP_SQPOLL, IORING_SETUP_TASKRUN_FLAG);
    exclude(problems, IORING_SETUP_SQPOLL, IORING_SETUP_DEFER_TASKRUN);
    exclude(problems, IORING_SETUP_SQPOLL, IORING_SETUP_SQ_REWIND);
    // The index of a registered descriptor is good in one thread only, and a disabled ring may
    // change it.
    exclude(problems, IORING_SETUP_R_DISABLED, IORING_SETUP_REGISTERED_FD_ONLY);
    exclude(problems, IORING_SETUP_CQE32, IORING_SETUP_CQE_MIXED);
    exclude(problems, IORING_SETUP_SQE128, IORING_SETUP_SQE_MIXED);
    needsValue(problems, IORING_SETUP_CQSIZE, completionEntries != 0, "completionEntries(n)");
    needsValue(problems, IORING_SETUP_ATTACH_WQ, attachFd >= 0, "attachTo(ring)");
    needsValue(problems, IORING_SETUP_NO_MMAP, ringMemory != null, "memory(rings, entries)");
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("this ring cannot be: " + String.join("; ", problems));
    }
  }

  private void checkSizes(List<String> problems) {
    boolean clamp = has(IORING_SETUP_CLAMP);
    if (entries < 1 || (entries > MAX_ENTRIES && !clamp)) {
      problems.add("entries must be 1 to " + MAX_ENTRIES + ", not " + entries);
    }
    if (completionEntries < 0 || (completionEntries > MAX_COMPLETION_ENTRIES && !clamp)) {
      problems.add(
          "completionEntries must be 1 to "
              + MAX_COMPLETION_ENTRIES
              + ", not "
              + completionEntries);
    }
    if (completionEntries != 0 && completionEntries < entries && !clamp) {
      problems.add(
          "completionEntries ("
              + completionEntries
              + ") must not be below entries ("
              + entries
              + ")");
    }
  }

  private void require(List<String> problems, int flag, int needed) {
    if (has(flag) && !has(needed)) {
      problems.add(SetupFlags.toString(flag) + " needs " + SetupFlags.toString(needed));
    }
  }

  private void exclude(List<String> problems, int flag, int other) {
    if (has(flag) && has(other)) {
      problems.add(SetupFlags.toString(flag) + " excludes " + SetupFlags.toString(other));
    }
  }

  private void needsValue(List<String> problems, int flag, boolean given, String method) {
    if (has(flag) && !given) {
      problems.add(SetupFlags.toString(flag) + " is set with " + method);
    }
  }
}
