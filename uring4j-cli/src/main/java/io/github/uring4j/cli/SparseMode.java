package io.github.uring4j.cli;

/** What becomes of holes. */
enum SparseMode {
  /** A hole in the source is one in the target. */
  AUTO,
  /** So is every aligned 4 KiB of zeros. */
  ALWAYS,
  /** The target has none. */
  NEVER
}
