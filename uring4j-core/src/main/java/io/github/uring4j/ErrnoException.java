package io.github.uring4j;

import java.io.IOException;

/**
 * A system call or request that failed. Its message reads:
 *
 * <pre>openat2 test.log: EACCES (Permission denied)</pre>
 *
 * @serial exclude
 */
public final class ErrnoException extends IOException {

  private static final long serialVersionUID = 1L;

  /** A constant of {@link Errno}. */
  private final int errno;

  /** Name of the operation or system call. */
  private final String operation;

  /** Path or descriptor, or empty. */
  private final String subject;

  /** Cause and remedy, or empty. */
  private final String hint;

  /** What the hint was made of, if it is about io_uring as a whole; null otherwise. */
  private final transient Availability availability;

  /**
   * A failure that the errno explains.
   *
   * @param errno why it failed, a positive number
   * @param operation what failed, such as {@code openat2}
   * @param subject what it was done to, such as a path or {@code fd 7}; may be empty
   */
  public ErrnoException(int errno, String operation, String subject) {
    this(errno, operation, subject, "");
  }

  /**
   * A failure with a likely cause or a remedy.
   *
   * @param errno why it failed, a positive number
   * @param operation what failed, such as {@code io_uring_setup}
   * @param subject what it was done to, such as a path or {@code fd 7}; may be empty
   * @param hint what to do about it; may be empty
   */
  public ErrnoException(int errno, String operation, String subject, String hint) {
    this(errno, operation, subject, hint, null);
  }

  /** A ring that could not be made. */
  ErrnoException(int errno, String operation, String subject, Availability availability) {
    this(errno, operation, subject, availability.hint(), availability);
  }

  private ErrnoException(
      int errno, String operation, String subject, String hint, Availability availability) {
    super(text(errno, operation, subject, hint));
    this.availability = availability;
    this.errno = errno;
    this.operation = operation;
    this.subject = subject;
    this.hint = hint;
  }

  private static String text(int errno, String operation, String subject, String hint) {
    String what = subject.isEmpty() ? operation : operation + " " + subject;
    String why = Errno.name(errno) + " (" + Errno.message(errno) + ")";
    return what + ": " + why + (hint.isEmpty() ? "" : "; " + hint);
  }

  /**
   * Why it failed.
   *
   * @return a constant of {@link Errno}
   */
  public int errno() {
    return errno;
  }

  /**
   * What failed.
   *
   * @return the name of an operation or system call, such as {@code openat2}
   */
  public String operation() {
    return operation;
  }

  /**
   * What it was done to.
   *
   * @return a path, or a descriptor such as {@code fd 7}, or an empty string
   */
  public String subject() {
    return subject;
  }

  /**
   * What lies behind it, and what to do about it.
   *
   * @return the part of the message after the errno, or an empty string
   */
  public String hint() {
    return hint;
  }

  /** Why there is no ring, if that is what failed; null otherwise. */
  Availability availability() {
    return availability;
  }
}
