package io.github.uring4j.cli;

import static io.github.uring4j.cli.Bench.assertSound;
import static io.github.uring4j.cli.Bench.number;
import static io.github.uring4j.cli.Bench.object;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The benchmarks that write, and those that compare. */
class BenchWriteTest {

  private static final String SHORT = " --size 256k --depth 4 --requests 200 --warmup 0 ";

  @TempDir Path directory;
  private Path file;

  @BeforeAll
  static void needsIoUring() {
    Uring.needsIoUring();
  }

  @BeforeEach
  void name() {
    file = directory.resolve("file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--direct", "--registered", "--direct --registered --threads 2"})
  void writesAreCountedAndLeaveNothing(String options) {
    Map<String, Object> json = Bench.json("write " + file + SHORT + options);
    assertSound(json, 200);
    assertThat(json).containsEntry("benchmark", "write").containsEntry("block", 4096L);
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--registered --sequential", "--direct"})
  void fsyncIsOneRequestWithItsWrite(String options) {
    Map<String, Object> json = Bench.json("fsync " + file + SHORT + options);
    assertSound(json, 200);
    assertThat(json).containsEntry("benchmark", "fsync");
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--registered", "--direct --block 8k"})
  void copyMovesTheBytes(String options) throws IOException {
    Path source = Files.write(directory.resolve("source"), CopiedFiles.random(1, 100_000));
    Path target = Files.write(file, new byte[100_000]);
    Map<String, Object> json =
        Bench.json(
            "copy %s %s --overwrite --sequential --depth 4 --requests 200 --warmup 0 %s"
                .formatted(source, target, options));
    assertSound(json, 200);
    long block = (long) number(json, "block");
    int copied = (int) (100_000 / block * block);
    assertThat(Files.readAllBytes(target))
        .startsWith(Arrays.copyOf(Files.readAllBytes(source), copied))
        .hasSize(100_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "write FILE",
        "write FILE --registered",
        "write FILE --direct",
        "write FILE --direct --registered",
        "fsync FILE",
        "fsync FILE --registered",
        "copy SOURCE FILE",
        "copy SOURCE FILE --direct --registered"
      })
  void writingAllocatesNothing(String benchmark) throws IOException {
    Path source = Files.write(directory.resolve("source"), new byte[1 << 20]);
    String arguments =
        benchmark.replace("SOURCE", source.toString()).replace("FILE", file.toString());
    Map<String, Object> json =
        Bench.json(
            arguments
                + (benchmark.startsWith("copy") ? "" : " --size 1m")
                + " --depth 8 --requests 500 --warmup 200ms");
    assertSound(json, 500);
    assertThat(json).containsEntry("bytesAllocatedPerRequest", 0.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"write %s", "fsync %s", "copy /bin/sh %s"})
  void fileWithContentIsNotTouched(String benchmark) throws IOException {
    Files.writeString(file, "precious");
    Uring.Result result = Bench.run(benchmark.formatted(file) + " --requests 1 --warmup 0");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .contains(file + ": exists, and what is in it would be destroyed")
        .contains("--overwrite");
    assertThat(file).hasContent("precious");
  }

  @Test
  void overwriteWritesInPlace() throws IOException {
    Files.write(file, new byte[100_000]);
    assertSound(Bench.json("write " + file + SHORT + "--overwrite"), 200);
    assertThat(Files.size(file)).isEqualTo(100_000);
    assertThat(Files.readAllBytes(file)).isNotEqualTo(new byte[100_000]);
  }

  @Test
  void emptyFileIsEmptyAgain() throws IOException {
    Files.createFile(file);
    assertSound(Bench.json("write " + file + SHORT), 200);
    assertThat(file).isEmptyFile();
  }

  @Test
  void copyOntoItselfIsRefused() throws IOException {
    Files.write(file, new byte[100_000]);
    Path link = Files.createLink(directory.resolve("link"), file);
    for (Path target : List.of(file, link)) {
      Uring.Result result = Bench.run("copy %s %s --overwrite".formatted(file, target));
      assertThat(result.status()).isEqualTo(1);
      assertThat(result.err()).endsWith(target + ": is the same file as " + file + "\n");
    }
    assertThat(file).hasSize(100_000);
  }

  @Test
  void filesOfTheKernelAreNotFilled() throws IOException {
    String before = Files.readString(Path.of("/proc/self/comm"));
    Uring.Result result = Bench.run("write /proc/self/comm --overwrite");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("/proc/self/comm: is no file to fill");
    assertThat(Files.readString(Path.of("/proc/self/comm"))).isEqualTo(before);
  }

  @Test
  void whatCannotBeWrittenIsTold() {
    assertThat(Bench.run("write " + directory).err()).endsWith(": is a directory\n");
    assertThat(Bench.run("write /dev/null").err()).endsWith(": is no regular file\n");
    assertThat(Bench.run("write /no/file").err()).endsWith(": No such file or directory\n");
    Uring.Result small = Bench.run("write " + file + " --size 1k --warmup 0 --requests 1");
    assertThat(small.err()).contains("has 1024 bytes, less than one block of 4096");
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"read", "write", "fsync", "copy"})
  void comparesWithChannels(String benchmark) throws IOException {
    Path source = Files.write(directory.resolve("source"), new byte[100_000]);
    String files =
        switch (benchmark) {
          case "read" -> source.toString();
          case "copy" -> source + " " + file;
          default -> file + " --size 256k";
        };
    Map<String, Object> json =
        Bench.json(
            "%s %s --compare --rounds 3 --depth 4 --requests 300 --warmup 0 --direct"
                .formatted(benchmark, files));
    assertSound(json, 300);
    assertThat(json).containsEntry("engine", "uring4j").containsEntry("rounds", 3L);
    List<?> compared = (List<?>) json.get("compared");
    assertThat(compared)
        .extracting(other -> object(other).get("engine"))
        .containsExactly(
            "FileChannel, 4 threads", "FileChannel, 4 virtual", "AsynchronousFileChannel");
    for (Object other : compared) {
      assertSound(object(other), 300);
      assertVerdict(object(other));
    }
    assertThat(file).doesNotExist();
  }

  private static void assertVerdict(Map<String, Object> other) {
    Map<String, Object> ratio = object(other.get("timeRatio"));
    double min = number(ratio, "min");
    double max = number(ratio, "max");
    assertThat(number(ratio, "median")).isBetween(min, max);
    assertThat(other.get("faster"))
        .isEqualTo(min > 1 ? "uring4j" : max < 1 ? other.get("engine") : "neither");
  }

  @Test
  void comparisonIsATableWithVerdicts() {
    Uring.Result result = Bench.run("write " + file + SHORT + "--compare --rounds 2");
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .containsPattern("(?m)^ +requests/s +time +CPU +p50 +p99 +alloc$")
        .containsPattern("of\\s+FileChannel\\s+those\\s+of\\s+its\\s+calls\\s+alone")
        .containsPattern("(?m)^uring4j +[0-9]")
        .containsPattern("(?m)^FileChannel, 4 threads +[0-9]")
        .containsPattern("(?m)^AsynchronousFileChannel:\\n  .*(faster|times as fast)");
    assertThat(result.out().lines()).allMatch(line -> line.length() <= 80);
  }
}
