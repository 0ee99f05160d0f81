package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * Whether an extended attribute may or must exist before it is set.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/setxattr.2.html">setxattr(2)</a>
 */
public enum XattrMode {
  /** Either: it is made, or its value replaced. */
  SET(0),

  /** It must not exist, or the request fails with EEXIST. */
  CREATE(LinuxConstants.XATTR_CREATE),

  /** It must exist, or the request fails with ENODATA. */
  REPLACE(LinuxConstants.XATTR_REPLACE);

  private final int value;

  XattrMode(int value) {
    this.value = value;
  }

  /**
   * The number that the kernel knows it by.
   *
   * @return 0, or the value of its {@code XATTR_} constant
   */
  public int value() {
    return value;
  }
}
