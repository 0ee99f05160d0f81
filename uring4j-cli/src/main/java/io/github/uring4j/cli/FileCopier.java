package io.github.uring4j.cli;

import io.github.uring4j.Errno;
import io.github.uring4j.ErrnoException;
import io.github.uring4j.FileKind;
import io.github.uring4j.OpenFlags;
import io.github.uring4j.PlainFd;
import io.github.uring4j.Statx;
import java.io.IOException;

/**
 * Copies what is in one file to another, and then mode and times, if both are regular files.
 *
 * <p>An existing target is written in place: it is emptied only when the source is open and known
 * to be another file.
 */
final class FileCopier {

  private final CopyTools tools;
  private final FileCalls calls;
  private final boolean direct;
  private final SparseMode sparse;
  private final CopyMethod method;

  FileCopier(CopyTools tools, boolean direct, SparseMode sparse, CopyMethod method) {
    this.tools = tools;
    this.direct = direct;
    this.sparse = sparse;
    this.method = method;
    calls = tools.calls();
  }

  /**
   * Copies one file.
   *
   * @param from a file of any kind but a directory
   * @param fromStat what it is
   * @param to may exist
   * @param existing what it is then, or null
   */
  void copy(String from, Statx fromStat, String to, Statx existing) throws IOException {
    if (existing != null) {
      checkDifferent(from, fromStat, to, existing);
    }
    OpenFile source = openSource(from, fromStat);
    try {
      if (!FileCalls.isSame(fromStat, source.stat())) {
        throw new CommandFailedException(from + ": was replaced while it was being copied");
      }
      OpenFile target = openTarget(source, to, existing);
      boolean done = false;
      try {
        copy(source, target);
        done = true;
      } finally {
        close(target, done);
      }
    } finally {
      close(source, false);
    }
    tools.progress().end();
  }

  private void copy(OpenFile source, OpenFile target) throws IOException {
    tools.progress().begin(source.path(), source.stat().size());
    if (source.hasPositions() && target.hasPositions()) {
      copyBlocks(source, target);
    } else {
      new StreamCopy(tools, source, target).run();
    }
    if (source.isRegular() && target.isRegular()) {
      int permissions = Permissions.keep(source.stat(), target.stat());
      calls.keepAttributes(source.stat(), target.fd(), target.path(), permissions);
    }
  }

  /** Whether small files of a tree need not be copied by this. */
  boolean leavesSmallFiles() {
    return !direct && sparse != SparseMode.ALWAYS && method != CopyMethod.RANGE;
  }

  boolean keepsHoles() {
    return sparse != SparseMode.NEVER;
  }

  private void copyBlocks(OpenFile source, OpenFile target) throws IOException {
    int unit = DirectIo.unit(source, target, tools.buffers().blockSize());
    long copied = 0;
    long reserved = 0;
    if (!target.direct() && sparse != SparseMode.ALWAYS) {
      reserved = Reservation.make(calls, source, target);
    }
    if (copiesByRange(source, target)) {
      copied = new RangeCopy(tools, source, target).run();
    }
    new BlockCopy(tools, source, target, sparse, unit).run(copied, reserved);
  }

  /** Only where holes are to stay holes: on some file systems the two files will share blocks. */
  private boolean copiesByRange(OpenFile source, OpenFile target) {
    return method != CopyMethod.RING
        && sparse == SparseMode.AUTO
        && source.isRegular()
        && target.isRegular()
        && !source.direct()
        && !target.direct();
  }

  private OpenFile openSource(String path, Statx stat) throws IOException {
    PlainFd fd = open(path, OpenFlags.RDONLY, stat, isDirect(stat));
    return opened(fd, path, isDirect(stat));
  }

  private OpenFile openTarget(OpenFile source, String path, Statx existing) throws IOException {
    PlainFd fd;
    boolean isDirect = source.hasPositions() && (existing == null ? direct : isDirect(existing));
    if (existing == null) {
      fd = create(path, source.stat(), isDirect);
    } else {
      fd = open(path, OpenFlags.WRONLY, existing, isDirect);
    }
    OpenFile target = opened(fd, path, isDirect);
    boolean usable = false;
    try {
      checkDifferent(source.path(), source.stat(), path, target.stat());
      if (target.isRegular() && target.stat().size() > 0) {
        calls.truncate(fd, path, 0);
      }
      usable = true;
    } finally {
      if (!usable) {
        close(target, false);
      }
    }
    return target;
  }

  private OpenFile opened(PlainFd fd, String path, boolean isDirect) throws IOException {
    return new OpenFile(fd, path, calls.stat(fd, path), isDirect);
  }

  /** Direct I/O is for files on devices, and for devices: on a pipe O_DIRECT means packets. */
  private boolean isDirect(Statx stat) {
    return direct && (stat.kind() == FileKind.REGULAR_FILE || stat.kind() == FileKind.BLOCK_DEVICE);
  }

  private PlainFd open(String path, int access, Statx stat, boolean isDirect) throws IOException {
    int flags = isDirect ? access | OpenFlags.DIRECT : access;
    try {
      return stat.kind() == FileKind.REGULAR_FILE
          ? calls.open(path, flags, 0)
          : calls.openBlocking(path, flags);
    } catch (ErrnoException e) {
      throw isDirect && e.errno() == Errno.EINVAL ? DirectIo.refused(path) : e;
    }
  }

  /** Nobody else may read it before it has its own mode. */
  private PlainFd create(String path, Statx like, boolean direct) throws IOException {
    boolean keepsMode = like.kind() == FileKind.REGULAR_FILE;
    int mode = like.permissions() & (keepsMode ? Permissions.OWNER : Permissions.ACCESS);
    int flags = OpenFlags.WRONLY | OpenFlags.CREAT | OpenFlags.EXCL;
    try {
      return calls.open(path, direct ? flags | OpenFlags.DIRECT : flags, mode);
    } catch (ErrnoException e) {
      if (e.errno() == Errno.EEXIST) {
        throw new CommandFailedException(path + ": not writing through a link to nowhere", e);
      }
      if (direct && e.errno() == Errno.EINVAL) {
        // Some file systems make the file before they refuse.
        if (calls.statLinkIfExists(path) != null) {
          calls.remove(path);
        }
        throw DirectIo.refused(path);
      }
      throw e;
    }
  }

  private static void checkDifferent(String from, Statx fromStat, String to, Statx toStat)
      throws CommandFailedException {
    if (FileCalls.isSame(fromStat, toStat)) {
      throw new CommandFailedException("'%s' and '%s' are the same file".formatted(from, to));
    }
  }

  /** Closes; a failure of that is told only if there is no earlier one to tell. */
  private void close(OpenFile file, boolean tell) throws IOException {
    try {
      calls.close(file.fd(), file.path());
    } catch (ErrnoException e) {
      if (tell) {
        throw e;
      }
    }
  }
}
