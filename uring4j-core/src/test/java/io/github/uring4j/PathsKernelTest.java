package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Requests by path. */
class PathsKernelTest extends OnKernel {

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private PlainFd openDirectory(String name) throws IOException {
    return open(name, OpenFlags.RDONLY | OpenFlags.DIRECTORY);
  }

  private static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private int openBeneath(PlainFd base, String path) throws IOException {
    OpenHow how = OpenHow.readOnly().resolve(Resolve.BENEATH);
    Completion<String> completion = end(ring.openat2("open", base, path, how));
    if (!completion.isError()) {
      closing(completion.fd());
    }
    return completion.errno();
  }

  @Test
  void statxOfPath() throws IOException {
    Path file = file("file", "some text");
    Statx statx = new Statx();
    assertThat(res(ring.statx("statx", Fd.CWD, path("file"), 0, StatxMask.BASIC_STATS, statx)))
        .isZero();
    assertThat(statx.kind()).isEqualTo(FileKind.REGULAR_FILE);
    assertThat(statx.size()).isEqualTo(9);
    assertThat(statx.inode()).isEqualTo(Files.getAttribute(file, "unix:ino"));

    Statx unfilled = new Statx();
    assertThat(res(ring.statx("statx", Fd.CWD, path("missing"), 0, StatxMask.SIZE, unfilled)))
        .isEqualTo(-Errno.ENOENT);
    assertThat(unfilled.mask()).isZero();
  }

  @Test
  void statxOfDescriptorAndRelativeToDirectory() throws IOException {
    file("file", "some text");
    PlainFd fd = open("file", OpenFlags.RDONLY);
    Statx statx = new Statx();
    ok(ring.statx("fd", fd, "", AtFlags.EMPTY_PATH, StatxMask.SIZE, statx));
    assertThat(statx.size()).isEqualTo(9);

    Statx relative = new Statx();
    ok(ring.statx("relative", openDirectory("."), "file", 0, StatxMask.BASIC_STATS, relative));
    assertThat(relative.size()).isEqualTo(9);
  }

  @Test
  void statxFollowsLinksUnlessToldNotTo() throws IOException {
    file("file", "some text");
    Files.createSymbolicLink(directory.resolve("link"), Path.of("file"));
    Statx statx = new Statx();
    ok(ring.statx("follow", Fd.CWD, path("link"), 0, StatxMask.TYPE, statx));
    assertThat(statx.kind()).isEqualTo(FileKind.REGULAR_FILE);
    int noFollow = AtFlags.SYMLINK_NOFOLLOW;
    ok(ring.statx("no follow", Fd.CWD, path("link"), noFollow, StatxMask.TYPE, statx));
    assertThat(statx.kind()).isEqualTo(FileKind.SYMBOLIC_LINK);
  }

  @Test
  void beneathRejectsWhatLeavesTheDirectory() throws IOException {
    Files.createDirectory(directory.resolve("inner"));
    file("outside", "");
    file("inner/inside", "");
    Files.createSymbolicLink(directory.resolve("inner/escape"), Path.of("../outside"));
    PlainFd inner = openDirectory("inner");
    assertThat(openBeneath(inner, "inside")).isZero();
    assertThat(openBeneath(inner, "../inner/inside")).isEqualTo(Errno.EXDEV);
    assertThat(openBeneath(inner, "..")).isEqualTo(Errno.EXDEV);
    assertThat(openBeneath(inner, "escape")).isEqualTo(Errno.EXDEV);
    assertThat(openBeneath(inner, path("outside"))).isEqualTo(Errno.EXDEV);
    OpenHow anywhere = OpenHow.readOnly();
    assertThat(closing(end(ring.openat2("open", inner, "../outside", anywhere)).fd()).value())
        .as("not without BENEATH")
        .isPositive();
  }

  @Test
  void unlinkRemovesFilesAndRmdirDirectories() throws IOException {
    Path file = file("file", "");
    Path inner = Files.createDirectory(directory.resolve("inner"));
    assertThat(res(ring.unlinkat("file", Fd.CWD, file.toString(), AtFlags.REMOVEDIR)))
        .isEqualTo(-Errno.ENOTDIR);
    assertThat(res(ring.unlinkat("directory", Fd.CWD, inner.toString(), 0)))
        .isEqualTo(-Errno.EISDIR);
    assertThat(res(ring.unlinkat("file", Fd.CWD, file.toString(), 0))).isZero();
    assertThat(exists(file)).isFalse();
    assertThat(res(ring.unlinkat("directory", openDirectory("."), "inner", AtFlags.REMOVEDIR)))
        .isZero();
    assertThat(exists(inner)).isFalse();
    assertThat(res(ring.unlinkat("again", Fd.CWD, file.toString(), 0))).isEqualTo(-Errno.ENOENT);
  }

  @Test
  void rmdirOfFullDirectoryIsRefused() throws IOException {
    Files.createDirectory(directory.resolve("inner"));
    file("inner/file", "");
    assertThat(res(ring.unlinkat("rmdir", Fd.CWD, path("inner"), AtFlags.REMOVEDIR)))
        .isEqualTo(-Errno.ENOTEMPTY);
  }

  @Test
  void linkatNamesTheLinkItselfOrWhatItPointsTo() throws IOException {
    Needs.operations(ring, Operation.LINKAT);
    Path file = file("file", "some text");
    Path symlink = Files.createSymbolicLink(directory.resolve("symlink"), Path.of("file"));
    Path plain = directory.resolve("plain");
    Path followed = directory.resolve("followed");

    assertThat(res(ring.linkat("l", Fd.CWD, symlink.toString(), Fd.CWD, plain.toString(), 0)))
        .isZero();
    assertThat(plain).isSymbolicLink();
    assertThat(
            res(
                ring.linkat(
                    "l",
                    openDirectory("."),
                    "symlink",
                    Fd.CWD,
                    followed.toString(),
                    AtFlags.SYMLINK_FOLLOW)))
        .isZero();
    assertThat(Files.isSymbolicLink(followed)).isFalse();
    assertThat(Files.getAttribute(followed, "unix:ino"))
        .isEqualTo(Files.getAttribute(file, "unix:ino"));
    assertThat(res(ring.linkat("l", Fd.CWD, file.toString(), Fd.CWD, plain.toString(), 0)))
        .as("never overwrites")
        .isEqualTo(-Errno.EEXIST);
  }

  @Test
  void renameatReplacesUnlessForbidden() throws IOException {
    Path first = file("first", "1");
    Path second = file("second", "2");
    assertThat(
            res(
                ring.renameat(
                    "refused",
                    Fd.CWD,
                    first.toString(),
                    Fd.CWD,
                    second.toString(),
                    RenameFlags.NOREPLACE)))
        .isEqualTo(-Errno.EEXIST);
    assertThat(second).hasContent("2");
    assertThat(res(ring.renameat("r", Fd.CWD, first.toString(), Fd.CWD, second.toString(), 0)))
        .isZero();
    assertThat(second).hasContent("1");
    assertThat(exists(first)).isFalse();
  }

  @Test
  void renameatExchanges() throws IOException {
    Path first = file("first", "1");
    Path second = file("second", "2");
    int exchange = RenameFlags.EXCHANGE;
    PlainFd base = openDirectory(".");
    assertThat(res(ring.renameat("exchange", base, "first", base, "second", exchange))).isZero();
    assertThat(first).hasContent("2");
    assertThat(second).hasContent("1");
  }

  @Test
  void renameatBetweenDirectoryDescriptors() throws IOException {
    Files.createDirectory(directory.resolve("from"));
    Files.createDirectory(directory.resolve("to"));
    file("from/file", "content");
    PlainFd from = openDirectory("from");
    PlainFd to = openDirectory("to");
    assertThat(res(ring.renameat("rename", from, "file", to, "moved", 0))).isZero();
    assertThat(directory.resolve("to/moved")).hasContent("content");
    assertThat(exists(directory.resolve("from/file"))).isFalse();
  }

  @Test
  void symlinkatPlainAndInDirectory() throws IOException {
    Needs.operations(ring, Operation.SYMLINKAT);
    assertThat(res(ring.symlinkat("symlink", "some/target", Fd.CWD, path("plain")))).isZero();
    assertThat(Files.readSymbolicLink(directory.resolve("plain"))).hasToString("some/target");
    PlainFd base = openDirectory(".");
    assertThat(res(ring.symlinkat("symlink", "../target", base, "relative"))).isZero();
    assertThat(Files.readSymbolicLink(directory.resolve("relative"))).hasToString("../target");
    assertThat(res(ring.symlinkat("symlink", "other", base, "relative"))).isEqualTo(-Errno.EEXIST);
  }

  @Test
  void mkdiratMakesDirectoryOnce() throws IOException {
    Needs.operations(ring, Operation.MKDIRAT);
    assertThat(res(ring.mkdirat("mkdir", Fd.CWD, path("inner"), 0755))).isZero();
    assertThat(directory.resolve("inner")).isDirectory();
    assertThat(res(ring.mkdirat("mkdir", Fd.CWD, path("inner"), 0755))).isEqualTo(-Errno.EEXIST);
    assertThat(res(ring.mkdirat("mkdir", openDirectory("inner"), "deeper", 0700))).isZero();
    assertThat(Files.getPosixFilePermissions(directory.resolve("inner/deeper"))).hasSize(3);
  }

  @Test
  void pathsAreUtf8OfAnyLength() throws IOException {
    String name = "n\u00e4me-\u4e2d-\ud83d\ude80-" + "x".repeat(200);
    file(name, "content");
    PlainFd fd = open(name, OpenFlags.RDONLY);
    assertThat(Kernel.read(fd, 100)).isEqualTo("content");
    String tooLong = "/" + "x".repeat(5000);
    assertThat(res(ring.openat2("open", Fd.CWD, tooLong, OpenHow.readOnly())))
        .isEqualTo(-Errno.ENAMETOOLONG);
  }

  @Test
  void nulInAnyPathIsRefusedBeforeAnythingIsQueued() {
    String nul = "a\0b";
    Statx statx = new Statx();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ring.openat2("d", Fd.CWD, nul, OpenHow.readOnly()))
        .withMessageContaining("NUL");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ring.statx("d", Fd.CWD, nul, 0, StatxMask.SIZE, statx));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ring.linkat("d", Fd.CWD, nul, Fd.CWD, "b", 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ring.linkat("d", Fd.CWD, "a", Fd.CWD, nul, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ring.renameat("d", Fd.CWD, nul, Fd.CWD, "b", 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ring.renameat("d", Fd.CWD, "a", Fd.CWD, nul, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> ring.symlinkat("d", nul, Fd.CWD, "b"));
    assertThatIllegalArgumentException().isThrownBy(() -> ring.symlinkat("d", "a", Fd.CWD, nul));
    assertThatIllegalArgumentException().isThrownBy(() -> ring.unlinkat("d", Fd.CWD, nul, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> ring.mkdirat("d", Fd.CWD, nul, 0700));
    assertThat(ring.inFlight()).isZero();
    assertThat(ring.scratch().blocksInUse()).as("but the wait argument").isOne();
  }
}
