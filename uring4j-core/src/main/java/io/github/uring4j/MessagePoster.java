package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.IORING_REGISTER_SEND_MSG_RING;

import io.github.uring4j.abi.Structs.IoUringSqe;
import io.github.uring4j.sys.LinuxSyscalls;
import io.github.uring4j.sys.Syscalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Posts completions to a ring with messages: each by a call of its own where the kernel has that
 * (Linux 6.13), else through the {@link Waker}. Each ring has one, with an entry and an errno cell
 * of its own, since any thread may wake.
 */
final class MessagePoster implements Wakeups.Poster {

  /** Found by trying. Whoever sees it late tries once more. */
  private static volatile boolean callsRefused;

  private final Syscalls syscalls = new LinuxSyscalls();
  private final MemorySegment entry = Arena.ofAuto().allocate(IoUringSqe.SIZE, Long.BYTES);

  MessagePoster() {}

  @Override
  public void post(int ringFd, long userData, int res, int count) throws IOException {
    if (callsRefused) {
      Waker.post(ringFd, userData, res, count);
      return;
    }
    Encoders.msgRing(entry, 0, 0, ringFd, res, userData);
    for (int posted = 0; posted < count; posted++) {
      int result = syscalls.register(-1, IORING_REGISTER_SEND_MSG_RING, entry, 1);
      if (result == -Errno.EINVAL) {
        callsRefused = true;
        Waker.post(ringFd, userData, res, count - posted);
        return;
      }
      if (result < 0) {
        throw new ErrnoException(-result, "register_send_msg_ring", "to another ring");
      }
    }
  }
}
