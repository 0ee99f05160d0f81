package io.github.uring4j.cli;

import io.github.uring4j.Errno;

/**
 * Copies between two regular files within the kernel, by copy_file_range(2), as far as that goes:
 * whatever is odd is left to {@link BlockCopy}, which goes on from there and says what is wrong.
 */
final class RangeCopy {

  /** What one call copies at most: it cannot be interrupted. */
  private static final long PIECE = 16 << 20;

  private final FileCalls calls;
  private final StopSignal stop;
  private final CopyProgress progress;
  private final OpenFile source;
  private final OpenFile target;
  private final SourceParts parts;

  RangeCopy(CopyTools tools, OpenFile source, OpenFile target) {
    calls = tools.calls();
    stop = tools.stop();
    progress = tools.progress();
    this.source = source;
    this.target = target;
    parts = new SourceParts(calls, source.fd(), source.stat().size(), true);
  }

  /** Returns how far it came: all data of the source before that is in the target. */
  long run() {
    long position = 0;
    while (parts.next(position)) {
      position = copy(parts.start(), parts.end());
      if (position < parts.end()) {
        break;
      }
    }
    return position;
  }

  private long copy(long start, long end) {
    long position = start;
    while (position < end && !stop.requested()) {
      long length = Math.min(PIECE, end - position);
      long copied = calls.copyRange(source.fd(), target.fd(), position, length);
      if (copied == -Errno.EINTR) {
        continue;
      }
      if (copied <= 0) {
        break;
      }
      position += copied;
      progress.wrote(copied);
      progress.show();
    }
    return position;
  }
}
