package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

import io.github.uring4j.abi.LinuxConstants;

/**
 * Which clock a timeout is measured by.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/clock_gettime.2.html">clock_gettime(2)</a>
 */
public enum Clock {
  /**
   * Never set; stands still while the machine is suspended.
   *
   * @kernel 5.4
   */
  MONOTONIC(LinuxConstants.CLOCK_MONOTONIC),

  /**
   * Never set; goes on while the machine is suspended.
   *
   * @kernel 5.15
   */
  BOOTTIME(LinuxConstants.CLOCK_BOOTTIME),

  /**
   * The time of day, which an administrator may set.
   *
   * @kernel 5.15
   */
  REALTIME(LinuxConstants.CLOCK_REALTIME);

  private final int value;

  Clock(int value) {
    this.value = value;
  }

  /** The bit among IORING_TIMEOUT_CLOCK_MASK that names it in a timeout. */
  int timeoutFlag() {
    return switch (this) {
      case MONOTONIC -> 0;
      case BOOTTIME -> IORING_TIMEOUT_BOOTTIME;
      case REALTIME -> IORING_TIMEOUT_REALTIME;
    };
  }

  /**
   * The number that the kernel knows it by.
   *
   * @return the value of its {@code CLOCK_} constant
   */
  public int value() {
    return value;
  }
}
