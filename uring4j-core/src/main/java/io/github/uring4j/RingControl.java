package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

import java.io.IOException;
import java.time.Duration;

/**
 * Steering a ring by calls that prepare no request. Each method is for the owner thread and throws
 * WrongThreadException on another, and IllegalStateException when the ring is closed.
 */
public sealed interface RingControl permits Ring {

  /**
   * Cancels a request at once, and waits until the kernel has let go of it. It completes as if
   * {@linkplain Ring#cancel(Object, Request) a request} had cancelled it; its completion is still
   * to be collected. Only what has been submitted is found, and on a ring with a {@linkplain
   * RingBuilder#pollThread poll thread} nothing that runs in a worker: that thread's workers are
   * not searched by Linux 6.18, and a request finds them. A {@link Ring#wakeup} does not end the
   * wait.
   *
   * @param request of this ring, and in flight
   * @param timeout how long to wait for a request that is running; zero or less does not wait
   * @return 0; 1 from Linux 6.18 if the request waited for a futex or a child process
   * @throws IllegalArgumentException if {@code request} belongs to another ring
   * @throws IllegalStateException if its last completion has been collected
   * @throws ErrnoException ENOENT if it was not found, as when it has completed; ETIME if it is
   *     still running after the timeout
   * @kernel 6.0
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_sync_cancel.3.html">io_uring_register_sync_cancel(3)</a>
   */
  default int cancelNow(Request request, Duration timeout) throws IOException {
    Ring<?> ring = Ring.checked(this);
    SyncCancel cancel = new SyncCancel(ring.target(request), -1, 0, 0);
    return cancelNow(ring, cancel, timeout, request);
  }

  /**
   * Cancels a request, or all, on a file or of an operation, as {@link #cancelNow(Request,
   * Duration)}.
   *
   * @param target which requests
   * @param timeout how long to wait for requests that are running; zero or less does not wait
   * @return how many were cancelled without waiting, for a target with {@link CancelTarget#all} and
   *     for {@link CancelTarget#any}; else 0
   * @throws IllegalArgumentException if the target's descriptor belongs to another ring
   * @throws ErrnoException ENOENT if none was found and not all were asked for; ETIME if some are
   *     still running after the timeout; EBADF if the descriptor is not open; EINVAL if the kernel
   *     does not know such targets
   * @kernel 6.0
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_sync_cancel.3.html">io_uring_register_sync_cancel(3)</a>
   */
  default int cancelNow(CancelTarget target, Duration timeout) throws IOException {
    Ring<?> ring = Ring.checked(this);
    SyncCancel cancel = new SyncCancel(0, target.fd(ring), target.opcode(), target.flags());
    return cancelNow(ring, cancel, timeout, target);
  }

  private static int cancelNow(Ring<?> ring, SyncCancel cancel, Duration timeout, Object subject)
      throws ErrnoException {
    int result = cancel.call(ring.resources(), Engine.deadline(timeout));
    if (result < 0) {
      throw new ErrnoException(-result, "register_sync_cancel", subject.toString());
    }
    return result;
  }

  /**
   * Has the kernel show the completions that it holds back, and run what it has deferred. Polls and
   * waits do so themselves where it is needed; this is for a program that looks at {@link
   * RingState#ready} only. Does not submit or wait.
   *
   * @throws ErrnoException if completions were lost (EBADR)
   * @kernel 5.1
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_get_events.3.html">io_uring_get_events(3)</a>
   */
  default void getEvents() throws IOException {
    Ring.checked(this).engine().collectFromKernel();
  }

  /**
   * Whether completions are to signal the {@linkplain Ring#registerEventfd registered eventfd}.
   * They do at first.
   *
   * @param on false to be left alone for a while
   * @kernel 5.8
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_cq_eventfd_toggle.3.html">io_uring_cq_eventfd_toggle(3)</a>
   */
  default void eventfdEnabled(boolean on) {
    Ring.checked(this).engine().cq.eventfdEnabled(on);
  }

  /**
   * Whether the time that the owner waits counts as waiting for input and output, in the system's
   * statistics and for the frequency of its CPU. It does at first.
   *
   * @param on false to count as idle
   * @throws UnsupportedOperationException if this kernel cannot tell the two apart
   * @kernel 6.15
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_set_iowait.3.html">io_uring_set_iowait(3)</a>
   */
  default void ioWait(boolean on) {
    Ring<?> ring = Ring.checked(this);
    if ((ring.resources().layout().features() & IORING_FEAT_NO_IOWAIT) == 0) {
      throw new UnsupportedOperationException(
          "this kernel counts every wait as waiting for input and output: Linux 6.15 asks");
    }
    ring.engine().ioWait(on);
  }

  /**
   * Gives the queues other sizes, larger or smaller, while the ring runs: what is pending, in
   * flight or completed stays.
   *
   * @param entries how many requests one submit may carry, 1 to 32768, rounded up to a power of two
   * @param completionEntries how many completions the kernel can show at once, at least {@code
   *     entries} and at most 65536, rounded up to a power of two
   * @throws IllegalArgumentException if a size is out of its range
   * @throws IllegalStateException if the ring was opened without {@link SetupFlags#DEFER_TASKRUN}
   *     or lies in {@linkplain RingBuilder#memory the application's memory}, or has no descriptor;
   *     if a chain is open; or if requests are pending that the kernel cannot take along: on a ring
   *     with {@link SetupFlags#SQ_REWIND}, or that shrinks with {@link SetupFlags#SQE_MIXED}
   * @throws ErrnoException EOVERFLOW if more is pending than would fit; ENOMEM; EINVAL if the
   *     kernel cannot resize rings
   * @kernel 6.13
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_resize_rings.3.html">io_uring_resize_rings(3)</a>
   */
  default void resize(int entries, int completionEntries) throws IOException {
    Ring.checked(this).resizeQueues(entries, completionEntries);
  }

  /**
   * Keeps the memory of the queues out of child processes that are forked: they would see, and
   * could change, what this process does with the ring. The JDK's own processes need it not: they
   * execute another program at once.
   *
   * @throws IllegalStateException if the ring lies in {@linkplain RingBuilder#memory the
   *     application's memory}
   * @throws ErrnoException if the kernel refuses
   * @kernel 2.6.16
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_ring_dontfork.3.html">io_uring_ring_dontfork(3)</a>
   */
  default void dontFork() throws IOException {
    Ring.checked(this).resources().dontFork();
  }
}
