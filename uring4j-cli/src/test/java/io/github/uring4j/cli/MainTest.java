package io.github.uring4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MainTest {

  @Test
  void versionIsThatOfTheBuild() throws IOException {
    assertThat(Uring.run("--version"))
        .isEqualTo(new Uring.Result(0, "uring " + Main.VERSION + "\n", ""));
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains("<version>" + Main.VERSION + "</version>");
  }

  @Test
  void helpGoesToStandardOutput() {
    Uring.Result result = Uring.run("--help");
    assertThat(result.status()).isZero();
    assertThat(result.out()).startsWith("Usage: uring ").contains("Exit status:");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void noCommandIsWrongUsage() {
    assertThat(Uring.run())
        .isEqualTo(new Uring.Result(2, "", "uring: a command is missing\nTry 'uring --help'.\n"));
  }

  @Test
  void unknownCommandIsWrongUsage() {
    Uring.Result result = Uring.run("cpp");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).startsWith("uring: Unmatched argument").endsWith("--help'.\n");
    assertThat(result.out()).isEmpty();
  }

  @Test
  void fullDeviceAsOutputIsToldOnceAndFails() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Main.run(Uring.terminal(failing("No space left on device"), err, false), "--version");
    assertThat(status).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("uring: standard output: No space left on device\n");
  }

  @Test
  void brokenPipeAsOutputEndsQuietly() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status = Main.run(Uring.terminal(failing("Broken pipe"), err, false), "--help");
    assertThat(status).isEqualTo(1);
    assertThat(err.size()).isZero();
  }

  private static OutputStream failing(String reason) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(reason);
      }
    };
  }
}
