package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/** The parts of a file's mode that the kernel's headers spell in octal only. */
final class Modes {

  /** Read, write and execute for user, group and others: S_IRWXU, S_IRWXG and S_IRWXO. */
  private static final int ACCESS = 0777;

  /** All that chmod(2) can set. */
  static final int PERMISSIONS =
      LinuxConstants.S_ISUID | LinuxConstants.S_ISGID | LinuxConstants.S_ISVTX | ACCESS;

  private Modes() {}
}
