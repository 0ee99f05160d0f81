package io.github.uring4j.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.uring4j.abi.LinuxArch;
import io.github.uring4j.abi.LinuxConstants;
import io.github.uring4j.sys.FileSyscalls.DirectoryEntry;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each system call on a real file, looked at with Java's own means. */
class FileSyscallsTest {

  private static final FileSyscalls.FileTimes TIMES =
      new FileSyscalls.FileTimes(1_000_000_000, 123_456_789, -5, 999_999_999);

  private final FileSyscalls syscalls = new FileSyscalls();

  @TempDir Path directory;

  private int open(Path path, int flags) {
    int fd = syscalls.open(path.toString(), flags, 0600);
    assertThat(fd).isNotNegative();
    return fd;
  }

  private static void close(int fd) {
    assertThat(new LinuxSyscalls().close(fd)).isZero();
  }

  private Path file(String name) throws Exception {
    return Files.createFile(directory.resolve(name));
  }

  @Test
  void openMakesFileOfModeAndTellsErrno() throws Exception {
    Path path = directory.resolve("grün");
    close(open(path, LinuxConstants.O_WRONLY | LinuxConstants.O_CREAT));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
    assertThat(syscalls.open(directory.resolve("none").toString(), 0, 0))
        .isEqualTo(-LinuxConstants.ENOENT);
  }

  @Test
  void pathWithNulOrLoneSurrogateIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> syscalls.open("a\0b", 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> syscalls.open("a\ud800", 0, 0));
  }

  @Test
  void seekFindsEndAndLackOfData() throws Exception {
    Path path = file("data");
    Files.write(path, new byte[100]);
    int fd = open(path, 0);
    assertThat(syscalls.seek(fd, 0, LinuxConstants.SEEK_END)).isEqualTo(100);
    assertThat(syscalls.seek(fd, 0, LinuxConstants.SEEK_HOLE)).isEqualTo(100);
    assertThat(syscalls.seek(fd, 100, LinuxConstants.SEEK_DATA)).isEqualTo(-LinuxConstants.ENXIO);
    close(fd);
  }

  @Test
  void copyRangeCopiesFromPlaceToPlaceAndTellsErrno() throws Exception {
    Path source = file("source");
    Path target = file("target");
    Files.write(source, "0123456789".getBytes(StandardCharsets.UTF_8));
    int in = open(source, LinuxConstants.O_RDONLY);
    int out = open(target, LinuxConstants.O_WRONLY);
    assertThat(syscalls.copyRange(in, 3, out, 1, 4)).isEqualTo(4);
    assertThat(Files.readAllBytes(target)).isEqualTo("\0003456".getBytes(StandardCharsets.UTF_8));
    assertThat(syscalls.copyRange(in, 8, out, 0, 100)).isEqualTo(2);
    assertThat(syscalls.copyRange(in, 10, out, 0, 100)).isZero();
    assertThat(syscalls.copyRange(out, 0, in, 0, 1)).isEqualTo(-LinuxConstants.EBADF);
    close(in);
    close(out);
  }

  @Test
  void chmodSetsAllTwelveBits() throws Exception {
    Path path = file("mode");
    int fd = open(path, 0);
    assertThat(syscalls.chmod(fd, 06751)).isZero();
    assertThat((int) Files.getAttribute(path, "unix:mode") & 07777).isEqualTo(06751);
    assertThat(syscalls.chmod(path.toString(), 0640)).isZero();
    assertThat((int) Files.getAttribute(path, "unix:mode") & 07777).isEqualTo(0640);
    close(fd);
  }

  @Test
  void timesAreSetToTheNanosecond() throws Exception {
    Path path = file("times");
    int fd = open(path, 0);
    assertThat(syscalls.setTimes(fd, TIMES)).isZero();
    close(fd);
    assertTimes(path);
  }

  @Test
  void timesOfLinkAreSetOnLinkItself() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("nowhere"));
    assertThat(syscalls.setTimes(link.toString(), TIMES)).isZero();
    assertTimes(link);
  }

  private static void assertTimes(Path path) throws Exception {
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    assertThat(attributes.lastAccessTime())
        .isEqualTo(FileTime.from(Instant.ofEpochSecond(1_000_000_000, 123_456_789)));
    assertThat(attributes.lastModifiedTime())
        .isEqualTo(FileTime.from(Instant.ofEpochSecond(-5, 999_999_999)));
  }

  @Test
  void makeNodeMakesFifo() {
    Path path = directory.resolve("fifo");
    assertThat(syscalls.makeNode(path.toString(), LinuxConstants.S_IFIFO | 0600, 0, 0)).isZero();
    assertThat(Files.isRegularFile(path)).isFalse();
    // Both ends at once, so that nothing blocks.
    close(open(path, LinuxConstants.O_RDWR));
  }

  @Test
  void makeNodeMakesDeviceWithLargeMinor() throws Exception {
    Path path = directory.resolve("device");
    int result = syscalls.makeNode(path.toString(), LinuxConstants.S_IFCHR | 0600, 259, 70_000);
    assumeTrue(result != -LinuxConstants.EPERM, "making a device takes the right to (CAP_MKNOD)");
    assertThat(result).isZero();
    long device = (long) Files.getAttribute(path, "unix:rdev");
    assertThat((device >> 8) & 0xfff).isEqualTo(259);
    assertThat((device & 0xff) | ((device >> 12) & 0xfffff00)).isEqualTo(70_000);
  }

  @Test
  void readLinkTellsText() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("to/ä"));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment target = arena.allocate(100);
      int length = syscalls.readLink(link.toString(), target);
      byte[] text = target.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
      assertThat(new String(text, StandardCharsets.UTF_8)).isEqualTo("to/ä");
    }
  }

  @Test
  void readDirectoryGivesEachNameOnce() throws Exception {
    Set<String> expected = new TreeSet<>();
    for (int i = 0; i < 300; i++) {
      expected.add(file("name".repeat(i % 20) + i).getFileName().toString());
    }
    int fd = open(directory, LinuxArch.CURRENT.O_DIRECTORY);
    List<DirectoryEntry> entries = new ArrayList<>();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(4096, 8);
      int result;
      do {
        result = syscalls.readDirectory(fd, buffer, entries);
        assertThat(result).isNotNegative();
      } while (result > 0);
    }
    close(fd);
    assertThat(entries.stream().map(entry -> new String(entry.name(), StandardCharsets.UTF_8)))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(entries).allMatch(DirectoryEntry::isRegular);
  }

  @Test
  void descriptorLimitIsTheProcesses() throws Exception {
    String limits = Files.readString(Path.of("/proc/self/limits"));
    assertThat(limits).contains("Max open files");
    String soft = limits.replaceAll("(?s).*Max open files +(\\S+) .*", "$1");
    long expected = soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
    assertThat(syscalls.descriptorLimit()).isEqualTo(expected);
  }

  @Test
  void directFlagIsTakenBack() throws Exception {
    Path path = file("flags");
    int fd = open(path, LinuxConstants.O_APPEND);
    int flags = syscalls.statusFlags(fd);
    assertThat(flags & LinuxConstants.O_APPEND).isNotZero();
    assertThat(syscalls.setStatusFlags(fd, flags & ~LinuxConstants.O_APPEND)).isZero();
    assertThat(syscalls.statusFlags(fd) & LinuxConstants.O_APPEND).isZero();
    close(fd);
  }
}
