package io.github.uring4j.cli.bench;

import io.github.uring4j.AtFlags;
import io.github.uring4j.Errno;
import io.github.uring4j.ErrnoException;
import io.github.uring4j.FileKind;
import io.github.uring4j.OpenFlags;
import io.github.uring4j.PlainFd;
import io.github.uring4j.Ring;
import io.github.uring4j.Statx;
import io.github.uring4j.StatxMask;
import io.github.uring4j.cli.CommandFailedException;
import io.github.uring4j.sys.FileSyscalls;
import java.io.IOException;

/**
 * An open file that is read or written at any place.
 *
 * @param fd used by all threads
 * @param path for messages
 * @param size in bytes
 */
record BenchFile(PlainFd fd, String path, long size) {

  private static final int STATX_MASK = StatxMask.BASIC_STATS | StatxMask.DIOALIGN;

  /** Where the kernel does not tell, the kernel's own answer to the first request does. */
  private static final long ALIGNMENT_UNKNOWN = 1;

  /** Opens a file that has at least one block, for reading. */
  static BenchFile openForReading(String path, BenchOptions options) throws IOException {
    return open(path, OpenFlags.RDONLY, options);
  }

  /** Opens a file that has at least one block, for writing. */
  static BenchFile openForWriting(String path, BenchOptions options) throws IOException {
    return open(path, OpenFlags.WRONLY, options);
  }

  private static BenchFile open(String path, int access, BenchOptions options) throws IOException {
    FileSyscalls calls = new FileSyscalls();
    // Without O_NONBLOCK a FIFO would wait for its other end.
    int flags = access | OpenFlags.NONBLOCK | OpenFlags.NOCTTY;
    int fd = calls.open(path, options.direct ? flags | OpenFlags.DIRECT : flags, 0);
    if (fd == -Errno.EINVAL && options.direct) {
      throw refusesDirect(path);
    }
    if (fd < 0) {
      throw new ErrnoException(-fd, "open", path);
    }
    PlainFd open = PlainFd.of(fd);
    try {
      Statx stat = stat(open);
      checkKind(path, stat.kind());
      // A block device tells its size by its end only.
      long size =
          stat.kind() == FileKind.REGULAR_FILE
              ? stat.size()
              : calls.seek(fd, 0, FileSyscalls.SEEK_END);
      checkSize(path, size, options.block);
      if (options.direct) {
        checkAlignment(path, stat, options.block);
      }
      return new BenchFile(open, path, size);
    } catch (IOException | RuntimeException e) {
      open.close();
      throw e;
    }
  }

  private static Statx stat(PlainFd fd) throws IOException {
    try (Ring<Statx> ring = Ring.open(4)) {
      Statx stat = new Statx();
      ring.statx(stat, fd, "", AtFlags.EMPTY_PATH, STATX_MASK, stat);
      ring.await().result();
      return stat;
    }
  }

  private static void checkKind(String path, FileKind kind) throws IOException {
    if (kind == FileKind.DIRECTORY) {
      throw new CommandFailedException(path + ": is a directory");
    }
    if (kind != FileKind.REGULAR_FILE && kind != FileKind.BLOCK_DEVICE) {
      throw new CommandFailedException(
          "%s: is a %s, and can be read in its own order only: give a regular file or a block device"
              .formatted(path, kind));
    }
  }

  private static void checkSize(String path, long size, int block) throws IOException {
    if (size == 0) {
      throw new CommandFailedException(path + ": is empty: give a file with at least one block");
    }
    if (size < block) {
      throw new CommandFailedException(
          "%s: has %d bytes, less than one block of %d: give a larger file, or a smaller --block"
              .formatted(path, size, block));
    }
  }

  private static void checkAlignment(String path, Statx stat, int block) throws IOException {
    long unit = ALIGNMENT_UNKNOWN;
    if (stat.has(StatxMask.DIOALIGN)) {
      if (stat.dioOffsetAlign() == 0) {
        throw refusesDirect(path);
      }
      unit = Math.max(stat.dioOffsetAlign(), stat.dioMemoryAlign());
    }
    if (block % unit != 0 || unit > BenchOptions.ALIGNMENT) {
      throw new CommandFailedException(
          "%s: direct I/O asks for blocks of a multiple of %d bytes here, not %d: give another --block, or leave out --direct"
              .formatted(path, unit, block));
    }
  }

  private static CommandFailedException refusesDirect(String path) {
    return new CommandFailedException(
        path + ": its file system refuses direct I/O (O_DIRECT): leave out --direct");
  }

  void close() throws IOException {
    fd.close();
  }
}
