package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.Structs.IoUringGeteventsArg;
import io.github.uring4j.abi.Structs.KernelTimespec;
import java.lang.foreign.MemorySegment;

/**
 * What a wait passes to io_uring_enter(2): a struct io_uring_getevents_arg, and behind it the
 * timespec and the signal mask that it points at.
 *
 * <p>Between waits with options it says: a time, and nothing else. Owner thread only.
 */
final class WaitArgument {

  private static final long TIME = IoUringGeteventsArg.SIZE;
  private static final long MASK = TIME + KernelTimespec.SIZE;
  static final int SIZE = (int) MASK + Long.BYTES;

  private final MemorySegment memory;

  WaitArgument(MemorySegment memory) {
    this.memory = memory.fill((byte) 0);
    end();
  }

  MemorySegment memory() {
    return memory;
  }

  /** A time from now. */
  void time(long nanos) {
    Timespec.set(memory, TIME, nanos);
  }

  void begin(WaitOptions options) {
    memory.set(JAVA_LONG, IoUringGeteventsArg.TS, options.hasTime() ? address(TIME) : 0);
    if (options.isAbsolute()) {
      time(options.nanos());
    }
    if (options.hasSignalMask()) {
      memory.set(JAVA_LONG, MASK, options.signalBits());
      memory.set(JAVA_LONG, IoUringGeteventsArg.SIGMASK, address(MASK));
      memory.set(JAVA_INT, IoUringGeteventsArg.SIGMASK_SZ, Long.BYTES);
    }
  }

  /** A time from now, over if it is not positive. */
  void minimumWait(long nanos) {
    int micros = nanos <= 0 ? 0 : (int) ((nanos + 999) / 1_000);
    memory.set(JAVA_INT, IoUringGeteventsArg.MIN_WAIT_USEC, micros);
  }

  void end() {
    memory.set(JAVA_LONG, IoUringGeteventsArg.TS, address(TIME));
    memory.set(JAVA_INT, IoUringGeteventsArg.MIN_WAIT_USEC, 0);
    memory.set(JAVA_LONG, IoUringGeteventsArg.SIGMASK, 0);
    memory.set(JAVA_INT, IoUringGeteventsArg.SIGMASK_SZ, 0);
  }

  private long address(long at) {
    return memory.address() + at;
  }
}
