package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.github.uring4j.abi.Structs.IoUringParams;
import io.github.uring4j.sys.NativeMemory;
import io.github.uring4j.sys.Syscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Gives a ring queues of other sizes. The kernel copies what lies in them, and keeps the indices;
 * this side maps the new ones and looks there.
 */
final class RingResizer {

  private final RingResources resources;
  private final Engine engine;
  private final RingLayout old;
  private final Syscalls syscalls;

  RingResizer(RingResources resources, Engine engine) {
    this.resources = resources;
    this.engine = engine;
    old = resources.layout();
    syscalls = resources.syscalls();
  }

  void resize(int entries, int completionEntries) throws ErrnoException {
    checkSizes(entries, completionEntries);
    checkFlags();
    engine.sq.checkMovable(entries);
    // The kernel copies what is published.
    engine.sq.publish();
    if (completionEntries < engine.cq.entries()) {
      engine.cq.spill();
    }
    engine.cq.publishHead();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment params = arena.allocate(IoUringParams.SIZE, Long.BYTES);
      params.set(JAVA_INT, IoUringParams.FLAGS, IORING_SETUP_CQSIZE);
      params.set(JAVA_INT, IoUringParams.SQ_ENTRIES, entries);
      params.set(JAVA_INT, IoUringParams.CQ_ENTRIES, completionEntries);
      int result = resources.register(IORING_REGISTER_RESIZE_RINGS, params, 1);
      if (result < 0) {
        throw refused(-result);
      }
      old.complete(params);
      move(map(params));
    }
  }

  private static void checkSizes(int entries, int completionEntries) {
    if (entries < 1
        || entries > RingConfig.MAX_ENTRIES
        || completionEntries < entries
        || completionEntries > RingConfig.MAX_COMPLETION_ENTRIES) {
      throw new IllegalArgumentException(
          "a ring has 1 to %d entries, and as many completion entries or more, up to %d; %d and %d are not that"
              .formatted(
                  RingConfig.MAX_ENTRIES,
                  RingConfig.MAX_COMPLETION_ENTRIES,
                  entries,
                  completionEntries));
    }
  }

  private void checkFlags() {
    if ((old.setupFlags() & IORING_SETUP_DEFER_TASKRUN) == 0) {
      throw new IllegalStateException(
          "only a ring with SetupFlags.DEFER_TASKRUN can be resized; this one has "
              + SetupFlags.toString(old.setupFlags()));
    }
    if ((old.setupFlags() & IORING_SETUP_NO_MMAP) != 0) {
      throw new IllegalStateException("a ring in the application's memory cannot be resized");
    }
    if (resources.fd() < 0) {
      throw new IllegalStateException("a ring without a descriptor cannot be resized");
    }
  }

  private static ErrnoException refused(int errno) {
    String hint =
        switch (errno) {
          case Errno.EINVAL -> "resizing rings needs Linux 6.13";
          case Errno.EOVERFLOW -> "more is pending or completed than would fit";
          default -> "";
        };
    return new ErrnoException(errno, "register_resize_rings", "", hint);
  }

  private RingLayout map(MemorySegment params) throws ErrnoException {
    long ringBytes = RingLayout.ringBytes(params);
    long sqesBytes = RingLayout.sqesBytes(params);
    long rings = syscalls.mmap(ringBytes, resources.fd(), IORING_OFF_SQ_RING);
    if (rings < 0) {
      throw lost((int) -rings);
    }
    long sqes = syscalls.mmap(sqesBytes, resources.fd(), IORING_OFF_SQES);
    if (sqes < 0) {
      syscalls.munmap(rings, ringBytes);
      throw lost((int) -sqes);
    }
    return RingLayout.of(
        params, NativeMemory.at(rings, ringBytes), NativeMemory.at(sqes, sqesBytes));
  }

  /** The old memory is not the kernel's any more, and the new cannot be seen. */
  private ErrnoException lost(int errno) {
    engine.loseCompletions();
    return new ErrnoException(
        errno, "mmap", "of a resized ring", "this ring can only be closed from now on");
  }

  private void move(RingLayout layout) throws ErrnoException {
    engine.sq.locate(layout);
    engine.cq.locate(layout);
    resources.moved(layout);
  }
}
