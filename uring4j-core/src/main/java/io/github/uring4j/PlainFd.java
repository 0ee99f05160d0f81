package io.github.uring4j;

import io.github.uring4j.abi.IoUringConstants;
import io.github.uring4j.abi.LinuxConstants;
import io.github.uring4j.sys.LinuxSyscalls;

/**
 * A file descriptor of the process: an int that the kernel handed out.
 *
 * <p>Two instances with the same number are equal. An instance does not own the open file: whoever
 * received the descriptor closes it, once, with the ring's close operation or with {@link
 * #close()}. After that the kernel may hand out the same number for another file.
 *
 * <p>Immutable; safe from any thread.
 */
public final class PlainFd implements Fd {

  /** Standard input, descriptor 0. */
  public static final PlainFd STDIN = new PlainFd(0);

  /** Standard output, descriptor 1. */
  public static final PlainFd STDOUT = new PlainFd(1);

  /** Standard error, descriptor 2. */
  public static final PlainFd STDERR = new PlainFd(2);

  private final int value;

  /**
   * Any value: for {@link Fd#CWD}, {@link FileRegistrations#SKIP} and the constants. Everything
   * else comes through {@link #of}.
   */
  PlainFd(int value) {
    this.value = value;
  }

  /**
   * The descriptor of this number. Whether it is open shows only when it is used: the kernel
   * answers EBADF.
   *
   * @param value zero or more, as the kernel handed it out
   * @return the descriptor
   * @throws IllegalArgumentException if value is negative
   */
  public static PlainFd of(int value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          "file descriptor %d is negative: the result of a failed call, or Fd.CWD was meant"
              .formatted(value));
    }
    return new PlainFd(value);
  }

  /**
   * The number.
   *
   * @return zero or more; AT_FDCWD, which is negative, for {@link Fd#CWD}
   */
  public int value() {
    return value;
  }

  /**
   * Closes the descriptor at once, with close(2) on the calling thread: for clean-up code that has
   * no ring. A ring's close operation does the same without blocking the thread, which may matter
   * on network file systems.
   *
   * <p>Never call it again, not even after EINTR: Linux has released the descriptor whatever it
   * answers, and the number may already belong to another thread's file. A second close is the
   * caller's error, and is not detected here.
   *
   * @throws ErrnoException EBADF if it is not open; EIO, ENOSPC or EDQUOT if an earlier write
   *     failed late; EINTR. The descriptor is gone in each case
   * @throws IllegalStateException if this is {@link Fd#CWD} or the like, which is no open file
   */
  public void close() throws ErrnoException {
    if (value < 0) {
      throw new IllegalStateException(
          "Fd.CWD and FileRegistrations.SKIP are no open files: there is nothing to close");
    }
    int result = new LinuxSyscalls().close(value);
    if (result < 0) {
      throw new ErrnoException(-result, "close", toString());
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PlainFd fd && fd.value == value;
  }

  @Override
  public int hashCode() {
    return value;
  }

  @Override
  public String toString() {
    return switch (value) {
      case LinuxConstants.AT_FDCWD -> "the current directory";
      case IoUringConstants.IORING_REGISTER_FILES_SKIP -> "a slot to skip";
      default -> "fd " + value;
    };
  }
}
