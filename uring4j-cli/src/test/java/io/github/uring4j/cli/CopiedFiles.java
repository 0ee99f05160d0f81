package io.github.uring4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.uring4j.sys.FileSyscalls;
import io.github.uring4j.sys.LinuxSyscalls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** What the tests of cp make and compare. */
final class CopiedFiles {

  private static final int FIFO = 0010000;

  private CopiedFiles() {}

  static byte[] random(long seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static Path write(Path path, byte[] bytes) throws IOException {
    return Files.write(path, bytes);
  }

  /** A file of a size with random bytes in some places only. */
  static Path sparse(Path path, long size, long... data) throws IOException {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long at : data) {
        channel.write(ByteBuffer.wrap(random(at, 5000)), at);
      }
    }
    try (var file = new java.io.RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(size);
    }
    return path;
  }

  static Path fifo(Path path) {
    assertThat(new FileSyscalls().makeNode(path.toString(), FIFO | 0600, 0, 0)).isZero();
    return path;
  }

  /** Where a file's data begins and ends, in turn. */
  static List<Long> dataMap(Path path) {
    FileSyscalls syscalls = new FileSyscalls();
    int fd = syscalls.open(path.toString(), 0, 0);
    assertThat(fd).isNotNegative();
    List<Long> map = new ArrayList<>();
    long at = 0;
    while ((at = syscalls.seek(fd, at, FileSyscalls.SEEK_DATA)) >= 0) {
      map.add(at);
      at = syscalls.seek(fd, at, FileSyscalls.SEEK_HOLE);
      map.add(at);
    }
    assertThat(new LinuxSyscalls().close(fd)).isZero();
    return map;
  }

  static int mode(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
  }

  /** Kind, mode, modification time and content are the same. */
  static void assertSame(Path copy, Path source) throws IOException {
    assertThat(mode(copy)).as("mode of %s", copy).isEqualTo(mode(source));
    assertThat(Files.getLastModifiedTime(copy, LinkOption.NOFOLLOW_LINKS))
        .as("time of %s", copy)
        .isEqualTo(Files.getLastModifiedTime(source, LinkOption.NOFOLLOW_LINKS));
    if (Files.isSymbolicLink(source)) {
      assertThat(Files.readSymbolicLink(copy)).isEqualTo(Files.readSymbolicLink(source));
    } else if (Files.isRegularFile(source)) {
      assertThat(Files.mismatch(copy, source)).as("content of %s", copy).isEqualTo(-1);
    } else if (Files.isDirectory(source)) {
      assertThat(names(copy)).isEqualTo(names(source));
      for (String name : names(source)) {
        assertSame(copy.resolve(name), source.resolve(name));
      }
    }
  }

  private static Set<String> names(Path directory) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(directory)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    return names;
  }

  /** Runs something on another thread; its failure shows when it is joined. */
  static <R> CompletableFuture<R> meanwhile(Callable<R> action) {
    CompletableFuture<R> result = new CompletableFuture<R>().orTimeout(30, TimeUnit.SECONDS);
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                result.complete(action.call());
              } catch (Throwable e) {
                result.completeExceptionally(new CompletionException(e));
              }
            });
    return result;
  }

  /** Waits until a condition holds, half a minute at most. */
  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as("waiting until %s", what).isNegative();
      Thread.onSpinWait();
    }
  }

  static long size(Path path) {
    try {
      return Files.exists(path) ? Files.size(path) : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
