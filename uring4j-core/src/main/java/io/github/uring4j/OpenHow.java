package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.Structs;
import java.lang.foreign.MemorySegment;

/**
 * How openat2(2) opens a file: struct open_how.
 *
 * <pre>{@code
 * OpenHow.of(OpenFlags.RDWR | OpenFlags.CREAT).mode(0644).resolve(Resolve.BENEATH)
 * }</pre>
 *
 * <p>The file is closed on exec unless {@link #inheritable()} says otherwise. The kernel refuses
 * flags that it does not know with EINVAL; nothing is filtered here, so that later kernels' flags
 * pass.
 *
 * <p>Immutable, and without native memory: a ring copies it when a request is made. May be kept in
 * a constant and used by any thread.
 */
public final class OpenHow {

  /** The size of struct open_how in bytes. */
  static final int SIZE = Structs.OpenHow.SIZE;

  private static final OpenHow READ_ONLY = of(OpenFlags.RDONLY);

  private final long flags;
  private final long mode;
  private final long resolve;

  private OpenHow(long flags, long mode, long resolve) {
    this.flags = flags;
    this.mode = mode;
    this.resolve = resolve;
  }

  /**
   * Opens with these flags and CLOEXEC.
   *
   * @param openFlags bits of {@link OpenFlags}: one access mode (RDONLY, WRONLY, RDWR), and any
   *     others
   * @return how, with mode 0 and nothing said on path resolution
   */
  public static OpenHow of(int openFlags) {
    return new OpenHow(Integer.toUnsignedLong(openFlags | OpenFlags.CLOEXEC), 0, 0);
  }

  /**
   * Opens an existing file for reading, closed on exec.
   *
   * @return how
   */
  public static OpenHow readOnly() {
    return READ_ONLY;
  }

  /**
   * The same with the permissions of a file that is made, from which the process's umask is taken.
   * Without this a file made by CREAT or TMPFILE has none: give it whenever one of them is set, and
   * only then.
   *
   * @param mode 0 to 07777 (octal)
   * @return how
   * @throws IllegalArgumentException if mode has other bits
   */
  public OpenHow mode(int mode) {
    Modes.checkPermissions(mode);
    return new OpenHow(flags, mode, resolve);
  }

  /**
   * The same with limits on how the path is resolved.
   *
   * @param resolve bits of {@link Resolve}, in place of earlier ones
   * @return how
   */
  public OpenHow resolve(int resolve) {
    return new OpenHow(flags, mode, Integer.toUnsignedLong(resolve));
  }

  /**
   * The same without CLOEXEC: programs that this process executes inherit the descriptor.
   *
   * @return how
   */
  public OpenHow inheritable() {
    return new OpenHow(flags & ~OpenFlags.CLOEXEC, mode, resolve);
  }

  /**
   * The flags, CLOEXEC included.
   *
   * @return bits of {@link OpenFlags}
   */
  public long flags() {
    return flags;
  }

  /**
   * The permissions of a file that is made, before the umask.
   *
   * @return 0 to 07777 (octal)
   */
  public long mode() {
    return mode;
  }

  /**
   * The limits on path resolution.
   *
   * @return bits of {@link Resolve}
   */
  public long resolve() {
    return resolve;
  }

  /**
   * Refuses what the kernel would answer with a bare EINVAL.
   *
   * @throws IllegalArgumentException if a mode is given and no file can be made
   */
  void validate() {
    if (mode != 0 && !has(OpenFlags.CREAT) && !has(OpenFlags.TMPFILE)) {
      throw new IllegalArgumentException(
          "mode 0%o without OpenFlags.CREAT or TMPFILE: openat2 takes a mode only where it may make a"
                  .formatted(mode)
              + " file; add one of the flags or leave the mode out");
    }
  }

  /** Writes struct open_how, all of it. */
  void write(MemorySegment target, long offset) {
    target.set(JAVA_LONG, offset + Structs.OpenHow.FLAGS, flags);
    target.set(JAVA_LONG, offset + Structs.OpenHow.MODE, mode);
    target.set(JAVA_LONG, offset + Structs.OpenHow.RESOLVE, resolve);
  }

  private boolean has(int bits) {
    return Flags.contains((int) flags, bits);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OpenHow how
        && how.flags == flags
        && how.mode == mode
        && how.resolve == resolve;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(31 * (31 * flags + mode) + resolve);
  }

  @Override
  public String toString() {
    return "flags %s, mode 0%o, resolve %s"
        .formatted(OpenFlags.toString((int) flags), mode, Resolve.toString((int) resolve));
  }
}
