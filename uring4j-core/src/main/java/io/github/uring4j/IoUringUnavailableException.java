package io.github.uring4j;

import java.io.IOException;

/**
 * A ring that was not even asked for, since this process cannot use io_uring: another operating
 * system or architecture, no native access, or switched off. What the kernel refuses is an {@link
 * ErrnoException} instead.
 *
 * @serial exclude
 */
public final class IoUringUnavailableException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Null in a copy that was serialized. */
  private final transient Availability availability;

  IoUringUnavailableException(Availability availability) {
    super("io_uring cannot be used: " + availability.hint());
    this.availability = availability;
  }

  /**
   * Why, and what to do.
   *
   * @return what {@link IoUring#availability} says too; null in a copy that was serialized
   */
  public Availability availability() {
    return availability;
  }
}
