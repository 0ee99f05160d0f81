package io.github.uring4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.uring4j.ErrnoException;
import io.github.uring4j.OpenFlags;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the programs that README and Javadoc quote. */
final class ExamplesTest {

  @TempDir Path directory;

  @Test
  void logFileHoldsTheLine() throws IOException {
    Path log = Path.of("target", "examples-test.log");
    LogFile.write(log.toString());
    LogFile.write(log.toString());
    assertThat(log).hasContent("INFO: A log message");
  }

  @Test
  void logFileIsConfinedToTheCurrentDirectory() {
    assertThatThrownBy(() -> LogFile.write("../outside.log"))
        .isInstanceOf(ErrnoException.class)
        .hasMessageStartingWith("openat2 ../outside.log: EXDEV");
  }

  @Test
  void shortWritesAreContinuedWhereTheyEnded() {
    try (var arena = Arena.ofConfined()) {
      var line = new MemorySegment[] {arena.allocateFrom("ab"), arena.allocateFrom("c")};
      assertThat(LogFile.after(line, 5)).isEmpty();
      assertThat(LogFile.after(line, 3)).hasSize(1);
      assertThat(LogFile.after(line, 1)[0].byteSize()).isEqualTo(2);
    }
  }

  @Test
  void checksumIsThatOfTheJdk() throws IOException {
    byte[] content = new byte[3 * 64 * 1024 * 8 + 17];
    new Random(1).nextBytes(content);
    Path file = Files.write(directory.resolve("file"), content);
    CRC32C expected = new CRC32C();
    expected.update(content);
    assertThat(Checksum.ofFile(file.toString())).isEqualTo(expected.getValue());
  }

  @Test
  void checksumOfAMissingFileNamesIt() {
    String missing = directory.resolve("missing").toString();
    assertThatThrownBy(() -> Checksum.ofFile(missing))
        .hasMessage("openat2 " + missing + ": ENOENT (No such file or directory)");
  }

  @Test
  void cancelledAcceptEndsWithEcanceled() throws IOException {
    assertThat(Cancelling.waitInVain())
        .hasSize(2)
        .anySatisfy(answer -> assertThat(answer).isEqualTo("async_cancel = 0 (cancel)"))
        .anySatisfy(
            answer ->
                assertThat(answer).startsWith("accept fd ").endsWith(" = ECANCELED (accept)"));
  }

  @Test
  void aChainRunsItsStepsOrSaysWhichWereNotRun() throws IOException {
    Path file = directory.resolve("chained.log");
    assertThat(Chained.append(file.toString(), OpenFlags.WRONLY | OpenFlags.CREAT))
        .containsExactly("write: 9", "sync: 0", "close: 0");
    assertThat(file).hasContent("a record");
    assertThat(Chained.append(file.toString(), OpenFlags.RDONLY))
        .containsExactly("write: EBADF", "sync: ECANCELED", "close: ECANCELED");
  }

  @Test
  void fourBuffersEchoForSeveralConnections() throws Exception {
    Path path = directory.resolve("echo");
    byte[] content = new byte[1 << 20];
    new Random(2).nextBytes(content);
    try (BufferedEcho echo = new BufferedEcho(path)) {
      List<FutureTask<byte[]>> answers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path));
        FutureTask<SocketChannel> question =
            new FutureTask<>(
                () -> {
                  client.write(ByteBuffer.wrap(content));
                  return client.shutdownOutput();
                });
        FutureTask<byte[]> answer =
            new FutureTask<>(() -> Channels.newInputStream(client).readAllBytes());
        Thread.ofPlatform().daemon().start(question);
        Thread.ofPlatform().daemon().start(answer);
        answers.add(answer);
      }
      echo.serve(3);
      for (FutureTask<byte[]> answer : answers) {
        assertThat(answer.get()).isEqualTo(content);
      }
    }
  }
}
