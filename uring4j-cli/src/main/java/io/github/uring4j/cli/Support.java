package io.github.uring4j.cli;

import java.util.Locale;

/** Whether a kernel has something. */
enum Support {
  YES,
  NO,
  /** There is no way to tell. */
  UNKNOWN;

  static Support of(boolean has) {
    return has ? YES : NO;
  }

  /** For JSON: null if it is unknown. */
  Boolean json() {
    return this == UNKNOWN ? null : Boolean.valueOf(this == YES);
  }

  /** For a table. */
  @Override
  public String toString() {
    return this == UNKNOWN ? "?" : name().toLowerCase(Locale.ROOT);
  }
}
