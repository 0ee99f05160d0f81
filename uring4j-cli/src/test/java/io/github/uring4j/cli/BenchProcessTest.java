package io.github.uring4j.cli;

import static io.github.uring4j.cli.CopiedFiles.await;
import static io.github.uring4j.cli.CopiedFiles.size;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.uring4j.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** uring bench as a process of its own: signals. */
class BenchProcessTest {

  @TempDir Path directory;

  /** A shell may have started the tests with SIGINT ignored, which children inherit. */
  @Test
  void interruptEndsItAndLeavesNothing() throws Exception {
    Uring.needsIoUring();
    Path file = directory.resolve("file");
    Path page = directory.resolve("page.html");
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.addAll(
        ChildJvm.command(
            Main.class,
            ("bench write " + file + " --size 1m --duration 1m --html " + page).split(" ", -1)));
    Process process =
        new ProcessBuilder(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile())
            .start();
    try {
      await("the file is filled", () -> Files.exists(file) && size(file) == 1 << 20);
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("ends").isTrue();
      assertThat(process.exitValue()).isEqualTo(130);
    } finally {
      process.destroyForcibly();
    }
    assertThat(directory.resolve("err")).isEmptyFile();
    assertThat(directory.resolve("out")).isEmptyFile();
    assertThat(file).doesNotExist();
    assertThat(page).doesNotExist();
  }
}
