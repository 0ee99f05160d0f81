package io.github.uring4j.cli.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What the JVM tells of this process and its threads. */
final class Processes {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private Processes() {}

  /** CPU time of all threads, the kernel's workers for this process among them. */
  static long cpuNanos() {
    return SYSTEM.getProcessCpuTime();
  }

  /** What the current thread has allocated on the heap so far, in bytes. */
  static long allocatedByThread() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  /** What all other threads have. */
  static long allocatedByOthers() {
    return THREADS.getTotalThreadAllocatedBytes() - allocatedByThread();
  }
}
