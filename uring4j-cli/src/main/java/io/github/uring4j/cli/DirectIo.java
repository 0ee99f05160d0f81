package io.github.uring4j.cli;

import io.github.uring4j.Statx;
import io.github.uring4j.StatxMask;

/** What direct I/O asks of a copy. */
final class DirectIo {

  private DirectIo() {}

  /** What offsets, lengths and memory must be aligned to, or 1 if neither side is direct. */
  static int unit(OpenFile source, OpenFile target, int blockSize) throws CommandFailedException {
    int unit = Math.max(unit(source), unit(target));
    if (blockSize % unit != 0 || unit > CopyBuffers.ALIGNMENT) {
      throw new CommandFailedException(
          "%s: direct I/O asks for blocks of a multiple of %d bytes here: give another --block-size, or leave out --direct"
              .formatted(target.path(), unit));
    }
    return unit;
  }

  private static int unit(OpenFile file) throws CommandFailedException {
    if (!file.direct()) {
      return 1;
    }
    Statx stat = file.stat();
    if (!stat.has(StatxMask.DIOALIGN)) {
      // The kernel or the file system does not tell; pages are enough wherever it works at all.
      return CopyBuffers.ALIGNMENT;
    }
    if (stat.dioOffsetAlign() == 0) {
      throw refused(file.path());
    }
    return (int) Math.max(stat.dioOffsetAlign(), stat.dioMemoryAlign());
  }

  static CommandFailedException refused(String path) {
    return new CommandFailedException(
        path + ": its file system refuses direct I/O (O_DIRECT): leave out --direct");
  }
}
