package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.IORING_ENTER_GETEVENTS;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A small ring, one for the process, from which completions are posted to other rings with MSG_RING
 * (Linux 5.18). For kernels on which that needs a ring.
 *
 * <p>The alternative, an eventfd with a read always in flight on each ring, would hold up IO_DRAIN
 * there for ever: a drain waits for all requests before it. Opened when first needed, and kept.
 */
final class Waker {

  private static final int ENTRIES = 16;

  /** How often the kernel may say EAGAIN before the caller is told. */
  private static final int ATTEMPTS = 1_000;

  /** A spin lock, for the reason that {@link Wakeups} gives. */
  private static final AtomicBoolean BUSY = new AtomicBoolean();

  /** Guarded by BUSY, as is all that it holds. */
  private static Waker instance;

  private final RingResources resources;
  private final SubmissionQueue sq;
  private final CompletionQueue cq;

  private Waker() throws IOException {
    resources = RingSetup.open(RingConfig.plain(ENTRIES));
    sq = new SubmissionQueue(resources.layout());
    cq = new CompletionQueue(resources.layout());
  }

  /** Posts {@code count} equal completions to a ring. Safe from any thread. */
  static void post(int ringFd, long userData, int res, int count) throws IOException {
    while (!BUSY.compareAndSet(false, true)) {
      Thread.onSpinWait();
    }
    try {
      if (instance == null) {
        instance = new Waker();
      }
      for (int left = count; left > 0; left -= ENTRIES) {
        instance.send(ringFd, userData, res, Math.min(left, ENTRIES));
      }
    } catch (IOException | RuntimeException e) {
      // What is left in its queues must not be sent with the next message, perhaps to another ring
      // of that number.
      if (instance != null) {
        instance.resources.release();
        instance = null;
      }
      throw e;
    } finally {
      BUSY.set(false);
    }
  }

  private void send(int ringFd, long userData, int message, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Encoders.msgRing(sq.sqes(), sq.nextEntry(), UserData.WAKEUP, ringFd, message, userData);
      sq.advance();
    }
    sq.publish();
    int errno = 0;
    int attempts = 0;
    for (int answered = 0; answered < count; ) {
      int result =
          resources
              .syscalls()
              .enter(
                  resources.fd(),
                  sq.pending(),
                  count - answered,
                  IORING_ENTER_GETEVENTS,
                  MemorySegment.NULL,
                  0);
      boolean again = result == -Errno.EINTR || (result == -Errno.EAGAIN && ++attempts < ATTEMPTS);
      if (result < 0 && !again) {
        throw new ErrnoException(-result, "io_uring_enter", "to another ring");
      }
      cq.beginBatch();
      while (cq.next()) {
        answered++;
        errno = Math.min(errno, cq.res);
      }
      cq.publishHead();
    }
    if (errno == -Errno.EINVAL) {
      throw new ErrnoException(
          -errno, "msg_ring", "to another ring", "waking a ring needs Linux 5.18");
    }
    if (errno < 0) {
      throw new ErrnoException(-errno, "msg_ring", "to another ring");
    }
  }
}
