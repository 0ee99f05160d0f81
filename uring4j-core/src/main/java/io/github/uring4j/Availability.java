package io.github.uring4j;

/**
 * Whether io_uring can be used, and if not, why, and what to do about it. An immutable value.
 *
 * @see IoUring#availability
 */
public final class Availability {

  /** The answer in one word. */
  public enum Status {
    /** A ring was opened. */
    AVAILABLE,
    /** The kernel has no io_uring, or one that is too old. */
    KERNEL,
    /** The kernel has no io_uring, or a seccomp filter pretends so; it cannot be told which. */
    SECCOMP_OR_KERNEL,
    /** A seccomp filter, such as that of a container, forbids it. */
    SECCOMP,
    /** The administrator has switched it off: kernel.io_uring_disabled is 1 or 2. */
    SYSCTL,
    /** The user may lock too little memory: RLIMIT_MEMLOCK. */
    MEMLOCK,
    /** No file descriptor is left. */
    DESCRIPTOR_LIMIT,
    /** Java does not let the library call native functions. */
    NATIVE_ACCESS_DENIED,
    /** This is not Linux. */
    OPERATING_SYSTEM,
    /** The machine's architecture is none of those that the library knows. */
    ARCHITECTURE,
    /** Somebody has switched it off for this process, by system property or environment. */
    SWITCHED_OFF,
    /** Something else, which the reason tells. */
    OTHER
  }

  static final Availability YES = new Availability(Status.AVAILABLE, "", "");

  private final Status status;
  private final String reason;
  private final String remedy;

  Availability(Status status, String reason, String remedy) {
    this.status = status;
    this.reason = reason;
    this.remedy = remedy;
  }

  /**
   * The answer in one word.
   *
   * @return the status
   */
  public Status status() {
    return status;
  }

  /**
   * Whether rings can be opened.
   *
   * @return true if one was
   */
  public boolean isAvailable() {
    return status == Status.AVAILABLE;
  }

  /**
   * Why not, with the numbers that matter.
   *
   * @return one line, or an empty string if it is available
   */
  public String reason() {
    return reason;
  }

  /**
   * What to do: commands and settings, to be used as they stand.
   *
   * @return one line, or an empty string if it is available
   */
  public String remedy() {
    return remedy;
  }

  /** Reason and remedy as exceptions give them. */
  String hint() {
    return isAvailable() ? "" : reason + ": " + remedy;
  }

  @Override
  public String toString() {
    return isAvailable() ? "AVAILABLE" : status + ": " + hint();
  }
}
