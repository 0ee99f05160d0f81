package io.github.uring4j.cli;

import io.github.uring4j.ErrnoException;
import io.github.uring4j.FallocateFlags;
import io.github.uring4j.Statx;
import java.io.IOException;

/**
 * Allocates the space of a target that is to be written through the page cache, at once and behind
 * its end: writes then need not look for it piece by piece, and its size still tells how far the
 * copy has come.
 */
final class Reservation {

  /** Less than this is not worth a call. */
  private static final long LEAST = 1 << 20;

  private Reservation() {}

  /**
   * Reserves, if it is of use and there is enough space: a copy that does not fit is still made as
   * far as it goes.
   *
   * @return up to where, 0 if nothing was
   */
  static long make(FileCalls calls, OpenFile source, OpenFile target) throws IOException {
    Statx stat = source.stat();
    boolean sparse = stat.blocks() * 512 < stat.size();
    if (stat.size() < LEAST || sparse || !isOnDevice(target)) {
      return 0;
    }
    try {
      boolean made =
          calls.allocate(target.fd(), target.path(), FallocateFlags.KEEP_SIZE, stat.size());
      return made ? stat.size() : 0;
    } catch (ErrnoException e) {
      return stat.size(); // a part of it, perhaps
    }
  }

  /**
   * Whether the file system has a block device for itself: so not those in memory and on the
   * network, where nothing is gained, nor btrfs, which would not compress what was reserved.
   */
  private static boolean isOnDevice(OpenFile file) {
    return file.isRegular() && file.stat().deviceMajor() != 0;
  }
}
