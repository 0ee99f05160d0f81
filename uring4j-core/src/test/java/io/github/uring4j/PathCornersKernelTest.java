package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests on paths where they are at their limits. */
class PathCornersKernelTest extends OnKernel {

  private static final int WITHOUT_NAME = OpenFlags.RDWR | OpenFlags.TMPFILE;

  private PlainFd openWithoutName() throws IOException {
    OpenHow how = OpenHow.of(WITHOUT_NAME).mode(0600);
    Completion<String> completion = end(ring.openat2("open", Fd.CWD, path(""), how));
    Needs.supported(completion.res(), "files without a name");
    return closing(completion.fd());
  }

  @Test
  void aFileWithoutNameGetsOne() throws IOException {
    PlainFd fd = openWithoutName();
    assertThat(directory).isEmptyDirectory();
    ok(ring.write("write", fd, memory("text"), 0));
    String self = "/proc/self/fd/" + fd.value();
    assertThat(res(ring.linkat("link", Fd.CWD, self, Fd.CWD, path("name"), AtFlags.SYMLINK_FOLLOW)))
        .isZero();
    assertThat(content("name")).isEqualTo("text");
    // By the descriptor alone it takes a capability.
    assertThat(res(ring.linkat("link", fd, "", Fd.CWD, path("other"), AtFlags.EMPTY_PATH)))
        .isIn(0, -Errno.ENOENT);
  }

  @Test
  void openatMakesFilesWithoutNameToo() throws IOException {
    openWithoutName();
    PlainFd fd = closing(end(ring.openat("open", Fd.CWD, path(""), WITHOUT_NAME, 0600)).fd());
    ok(ring.write("write", fd, memory("text"), 0));
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aDescriptorOfThePathAloneIsClosedAndCannotBeRead() throws IOException {
    put("file", "text");
    for (int round = 0; round < 4; round++) {
      OpenHow how = OpenHow.of(OpenFlags.PATH);
      PlainFd fd = end(ring.openat2("open", Fd.CWD, path("file"), how)).fd();
      assertThat(res(ring.read("read", fd, memory(4), 0))).isEqualTo(-Errno.EBADF);
      Statx statx = new Statx();
      ok(ring.statx("stat", fd, "", AtFlags.EMPTY_PATH, StatxMask.SIZE, statx));
      assertThat(statx.size()).isEqualTo(4);
      assertThat(res(ring.close("close", fd))).isZero();
      assertThat(Kernel.isOpen(fd)).isFalse();
    }
  }

  @Test
  void openat2LimitsHowPathsAreResolved() throws IOException {
    put("file", "text");
    Files.createSymbolicLink(directory.resolve("link"), Path.of("file"));
    Files.createSymbolicLink(directory.resolve("absolute"), directory.resolve("file"));
    PlainFd in = closing(end(ring.openat2("dir", Fd.CWD, path(""), OpenHow.readOnly())).fd());
    assertThat(open(in, "link", Resolve.NO_SYMLINKS)).isEqualTo(-Errno.ELOOP);
    assertThat(open(in, "link", Resolve.BENEATH)).isNotNegative();
    assertThat(open(in, "absolute", Resolve.BENEATH)).isEqualTo(-Errno.EXDEV);
    assertThat(open(in, "/file", Resolve.IN_ROOT)).isNotNegative();
    assertThat(open(in, "../../file", Resolve.IN_ROOT)).isNotNegative();
    assertThat(open(in, "/proc/self/fd/" + in.value(), Resolve.NO_MAGICLINKS))
        .isEqualTo(-Errno.ELOOP);
    assertThat(open(in, "/proc/self/stat", Resolve.NO_XDEV)).isEqualTo(-Errno.EXDEV);
    assertThat(open(in, "file", Resolve.BENEATH | Resolve.IN_ROOT)).isEqualTo(-Errno.EINVAL);
    assertThat(open(in, "file", 1 << 30)).isEqualTo(-Errno.EINVAL);
  }

  private int open(PlainFd in, String path, int resolve) throws IOException {
    int res = res(ring.openat2("open", in, path, OpenHow.readOnly().resolve(resolve)));
    if (res >= 0) {
      closing(PlainFd.of(res));
    }
    return res;
  }

  @Test
  void aRenameCanLeaveAWhiteout() throws IOException {
    put("old", "text");
    int res =
        res(ring.renameat("r", Fd.CWD, path("old"), Fd.CWD, path("new"), RenameFlags.WHITEOUT));
    Needs.known(res, "RENAME_WHITEOUT on this file system");
    assertThat(res).isZero();
    assertThat(content("new")).isEqualTo("text");
    Statx statx = new Statx();
    ok(ring.statx("stat", Fd.CWD, path("old"), AtFlags.SYMLINK_NOFOLLOW, StatxMask.TYPE, statx));
    assertThat(statx.kind()).isEqualTo(FileKind.CHARACTER_SPECIAL);
  }

  private int rename(String from, String to, int flags) throws IOException {
    return res(ring.renameat("rename", Fd.CWD, path(from), Fd.CWD, path(to), flags));
  }

  @Test
  void renamesThatCannotBeAreErrors() throws IOException {
    put("file", "");
    Files.createDirectories(directory.resolve("full/sub"));
    Files.createDirectory(directory.resolve("empty"));
    assertThat(rename("none", "new", 0)).isEqualTo(-Errno.ENOENT);
    assertThat(rename("empty", "full", 0)).isEqualTo(-Errno.ENOTEMPTY);
    assertThat(rename("file", "empty", 0)).isEqualTo(-Errno.EISDIR);
    assertThat(rename("empty", "file", 0)).isEqualTo(-Errno.ENOTDIR);
    assertThat(rename("full", "full/sub/deeper", 0)).isEqualTo(-Errno.EINVAL);
    assertThat(rename("file", "none", RenameFlags.EXCHANGE)).isEqualTo(-Errno.ENOENT);
    assertThat(rename("file", "empty", RenameFlags.EXCHANGE | RenameFlags.NOREPLACE))
        .isEqualTo(-Errno.EINVAL);
    assertThat(rename("full", "empty", 0)).isZero();
    assertThat(directory.resolve("empty/sub")).isDirectory();
  }

  @Test
  void removingTheWrongKindIsAnError() throws IOException {
    put("file", "");
    Files.createDirectory(directory.resolve("dir"));
    assertThat(res(ring.unlinkat("dir", Fd.CWD, path("dir"), 0))).isEqualTo(-Errno.EISDIR);
    assertThat(res(ring.unlinkat("file", Fd.CWD, path("file"), AtFlags.REMOVEDIR)))
        .isEqualTo(-Errno.ENOTDIR);
    assertThat(res(ring.unlinkat("none", Fd.CWD, path("none"), 0))).isEqualTo(-Errno.ENOENT);
    assertThat(res(ring.unlinkat("flag", Fd.CWD, path("file"), AtFlags.EMPTY_PATH)))
        .isEqualTo(-Errno.EINVAL);
  }

  @Test
  void anOpenFileOutlivesItsName() throws IOException {
    PlainFd fd = create("file");
    ok(ring.unlinkat("unlink", Fd.CWD, path("file"), 0));
    ok(ring.write("write", fd, memory("text"), 0));
    MemorySegment buffer = memory(4);
    ok(ring.read("read", fd, buffer, 0));
    assertThat(text(buffer)).isEqualTo("text");
    Statx statx = new Statx();
    ok(ring.statx("stat", fd, "", AtFlags.EMPTY_PATH, StatxMask.NLINK, statx));
    assertThat(statx.links()).isZero();
  }

  @Test
  void directoriesAreMadeWithTheirModeAndNotWithoutParent() throws IOException {
    int before = Kernel.umask(022);
    try {
      assertThat(res(ring.mkdirat("dir", Fd.CWD, path("dir"), 0777))).isZero();
    } finally {
      Kernel.umask(before);
    }
    assertThat(Files.getPosixFilePermissions(directory.resolve("dir")))
        .isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(res(ring.mkdirat("no parent", Fd.CWD, path("none/dir"), 0777)))
        .isEqualTo(-Errno.ENOENT);
    put("file", "");
    assertThat(res(ring.mkdirat("in a file", Fd.CWD, path("file/dir"), 0777)))
        .isEqualTo(-Errno.ENOTDIR);
    assertThat(res(ring.mkdirat("empty", Fd.CWD, "", 0777))).isEqualTo(-Errno.ENOENT);
  }

  @Test
  void linksToDirectoriesAndToNothing() throws IOException {
    Files.createDirectory(directory.resolve("dir"));
    assertThat(res(ring.linkat("dir", Fd.CWD, path("dir"), Fd.CWD, path("hard"), 0)))
        .isEqualTo(-Errno.EPERM);
    assertThat(res(ring.linkat("none", Fd.CWD, path("none"), Fd.CWD, path("hard"), 0)))
        .isEqualTo(-Errno.ENOENT);
    assertThat(res(ring.symlinkat("link", "nowhere", Fd.CWD, path("link")))).isZero();
    assertThat(Files.exists(directory.resolve("link"), LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(res(ring.symlinkat("again", "nowhere", Fd.CWD, path("link"))))
        .isEqualTo(-Errno.EEXIST);
    assertThat(res(ring.symlinkat("empty", "", Fd.CWD, path("other")))).isEqualTo(-Errno.ENOENT);
  }

  @Test
  void statxSaysWhatIsWrong() throws IOException {
    Statx statx = new Statx();
    assertThat(res(ring.statx("none", Fd.CWD, path("none"), 0, StatxMask.SIZE, statx)))
        .isEqualTo(-Errno.ENOENT);
    assertThat(res(ring.statx("empty", Fd.CWD, "", 0, StatxMask.SIZE, statx)))
        .isEqualTo(-Errno.ENOENT);
    assertThat(res(ring.statx("flag", Fd.CWD, path(""), 1 << 30, StatxMask.SIZE, statx)))
        .isEqualTo(-Errno.EINVAL);
    assertThat(res(ring.statx("mask", Fd.CWD, path(""), 0, 1 << 31, statx)))
        .isEqualTo(-Errno.EINVAL);
    int both = AtFlags.STATX_FORCE_SYNC | AtFlags.STATX_DONT_SYNC;
    assertThat(res(ring.statx("sync", Fd.CWD, path(""), both, StatxMask.SIZE, statx)))
        .isEqualTo(-Errno.EINVAL);
    PlainFd closed = PlainFd.of(1 << 20);
    assertThat(res(ring.statx("fd", closed, "x", 0, StatxMask.SIZE, statx)))
        .isEqualTo(-Errno.EBADF);
    assertThat(res(ring.statx("pipe", pipe().in(), "", AtFlags.EMPTY_PATH, StatxMask.TYPE, statx)))
        .isZero();
    assertThat(statx.kind()).isEqualTo(FileKind.FIFO);
  }

  @ParameterizedTest
  @ValueSource(longs = {(1L << 31) - 2, 1L << 31, (1L << 32) - 2, 3L << 31})
  void filesAreReadAndWrittenFarOut(long offset) throws IOException {
    PlainFd fd = create("file");
    assertThat(res(ring.write("write", fd, memory("text"), offset))).isEqualTo(4);
    assertThat(Files.size(directory.resolve("file"))).isEqualTo(offset + 4);
    MemorySegment buffer = memory(16);
    assertThat(res(ring.read("short", fd, buffer, offset + 1))).isEqualTo(3);
    assertThat(text(buffer.asSlice(0, 3))).isEqualTo("ext");
    assertThat(res(ring.read("end", fd, buffer, offset + 4))).isZero();
    assertThat(res(ring.read("beyond", fd, buffer, offset + 5))).isZero();
  }
}
