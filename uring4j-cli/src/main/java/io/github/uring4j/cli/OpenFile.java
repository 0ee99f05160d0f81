package io.github.uring4j.cli;

import io.github.uring4j.FileKind;
import io.github.uring4j.PlainFd;
import io.github.uring4j.Statx;

/**
 * One side of a copy.
 *
 * @param fd open
 * @param path for messages
 * @param stat of the open file
 * @param direct whether it was opened with O_DIRECT
 */
record OpenFile(PlainFd fd, String path, Statx stat, boolean direct) {

  boolean isRegular() {
    return stat.kind() == FileKind.REGULAR_FILE;
  }

  /** Whether any place in it can be read or written at any time: not so pipes and terminals. */
  boolean hasPositions() {
    return isRegular() || stat.kind() == FileKind.BLOCK_DEVICE;
  }
}
