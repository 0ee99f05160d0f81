package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.IORING_REGISTER_SYNC_CANCEL;
import static io.github.uring4j.abi.IoUringConstants.IORING_SETUP_DEFER_TASKRUN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.Structs.IoUringSyncCancelReg;
import io.github.uring4j.abi.Structs.KernelTimespec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Cancelling by a system call instead of a request.
 *
 * @param userData of the request to cancel, if the flags ask for it
 * @param fd whose requests, or -1
 * @param opcode of which operation
 * @param flags IORING_ASYNC_CANCEL_*
 */
record SyncCancel(long userData, int fd, int opcode, int flags) {

  /**
   * How long one call waits on a ring that defers its work: Linux 6.18 does not wake it when a
   * worker has ended the request.
   */
  private static final long SLICE_NANOS = 1_000_000;

  /**
   * Cancels, and waits until what is running has ended. Returns what the kernel answers.
   *
   * @param deadline in terms of System.nanoTime, or {@link Engine#FOREVER}
   */
  int call(RingResources resources, long deadline) {
    boolean sliced = (resources.layout().setupFlags() & IORING_SETUP_DEFER_TASKRUN) != 0;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment arg = arena.allocate(IoUringSyncCancelReg.SIZE, Long.BYTES);
      arg.set(JAVA_LONG, IoUringSyncCancelReg.ADDR, userData);
      arg.set(JAVA_INT, IoUringSyncCancelReg.FD, fd);
      arg.set(JAVA_INT, IoUringSyncCancelReg.FLAGS, flags);
      arg.set(JAVA_BYTE, IoUringSyncCancelReg.OPCODE, (byte) opcode);
      boolean waited = false;
      while (true) {
        long left =
            deadline == Engine.FOREVER ? Long.MAX_VALUE : Math.max(deadline - System.nanoTime(), 0);
        if (left == Long.MAX_VALUE && !sliced) {
          arg.set(JAVA_LONG, IoUringSyncCancelReg.TIMEOUT + KernelTimespec.TV_SEC, -1);
          arg.set(JAVA_LONG, IoUringSyncCancelReg.TIMEOUT + KernelTimespec.TV_NSEC, -1);
        } else {
          long nanos = sliced ? Math.min(left, SLICE_NANOS) : left;
          Timespec.set(arg, IoUringSyncCancelReg.TIMEOUT, nanos);
        }
        int result = resources.register(IORING_REGISTER_SYNC_CANCEL, arg, 1);
        boolean again = result == -Errno.ETIME && sliced && left > SLICE_NANOS;
        if (!again && result != -Errno.EINTR) {
          // What has ended since it was found was waited for.
          return waited && (result == -Errno.ENOENT || result > 0) ? 0 : result;
        }
        waited = true;
      }
    }
  }
}
