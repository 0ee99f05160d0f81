package io.github.uring4j.cli;

import static io.github.uring4j.cli.Bench.assertSound;
import static io.github.uring4j.cli.Bench.number;
import static io.github.uring4j.cli.Bench.within;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BenchCommandTest {

  private static final int SIZE = 1 << 20;

  @TempDir static Path directory;
  private static String file;

  @BeforeAll
  static void makeFile() throws IOException {
    Uring.needsIoUring();
    file = Files.write(directory.resolve("file"), new byte[SIZE]).toString();
  }

  private static Uring.Result bench(String arguments) {
    return Bench.run(arguments.replace("FILE", file));
  }

  private static Map<String, Object> json(String arguments) {
    return Bench.json(arguments.replace("FILE", file));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "32, 1", "32, 8", "100, 100"})
  void nopIsCountedAndAllocatesNothing(int depth, int wait) {
    Map<String, Object> json =
        json("nop --depth %d --wait %d --requests 20001 --warmup 200ms".formatted(depth, wait));
    assertSound(json, 20001);
    assertThat(json)
        .containsEntry("benchmark", "nop")
        .containsEntry("depth", (long) depth)
        .containsEntry("threads", 1L)
        .containsEntry("bytesAllocatedPerRequest", 0.0)
        .containsEntry("block", null)
        .containsEntry("bytesPerSecond", null);
    assertThat(number(json, "entersPerRequest")).isLessThan(1.01 / Math.min(depth, wait));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--registered",
        "--direct",
        "--direct --registered",
        "--sequential",
        "--sqpoll"
      })
  void readIsCountedAndAllocatesNothing(String options) {
    Map<String, Object> json =
        json(("read FILE --depth 8 --requests 5000 --warmup 200ms " + options).strip());
    assertSound(json, 5000);
    assertThat(json)
        .containsEntry("benchmark", "read")
        .containsEntry("block", 4096L)
        .containsEntry("direct", options.contains("direct"))
        .containsEntry("registered", options.contains("registered"))
        .containsEntry("sqpoll", options.contains("sqpoll"))
        .containsEntry("bytesAllocatedPerRequest", 0.0);
    assertThat(number(json, "bytesPerSecond"))
        .isCloseTo(number(json, "requestsPerSecond") * 4096, within(1));
  }

  @Test
  void threadsShareTheRequests() {
    Map<String, Object> json =
        json("read FILE --threads 3 --sequential --block 64k --requests 1000 --warmup 0");
    assertSound(json, 1000);
    assertThat(json).containsEntry("threads", 3L);
  }

  @Test
  void durationEndsIt() {
    Map<String, Object> json = json("nop --duration 50ms --warmup 0");
    assertThat(number(json, "durationNanos")).isGreaterThan(50e6);
    assertThat(number(json, "requests")).isPositive();
  }

  @Test
  void tableHasTheFigures() {
    Uring.Result result = bench("read FILE --requests 1000 --warmup 0 --block 8k --threads 2");
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .startsWith("benchmark       read ")
        .containsPattern(
            "with +depth 32, 2 threads, blocks of 8 KiB at random, through the page\\s+cache")
        .containsPattern("(?m)^requests +1,000 in ")
        .containsPattern("(?m)^time +.* per request$")
        .containsPattern("(?m)^latency +p50 .*, p90 ")
        .containsPattern("(?m)^enters +")
        .containsPattern("(?m)^throughput .* requests/s, .*iB/s$");
    assertThat(result.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nop --depth 0           | --depth is 1 to 32768, not 0
          nop --depth 32769       | --depth is 1 to 32768, not 32769
          nop --block 8k          | --block: a request that does nothing has no file
          nop --direct            | --direct: a request that does nothing
          nop --registered        | --registered: a request that does nothing
          nop --sequential        | --sequential: a request that does nothing
          nop --wait 33           | --wait is 1 to 32, not 33
          nop --threads 0         | --threads is 1 to 256, not 0
          nop --requests 0        | --requests is 1 or more, not 0
          nop --duration 0        | --duration is more than 0
          nop --duration 2h       | '2h' is not a time up to an hour
          nop --warmup -1s        | '-1s' is not a time up to an hour
          read FILE --block 0     | --block is 1 or more
          read FILE --block 1g    | up to 1 GiB
          nop --compare           | channels have no request that does nothing
          read FILE --depth 4096 --threads 2 --compare | a thread for each of 8192
          read FILE --rounds 0    | --rounds is 1 to 1000, not 0
          copy FILE               | Missing required parameter: 'TARGET'
          read FILE --block x     | 'x' is not a number of bytes
          read                    | Missing required parameter: 'FILE'
          """)
  void wrongUsageIsTold(String arguments, String message) {
    Uring.Result result = bench(arguments);
    assertThat(result.err()).contains(message).contains("Try 'uring bench ");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nop", "read FILE --block 512 --registered"})
  void asDeepAsARingCanBe(String benchmark) {
    Map<String, Object> json = json(benchmark + " --depth 32768 --requests 70000 --warmup 0");
    assertSound(json, 70_000);
  }

  @Test
  void helpTellsWhatIsMeasured() {
    assertThat(Uring.run("bench", "--help").out().replaceAll("\\s+", " "))
        .contains("with FileChannel, which has a thread for each request and no queue")
        .contains("with virtual threads and AsynchronousFileChannel, it is what the whole JVM");
  }

  @Test
  void missingBenchmarkIsWrongUsage() {
    assertThat(Uring.run("bench"))
        .isEqualTo(
            new Uring.Result(
                2, "", "uring: bench: a benchmark is missing\nTry 'uring bench --help'.\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /no/file                 | /no/file: No such file or directory
          /tmp                     | /tmp: is a directory
          /dev/null                | /dev/null: is a character special file
          /dev/null --direct       | /dev/null:
          FILE --block 2m          | has 1048576 bytes, less than one block of 2097152
          FILE --block 100 --direct| direct I/O asks for blocks of a multiple of
          /proc/version --direct   | /proc/version: its file system refuses direct I/O
          /proc/version            | /proc/version: is empty
          """)
  void unsuitableFileIsRefused(String arguments, String message) {
    Uring.Result result = bench("read " + arguments);
    assertThat(result.err()).startsWith("uring: bench read: ").contains(message);
    assertThat(result.status()).isEqualTo(1);
  }

  @Test
  void emptyFileIsRefused() throws IOException {
    Path empty = Files.createFile(directory.resolve("empty"));
    assertThat(Uring.run("bench", "read", empty.toString()))
        .isEqualTo(
            new Uring.Result(
                1,
                "",
                "uring: bench read: %s: is empty: give a file with at least one block\n"
                    .formatted(empty)));
  }
}
