package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * What became of a child process.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/sigaction.2.html">sigaction(2)</a>
 */
public enum ChildEvent {
  /** Nothing is known: no request told of a child. */
  NONE(0),

  /** It has ended by itself; the status is its exit status. */
  EXITED(LinuxConstants.CLD_EXITED),

  /** A signal ended it; the status is the signal. */
  KILLED(LinuxConstants.CLD_KILLED),

  /** A signal ended it and it dumped core; the status is the signal. */
  DUMPED(LinuxConstants.CLD_DUMPED),

  /** A debugger's trap stopped it; the status is the signal. */
  TRAPPED(LinuxConstants.CLD_TRAPPED),

  /** A signal stopped it; the status is the signal. */
  STOPPED(LinuxConstants.CLD_STOPPED),

  /** A signal made it go on; the status is the signal. */
  CONTINUED(LinuxConstants.CLD_CONTINUED);

  private static final ChildEvent[] ALL = values();

  private final int value;

  ChildEvent(int value) {
    this.value = value;
  }

  /**
   * The number that the kernel knows it by.
   *
   * @return 0, or the value of its {@code CLD_} constant
   */
  public int value() {
    return value;
  }

  static ChildEvent of(int code) {
    for (ChildEvent event : ALL) {
      if (event.value == code) {
        return event;
      }
    }
    return NONE;
  }
}
