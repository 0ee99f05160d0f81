package io.github.uring4j.benchmarks.work;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;

/**
 * The processor time of this process, the kernel's workers for it included, in nanoseconds. The
 * JDK's own call counts in steps of 10 milliseconds.
 */
final class ProcessorTime {

  private static final int CLOCK_PROCESS_CPUTIME_ID = 2;
  private static final MethodHandle CLOCK_GETTIME = link();

  private final MemorySegment timespec = Arena.ofAuto().allocate(JAVA_LONG, 2);

  @SuppressWarnings("restricted")
  private static MethodHandle link() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("clock_gettime"),
        FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
  }

  long nanos() {
    try {
      int result = (int) CLOCK_GETTIME.invokeExact(CLOCK_PROCESS_CPUTIME_ID, timespec);
      if (result != 0) {
        throw new IllegalStateException("clock_gettime returned " + result);
      }
    } catch (Throwable e) {
      throw new IllegalStateException("the processor time cannot be read", e);
    }
    return TimeUnit.SECONDS.toNanos(timespec.getAtIndex(JAVA_LONG, 0))
        + timespec.getAtIndex(JAVA_LONG, 1);
  }
}
