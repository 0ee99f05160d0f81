package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.IORING_REGISTER_SYNC_CANCEL;
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
   * Cancels, and waits until what is running has ended. Returns what the kernel answers.
   *
   * @param deadline in terms of System.nanoTime, or {@link Engine#FOREVER}
   */
  int call(RingResources resources, long deadline) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment arg = arena.allocate(IoUringSyncCancelReg.SIZE, Long.BYTES);
      arg.set(JAVA_LONG, IoUringSyncCancelReg.ADDR, userData);
      arg.set(JAVA_INT, IoUringSyncCancelReg.FD, fd);
      arg.set(JAVA_INT, IoUringSyncCancelReg.FLAGS, flags);
      arg.set(JAVA_BYTE, IoUringSyncCancelReg.OPCODE, (byte) opcode);
      int result;
      do {
        if (deadline == Engine.FOREVER) {
          arg.set(JAVA_LONG, IoUringSyncCancelReg.TIMEOUT + KernelTimespec.TV_SEC, -1);
          arg.set(JAVA_LONG, IoUringSyncCancelReg.TIMEOUT + KernelTimespec.TV_NSEC, -1);
        } else {
          Timespec.set(
              arg, IoUringSyncCancelReg.TIMEOUT, Math.max(deadline - System.nanoTime(), 0));
        }
        result = resources.register(IORING_REGISTER_SYNC_CANCEL, arg, 1);
      } while (result == -Errno.EINTR);
      return result;
    }
  }
}
