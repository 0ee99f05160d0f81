package io.github.uring4j.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.github.uring4j.abi.LinuxArch;
import io.github.uring4j.abi.LinuxConstants;
import io.github.uring4j.abi.Structs.Dirent64;
import io.github.uring4j.abi.Structs.Timespec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Objects;

/**
 * System calls on files that io_uring has no operation for, and the blocking open(2).
 *
 * <p>Results follow the kernel's convention: zero or more for success, the negated errno for
 * failure. Paths are encoded in UTF-8, start at the current directory if they are relative, and may
 * not contain NUL.
 *
 * <p>Thread rule: one thread at a time, because errno is captured in a cell of the instance.
 */
public final class FileSyscalls {

  /** Whence: the next position with data. */
  public static final int SEEK_DATA = LinuxConstants.SEEK_DATA;

  /** Whence: the next position without data; the end of the file counts as such. */
  public static final int SEEK_HOLE = LinuxConstants.SEEK_HOLE;

  /** Whence: the end. */
  public static final int SEEK_END = LinuxConstants.SEEK_END;

  private static final int AT_FDCWD = LinuxConstants.AT_FDCWD;

  private final LinuxSyscalls syscalls = new LinuxSyscalls();

  /** Two numbers, for calls that take or give pointers to them. */
  private final MemorySegment pair = Arena.ofAuto().allocate(JAVA_LONG, 2);

  private final MemorySegment timespecs =
      Arena.ofAuto().allocate(2L * Timespec.SIZE, JAVA_LONG.byteAlignment());

  /** Creates an instance with an errno cell of its own. */
  public FileSyscalls() {}

  /**
   * openat(2), which may block: on a FIFO until there is another end, on a device or a file system
   * for as long as it likes. The descriptor is closed on exec.
   *
   * @param path the file
   * @param flags O_*
   * @param mode permissions for a file that is made
   * @return a descriptor that the caller owns, or -errno
   */
  public int open(String path, int flags, int mode) {
    try (Arena arena = Arena.ofConfined()) {
      long address = string(arena, path).address();
      int allFlags = flags | LinuxConstants.O_CLOEXEC;
      return call(LinuxArch.CURRENT.SYS_openat, AT_FDCWD, address, allFlags, mode);
    }
  }

  /**
   * lseek(2).
   *
   * @param fd an open file
   * @param offset in bytes
   * @param whence {@link #SEEK_DATA}, {@link #SEEK_HOLE}, {@link #SEEK_END}
   * @return the new position, or -errno: ENXIO if there is no more data
   */
  public long seek(int fd, long offset, int whence) {
    return syscalls.call(LinuxArch.CURRENT.SYS_lseek, fd, offset, whence, 0, 0, 0);
  }

  /**
   * copy_file_range(2): copies within the kernel, or shares blocks where the file system can.
   *
   * @param source an open file
   * @param sourceOffset where to read, in bytes
   * @param target another one, or another place in it
   * @param targetOffset where to write, in bytes
   * @param length how many bytes at most
   * @return how many were copied, 0 where the source ends or does not know its size; or -errno:
   *     EXDEV, EINVAL, EOPNOTSUPP if these two files are to be copied in another way
   */
  public long copyRange(int source, long sourceOffset, int target, long targetOffset, long length) {
    pair.setAtIndex(JAVA_LONG, 0, sourceOffset);
    pair.setAtIndex(JAVA_LONG, 1, targetOffset);
    long first = pair.address();
    return syscalls.call(
        LinuxArch.CURRENT.SYS_copy_file_range,
        source,
        first,
        target,
        first + JAVA_LONG.byteSize(),
        length,
        0);
  }

  /**
   * fchmod(2).
   *
   * @param fd an open file
   * @param permissions 0 to 07777 (octal)
   * @return 0 or -errno
   */
  public int chmod(int fd, int permissions) {
    return call(LinuxArch.CURRENT.SYS_fchmod, fd, permissions, 0, 0);
  }

  /**
   * futimens(3).
   *
   * @param fd an open file
   * @param times when it was last read and changed
   * @return 0 or -errno
   */
  public int setTimes(int fd, FileTimes times) {
    times.write(timespecs);
    return call(LinuxArch.CURRENT.SYS_utimensat, fd, 0, timespecs.address(), 0);
  }

  /**
   * utimensat(2), on a symbolic link itself.
   *
   * @param path the file
   * @param times when it was last read and changed
   * @return 0 or -errno
   */
  public int setTimes(String path, FileTimes times) {
    times.write(timespecs);
    try (Arena arena = Arena.ofConfined()) {
      return call(
          LinuxArch.CURRENT.SYS_utimensat,
          AT_FDCWD,
          string(arena, path).address(),
          timespecs.address(),
          LinuxConstants.AT_SYMLINK_NOFOLLOW);
    }
  }

  /**
   * chmod(2). Follows symbolic links.
   *
   * @param path the file
   * @param permissions 0 to 07777 (octal)
   * @return 0 or -errno
   */
  public int chmod(String path, int permissions) {
    try (Arena arena = Arena.ofConfined()) {
      long address = string(arena, path).address();
      return call(LinuxArch.CURRENT.SYS_fchmodat, AT_FDCWD, address, permissions, 0);
    }
  }

  /**
   * mknod(2): makes a FIFO, a device or a socket.
   *
   * @param path where; must not exist
   * @param mode kind and permissions, less those in the umask
   * @param major of a device
   * @param minor of a device
   * @return 0 or -errno
   */
  public int makeNode(String path, int mode, long major, long minor) {
    // As the kernel's new_encode_dev().
    long device = (minor & 0xff) | (major << 8) | ((minor & ~0xffL) << 12);
    try (Arena arena = Arena.ofConfined()) {
      long address = string(arena, path).address();
      return call(LinuxArch.CURRENT.SYS_mknodat, AT_FDCWD, address, mode, device);
    }
  }

  /**
   * readlink(2).
   *
   * @param path a symbolic link
   * @param target takes the text, without NUL behind it
   * @return how many bytes it is, cut off at the size of {@code target}; or -errno
   */
  public int readLink(String path, MemorySegment target) {
    try (Arena arena = Arena.ofConfined()) {
      return call(
          LinuxArch.CURRENT.SYS_readlinkat,
          AT_FDCWD,
          string(arena, path).address(),
          target.address(),
          target.byteSize());
    }
  }

  /**
   * getdents64(2): the next entries of a directory, without {@code .} and {@code ..}.
   *
   * @param fd an open directory
   * @param buffer native memory to use, 4 KiB or more
   * @param entries gets them
   * @return 0 at the end, more if there may be more, or -errno
   */
  public int readDirectory(int fd, MemorySegment buffer, Collection<DirectoryEntry> entries) {
    int length = call(LinuxArch.CURRENT.SYS_getdents64, fd, buffer.address(), buffer.byteSize(), 0);
    for (long at = 0; at < length; ) {
      int size = Short.toUnsignedInt(buffer.get(JAVA_SHORT_UNALIGNED, at + Dirent64.D_RECLEN));
      long start = at + Dirent64.D_NAME;
      long end = start;
      while (buffer.get(JAVA_BYTE, end) != 0) {
        end++;
      }
      byte[] name = buffer.asSlice(start, end - start).toArray(JAVA_BYTE);
      if (!isDots(name)) {
        int type = Byte.toUnsignedInt(buffer.get(JAVA_BYTE, at + Dirent64.D_TYPE));
        entries.add(new DirectoryEntry(name, type));
      }
      at += size;
    }
    return length;
  }

  /**
   * What a directory says about something in it.
   *
   * @param name as bytes
   * @param type DT_*; not every file system tells
   */
  @SuppressWarnings("ArrayRecordComponent") // is compared by nobody
  public record DirectoryEntry(byte[] name, int type) {

    /** Whether the directory says that it is a regular file. */
    public boolean isRegular() {
      return type == LinuxConstants.DT_REG;
    }
  }

  private static boolean isDots(byte[] name) {
    return (name.length == 1 && name[0] == '.')
        || (name.length == 2 && name[0] == '.' && name[1] == '.');
  }

  /**
   * getrlimit(2), RLIMIT_NOFILE.
   *
   * @return how many descriptors the process may have
   */
  public long descriptorLimit() {
    int result =
        call(LinuxArch.CURRENT.SYS_prlimit64, 0, LinuxConstants.RLIMIT_NOFILE, 0, pair.address());
    long limit = result < 0 ? 0 : pair.getAtIndex(JAVA_LONG, 0);
    return limit < 0 ? Long.MAX_VALUE : limit;
  }

  /**
   * fcntl(2), F_GETFL.
   *
   * @param fd an open file
   * @return its O_* flags, or -errno
   */
  public int statusFlags(int fd) {
    return call(LinuxArch.CURRENT.SYS_fcntl, fd, LinuxConstants.F_GETFL, 0, 0);
  }

  /**
   * fcntl(2), F_SETFL.
   *
   * @param fd an open file
   * @param flags O_*, those that may change
   * @return 0 or -errno
   */
  public int setStatusFlags(int fd, int flags) {
    return call(LinuxArch.CURRENT.SYS_fcntl, fd, LinuxConstants.F_SETFL, flags, 0);
  }

  /**
   * Two times of a file, each in seconds since 1970 and nanoseconds.
   *
   * @param accessSeconds when it was last read
   * @param accessNanos 0 to 999,999,999
   * @param modificationSeconds when its content last changed
   * @param modificationNanos 0 to 999,999,999
   */
  public record FileTimes(
      long accessSeconds, long accessNanos, long modificationSeconds, long modificationNanos) {

    private void write(MemorySegment times) {
      times.set(JAVA_LONG, Timespec.TV_SEC, accessSeconds);
      times.set(JAVA_LONG, Timespec.TV_NSEC, accessNanos);
      times.set(JAVA_LONG, Timespec.SIZE + Timespec.TV_SEC, modificationSeconds);
      times.set(JAVA_LONG, Timespec.SIZE + Timespec.TV_NSEC, modificationNanos);
    }
  }

  private int call(int number, long a, long b, long c, long d) {
    return (int) syscalls.call(number, a, b, c, d, 0, 0);
  }

  /** With a NUL at its end and none within. */
  private static MemorySegment string(Arena arena, String text) {
    Objects.requireNonNull(text, "path");
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "the path has a NUL character, where the kernel would end it: "
              + text.replace('\0', '\u2400'));
    }
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      MemorySegment copy = arena.allocate(bytes.remaining() + 1L);
      copy.copyFrom(MemorySegment.ofBuffer(bytes));
      return copy;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the path cannot be encoded in UTF-8: " + text, e);
    }
  }
}
