package io.github.uring4j.cli;

import static io.github.uring4j.cli.CopiedFiles.assertSame;
import static io.github.uring4j.cli.CopiedFiles.await;
import static io.github.uring4j.cli.CopiedFiles.random;
import static io.github.uring4j.cli.CopiedFiles.sparse;
import static io.github.uring4j.cli.CopiedFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.uring4j.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** uring cp -r with many files on their way at once. */
@Timeout(120)
class CpManyFilesTest {

  /** What is not small any more. */
  private static final int LARGE = 64 << 10;

  @TempDir Path directory;

  private Path path(String name) {
    return directory.resolve(name);
  }

  private static Uring.Result cp(Object... args) {
    List<String> all = new ArrayList<>(List.of("cp", "-r"));
    for (Object arg : args) {
      all.add(arg.toString());
    }
    return Uring.run(all.toArray(String[]::new));
  }

  private static void assertCopies(Object... args) {
    Uring.Result result = cp(args);
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  /** Directories in directories, with files of sizes around what is small, of many modes. */
  private Path tree(int directories, int files) throws IOException {
    Random random = new Random(7);
    int[] sizes = {0, 1, 4096, LARGE - 1, LARGE, LARGE + 1, 3 * LARGE};
    Path tree = path("tree");
    for (int i = 0; i < directories; i++) {
      Path at = Files.createDirectories(tree.resolve("d" + i % 3).resolve("e" + i));
      for (int j = 0; j < files; j++) {
        int size = j % 10 == 0 ? sizes[(i + j / 10) % sizes.length] : random.nextInt(9000);
        Path file = write(at.resolve("f" + j), random(j, size));
        Files.setAttribute(file, "unix:mode", 0400 | random.nextInt(01000));
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(i * 1000L + j, j)));
      }
      Files.setLastModifiedTime(at, FileTime.from(Instant.ofEpochSecond(i)));
      Files.setAttribute(at, "unix:mode", 0700 | i % 64);
    }
    return tree;
  }

  @Test
  void treeOfManyFilesIsTheSame() throws Exception {
    Path tree = tree(12, 100);
    for (String method : new String[] {"auto", "ring", "range"}) {
      assertCopies("--method=" + method, tree, path(method));
      assertSame(path(method), tree);
    }
    assertCopies("--sparse=never", tree, path("never"));
    assertSame(path("never"), tree);
  }

  @Test
  void bytesAndFilesAreCountedOnce() throws Exception {
    Path tree = tree(3, 50);
    long bytes = 0;
    long files = 0;
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
        files++;
      }
    }
    Uring.Result result = cp("--json", tree, path("copy"));
    assertThat(result.out()).startsWith("{\"bytes\":%d,\"files\":%d,".formatted(bytes, files));
  }

  @Test
  void verboseNamesEachFileOnce() throws Exception {
    Path tree = tree(3, 50);
    Uring.Result result = cp("-v", tree, path("copy"));
    List<String> expected = new ArrayList<>();
    try (Stream<Path> all = Files.walk(tree)) {
      all.forEach(
          file ->
              expected.add(
                  "'%s' -> '%s'".formatted(file, path("copy").resolve(tree.relativize(file)))));
    }
    assertThat(result.out().lines()).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void targetsThatAreThereAreWrittenInPlace() throws Exception {
    Path tree = tree(4, 40);
    assertCopies(tree, path("copy"));
    Path target = path("copy/d0/e0/f1");
    Path otherName = Files.createLink(path("other"), target);
    Files.write(target, random(99, 20_000));
    Files.delete(path("copy/d1/e1/f2"));
    assertCopies(tree + "/.", path("copy"));
    assertSame(path("copy"), tree);
    assertThat(Files.isSameFile(otherName, target)).isTrue();
  }

  @Test
  void linkWhereAFileShouldGoIsWrittenThroughAndOneToNowhereIsNot() throws Exception {
    Path tree = Files.createDirectory(path("tree"));
    write(tree.resolve("a"), random(1, 100));
    write(tree.resolve("b"), random(2, 100));
    Path copy = Files.createDirectory(path("copy"));
    Path outside = write(path("outside"), random(3, 10));
    Files.createSymbolicLink(copy.resolve("a"), outside);
    Files.createSymbolicLink(copy.resolve("b"), path("nowhere"));
    Uring.Result result = cp(tree + "/.", copy);
    assertThat(result.err())
        .isEqualTo("uring: cp: %s/./b: not writing through a link to nowhere\n", copy);
    assertThat(Files.readAllBytes(outside)).isEqualTo(random(1, 100));
    assertThat(path("nowhere")).doesNotExist();
  }

  @Test
  void holesAndSetUserIdOfSmallFilesAreKept() throws Exception {
    Path tree = Files.createDirectory(path("tree"));
    Path holes = sparse(tree.resolve("holes"), 60_000, 20_480);
    Path program = write(tree.resolve("program"), random(1, 100));
    Files.setAttribute(program, "unix:mode", 06755);
    assertCopies(tree, path("copy"));
    assertSame(path("copy"), tree);
    assertThat(CopiedFiles.dataMap(path("copy/holes"))).isEqualTo(CopiedFiles.dataMap(holes));
  }

  @Test
  void filesThatDoNotKnowTheirSizeAreCopiedWhole() throws Exception {
    assertCopies("/proc/sys/kernel/random", path("copy"));
    assertThat(Files.readString(path("copy/poolsize"))).matches("[0-9]+\n");
    assertThat(path("copy/uuid")).isNotEmptyFile();
  }

  @Test
  void fewDescriptorsAreEnough() throws Exception {
    Path tree = tree(6, 100);
    // The JVM itself has some twenty.
    for (int limit : new int[] {28, 40, 64}) {
      Path copy = path("copy" + limit);
      String cp =
          String.join(
              " ", ChildJvm.command(Main.class, "cp", "-r", tree.toString(), copy.toString()));
      ChildJvm.Result result =
          ChildJvm.run(List.of("bash", "-c", "ulimit -n %d && exec %s".formatted(limit, cp)));
      assertThat(result.err()).as("with %d", limit).isEmpty();
      assertThat(result.exitStatus()).isZero();
      assertSame(copy, tree);
    }
  }

  @Test
  void largeDirectoryIsCopied() throws Exception {
    Path tree = Files.createDirectory(path("tree"));
    for (int i = 0; i < 5_000; i++) {
      Files.createFile(tree.resolve("file" + i));
    }
    assertCopies(tree, path("copy"));
    try (Stream<Path> copies = Files.list(path("copy"))) {
      assertThat(copies.count()).isEqualTo(5_000);
    }
  }

  @Test
  void sourceThatChangesMeanwhileIsCopiedAsItIsOrReported() throws Exception {
    Path tree = tree(6, 60);
    CompletableFuture<Boolean> changes =
        CopiedFiles.meanwhile(
            () -> {
              Random random = new Random(3);
              while (!Files.exists(path("enough"))) {
                Path file =
                    tree.resolve("d0/e" + 3 * random.nextInt(2) + "/f" + random.nextInt(60));
                switch (random.nextInt(3)) {
                  case 0 -> Files.deleteIfExists(file);
                  case 1 -> Files.write(file, new byte[random.nextInt(100_000)]);
                  default -> {
                    Files.deleteIfExists(file);
                    Files.createSymbolicLink(file, Path.of("to"));
                  }
                }
              }
              return true;
            });
    for (int i = 0; i < 12; i++) {
      Path copy = path("copy" + i);
      Uring.Result result = cp(tree, copy);
      assertThat(result.err().lines())
          .allMatch(
              line ->
                  line.endsWith("No such file or directory")
                      || line.endsWith("Too many levels of symbolic links")
                      || line.endsWith("was replaced while it was being copied"));
      assertSame(copy.resolve("d1"), tree.resolve("d1"));
      assertSame(copy.resolve("d2"), tree.resolve("d2"));
    }
    write(path("enough"), new byte[0]);
    assertThat(changes.get()).isTrue();
  }

  @Test
  void fullFileSystemIsReportedForEachFileAndWhatFitsIsThere() throws Exception {
    Path tree = Files.createDirectory(path("tree"));
    for (int i = 0; i < 60; i++) {
      write(tree.resolve("f" + i), random(i, 40_000));
    }
    Path mount = Files.createDirectory(path("mount"));
    boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "none", mount.toString()) == 0;
    assumeTrue(mounted, "mounting a small file system takes root");
    try {
      Uring.Result result = cp("--json", tree, mount.resolve("copy"));
      assertThat(result.status()).isEqualTo(1);
      assertThat(result.err().lines())
          .isNotEmpty()
          .allMatch(line -> line.endsWith(": No space left on device"));
      int whole = 0;
      for (int i = 0; i < 60; i++) {
        Path copy = mount.resolve("copy/f" + i);
        boolean told = result.err().contains(copy + ":");
        if (!told) {
          assertSame(copy, tree.resolve("f" + i));
          whole++;
        }
      }
      assertThat(result.out()).contains("\"files\":" + whole + ",");
      assertThat(whole).isBetween(10, 26);
    } finally {
      run("umount", mount.toString());
    }
  }

  @Test
  void interruptLeavesSmallFilesWhole() throws Exception {
    Path tree = Files.createDirectory(path("tree"));
    for (int i = 0; i < 6000; i++) {
      write(tree.resolve("f" + i), random(i, 1000));
    }
    Path into = Files.createDirectory(path("into"));
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.addAll(ChildJvm.command(Main.class, "cp", "-r", tree.toString(), into.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(path("out").toFile())
            .start();
    try {
      await("a file is there", () -> hasEntries(into.resolve("tree")));
      run("kill", "-INT", Long.toString(process.pid()));
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(path("out")).isEmptyFile();
    assertThat(process.exitValue()).isEqualTo(130);
    try (Stream<Path> copies = Files.list(into.resolve("tree"))) {
      for (Path copy : copies.toList()) {
        assertSame(copy, tree.resolve(copy.getFileName()));
      }
    }
  }

  private static boolean hasEntries(Path at) {
    try (Stream<Path> entries = Files.list(at)) {
      return entries.findAny().isPresent();
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
