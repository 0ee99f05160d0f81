package io.github.uring4j;

import static io.github.uring4j.Sqe.fill;
import static io.github.uring4j.abi.IoUringConstants.*;

import java.lang.foreign.MemorySegment;

/** Those of {@link RegisteredFileOperations}; see {@link Encoders}. */
final class RegisteredFileEncoders {

  private RegisteredFileEncoders() {}

  static void filesUpdate(
      MemorySegment sqes, long at, long userData, long fds, int count, int first) {
    fill(sqes, at, userData, IORING_OP_FILES_UPDATE, 0, -1, first, fds, count, 0);
  }

  static void fixedFdInstall(
      MemorySegment sqes, long at, long userData, int slot, int installFlags) {
    fill(
        sqes,
        at,
        userData,
        IORING_OP_FIXED_FD_INSTALL,
        IOSQE_FIXED_FILE,
        slot,
        0,
        0,
        0,
        installFlags);
  }
}
