package io.github.uring4j.cli;

import io.github.uring4j.Errno;
import io.github.uring4j.PlainFd;
import io.github.uring4j.sys.FileSyscalls;

/** Finds the parts of a file that hold data: everything but its holes. */
final class SourceParts {

  private final FileCalls calls;
  private final PlainFd fd;
  private final long knownSize;

  /** Whether to ask for holes: off when nobody wants to know, or the file system does not. */
  private boolean seeking;

  private long start;
  private long end;
  private long size;

  /**
   * @param knownSize how large the file said it was; 0 also for those in /proc, which do not know
   * @param seekHoles false to take the file as one part
   */
  SourceParts(FileCalls calls, PlainFd fd, long knownSize, boolean seekHoles) {
    this.calls = calls;
    this.fd = fd;
    this.knownSize = knownSize;
    seeking = seekHoles && knownSize > 0;
  }

  /** Finds the next part at or behind a position. Returns false if there is none. */
  boolean next(long from) {
    if (seeking) {
      long before = calls.seek(fd, 0, FileSyscalls.SEEK_END);
      long data = calls.seek(fd, from, FileSyscalls.SEEK_DATA);
      if (data == -Errno.ENXIO) {
        long after = calls.seek(fd, 0, FileSyscalls.SEEK_END);
        if (after > before) {
          // It has grown since it was asked, with data perhaps.
          return next(from);
        }
        size = Math.max(after, 0);
        return false;
      }
      long hole = data < 0 ? data : calls.seek(fd, data, FileSyscalls.SEEK_HOLE);
      if (hole > data) {
        start = data;
        end = hole;
        return true;
      }
      if (hole == -Errno.ENXIO) {
        // It has shrunk between the two calls.
        return next(from);
      }
      seeking = false;
    }
    start = from;
    end = knownSize;
    return from < knownSize;
  }

  /** Where the part begins. */
  long start() {
    return start;
  }

  /** Where the part ends. */
  long end() {
    return end;
  }

  /** Whether only reading tells where the file ends. */
  boolean isOpenEnded() {
    return !seeking;
  }

  /** Where the file ends, once there is no next part, and it is not open-ended. */
  long size() {
    return size;
  }
}
