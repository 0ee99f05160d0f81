package io.github.uring4j.cli;

import static io.github.uring4j.cli.CopiedFiles.assertSame;
import static io.github.uring4j.cli.CopiedFiles.random;
import static io.github.uring4j.cli.CopiedFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.uring4j.Ring;
import io.github.uring4j.Statx;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ways of copying, and the space that is allocated for a target first. */
class CpMethodsTest {

  private static final int MIB = 1 << 20;

  @TempDir Path directory;

  private Path path(String name) {
    return directory.resolve(name);
  }

  private static Uring.Result cp(CopyMethod method, Path source, Path target) {
    return Uring.run("cp", "--method=" + method, source.toString(), target.toString());
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  /** How much space a file takes. */
  private static long space(Path file) throws Exception {
    try (Ring<Block> ring = Ring.open(8)) {
      Statx stat = new FileCalls(ring).stat(file.toString());
      return stat.blocks() * 512;
    }
  }

  @ParameterizedTest
  @EnumSource
  void fileOfSeveralPiecesIsCopied(CopyMethod method) throws Exception {
    Path source = write(path("source"), random(1, 35 * MIB + 17));
    assertThat(cp(method, source, path("target")).err()).isEmpty();
    assertSame(path("target"), source);
    assertThat(space(path("target"))).isEqualTo(space(source));
  }

  @ParameterizedTest
  @EnumSource
  void longerTargetBecomesAsLongAsItsSource(CopyMethod method) throws Exception {
    Path source = write(path("source"), random(2, 2 * MIB + 1));
    Path target = write(path("target"), random(3, 3 * MIB));
    assertThat(cp(method, source, target).err()).isEmpty();
    assertSame(target, source);
  }

  @ParameterizedTest
  @EnumSource
  void sourceThatShrinksAndGrowsLeavesNoSpaceAllocated(CopyMethod method) throws Exception {
    byte[] bytes = random(4, 20 * MIB);
    Path source = write(path("source"), bytes);
    CompletableFuture<Boolean> writer =
        CopiedFiles.meanwhile(
            () -> {
              for (int i = 0; !Files.exists(path("enough")); i++) {
                try (RandomAccessFile file = new RandomAccessFile(source.toFile(), "rw")) {
                  file.setLength((i % 7) * 3L * MIB + 5);
                  file.seek(0);
                  file.write(bytes, 0, (i % 5) * 4 * MIB + 7);
                }
              }
              return true;
            });
    for (int i = 0; i < 20; i++) {
      Path target = path("target");
      assertThat(cp(method, source, target).err()).isEmpty();
      assertThat(space(target)).isLessThanOrEqualTo((Files.size(target) + 4095) / 4096 * 4096);
      Files.delete(target);
    }
    write(path("enough"), new byte[0]);
    assertThat(writer.get()).isTrue();
  }

  @Test
  void rangeOfAGrowingSourceIsAPrefixOfIt() throws Exception {
    byte[] bytes = random(5, 70_000);
    Path source = write(path("source"), bytes);
    CompletableFuture<Boolean> appender =
        CopiedFiles.meanwhile(
            () -> {
              while (!Files.exists(path("enough")) && Files.size(source) < 64 * MIB) {
                Files.write(source, bytes, StandardOpenOption.APPEND);
              }
              return true;
            });
    for (int i = 0; i < 50; i++) {
      assertThat(cp(CopyMethod.RANGE, source, path("target")).err()).isEmpty();
      byte[] copied = Files.readAllBytes(path("target"));
      assertThat(copied.length).isGreaterThanOrEqualTo(bytes.length);
      for (int at = 0; at < copied.length; at += bytes.length) {
        int length = Math.min(bytes.length, copied.length - at);
        assertThat(Arrays.mismatch(copied, at, at + length, bytes, 0, length)).isEqualTo(-1);
      }
    }
    write(path("enough"), new byte[0]);
    assertThat(appender.get()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void stopLeavesNeitherContentNorSpaceThatWasNotWritten(CopyMethod method) throws Exception {
    Path source = write(path("source"), random(6, 20 * MIB));
    Path target = path("target");
    CompletableFuture<Boolean> stopping;
    OutputStream none = OutputStream.nullOutputStream();
    try (Ring<Block> ring = Ring.open(16);
        StopSignal stop = new StopSignal(ring);
        Progress line = new Progress(Uring.terminal(none, none, false))) {
      FileCalls calls = new FileCalls(ring);
      Statx stat = calls.stat(source.toString());
      CopyTools tools =
          new CopyTools(ring, new CopyBuffers(ring, 4, 65536), calls, stop, new CopyProgress(line));
      stopping =
          CopiedFiles.meanwhile(
              () -> {
                stop.stop();
                return true;
              });
      // Takes the wake-up, so that the copy finds out by itself, when the target is open.
      assertThat(ring.await(Duration.ofSeconds(30))).isNull();
      assertThat(stop.requested()).isTrue();
      FileCopier copier = new FileCopier(tools, false, SparseMode.AUTO, method);
      assertThatThrownBy(() -> copier.copy(source.toString(), stat, target.toString(), null))
          .isInstanceOf(StoppedException.class);
    }
    CopiedFiles.await("the interrupt is here, and taken", Thread::interrupted);
    assertThat(stopping.get()).isTrue();
    long size = Files.size(target);
    assertThat(size).isLessThan(MIB);
    assertThat(space(target)).isLessThanOrEqualTo((size + 4095) / 4096 * 4096);
  }

  @ParameterizedTest
  @EnumSource
  void fullFileSystemIsReportedAndTargetKeepsWhatFitted(CopyMethod method) throws Exception {
    Path mount = Files.createDirectory(path("mount"));
    boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=4m", "none", mount.toString()) == 0;
    assumeTrue(mounted, "mounting a small file system takes root");
    try {
      byte[] bytes = random(7, 3 * MIB);
      Path source = write(mount.resolve("source"), bytes);
      Path target = mount.resolve("target");
      Uring.Result result = cp(method, source, target);
      assertThat(result.err())
          .isEqualTo("uring: cp: %s: No space left on device\n".formatted(target));
      assertThat(result.status()).isEqualTo(1);
      byte[] copied = Files.readAllBytes(target);
      assertThat(copied.length).isBetween(MIB / 2, MIB);
      assertThat(Arrays.mismatch(copied, bytes)).isEqualTo(copied.length);
    } finally {
      run("umount", mount.toString());
    }
  }
}
