package io.github.uring4j.cli;

import io.github.uring4j.Statx;

/** A directory that is being copied: it gets its times and mode when all in it is done. */
final class DirectoryCopy {

  private final TreeEntry entry;
  private final Statx stat;
  private final Statx targetStat;

  /** Finding its entries, those of them that have begun and not ended, and its directories. */
  private int left = 1;

  private boolean spoilt;

  /**
   * @param targetStat what the target was at first
   */
  DirectoryCopy(TreeEntry entry, Statx stat, Statx targetStat) {
    this.entry = entry;
    this.stat = stat;
    this.targetStat = targetStat;
    if (parent() != null) {
      parent().began();
    }
  }

  TreeEntry entry() {
    return entry;
  }

  Statx stat() {
    return stat;
  }

  Statx targetStat() {
    return targetStat;
  }

  /** What it is in, or null. It ends after this: without its mode, this might be out of reach. */
  DirectoryCopy parent() {
    return entry.directory();
  }

  void began() {
    left++;
  }

  /** It stays as it is: what is in it could not be found. */
  void spoil() {
    spoilt = true;
  }

  boolean isSpoilt() {
    return spoilt;
  }

  /** Returns whether that was the last. */
  boolean ended() {
    return --left == 0;
  }
}
