package io.github.uring4j.cli;

import io.github.uring4j.AtFlags;
import io.github.uring4j.Completion;
import io.github.uring4j.Errno;
import io.github.uring4j.ErrnoException;
import io.github.uring4j.Fd;
import io.github.uring4j.OpenFlags;
import io.github.uring4j.OpenHow;
import io.github.uring4j.PlainFd;
import io.github.uring4j.Ring;
import io.github.uring4j.Statx;
import io.github.uring4j.StatxMask;
import io.github.uring4j.sys.FileSyscalls;
import io.github.uring4j.sys.FileSyscalls.DirectoryEntry;
import io.github.uring4j.sys.FileSyscalls.FileTimes;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Calls on files and paths, one at a time: through the ring where it has an operation, as a system
 * call where not. Not to be used while other requests are in flight on the ring.
 *
 * <p>Failures are an {@link ErrnoException} that names the path; {@link StoppedException} when the
 * process is ending.
 */
final class FileCalls {

  private static final int STATX_MASK = StatxMask.BASIC_STATS | StatxMask.DIOALIGN;
  private static final int LONGEST_LINK = 4096;
  private static final int DIRECTORY_BUFFER = 32 * 1024;

  private final Ring<Block> ring;
  private final FileSyscalls syscalls = new FileSyscalls();

  FileCalls(Ring<Block> ring) {
    this.ring = ring;
  }

  private Completion<Block> answer() throws IOException {
    Completion<Block> completion = ring.await();
    if (completion == null) {
      throw new StoppedException();
    }
    return completion;
  }

  private static int check(int result, String operation, String path) throws ErrnoException {
    if (result < 0) {
      throw new ErrnoException(-result, operation, path);
    }
    return result;
  }

  Statx stat(String path) throws IOException {
    return stat(path, 0);
  }

  /** Of a symbolic link itself. */
  Statx statLink(String path) throws IOException {
    return stat(path, AtFlags.SYMLINK_NOFOLLOW);
  }

  private Statx stat(String path, int atFlags) throws IOException {
    Statx result = new Statx();
    ring.statx(null, Fd.CWD, path, atFlags, STATX_MASK, result);
    answer().result();
    return result;
  }

  /** Null if there is no such file. A symbolic link that leads nowhere is none. */
  Statx statIfExists(String path) throws IOException {
    return orNull(path, 0);
  }

  /** Null if there is no such file. */
  Statx statLinkIfExists(String path) throws IOException {
    return orNull(path, AtFlags.SYMLINK_NOFOLLOW);
  }

  private Statx orNull(String path, int atFlags) throws IOException {
    try {
      return stat(path, atFlags);
    } catch (ErrnoException e) {
      if (e.errno() == Errno.ENOENT) {
        return null;
      }
      throw e;
    }
  }

  Statx stat(PlainFd fd, String path) throws IOException {
    Statx result = new Statx();
    ring.statx(null, fd, "", AtFlags.EMPTY_PATH, STATX_MASK, result);
    check(answer().res(), "statx", path);
    return result;
  }

  PlainFd open(String path, int flags, int mode) throws IOException {
    OpenHow how = OpenHow.of(flags);
    ring.openat2(null, Fd.CWD, path, (flags & OpenFlags.CREAT) != 0 ? how.mode(mode) : how);
    return answer().fd();
  }

  /**
   * Opens what may keep open(2) waiting: a FIFO waits for its other end. The ring would not wait in
   * one case, fail in the next and hold a worker in the third; so this is a plain call, on a thread
   * that nobody has to wait for when the process ends.
   */
  PlainFd openBlocking(String path, int flags) throws IOException {
    CompletableFuture<Integer> opened = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("open " + path)
        .start(
            () -> {
              FileSyscalls own = new FileSyscalls();
              int fd;
              do {
                fd = own.open(path, flags | OpenFlags.NOCTTY, 0);
              } while (fd == -Errno.EINTR);
              if (!opened.complete(fd) && fd >= 0) {
                closeUnwanted(PlainFd.of(fd));
              }
            });
    try {
      return PlainFd.of(check(opened.get(), "open", path));
    } catch (InterruptedException e) {
      opened.cancel(false);
      throw new StoppedException();
    } catch (ExecutionException e) {
      throw new IOException("open " + path, e.getCause());
    }
  }

  private static void closeUnwanted(PlainFd fd) {
    try {
      fd.close();
    } catch (ErrnoException e) {
      // It was read from or written to by nobody.
    }
  }

  /** A late error of a write may show here. */
  void close(PlainFd fd, String path) throws IOException {
    ring.close(null, fd);
    check(answer().res(), "close", path);
  }

  void truncate(PlainFd fd, String path, long length) throws IOException {
    ring.ftruncate(null, fd, length);
    check(answer().res(), "ftruncate", path);
  }

  /**
   * Allocates the space of a file from its start.
   *
   * @param flags a combination of {@link io.github.uring4j.FallocateFlags}
   * @return whether the file system can do it
   */
  boolean allocate(PlainFd fd, String path, int flags, long length) throws IOException {
    ring.fallocate(null, fd, flags, 0, length);
    int result = answer().res();
    if (result == -Errno.EOPNOTSUPP || result == -Errno.ENOSYS) {
      return false;
    }
    check(result, "fallocate", path);
    return true;
  }

  void makeDirectory(String path, int mode) throws IOException {
    ring.mkdirat(null, Fd.CWD, path, mode);
    answer().result();
  }

  void makeLink(String text, String path) throws IOException {
    ring.symlinkat(null, text, Fd.CWD, path);
    answer().result();
  }

  void remove(String path) throws IOException {
    ring.unlinkat(null, Fd.CWD, path, 0);
    answer().result();
  }

  void makeNode(String path, int mode, Statx like) throws ErrnoException {
    check(syscalls.makeNode(path, mode, like.rdevMajor(), like.rdevMinor()), "mknod", path);
  }

  String readLink(String path) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocate(LONGEST_LINK);
      int length = check(syscalls.readLink(path, text), "readlink", path);
      return decode(text.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), path);
    }
  }

  /** What is in a directory, in the order that the file system gives it in. */
  List<DirectoryEntry> list(PlainFd directory, String path) throws ErrnoException {
    List<DirectoryEntry> entries = new ArrayList<>();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(DIRECTORY_BUFFER, Long.BYTES);
      while (check(syscalls.readDirectory(directory.value(), buffer, entries), "getdents", path)
          > 0) {}
    }
    return entries;
  }

  /** How many descriptors the process may have. */
  long descriptorLimit() {
    return syscalls.descriptorLimit();
  }

  /** Names are bytes; those that are not UTF-8 cannot be told to the ring, and are refused. */
  static String decode(byte[] name, String where) throws CommandFailedException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
    } catch (CharacterCodingException e) {
      throw new CommandFailedException(
          "%s: a name in it is not UTF-8, and cannot be copied: %s"
              .formatted(where, new String(name, StandardCharsets.ISO_8859_1)),
          e);
    }
  }

  /** lseek(2); returns -errno for a failure. */
  long seek(PlainFd fd, long offset, int whence) {
    return syscalls.seek(fd.value(), offset, whence);
  }

  /** copy_file_range(2) to the same place; returns -errno for a failure. */
  long copyRange(PlainFd from, PlainFd to, long offset, long length) {
    return syscalls.copyRange(from.value(), offset, to.value(), offset, length);
  }

  /** Ends O_DIRECT for what is written from now on. */
  void endDirect(PlainFd fd, String path) throws ErrnoException {
    int flags = check(syscalls.statusFlags(fd.value()), "fcntl", path);
    check(syscalls.setStatusFlags(fd.value(), flags & ~OpenFlags.DIRECT), "fcntl", path);
  }

  void setMode(String path, int permissions) throws ErrnoException {
    check(syscalls.chmod(path, permissions), "chmod", path);
  }

  /** Sets the times and permissions of a copy that is complete. */
  void keepAttributes(Statx like, PlainFd fd, String path, int permissions)
      throws CommandFailedException {
    int times = syscalls.setTimes(fd.value(), times(like));
    int mode = syscalls.chmod(fd.value(), permissions);
    int result = mode < 0 ? mode : times;
    if (result < 0) {
      throw new CommandFailedException(
          path + ": copied, but its mode or times could not be kept: " + Errno.message(-result));
    }
  }

  /** Does not follow a link. */
  void setTimes(String path, Statx like) throws ErrnoException {
    check(syscalls.setTimes(path, times(like)), "utimensat", path);
  }

  private static FileTimes times(Statx like) {
    return new FileTimes(
        like.accessSeconds(),
        like.accessNanos(),
        like.modificationSeconds(),
        like.modificationNanos());
  }

  static boolean isSame(Statx a, Statx b) {
    return a.inode() == b.inode()
        && a.deviceMajor() == b.deviceMajor()
        && a.deviceMinor() == b.deviceMinor();
  }
}
