package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.github.uring4j.abi.Structs.IoUringRestriction;
import io.github.uring4j.abi.Structs.IoUringTaskRestriction;
import io.github.uring4j.sys.Syscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** What is registered with the current thread instead of a ring. */
final class TaskRegistrations {

  private TaskRegistrations() {}

  static void restrict(Syscalls syscalls, Restrictions restrictions) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      int size = restrictions.size();
      MemorySegment task =
          arena.allocate(
              IoUringTaskRestriction.RESTRICTIONS + (long) IoUringRestriction.SIZE * size,
              Long.BYTES);
      task.set(JAVA_SHORT, IoUringTaskRestriction.NR_RES, (short) size);
      restrictions.write(task, IoUringTaskRestriction.RESTRICTIONS);
      call(syscalls, RegisterOperation.RESTRICTIONS, task, "of the thread");
    }
  }

  static void filter(Syscalls syscalls, BpfFilter filter) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      call(
          syscalls,
          RegisterOperation.BPF_FILTER,
          filter.write(arena),
          "of the thread, for " + filter.operation().cName());
    }
  }

  private static void call(
      Syscalls syscalls, RegisterOperation operation, MemorySegment arg, String subject)
      throws ErrnoException {
    int result = syscalls.register(-1, operation.opcode(), arg, 1);
    if (result < 0) {
      throw new ErrnoException(
          -result,
          operation.cName(),
          subject,
          result == -Errno.EINVAL ? "threads are restricted and filtered from Linux 7.0 on" : "");
    }
  }
}
