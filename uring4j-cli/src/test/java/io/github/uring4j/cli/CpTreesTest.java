package io.github.uring4j.cli;

import static io.github.uring4j.cli.CopiedFiles.assertSame;
import static io.github.uring4j.cli.CopiedFiles.fifo;
import static io.github.uring4j.cli.CopiedFiles.random;
import static io.github.uring4j.cli.CopiedFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** uring cp -r. */
class CpTreesTest {

  @TempDir Path directory;

  private Path tree;

  private static Uring.Result cp(Object... args) {
    String[] all = new String[args.length + 2];
    all[0] = "cp";
    all[1] = "-r";
    for (int i = 0; i < args.length; i++) {
      all[i + 2] = args[i].toString();
    }
    return Uring.run(all);
  }

  private static void assertCopies(Object... args) {
    Uring.Result result = cp(args);
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
  }

  private static void assertFails(String error, Object... args) {
    Uring.Result result = cp(args);
    assertThat(result.err()).isEqualTo("uring: cp: " + error + "\n");
    assertThat(result.status()).isEqualTo(1);
  }

  @BeforeEach
  void makeTree() throws Exception {
    tree = Files.createDirectory(directory.resolve("tree"));
    for (int i = 0; i < 5; i++) {
      Path sub = Files.createDirectories(tree.resolve("sub" + i + "/ä"));
      write(sub.resolve("file" + i), random(i, i * 40_000));
      Files.setAttribute(sub.resolve("file" + i), "unix:mode", 0600 | i);
      Files.setLastModifiedTime(
          sub.resolve("file" + i), FileTime.from(Instant.ofEpochSecond(i * 1000L, i)));
      Files.setAttribute(sub, "unix:mode", 0750 | i);
      Files.setLastModifiedTime(sub, FileTime.from(Instant.ofEpochSecond(i * 2000L, i)));
    }
    Files.createSymbolicLink(tree.resolve("link"), Path.of("sub1"));
    Files.createSymbolicLink(tree.resolve("nowhere"), Path.of("no/where"));
    Files.createSymbolicLink(tree.resolve("loop"), Path.of("loop"));
    fifo(tree.resolve("fifo"));
    Files.setAttribute(tree.resolve("fifo"), "unix:mode", 0642);
    Files.createDirectory(tree.resolve("empty"));
  }

  @Test
  void treeIsEqualInContentKindModeAndTimes() throws Exception {
    Path copy = directory.resolve("copy");
    assertCopies(tree, copy);
    assertSame(copy, tree);
  }

  @Test
  void treeGoesIntoExistingDirectoryAndOverItself() throws Exception {
    Path into = Files.createDirectory(directory.resolve("into"));
    assertCopies(tree, into);
    assertCopies("--direct", tree + "/", into + "/");
    assertSame(into.resolve("tree"), tree);
  }

  @Test
  void contentOfDotGoesIntoTarget() throws Exception {
    Path copy = Files.createDirectory(directory.resolve("copy"));
    assertCopies(tree + "/.", copy);
    assertSame(copy, tree);
  }

  @Test
  void directoryWithoutRecursionIsReported() {
    Uring.Result result = Uring.run("cp", tree.toString(), directory.resolve("copy").toString());
    assertThat(result.err()).isEqualTo("uring: cp: %s: is a directory; -r copies it\n", tree);
    assertThat(result.status()).isEqualTo(1);
    assertThat(directory.resolve("copy")).doesNotExist();
  }

  @Test
  void directoryIsNotCopiedIntoItself() throws Exception {
    for (String inside : new String[] {"", "/sub1", "/sub1/new", "/link/new"}) {
      String to = tree + inside;
      String made = Files.isDirectory(Path.of(to)) ? to + "/tree" : to;
      assertFails(
          "cannot copy a directory, '%s', into itself, '%s'".formatted(tree, made), tree, to);
      assertThat(Path.of(made)).doesNotExist();
    }
  }

  @Test
  void conflictsAreReportedAndTheRestIsCopied() throws Exception {
    Path copy = Files.createDirectories(directory.resolve("copy/tree/link"));
    write(copy.resolveSibling("sub2"), random(1, 1));
    Uring.Result result = cp(tree, directory.resolve("copy"));
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err().lines())
        .containsExactlyInAnyOrder(
            "uring: cp: %s: a directory stays, %s is none".formatted(copy, tree.resolve("link")),
            "uring: cp: %s: no directory, and %s is one"
                .formatted(copy.resolveSibling("sub2"), tree.resolve("sub2")));
    assertSame(copy.resolveSibling("sub3"), tree.resolve("sub3"));
    assertSame(copy.resolveSibling("sub4"), tree.resolve("sub4"));
  }

  @Test
  void linkThatWasJustMadeIsNotWrittenThrough() throws Exception {
    Path victim = write(directory.resolve("victim"), random(1, 10));
    Path first = Files.createDirectories(directory.resolve("first/d"));
    Path second = Files.createDirectories(directory.resolve("second/d"));
    Files.createSymbolicLink(first.resolve("x"), victim);
    write(second.resolve("x"), random(2, 10));
    Path into = Files.createDirectory(directory.resolve("into"));
    assertFails(
        "%s: not copied over %s, which was just made"
            .formatted(second.resolve("x"), into.resolve("d/x")),
        first,
        second,
        into);
    assertThat(Files.readAllBytes(victim)).isEqualTo(random(1, 10));
  }

  @Test
  void nameThatIsNotUtf8IsReportedAndTheRestIsCopied() throws Exception {
    Path odd = Files.createDirectory(directory.resolve("odd"));
    write(odd.resolve("good"), random(1, 10));
    Process process =
        new ProcessBuilder("sh", "-c", "touch \"$0/$(printf 'b\\344d')\"", odd.toString()).start();
    assertThat(process.waitFor()).isZero();
    Path copy = directory.resolve("copy");
    assertFails(odd + ": a name in it is not UTF-8, and cannot be copied: bäd", odd, copy);
    assertThat(Files.mismatch(copy.resolve("good"), odd.resolve("good"))).isEqualTo(-1);
  }

  @Test
  void fifoIsMadeAnewWithoutBeingOpened() throws Exception {
    assertCopies(tree.resolve("fifo"), directory.resolve("copy"));
    assertSame(directory.resolve("copy"), tree.resolve("fifo"));
  }

  @Test
  void deviceIsMadeAnew() throws Exception {
    Path copy = directory.resolve("null");
    Uring.Result result = cp("/dev/null", copy);
    assumeFalse(
        result.err().contains("Operation not permitted"),
        "making a device takes the right to (CAP_MKNOD)");
    assertThat(result.err()).isEmpty();
    assertThat(Files.getAttribute(copy, "unix:rdev"))
        .isEqualTo(Files.getAttribute(Path.of("/dev/null"), "unix:rdev"));
  }

  @Test
  void linkWhereADirectoryShouldGoIsNotFollowed() throws Exception {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    int mode = CopiedFiles.mode(outside);
    Path copy = Files.createDirectories(directory.resolve("copy"));
    Files.createDirectories(copy.resolve("tree"));
    Files.createSymbolicLink(copy.resolve("tree/sub1"), outside);
    Uring.Result result = cp(tree, copy);
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains(copy.resolve("tree/sub1").toString());
    assertThat(outside).isEmptyDirectory();
    assertThat(CopiedFiles.mode(outside)).isEqualTo(mode);
    assertThat(copy.resolve("tree/sub2/ä/file2")).isRegularFile();
  }
}
