package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

import io.github.uring4j.sys.Syscalls;

/** Disposes of what a request brought after nobody wanted it any more. */
final class Orphans {

  private Orphans() {}

  /** Whether a result of zero or more is a descriptor that the receiver owns. */
  static boolean makesDescriptor(int opcode) {
    return switch (opcode) {
      case IORING_OP_OPENAT,
          IORING_OP_OPENAT2,
          IORING_OP_ACCEPT,
          IORING_OP_SOCKET,
          IORING_OP_FIXED_FD_INSTALL ->
          true;
      default -> false;
    };
  }

  /**
   * Closes the descriptors that came in a buffer, with a message of many. Where messages lie in an
   * incremental ring of buffers, only all that came before tells.
   */
  static void disposeOfBuffer(int res, int flags, Object kept) {
    BufferGroup group = CompletionFlags.hasBuffer(flags) ? KeptAlive.group(kept) : null;
    if (group != null) {
      try {
        group.offer(res, flags, kept);
      } catch (IllegalStateException e) {
        // Of a buffer that the kernel does not have: nobody is left to be told, and close goes on.
        return;
      }
      group.endOffer();
    }
  }

  /** Closes the descriptors that a completion brought. */
  static void dispose(int opcode, int fileIndex, int res, Object kept, Syscalls syscalls) {
    if (res < 0) {
      return;
    }
    if (makesDescriptor(opcode)) {
      if (fileIndex != 0) {
        // A direct descriptor, which ends with the ring.
        return;
      }
      syscalls.close(res);
    } else if (kept instanceof PipeEnds ends) {
      ends.closeBoth(syscalls::close);
    } else if (opcode == IORING_OP_RECVMSG && kept instanceof MsgHdr message) {
      message.closeReceivedDescriptors(syscalls::close);
    }
  }
}
