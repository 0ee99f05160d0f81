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

  /**
   * Refuses what is not permissions.
   *
   * @throws IllegalArgumentException if the mode has other bits
   */
  static void checkPermissions(int mode) {
    if ((mode & ~PERMISSIONS) != 0) {
      throw new IllegalArgumentException(
          "mode 0%o has bits outside 0%o: give permissions only, in octal"
              .formatted(mode, PERMISSIONS));
    }
  }
}
