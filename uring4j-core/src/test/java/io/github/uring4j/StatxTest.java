package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.uring4j.abi.LinuxConstants;
import io.github.uring4j.abi.Structs;
import io.github.uring4j.sys.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatxTest {

  private static final int EVERYTHING = StatxMask.BASIC_STATS | StatxMask.BTIME;

  private final Statx statx = new Statx();
  private final MemorySegment struct = NativeMemory.at(statx.address(), Structs.Statx.SIZE);

  @Test
  void allIsZeroBeforeUse() {
    assertThat(struct.toArray(JAVA_LONG)).containsOnly(0);
    assertThat(statx.kind()).isEqualTo(FileKind.UNKNOWN);
    assertThat(statx.has(StatxMask.TYPE)).isFalse();
    assertThat(statx).hasToString("statx, not filled");
  }

  @Test
  void unsignedFieldsAreReadAtTheirOffsetsAndNeverNegative() {
    assertReadsUnsigned(Structs.Statx.STX_BLKSIZE, statx::blockSize);
    assertReadsUnsigned(Structs.Statx.STX_NLINK, statx::links);
    assertReadsUnsigned(Structs.Statx.STX_UID, statx::uid);
    assertReadsUnsigned(Structs.Statx.STX_GID, statx::gid);
    assertReadsUnsigned(Structs.Statx.STX_RDEV_MAJOR, statx::rdevMajor);
    assertReadsUnsigned(Structs.Statx.STX_RDEV_MINOR, statx::rdevMinor);
    assertReadsUnsigned(Structs.Statx.STX_DEV_MAJOR, statx::deviceMajor);
    assertReadsUnsigned(Structs.Statx.STX_DEV_MINOR, statx::deviceMinor);
    assertReadsUnsigned(Structs.Statx.STX_DIO_MEM_ALIGN, statx::dioMemoryAlign);
    assertReadsUnsigned(Structs.Statx.STX_DIO_OFFSET_ALIGN, statx::dioOffsetAlign);
    assertReadsUnsigned(Structs.Statx.STX_DIO_READ_OFFSET_ALIGN, statx::dioReadOffsetAlign);
    assertReadsUnsigned(Structs.Statx.STX_ATOMIC_WRITE_UNIT_MIN, statx::atomicWriteUnitMin);
    assertReadsUnsigned(Structs.Statx.STX_ATOMIC_WRITE_UNIT_MAX, statx::atomicWriteUnitMax);
    assertReadsUnsigned(Structs.Statx.STX_ATOMIC_WRITE_UNIT_MAX_OPT, statx::atomicWriteUnitMaxOpt);
    assertReadsUnsigned(Structs.Statx.STX_ATOMIC_WRITE_SEGMENTS_MAX, statx::atomicWriteSegmentsMax);
  }

  private void assertReadsUnsigned(int offset, LongSupplier getter) {
    struct.fill((byte) 0).set(JAVA_INT, offset, -2);
    assertThat(getter.getAsLong()).as("offset %d", offset).isEqualTo(0xFFFF_FFFEL);
  }

  @Test
  void longFieldsAreReadAtTheirOffsets() {
    assertReads(Structs.Statx.STX_ATTRIBUTES, statx::attributes);
    assertReads(Structs.Statx.STX_ATTRIBUTES_MASK, statx::attributesMask);
    assertReads(Structs.Statx.STX_INO, statx::inode);
    assertReads(Structs.Statx.STX_SIZE, statx::size);
    assertReads(Structs.Statx.STX_BLOCKS, statx::blocks);
    assertReads(Structs.Statx.STX_MNT_ID, statx::mountId);
    assertReads(Structs.Statx.STX_SUBVOL, statx::subvolume);
  }

  private void assertReads(int offset, LongSupplier getter) {
    struct.fill((byte) 0).set(JAVA_LONG, offset, 0x1234_5678_9ABC_DEF0L);
    assertThat(getter.getAsLong()).as("offset %d", offset).isEqualTo(0x1234_5678_9ABC_DEF0L);
  }

  @Test
  void timesAreReadAtTheirOffsets() {
    Instant time = Instant.ofEpochSecond(-5, 999_999_999);
    fillTime(Structs.Statx.STX_ATIME, time);
    assertThat(statx.accessTime()).isEqualTo(time);
    assertThat(statx.accessSeconds()).isEqualTo(-5);
    assertThat(statx.accessNanos()).isEqualTo(999_999_999);

    fillTime(Structs.Statx.STX_BTIME, time);
    assertThat(statx.birthTime()).isEqualTo(time);
    assertThat(statx.birthSeconds()).isEqualTo(-5);
    assertThat(statx.birthNanos()).isEqualTo(999_999_999);

    fillTime(Structs.Statx.STX_CTIME, time);
    assertThat(statx.changeTime()).isEqualTo(time);
    assertThat(statx.changeSeconds()).isEqualTo(-5);
    assertThat(statx.changeNanos()).isEqualTo(999_999_999);

    fillTime(Structs.Statx.STX_MTIME, time);
    assertThat(statx.modificationTime()).isEqualTo(time);
    assertThat(statx.modificationSeconds()).isEqualTo(-5);
    assertThat(statx.modificationNanos()).isEqualTo(999_999_999);
  }

  private void fillTime(int offset, Instant time) {
    struct.fill((byte) 0);
    struct.set(JAVA_LONG, offset + Structs.StatxTimestamp.TV_SEC, time.getEpochSecond());
    struct.set(JAVA_INT, offset + Structs.StatxTimestamp.TV_NSEC, time.getNano());
  }

  @Test
  void modeSplitsIntoKindAndPermissions() {
    struct.set(JAVA_SHORT, Structs.Statx.STX_MODE, (short) (LinuxConstants.S_IFSOCK | 04755));
    assertThat(statx.mode()).isEqualTo(LinuxConstants.S_IFSOCK | 04755);
    assertThat(statx.permissions()).isEqualTo(04755);
    assertThat(statx.kind()).isEqualTo(FileKind.SOCKET);
  }

  @Test
  void kindsHaveTheTextsOfStat() {
    Map.of(
            LinuxConstants.S_IFIFO,
            "fifo",
            LinuxConstants.S_IFCHR,
            "character special file",
            LinuxConstants.S_IFDIR,
            "directory",
            LinuxConstants.S_IFBLK,
            "block device",
            LinuxConstants.S_IFREG,
            "regular file",
            LinuxConstants.S_IFLNK,
            "symbolic link",
            LinuxConstants.S_IFSOCK,
            "socket",
            LinuxConstants.S_IFMT,
            "unknown",
            0,
            "unknown")
        .forEach((mode, text) -> assertThat(FileKind.of(mode | 0644)).hasToString(text));
  }

  @Test
  void hasMeansThatAllFieldsAskedForWereFilled() {
    struct.set(JAVA_INT, Structs.Statx.STX_MASK, StatxMask.SIZE | StatxMask.MODE);
    assertThat(statx.has(StatxMask.SIZE)).isTrue();
    assertThat(statx.has(StatxMask.SIZE | StatxMask.MODE)).isTrue();
    assertThat(statx.has(StatxMask.SIZE | StatxMask.INO)).isFalse();
    assertThat(statx.has(0)).isTrue();
  }

  @Test
  void attributeCountsOnlyWhereTheFileSystemKnowsIt() {
    struct.set(JAVA_LONG, Structs.Statx.STX_ATTRIBUTES_MASK, StatxAttributes.APPEND);
    assertThat(statx.attributeSupported(StatxAttributes.APPEND)).isTrue();
    assertThat(statx.hasAttribute(StatxAttributes.APPEND)).isFalse();

    int both = StatxAttributes.APPEND | StatxAttributes.DAX;
    struct.set(JAVA_LONG, Structs.Statx.STX_ATTRIBUTES, both);
    assertThat(statx.hasAttribute(StatxAttributes.APPEND)).isTrue();
    assertThat(statx.hasAttribute(StatxAttributes.DAX)).isFalse();
    assertThat(statx.hasAttribute(both)).isFalse();
    assertThat(statx.attributeSupported(both)).isFalse();
  }

  @Test
  void realFileIsDescribedAsByTheJdk(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "some text");
    Files.createLink(directory.resolve("link"), file);
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_000, 42)));
    Kernel.statx(file, 0, EVERYTHING, statx);
    Map<String, Object> jdk = Files.readAttributes(file, "unix:*");

    assertThat(statx.has(StatxMask.BASIC_STATS)).isTrue();
    assertThat(statx.kind()).isEqualTo(FileKind.REGULAR_FILE);
    assertThat(statx.mode()).isEqualTo(jdk.get("mode"));
    assertThat(statx.inode()).isEqualTo(jdk.get("ino"));
    assertThat(statx.links()).isEqualTo(2);
    assertThat(statx.uid()).isEqualTo(((Integer) jdk.get("uid")).longValue());
    assertThat(statx.gid()).isEqualTo(((Integer) jdk.get("gid")).longValue());
    assertThat(statx.size()).isEqualTo(9);
    assertThat(FileTime.from(statx.accessTime())).isEqualTo(jdk.get("lastAccessTime"));
    assertThat(FileTime.from(statx.changeTime())).isEqualTo(jdk.get("ctime"));
    assertThat(statx.modificationTime()).isEqualTo(Instant.ofEpochSecond(1_000, 42));
    if (statx.has(StatxMask.BTIME)) {
      assertThat(FileTime.from(statx.birthTime())).isEqualTo(jdk.get("creationTime"));
    }
    assertThat(statx.toString())
        .startsWith("regular file, mode 0")
        .contains(", 9 bytes, inode " + statx.inode())
        .endsWith("2 link(s), modified 1970-01-01T00:16:40.000000042Z");
  }

  @Test
  void linksAndDevicesAreToldApart(@TempDir Path directory) throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("target"));
    Kernel.statx(link, AtFlags.SYMLINK_NOFOLLOW, EVERYTHING, statx);
    assertThat(statx.kind()).isEqualTo(FileKind.SYMBOLIC_LINK);
    assertThat(statx.size()).isEqualTo("target".length());

    Kernel.statx(Path.of("/dev/null"), 0, EVERYTHING, statx);
    assertThat(statx.kind()).isEqualTo(FileKind.CHARACTER_SPECIAL);
    assertThat(statx.rdevMajor()).isEqualTo(1);
    assertThat(statx.rdevMinor()).isEqualTo(3);
    long device =
        (Long) Files.getAttribute(Path.of("/dev/null"), "unix:dev", LinkOption.NOFOLLOW_LINKS);
    assertThat(statx.deviceMinor() & 0xFF).isEqualTo(device & 0xFF);
  }
}
