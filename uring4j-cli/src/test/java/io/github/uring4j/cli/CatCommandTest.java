package io.github.uring4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.uring4j.OpenFlags;
import io.github.uring4j.PlainFd;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatCommandTest {

  private static final int BLOCK = 128 << 10;
  private static final int WRITE_NEW = OpenFlags.WRONLY | OpenFlags.CREAT | OpenFlags.TRUNC;

  @TempDir private Path directory;
  private Path output;

  @BeforeEach
  void needsIoUring() {
    Uring.needsIoUring();
    output = directory.resolve("output");
  }

  /** Around the sizes of a block and of all blocks, since all are read at once. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 8 * BLOCK, 8 * BLOCK + 1, 50 * BLOCK + 7})
  void fileOfAnySizeIsWrittenAsItIs(int size) throws IOException {
    byte[] bytes = random(size);
    Path file = Files.write(directory.resolve("file"), bytes);
    assertThat(cat(PlainFd.STDIN, file.toString())).isEqualTo(new Uring.Result(0, "", ""));
    assertThat(Files.readAllBytes(output)).isEqualTo(bytes);
  }

  @Test
  void filesFollowEachOther() throws IOException {
    Path a = Files.writeString(directory.resolve("a"), "one ");
    Path b = Files.writeString(directory.resolve("b"), "");
    Path c = Files.writeString(directory.resolve("c"), "two");
    cat(PlainFd.STDIN, a.toString(), b.toString(), c.toString(), a.toString());
    assertThat(output).hasContent("one twoone ");
  }

  @Test
  void fileThatSaysItIsEmptyIsReadToItsEnd() throws IOException {
    Path file = Path.of("/proc/self/status");
    assertThat(Files.size(file)).isZero();
    cat(PlainFd.STDIN, file.toString());
    assertThat(Files.readString(output)).startsWith("Name:\t").contains("\nPid:\t");
  }

  @Test
  void fileThatIsShorterThanItSaysIsReadToItsEnd() throws IOException {
    Path file = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
    cat(PlainFd.STDIN, file.toString());
    assertThat(Files.readString(output)).isEqualTo(Files.readString(file));
  }

  @Test
  void missingFileIsToldAndTheOthersFollow() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "content");
    String missing = directory.resolve("missing").toString();
    assertThat(cat(PlainFd.STDIN, missing, file.toString()))
        .isEqualTo(
            new Uring.Result(1, "", "uring: cat: " + missing + ": No such file or directory\n"));
    assertThat(output).hasContent("content");
  }

  @Test
  void directoryIsToldAndTheOthersFollow() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "content");
    assertThat(cat(PlainFd.STDIN, directory.toString(), file.toString()))
        .isEqualTo(new Uring.Result(1, "", "uring: cat: " + directory + ": Is a directory\n"));
    assertThat(output).hasContent("content");
  }

  @Test
  void standardInputIsReadFromWhereItStands() throws IOException {
    Path file = Files.write(directory.resolve("file"), random(3 * BLOCK));
    PlainFd input = Uring.open(file, OpenFlags.RDONLY);
    try {
      assertThat(cat(input)).isEqualTo(new Uring.Result(0, "", ""));
      assertThat(Files.readAllBytes(output)).isEqualTo(Files.readAllBytes(file));
      assertThat(cat(input, "-").status()).isZero();
      assertThat(output).isEmptyFile();
    } finally {
      input.close();
    }
  }

  @Test
  void outputThatIsAlsoInputIsRefused() throws IOException {
    Files.writeString(output, "content");
    PlainFd append = Uring.open(output, OpenFlags.WRONLY | OpenFlags.APPEND);
    try {
      assertThat(Uring.cat(PlainFd.STDIN, append, output.toString()))
          .isEqualTo(
              new Uring.Result(
                  1, "", "uring: cat: " + output + ": this is where the output goes\n"));
    } finally {
      append.close();
    }
    assertThat(output).hasContent("content");
  }

  @Test
  void fullDeviceIsTold() throws IOException {
    Path file = Files.write(directory.resolve("file"), random(20 * BLOCK));
    PlainFd full = Uring.open(Path.of("/dev/full"), OpenFlags.WRONLY);
    try {
      assertThat(Uring.cat(PlainFd.STDIN, full, file.toString()))
          .isEqualTo(
              new Uring.Result(1, "", "uring: cat: standard output: No space left on device\n"));
    } finally {
      full.close();
    }
  }

  @Test
  void fifoWaitsForItsWriterAndIsReadToItsEnd() throws Exception {
    Path fifo = fifo();
    byte[] bytes = random(BLOCK + 1);
    CountDownLatch started = new CountDownLatch(1);
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<Uring.Result> result =
          other.submit(
              () -> {
                started.countDown();
                return cat(PlainFd.STDIN, fifo.toString());
              });
      started.await();
      // Had the reader not waited for a writer, it would be at the end already, with nothing.
      try (OutputStream writer = Files.newOutputStream(fifo, StandardOpenOption.WRITE)) {
        writer.write(bytes);
      }
      assertThat(result.get()).isEqualTo(new Uring.Result(0, "", ""));
    }
    assertThat(Files.readAllBytes(output)).isEqualTo(bytes);
  }

  @Test
  void readerThatLeavesEndsItQuietly() throws Exception {
    Path fifo = fifo();
    Path file = Files.write(directory.resolve("file"), random(20 * BLOCK));
    // Holds the FIFO open, so that the writer need not wait for a reader.
    PlainFd reader = Uring.open(fifo, OpenFlags.RDWR);
    PlainFd writer = Uring.open(fifo, OpenFlags.WRONLY);
    reader.close();
    try {
      assertThat(Uring.cat(PlainFd.STDIN, writer, file.toString()))
          .isEqualTo(new Uring.Result(1, "", ""));
    } finally {
      writer.close();
    }
  }

  @Test
  void nonBlockingOutputIsWaitedFor() throws Exception {
    Path fifo = fifo();
    byte[] bytes = random(5 * BLOCK);
    Path file = Files.write(directory.resolve("file"), bytes);
    PlainFd holder = Uring.open(fifo, OpenFlags.RDWR);
    PlainFd writer = Uring.open(fifo, OpenFlags.WRONLY | OpenFlags.NONBLOCK);
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<byte[]> read =
          other.submit(
              () -> {
                try (var stream = Files.newInputStream(fifo)) {
                  return stream.readNBytes(bytes.length);
                }
              });
      assertThat(Uring.cat(PlainFd.STDIN, writer, file.toString()))
          .isEqualTo(new Uring.Result(0, "", ""));
      assertThat(read.get()).isEqualTo(bytes);
    } finally {
      writer.close();
      holder.close();
    }
  }

  private Path fifo() throws Exception {
    Path fifo = directory.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    return fifo;
  }

  private Uring.Result cat(PlainFd input, String... files) throws IOException {
    PlainFd fd = Uring.open(output, WRITE_NEW);
    try {
      return Uring.cat(input, fd, files);
    } finally {
      fd.close();
    }
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
