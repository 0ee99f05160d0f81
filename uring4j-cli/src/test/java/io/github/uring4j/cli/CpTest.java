package io.github.uring4j.cli;

import static io.github.uring4j.cli.CopiedFiles.assertSame;
import static io.github.uring4j.cli.CopiedFiles.await;
import static io.github.uring4j.cli.CopiedFiles.dataMap;
import static io.github.uring4j.cli.CopiedFiles.meanwhile;
import static io.github.uring4j.cli.CopiedFiles.mode;
import static io.github.uring4j.cli.CopiedFiles.random;
import static io.github.uring4j.cli.CopiedFiles.size;
import static io.github.uring4j.cli.CopiedFiles.sparse;
import static io.github.uring4j.cli.CopiedFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.uring4j.sys.FileSyscalls;
import io.github.uring4j.sys.FileSyscalls.FileTimes;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** uring cp on regular files. */
class CpTest {

  private static final int BLOCK = 4096;

  @TempDir Path directory;

  private Path path(String name) {
    return directory.resolve(name);
  }

  private static Uring.Result cp(Object... args) {
    String[] all = new String[args.length + 1];
    all[0] = "cp";
    for (int i = 0; i < args.length; i++) {
      all[i + 1] = args[i].toString();
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--method=range",
        "--method=ring",
        "--sparse=never",
        "--sparse=always",
        "--direct"
      })
  void sizesAroundBlockBoundariesAreCopiedExactly(String option) throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Path source = path("source");
    Path target = path("target");
    for (int i = 0; i < 60; i++) {
      int size = Math.max(0, random.nextInt(8) * BLOCK + random.nextInt(5) - 2);
      if (i % 3 == 0) {
        size = random.nextInt(200_000);
      }
      byte[] bytes = random(seed + i, size);
      if (i % 2 == 0 && size > 3 * BLOCK) {
        Arrays.fill(bytes, BLOCK, 2 * BLOCK + random.nextInt(BLOCK), (byte) 0);
      }
      write(source, bytes);
      assertCopies("--block-size=4k", "--depth=" + (1 + i % 4), option, source, target);
      assertThat(Files.readAllBytes(target)).as("seed %d, file %d", seed, i).isEqualTo(bytes);
    }
  }

  @Test
  void manyBlocksInFlightKeepTheirPlaces() throws Exception {
    byte[] bytes = random(1, 10_000_019);
    Path source = write(path("source"), bytes);
    assertCopies("--block-size=64k", "--depth=32", "--method=ring", source, path("buffered"));
    assertCopies("--block-size=64k", "--depth=32", "--direct", source, path("direct"));
    assertThat(Files.readAllBytes(path("buffered"))).isEqualTo(bytes);
    assertThat(Files.readAllBytes(path("direct"))).isEqualTo(bytes);
  }

  @Test
  void jsonTellsBytesFilesAndTime() throws Exception {
    Path source = write(path("source"), random(2, 12345));
    Path directory2 = Files.createDirectory(path("into"));
    Path other = write(path("other"), random(3, 55));
    Uring.Result result = cp("--json", source, other, directory2);
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .matches("\\{\"bytes\":12400,\"files\":2,\"nanoseconds\":[1-9][0-9]*}\n");
  }

  @Test
  void modeAndTimesAreKeptToTheNanosecond() throws Exception {
    Path source = write(path("source"), random(4, 10));
    Files.setAttribute(source, "unix:mode", 0751);
    // Not with Java's own means, which make 0 of a time before 1970.
    FileTimes times = new FileTimes(1_000_000_000, 123_456_789, -77, 1);
    assertThat(new FileSyscalls().setTimes(source.toString(), times)).isZero();
    assertCopies(source, path("target"));
    assertThat(mode(path("target")) & 07777).isEqualTo(0751);
    assertThat(Files.getLastModifiedTime(path("target")))
        .isEqualTo(FileTime.from(Instant.ofEpochSecond(-77, 1)));
    assertThat(Files.getAttribute(path("target"), "lastAccessTime"))
        .isEqualTo(FileTime.from(Instant.ofEpochSecond(1_000_000_000, 123_456_789)));
  }

  @Test
  void setUserIdIsKeptForTheSameOwner() throws Exception {
    Path source = write(path("source"), random(4, 10));
    Files.setAttribute(source, "unix:mode", 06755);
    assertCopies(source, path("target"));
    assertThat(mode(path("target")) & 07777).isEqualTo(06755);
  }

  @Test
  void existingTargetIsWrittenInPlace() throws Exception {
    Path source = write(path("source"), random(5, 1000));
    Path target = write(path("target"), random(6, 5000));
    Path otherName = Files.createLink(path("other"), target);
    assertCopies(source, target);
    assertThat(Files.isSameFile(target, otherName)).isTrue();
    assertThat(Files.mismatch(source, otherName)).isEqualTo(-1);
  }

  @Test
  void targetStaysWhenSourceCannotBeOpened() throws Exception {
    Path target = write(path("target"), random(7, 100));
    assertFails(path("none") + ": No such file or directory", path("none"), target);
    assertThat(Files.size(target)).isEqualTo(100);
  }

  @Test
  void sameFileIsRefusedUnderAnyName() throws Exception {
    Path file = write(path("file"), random(8, 100));
    Path hard = Files.createLink(path("hard"), file);
    Path soft = Files.createSymbolicLink(path("soft"), file);
    for (Path other : new Path[] {file, hard, soft, path("./file")}) {
      assertFails("'%s' and '%s' are the same file".formatted(file, other), file, other);
      assertFails("'%s' and '%s' are the same file".formatted(other, file), other, file);
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(random(8, 100));
  }

  @Test
  void linksNamedByTheUserAreFollowed() throws Exception {
    Path file = write(path("file"), random(9, 100));
    Path link = Files.createSymbolicLink(path("link"), file);
    assertCopies(link, path("copy"));
    assertCopies("-r", link, path("copy2"));
    assertSame(path("copy"), file);
    assertSame(path("copy2"), file);
  }

  @Test
  void linkToNowhereIsNotWrittenThrough() throws Exception {
    Path file = write(path("file"), random(9, 100));
    Path link = Files.createSymbolicLink(path("link"), path("nowhere"));
    assertFails(link + ": not writing through a link to nowhere", file, link);
    assertThat(path("nowhere")).doesNotExist();
  }

  @Test
  void severalSourcesGoIntoDirectoryAndTheMissingOneIsReported() throws Exception {
    Path a = write(path("a"), random(10, 10));
    Path b = write(path("b"), random(11, 10));
    Path into = Files.createDirectory(path("into"));
    assertFails(path("none") + ": No such file or directory", a, path("none"), b, into);
    assertSame(into.resolve("a"), a);
    assertSame(into.resolve("b"), b);
  }

  @Test
  void severalSourcesNeedDirectory() throws Exception {
    Path a = write(path("a"), random(10, 10));
    assertFails(path("none") + ": No such file or directory", a, a, path("none"));
    assertFails(a + ": Not a directory", a, a, a);
  }

  @Test
  void secondSourceOfSameNameDoesNotReplaceTheFirst() throws Exception {
    Path a = write(path("a"), random(10, 10));
    Files.createDirectory(path("x"));
    Path other = write(path("x/a"), random(11, 10));
    Path into = Files.createDirectory(path("into"));
    assertFails(
        "%s: not copied over %s, which was just made".formatted(other, into.resolve("a")),
        a,
        other,
        into);
    assertSame(into.resolve("a"), a);
  }

  @Test
  void targetInMissingDirectoryIsReported() throws Exception {
    Path a = write(path("a"), random(10, 10));
    assertFails(path("none/b") + ": No such file or directory", a, path("none/b"));
    assertFails(path("none") + "/: no such directory", a, path("none") + "/");
  }

  @Test
  void wrongUsageIsStatusTwo() {
    assertThat(cp("only").status()).isEqualTo(2);
    assertThat(cp("--depth=0", "a", "b").status()).isEqualTo(2);
    assertThat(cp("--block-size=5000", "a", "b").status()).isEqualTo(2);
    assertThat(cp("--block-size=1x", "a", "b").err()).contains("'1x' is not a number of bytes");
    assertThat(cp("--block-size=1g", "--depth=8", "a", "b").err()).contains("up to 1 GiB");
  }

  @Test
  void holesStayWhereTheyAre() throws Exception {
    long mib = 1 << 20;
    Path middle = sparse(path("middle"), 3 * mib, 0, 2 * mib);
    Path end = sparse(path("end"), 5 * mib + 17, mib);
    Path start = sparse(path("start"), 2 * mib + 5000, 2 * mib);
    Path all = sparse(path("all"), 7 * mib + 1);
    for (Path source : new Path[] {middle, end, start, all}) {
      for (String option : new String[] {"--method=range", "--method=ring", "--direct"}) {
        Path target = path("copy");
        assertCopies("--block-size=64k", option, source, target);
        assertSame(target, source);
        assertThat(dataMap(target)).as("%s %s", source, option).isEqualTo(dataMap(source));
        Files.delete(target);
      }
    }
  }

  @Test
  void neverMakesNoHoles() throws Exception {
    Path source = sparse(path("source"), 1 << 20, 5000);
    assertCopies("--sparse=never", source, path("target"));
    assertSame(path("target"), source);
    assertThat(dataMap(path("target"))).containsExactly(0L, 1L << 20);
  }

  @Test
  void alwaysMakesHolesOfZeros() throws Exception {
    byte[] bytes = new byte[300_000];
    System.arraycopy(random(12, 10), 0, bytes, 100_000, 10);
    Path source = write(path("source"), bytes);
    assertCopies("--sparse=always", "--block-size=64k", source, path("target"));
    assertSame(path("target"), source);
    assertThat(dataMap(path("target"))).containsExactly(98_304L, 102_400L);
  }

  @Test
  void shrinkingSourceGivesPrefixWithoutPadding() throws Exception {
    byte[] bytes = random(13, 24 << 20);
    for (String option : new String[] {"--method=ring", "--sparse=never", "--direct"}) {
      Path source = write(path("source"), bytes);
      Path target = path("target" + option);
      CompletableFuture<Uring.Result> copy =
          meanwhile(() -> cp("--block-size=4k", "--depth=2", option, source, target));
      await("the copy has begun", () -> size(target) > 0);
      try (RandomAccessFile file = new RandomAccessFile(source.toFile(), "rw")) {
        file.setLength(1_000_001);
      }
      assertThat(copy.get().err()).isEmpty();
      byte[] copied = Files.readAllBytes(target);
      assertThat(copied.length).isGreaterThanOrEqualTo(1_000_001);
      assertThat(Arrays.mismatch(copied, bytes)).isIn(-1, copied.length);
    }
  }

  @Test
  void growingSourceIsCopiedAsFarAsItIsThere() throws Exception {
    byte[] bytes = random(14, 2 << 20);
    byte[] more = random(15, 100_003);
    for (String option : new String[] {"--method=ring", "--sparse=never", "--direct"}) {
      Path source = write(path("source"), bytes);
      Path target = path("target" + option);
      CompletableFuture<Uring.Result> copy =
          meanwhile(() -> cp("--block-size=4k", "--depth=2", option, source, target));
      await("the copy has begun", () -> size(target) > 0 || copy.isDone());
      Files.write(source, more, StandardOpenOption.APPEND);
      assertThat(copy.get().err()).isEmpty();
      byte[] whole = Files.readAllBytes(source);
      byte[] copied = Files.readAllBytes(target);
      assertThat(copied.length).isGreaterThanOrEqualTo(bytes.length);
      assertThat(Arrays.mismatch(copied, whole)).isIn(-1, copied.length);
    }
  }

  @Test
  void verboseNamesFiles() throws Exception {
    Path a = write(path("a"), random(10, 10));
    Uring.Result result = cp("-v", a, path("b"));
    assertThat(result.out()).isEqualTo("'%s' -> '%s'\n".formatted(a, path("b")));
  }

  @Test
  void directIsRefusedClearlyWhereItCannotBe() {
    assertFails(
        "/proc/version: its file system refuses direct I/O (O_DIRECT): leave out --direct",
        "--direct",
        "/proc/version",
        path("target"));
    assertThat(path("target")).doesNotExist();
  }

  @Test
  void nameThatBeginsWithAtIsAName() throws Exception {
    write(path("@list"), "-v".getBytes(StandardCharsets.UTF_8));
    // As an argument it begins with @ only when it is relative, and the current directory is not
    // ours to change.
    Uring.Result result = cp("@list", path("copy"));
    assertThat(result.err()).isEqualTo("uring: cp: @list: No such file or directory\n");
    assertCopies(path("@list"), path("copy"));
    assertThat(path("copy")).hasContent("-v");
  }

  /** An appender that comes between two questions about holes must not leave zeros for its data. */
  @Test
  void sourceThatIsAppendedToIsAPrefixOfItself() throws Exception {
    Path source = write(path("source"), random(9, 70_000));
    Path target = path("target");
    CompletableFuture<Boolean> appender =
        meanwhile(
            () -> {
              byte[] more = random(10, 4096);
              while (!Files.exists(path("enough"))) {
                if (Files.size(source) > 4_000_000) {
                  Files.write(source, random(9, 70_000));
                }
                Files.write(source, more, StandardOpenOption.APPEND);
              }
              return true;
            });
    byte[] start = random(9, 70_000);
    byte[] more = random(10, 4096);
    for (int i = 0; i < 200; i++) {
      Uring.Result result = cp(source, target);
      assertThat(result.err()).isEmpty();
      byte[] copied = Files.readAllBytes(target);
      for (int at = start.length; at < copied.length; at += more.length) {
        int length = Math.min(more.length, copied.length - at);
        assertThat(Arrays.mismatch(copied, at, at + length, more, 0, length))
            .as("copy %d, at %d of %d", i, at, copied.length)
            .isEqualTo(-1);
      }
    }
    write(path("enough"), new byte[0]);
    assertThat(appender.get()).isTrue();
  }
}
