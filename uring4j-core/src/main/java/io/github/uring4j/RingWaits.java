package io.github.uring4j;

import java.io.IOException;

/**
 * Waiting with options. Each method is for the ring's owner thread and throws WrongThreadException
 * on another, and IllegalStateException on a closed ring. Like the other waits these end early
 * after a {@link Ring#wakeup}.
 *
 * @param <T> the type of the ring's user data
 */
public sealed interface RingWaits<T> permits Ring {

  /**
   * Submits, then waits until so many completions are ready to be collected, or the options end the
   * wait.
   *
   * @param completions how many, 0 to {@link Ring#completionEntries}
   * @param options how to wait
   * @return how many requests were submitted
   * @throws IllegalArgumentException if {@code completions} is out of its range
   * @throws IllegalStateException if the last request links to a next one
   * @throws UnsupportedOperationException if this kernel has no minimum waits
   * @throws ErrnoException if the kernel cannot take the requests now; they stay prepared. EINVAL
   *     if it does not know one of the options
   * @kernel 5.11
   * @see <a href="https://man7.org/linux/man-pages/man2/io_uring_enter.2.html">io_uring_enter(2),
   *     IORING_ENTER_EXT_ARG</a>
   */
  default int submitAndWait(int completions, WaitOptions options) throws IOException {
    Ring<?> ring = Ring.checked(this);
    ring.checkWaitable(completions);
    options.check(ring.resources().layout().features());
    ring.beginSubmit();
    return ring.engine().submitAndWait(completions, options, options.deadline());
  }

  /**
   * Submits, then waits for the next completion and collects it.
   *
   * @param options how to wait
   * @return the completion, or null if the options or a wake-up ended the wait
   * @throws IllegalStateException if the last request links to a next one
   * @throws UnsupportedOperationException if this kernel has no minimum waits
   * @throws MemoryFreedException if memory of the request was freed too early
   * @throws ErrnoException if the kernel cannot take the requests now, or completions were lost
   *     (EBADR). EINVAL if it does not know one of the options
   * @kernel 5.11
   */
  default Completion<T> await(WaitOptions options) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    options.check(ring.resources().layout().features());
    ring.beginSubmit();
    return ring.collector().await(options, options.deadline(), null);
  }

  /**
   * Submits and waits as {@link #submitAndWait(int, WaitOptions)}, with options that the kernel has
   * at hand.
   *
   * @param completions how many, 0 to {@link Ring#completionEntries}
   * @param waits registered with this ring before it was enabled
   * @param index which of them
   * @return how many requests were submitted
   * @throws IllegalArgumentException if {@code completions} is out of its range, or {@code waits}
   *     belongs to another ring
   * @throws IndexOutOfBoundsException if there is no such index
   * @throws IllegalStateException if the last request links to a next one
   * @throws ErrnoException if the kernel cannot take the requests now; they stay prepared
   * @kernel 6.13
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_submit_and_wait_reg.3.html">io_uring_submit_and_wait_reg(3)</a>
   */
  default int submitAndWait(int completions, RegisteredWaits waits, int index) throws IOException {
    Ring<?> ring = Ring.checked(this);
    ring.checkWaitable(completions);
    ring.checkMine(waits.ring(), waits);
    WaitOptions options = waits.options(index);
    ring.beginSubmit();
    return ring.engine()
        .submitAndWait(completions, options, options.deadline(), waits.where(index));
  }

  /**
   * Submits and waits as {@link #await(WaitOptions)}, with options that the kernel has at hand.
   *
   * @param waits registered with this ring before it was enabled
   * @param index which of them
   * @return the completion, or null if the options or a wake-up ended the wait
   * @throws IllegalArgumentException if {@code waits} belongs to another ring
   * @throws IndexOutOfBoundsException if there is no such index
   * @throws IllegalStateException if the last request links to a next one
   * @throws MemoryFreedException if memory of the request was freed too early
   * @throws ErrnoException if the kernel cannot take the requests now, or completions were lost
   *     (EBADR)
   * @kernel 6.13
   */
  default Completion<T> await(RegisteredWaits waits, int index) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    ring.checkMine(waits.ring(), waits);
    WaitOptions options = waits.options(index);
    ring.beginSubmit();
    return ring.collector().await(options, options.deadline(), waits.where(index));
  }
}
