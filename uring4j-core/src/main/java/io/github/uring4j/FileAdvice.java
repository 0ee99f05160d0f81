package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * What a program expects to do with a range of a file.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/posix_fadvise.2.html">posix_fadvise(2)</a>
 */
public enum FileAdvice {
  /** Nothing special, and the usual read-ahead. */
  NORMAL(LinuxConstants.POSIX_FADV_NORMAL),

  /** Read here and there: no read-ahead. */
  RANDOM(LinuxConstants.POSIX_FADV_RANDOM),

  /** Read from front to back: more read-ahead. */
  SEQUENTIAL(LinuxConstants.POSIX_FADV_SEQUENTIAL),

  /** Read soon: the kernel begins to read it into the page cache. */
  WILLNEED(LinuxConstants.POSIX_FADV_WILLNEED),

  /** Not needed again: the kernel drops whole pages that are not dirty from the page cache. */
  DONTNEED(LinuxConstants.POSIX_FADV_DONTNEED),

  /**
   * Read once: does not count as use of the page cache. Without effect from Linux 2.6.18 to 6.2.
   */
  NOREUSE(LinuxConstants.POSIX_FADV_NOREUSE);

  private final int value;

  FileAdvice(int value) {
    this.value = value;
  }

  /**
   * The number that the kernel knows it by.
   *
   * @return the value of its {@code POSIX_FADV_} constant
   */
  public int value() {
    return value;
  }
}
