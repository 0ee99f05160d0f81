package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.IORING_ENTER_EXT_ARG;
import static io.github.uring4j.abi.IoUringConstants.IORING_ENTER_EXT_ARG_REG;
import static io.github.uring4j.abi.LinuxConstants.EFAULT;
import static io.github.uring4j.abi.LinuxConstants.EINVAL;

import io.github.uring4j.abi.Structs.IoUringGeteventsArg;
import io.github.uring4j.abi.Structs.KernelTimespec;
import io.github.uring4j.sys.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What an enter says of its wait.
 *
 * @param timeoutNanos -1 for none
 * @param errno of an argument that a kernel refuses
 */
record FakeWait(int minComplete, long timeoutNanos, int minWaitMicros, int errno) {

  static FakeWait read(int minComplete, int flags, MemorySegment arg, long argSize) {
    boolean region = (flags & IORING_ENTER_EXT_ARG_REG) != 0;
    if (region || (flags & IORING_ENTER_EXT_ARG) == 0) {
      return new FakeWait(minComplete, -1, 0, region ? EINVAL : 0);
    }
    if (argSize != IoUringGeteventsArg.SIZE) {
      return new FakeWait(minComplete, -1, 0, EINVAL);
    }
    if (arg.address() == 0) {
      return new FakeWait(minComplete, -1, 0, EFAULT);
    }
    MemorySegment ext = NativeMemory.at(arg.address(), argSize);
    int minWait = ext.get(ValueLayout.JAVA_INT, IoUringGeteventsArg.MIN_WAIT_USEC);
    long timespec = ext.get(ValueLayout.JAVA_LONG, IoUringGeteventsArg.TS);
    if (timespec == 0) {
      return new FakeWait(minComplete, -1, minWait, 0);
    }
    MemorySegment time = NativeMemory.at(timespec, KernelTimespec.SIZE);
    long seconds = time.get(ValueLayout.JAVA_LONG, KernelTimespec.TV_SEC);
    long nanos = time.get(ValueLayout.JAVA_LONG, KernelTimespec.TV_NSEC);
    boolean absurd = seconds < 0 || nanos < 0 || nanos >= 1_000_000_000;
    long total =
        seconds > Long.MAX_VALUE / 2_000_000_000 ? Long.MAX_VALUE : seconds * 1_000_000_000 + nanos;
    return new FakeWait(minComplete, total, minWait, absurd ? EINVAL : 0);
  }

  String text() {
    return (timeoutNanos < 0 ? "" : ", timeout=" + timeoutNanos + "ns")
        + (minWaitMicros == 0 ? "" : ", min_wait=" + minWaitMicros + "us");
  }
}
