package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static io.github.uring4j.abi.LinuxConstants.EFAULT;
import static io.github.uring4j.abi.LinuxConstants.EINVAL;

import io.github.uring4j.abi.Structs.IoUringGeteventsArg;
import io.github.uring4j.abi.Structs.IoUringRegWait;
import io.github.uring4j.abi.Structs.KernelTimespec;
import io.github.uring4j.sys.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What an enter says of its wait.
 *
 * @param timeoutNanos -1 for none
 * @param errno of an argument that a kernel refuses
 * @param signals blocked while waiting
 */
record FakeWait(
    int minComplete,
    long timeoutNanos,
    int minWaitMicros,
    int errno,
    boolean absolute,
    boolean registered,
    long signals) {

  /** {@code region} is what the ring has registered for waits, or null. */
  static FakeWait read(
      int minComplete, int flags, MemorySegment arg, long argSize, MemorySegment region) {
    boolean absolute = (flags & IORING_ENTER_ABS_TIMER) != 0;
    if ((flags & IORING_ENTER_EXT_ARG_REG) != 0) {
      return registered(minComplete, absolute, flags, arg.address(), argSize, region);
    }
    if ((flags & IORING_ENTER_EXT_ARG) == 0) {
      return new FakeWait(minComplete, -1, 0, 0, absolute, false, 0);
    }
    if (argSize != IoUringGeteventsArg.SIZE) {
      return refused(minComplete, EINVAL);
    }
    if (arg.address() == 0) {
      return refused(minComplete, EFAULT);
    }
    MemorySegment ext = NativeMemory.at(arg.address(), argSize);
    int minWait = ext.get(ValueLayout.JAVA_INT, IoUringGeteventsArg.MIN_WAIT_USEC);
    long timespec = ext.get(ValueLayout.JAVA_LONG, IoUringGeteventsArg.TS);
    long mask = ext.get(ValueLayout.JAVA_LONG, IoUringGeteventsArg.SIGMASK);
    int maskSize = ext.get(ValueLayout.JAVA_INT, IoUringGeteventsArg.SIGMASK_SZ);
    MemorySegment time = timespec == 0 ? null : NativeMemory.at(timespec, KernelTimespec.SIZE);
    return of(minComplete, absolute, false, time, minWait, mask, maskSize);
  }

  private static FakeWait registered(
      int minComplete,
      boolean absolute,
      int flags,
      long offset,
      long argSize,
      MemorySegment region) {
    if ((flags & IORING_ENTER_EXT_ARG) == 0
        || argSize != IoUringRegWait.SIZE
        || (offset & 7) != 0) {
      return refused(minComplete, EINVAL);
    }
    if (region == null || offset > region.byteSize() - argSize) {
      return refused(minComplete, EFAULT);
    }
    // Like Linux 6.18, whose guard against speculation takes the last place for the first.
    boolean last = offset == region.byteSize() - argSize;
    MemorySegment wait = region.asSlice(last ? 0 : offset, argSize);
    int waitFlags = wait.get(ValueLayout.JAVA_INT, IoUringRegWait.FLAGS);
    if ((waitFlags & ~IORING_REG_WAIT_TS) != 0) {
      return refused(minComplete, EINVAL);
    }
    return of(
        minComplete,
        absolute,
        true,
        waitFlags == 0 ? null : wait.asSlice(IoUringRegWait.TS, KernelTimespec.SIZE),
        wait.get(ValueLayout.JAVA_INT, IoUringRegWait.MIN_WAIT_USEC),
        wait.get(ValueLayout.JAVA_LONG, IoUringRegWait.SIGMASK),
        wait.get(ValueLayout.JAVA_INT, IoUringRegWait.SIGMASK_SZ));
  }

  private static FakeWait of(
      int minComplete,
      boolean absolute,
      boolean registered,
      MemorySegment time,
      int minWait,
      long mask,
      int maskSize) {
    if (mask != 0 && maskSize != Long.BYTES) {
      return refused(minComplete, EINVAL);
    }
    long signals = mask == 0 ? 0 : NativeMemory.at(mask, Long.BYTES).get(ValueLayout.JAVA_LONG, 0);
    if (time == null) {
      return new FakeWait(minComplete, -1, minWait, 0, absolute, registered, signals);
    }
    long seconds = time.get(ValueLayout.JAVA_LONG, KernelTimespec.TV_SEC);
    long nanos = time.get(ValueLayout.JAVA_LONG, KernelTimespec.TV_NSEC);
    boolean absurd = seconds < 0 || nanos < 0 || nanos >= 1_000_000_000;
    long total =
        seconds > Long.MAX_VALUE / 2_000_000_000 ? Long.MAX_VALUE : seconds * 1_000_000_000 + nanos;
    return new FakeWait(
        minComplete, total, minWait, absurd ? EINVAL : 0, absolute, registered, signals);
  }

  private static FakeWait refused(int minComplete, int errno) {
    return new FakeWait(minComplete, -1, 0, errno, false, false, 0);
  }

  String text() {
    return (timeoutNanos < 0 ? "" : (absolute ? ", until=" : ", timeout=") + timeoutNanos + "ns")
        + (minWaitMicros == 0 ? "" : ", min_wait=" + Integer.toUnsignedLong(minWaitMicros) + "us")
        + (signals == 0 ? "" : ", blocked=0x" + Long.toHexString(signals))
        + (registered ? ", registered" : "");
  }
}
