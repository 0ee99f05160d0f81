package io.github.uring4j.cli;

import io.github.uring4j.Statx;

/** Which permissions a copy gets. */
final class Permissions {

  /** All that the owner may. */
  static final int OWNER = 0700;

  /** All that anybody may. */
  static final int ACCESS = 0777;

  private static final int SET_USER = 04000;
  private static final int SET_GROUP = 02000;

  private Permissions() {}

  /**
   * Those of the source. The owner is not kept; so a program that runs as its owner or group does
   * so in the copy only if that is the same one.
   */
  static int keep(Statx source, Statx target) {
    int permissions = source.permissions();
    if (source.uid() != target.uid()) {
      permissions &= ~SET_USER;
    }
    if (source.gid() != target.gid()) {
      permissions &= ~SET_GROUP;
    }
    return permissions;
  }
}
