package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.github.uring4j.abi.Structs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.StringJoiner;

/**
 * What statx(2) tells of a file: struct statx, in native memory of its own, for requests to fill.
 *
 * <p>All fields are zero until a request has succeeded, and after it those that the file system did
 * not fill: ask {@link #has}. Unsigned 32-bit fields are given as longs, so none turns negative. A
 * request that fails leaves what an earlier one told.
 *
 * <p>The instance owns the memory, which lives as long as the instance; a ring keeps both alive
 * while a request is in flight. It may be used again after the completion, and must not be given to
 * two requests at once.
 *
 * <p>Thread rule: from the call that makes the request until its completion has been handed out,
 * nobody looks at it. Apart from that any thread may, if the program hands it over safely. Only the
 * methods that return an {@link Instant} or a string allocate.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/statx.2.html">statx(2)</a>
 */
public final class Statx {

  private final MemorySegment segment =
      Arena.ofAuto().allocate(Structs.Statx.SIZE, JAVA_LONG.byteAlignment());

  /** Creates a holder with all fields zero. */
  public Statx() {}

  /**
   * Whether all of these fields were filled.
   *
   * @param statxMask bits of {@link StatxMask}
   * @return true if all are; and if none is asked for
   */
  public boolean has(int statxMask) {
    return Flags.contains(mask(), statxMask);
  }

  /**
   * Whether the file system knows of all of these attributes, so that {@link #attributes()} tells.
   *
   * @param attribute bits of {@link StatxAttributes}
   * @return true if it knows them
   */
  public boolean attributeSupported(int attribute) {
    return Flags.contains((int) attributesMask(), attribute);
  }

  /**
   * Whether the file has all of these attributes, as far as the file system knows.
   *
   * @param attribute bits of {@link StatxAttributes}
   * @return true if they are set in both {@link #attributesMask()} and {@link #attributes()}
   */
  public boolean hasAttribute(int attribute) {
    return Flags.contains((int) (attributesMask() & attributes()), attribute);
  }

  /** {@return bits of {@link StatxMask}: the fields that the file system filled} */
  public int mask() {
    return segment.get(JAVA_INT, Structs.Statx.STX_MASK);
  }

  /** {@return the preferred block size for reading and writing, in bytes} */
  public long blockSize() {
    return u32(Structs.Statx.STX_BLKSIZE);
  }

  /**
   * {@return bits of {@link StatxAttributes} that are set, among those of {@link
   * #attributesMask()}}
   */
  public long attributes() {
    return segment.get(JAVA_LONG, Structs.Statx.STX_ATTRIBUTES);
  }

  /** {@return bits of {@link StatxAttributes} that the file system knows of} */
  public long attributesMask() {
    return segment.get(JAVA_LONG, Structs.Statx.STX_ATTRIBUTES_MASK);
  }

  /** {@return the number of hard links} */
  public long links() {
    return u32(Structs.Statx.STX_NLINK);
  }

  /** {@return the owner's user ID} */
  public long uid() {
    return u32(Structs.Statx.STX_UID);
  }

  /** {@return the owner's group ID} */
  public long gid() {
    return u32(Structs.Statx.STX_GID);
  }

  /** {@return kind and permissions, S_IFMT bits and 07777 (octal)} */
  public int mode() {
    return Short.toUnsignedInt(segment.get(JAVA_SHORT, Structs.Statx.STX_MODE));
  }

  /** {@return the permissions in the mode, 0 to 07777 (octal)} */
  public int permissions() {
    return mode() & Modes.PERMISSIONS;
  }

  /** {@return the kind in the mode; {@link FileKind#UNKNOWN} without {@link StatxMask#TYPE}} */
  public FileKind kind() {
    return FileKind.of(mode());
  }

  /** {@return the inode number, unsigned} */
  public long inode() {
    return segment.get(JAVA_LONG, Structs.Statx.STX_INO);
  }

  /** {@return the size in bytes; of a symbolic link, that of its text} */
  public long size() {
    return segment.get(JAVA_LONG, Structs.Statx.STX_SIZE);
  }

  /** {@return the space allocated on the device, in units of 512 bytes} */
  public long blocks() {
    return segment.get(JAVA_LONG, Structs.Statx.STX_BLOCKS);
  }

  /** {@return when it was last read, in seconds since 1970} */
  public long accessSeconds() {
    return seconds(Structs.Statx.STX_ATIME);
  }

  /** {@return the part of {@link #accessSeconds()} below a second, 0 to 999,999,999} */
  public int accessNanos() {
    return nanos(Structs.Statx.STX_ATIME);
  }

  /** {@return when it was last read, as a new object} */
  public Instant accessTime() {
    return instant(Structs.Statx.STX_ATIME);
  }

  /** {@return when it was made, in seconds since 1970} */
  public long birthSeconds() {
    return seconds(Structs.Statx.STX_BTIME);
  }

  /** {@return the part of {@link #birthSeconds()} below a second, 0 to 999,999,999} */
  public int birthNanos() {
    return nanos(Structs.Statx.STX_BTIME);
  }

  /** {@return when it was made, as a new object} */
  public Instant birthTime() {
    return instant(Structs.Statx.STX_BTIME);
  }

  /** {@return when its inode last changed, in seconds since 1970} */
  public long changeSeconds() {
    return seconds(Structs.Statx.STX_CTIME);
  }

  /** {@return the part of {@link #changeSeconds()} below a second, 0 to 999,999,999} */
  public int changeNanos() {
    return nanos(Structs.Statx.STX_CTIME);
  }

  /** {@return when its inode last changed, as a new object} */
  public Instant changeTime() {
    return instant(Structs.Statx.STX_CTIME);
  }

  /** {@return when its content last changed, in seconds since 1970} */
  public long modificationSeconds() {
    return seconds(Structs.Statx.STX_MTIME);
  }

  /** {@return the part of {@link #modificationSeconds()} below a second, 0 to 999,999,999} */
  public int modificationNanos() {
    return nanos(Structs.Statx.STX_MTIME);
  }

  /** {@return when its content last changed, as a new object} */
  public Instant modificationTime() {
    return instant(Structs.Statx.STX_MTIME);
  }

  /** {@return the major number of the device that holds the file} */
  public long deviceMajor() {
    return u32(Structs.Statx.STX_DEV_MAJOR);
  }

  /** {@return the minor number of the device that holds the file} */
  public long deviceMinor() {
    return u32(Structs.Statx.STX_DEV_MINOR);
  }

  /** {@return the major number of the device that the file is, if it is one} */
  public long rdevMajor() {
    return u32(Structs.Statx.STX_RDEV_MAJOR);
  }

  /** {@return the minor number of the device that the file is, if it is one} */
  public long rdevMinor() {
    return u32(Structs.Statx.STX_RDEV_MINOR);
  }

  /**
   * The mount that holds the file: the number in /proc/self/mountinfo, which is reused, or with
   * {@link StatxMask#MNT_ID_UNIQUE} one that never is.
   *
   * @return the mount ID
   * @kernel 5.8
   */
  public long mountId() {
    return segment.get(JAVA_LONG, Structs.Statx.STX_MNT_ID);
  }

  /**
   * The alignment that direct I/O asks of buffers.
   *
   * @return in bytes; 0 if it cannot be done on this file
   * @kernel 6.1
   */
  public long dioMemoryAlign() {
    return u32(Structs.Statx.STX_DIO_MEM_ALIGN);
  }

  /**
   * The alignment that direct I/O asks of file offsets and lengths.
   *
   * @return in bytes; 0 if it cannot be done on this file
   * @kernel 6.1
   */
  public long dioOffsetAlign() {
    return u32(Structs.Statx.STX_DIO_OFFSET_ALIGN);
  }

  /**
   * The alignment that direct reads ask of file offsets, where it is smaller than that of writes.
   *
   * @return in bytes; 0 if it is {@link #dioOffsetAlign()}
   * @kernel 6.14
   */
  public long dioReadOffsetAlign() {
    return u32(Structs.Statx.STX_DIO_READ_OFFSET_ALIGN);
  }

  /**
   * The subvolume that holds the file, on file systems that have them (btrfs, bcachefs).
   *
   * @return its ID, unsigned
   * @kernel 6.10
   */
  public long subvolume() {
    return segment.get(JAVA_LONG, Structs.Statx.STX_SUBVOL);
  }

  /**
   * The smallest write that {@link RwFlags#ATOMIC} takes.
   *
   * @return in bytes; 0 if it cannot be done on this file
   * @kernel 6.11
   */
  public long atomicWriteUnitMin() {
    return u32(Structs.Statx.STX_ATOMIC_WRITE_UNIT_MIN);
  }

  /**
   * The largest write that {@link RwFlags#ATOMIC} takes.
   *
   * @return in bytes; 0 if it cannot be done on this file
   * @kernel 6.11
   */
  public long atomicWriteUnitMax() {
    return u32(Structs.Statx.STX_ATOMIC_WRITE_UNIT_MAX);
  }

  /**
   * The largest write that {@link RwFlags#ATOMIC} takes without becoming slow.
   *
   * @return in bytes; 0 if there is no such limit below {@link #atomicWriteUnitMax()}
   * @kernel 6.16
   */
  public long atomicWriteUnitMaxOpt() {
    return u32(Structs.Statx.STX_ATOMIC_WRITE_UNIT_MAX_OPT);
  }

  /**
   * The most buffers that a vectored atomic write takes.
   *
   * @return a count; 0 if none can be made on this file
   * @kernel 6.11
   */
  public long atomicWriteSegmentsMax() {
    return u32(Structs.Statx.STX_ATOMIC_WRITE_SEGMENTS_MAX);
  }

  /** Where the kernel is to write. */
  long address() {
    return segment.address();
  }

  private long u32(long offset) {
    return Integer.toUnsignedLong(segment.get(JAVA_INT, offset));
  }

  private long seconds(long timestamp) {
    return segment.get(JAVA_LONG, timestamp + Structs.StatxTimestamp.TV_SEC);
  }

  private int nanos(long timestamp) {
    return segment.get(JAVA_INT, timestamp + Structs.StatxTimestamp.TV_NSEC);
  }

  private Instant instant(long timestamp) {
    return Instant.ofEpochSecond(seconds(timestamp), nanos(timestamp));
  }

  @Override
  public String toString() {
    if (mask() == 0) {
      return "statx, not filled";
    }
    StringJoiner text = new StringJoiner(", ");
    show(text, StatxMask.TYPE, kind());
    show(text, StatxMask.MODE, "mode 0" + Integer.toOctalString(permissions()));
    show(text, StatxMask.SIZE, size() + " bytes");
    show(text, StatxMask.INO, "inode " + Long.toUnsignedString(inode()));
    show(text, StatxMask.UID, "uid " + uid());
    show(text, StatxMask.GID, "gid " + gid());
    show(text, StatxMask.NLINK, links() + " link(s)");
    if (has(StatxMask.MTIME)) {
      text.add("modified " + modificationTime());
    }
    return text.toString();
  }

  private void show(StringJoiner text, int field, Object value) {
    if (has(field)) {
      text.add(value.toString());
    }
  }
}
