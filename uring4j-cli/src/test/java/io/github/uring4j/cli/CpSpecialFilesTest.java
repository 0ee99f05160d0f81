package io.github.uring4j.cli;

import static io.github.uring4j.cli.CopiedFiles.fifo;
import static io.github.uring4j.cli.CopiedFiles.meanwhile;
import static io.github.uring4j.cli.CopiedFiles.random;
import static io.github.uring4j.cli.CopiedFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** uring cp from and to pipes, devices and files that do not know their size. */
@Timeout(30)
class CpSpecialFilesTest {

  private static final byte[] BYTES = random(1, 1_000_003);

  @TempDir Path directory;

  private static Uring.Result cp(Object... args) {
    String[] all = new String[args.length + 1];
    all[0] = "cp";
    for (int i = 0; i < args.length; i++) {
      all[i + 1] = args[i].toString();
    }
    return Uring.run(all);
  }

  private static void assertSucceeded(Uring.Result result) {
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
  }

  /** In pieces of all sizes, so that reads come up short. */
  private static CompletableFuture<Boolean> feed(Path fifo) {
    return meanwhile(
        () -> {
          try (OutputStream out = Files.newOutputStream(fifo)) {
            for (int at = 0, size = 1; at < BYTES.length; at += size, size = 1 + size * 7 % 9973) {
              out.write(BYTES, at, Math.min(size, BYTES.length - at));
            }
            return true;
          }
        });
  }

  private static CompletableFuture<byte[]> drain(Path fifo) {
    return meanwhile(() -> Files.readAllBytes(fifo));
  }

  @Test
  void fifoIsReadToItsEnd() throws Exception {
    Path fifo = fifo(directory.resolve("fifo"));
    CompletableFuture<Boolean> writer = feed(fifo);
    assertSucceeded(cp("--block-size=4k", fifo, directory.resolve("target")));
    assertThat(writer.get()).isTrue();
    assertThat(Files.readAllBytes(directory.resolve("target"))).isEqualTo(BYTES);
  }

  @Test
  void fifoGetsAllInOrder() throws Exception {
    Path fifo = fifo(directory.resolve("fifo"));
    Path source = write(directory.resolve("source"), BYTES);
    for (String option : new String[] {"--sparse=auto", "--direct"}) {
      CompletableFuture<byte[]> reader = drain(fifo);
      assertSucceeded(cp("--block-size=64k", option, source, fifo));
      assertThat(reader.get()).isEqualTo(BYTES);
    }
  }

  @Test
  void oneFifoIsCopiedToAnother() throws Exception {
    Path from = fifo(directory.resolve("from"));
    Path to = fifo(directory.resolve("to"));
    CompletableFuture<Boolean> writer = feed(from);
    CompletableFuture<byte[]> reader = drain(to);
    assertSucceeded(cp(from, to));
    assertThat(writer.get()).isTrue();
    assertThat(reader.get()).isEqualTo(BYTES);
  }

  @Test
  void readerThatLeavesEndsEndlessCopy() throws Exception {
    Path fifo = fifo(directory.resolve("fifo"));
    CompletableFuture<Integer> reader =
        meanwhile(
            () -> {
              try (InputStream in = Files.newInputStream(fifo)) {
                return in.readNBytes(1 << 20).length;
              }
            });
    Uring.Result result = cp("/dev/zero", fifo);
    assertThat(result.err()).isEqualTo("uring: cp: %s: Broken pipe\n", fifo);
    assertThat(result.status()).isEqualTo(1);
    assertThat(reader.get()).isEqualTo(1 << 20);
  }

  @Test
  void devicesAreReadAndWrittenAsData() throws Exception {
    Path empty = directory.resolve("empty");
    assertSucceeded(cp("/dev/null", empty));
    assertThat(empty).isRegularFile().isEmptyFile();
    int modeBefore = CopiedFiles.mode(Path.of("/dev/null"));
    Path source = write(directory.resolve("source"), BYTES);
    assertSucceeded(cp(source, "/dev/null"));
    assertThat(CopiedFiles.mode(Path.of("/dev/null"))).isEqualTo(modeBefore);
  }

  @Test
  void fullDeviceIsReported() throws Exception {
    Path source = write(directory.resolve("source"), BYTES);
    Uring.Result result = cp(source, "/dev/full");
    assertThat(result.err()).isEqualTo("uring: cp: /dev/full: No space left on device\n");
    assertThat(result.status()).isEqualTo(1);
  }

  @Test
  void fileThatSaysItIsEmptyIsReadToItsEnd() throws Exception {
    Path target = directory.resolve("target");
    for (String proc : new String[] {"/proc/version", "/proc/cpuinfo", "/proc/kallsyms"}) {
      assertThat(Files.size(Path.of(proc))).isZero();
      Files.deleteIfExists(target);
      assertSucceeded(cp("--block-size=4k", proc, target));
      if (!proc.contains("cpuinfo")) { // it tells the frequency of the moment
        assertThat(Files.readAllBytes(target)).isEqualTo(Files.readAllBytes(Path.of(proc)));
      }
      assertThat(target).isNotEmptyFile();
    }
  }

  @Test
  void fileThatSaysItIsLongerThanItIsEndsWhereItEnds() throws Exception {
    Path source = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
    assertThat(Files.size(source)).isEqualTo(4096);
    Path target = directory.resolve("target");
    assertSucceeded(cp(source, target));
    assertThat(Files.readAllBytes(target)).isEqualTo(Files.readAllBytes(source));
  }

  @Test
  void fifoIsNotItsOwnTarget() throws Exception {
    Path fifo = fifo(directory.resolve("fifo"));
    Uring.Result result = cp(fifo, fifo);
    assertThat(result.err())
        .isEqualTo("uring: cp: '%s' and '%s' are the same file\n".formatted(fifo, fifo));
    assertThat(result.status()).isEqualTo(1);
  }

  @Test
  void directCopyOfAFifoTakesAnyLength() throws Exception {
    Path fifo = fifo(directory.resolve("fifo"));
    CompletableFuture<Boolean> writer = feed(fifo);
    assertSucceeded(cp("--direct", fifo, directory.resolve("target")));
    assertThat(writer.get()).isTrue();
    assertThat(Files.readAllBytes(directory.resolve("target"))).isEqualTo(BYTES);
  }
}
