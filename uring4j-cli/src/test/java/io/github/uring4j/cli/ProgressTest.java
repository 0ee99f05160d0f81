package io.github.uring4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

class ProgressTest {

  @Test
  void lineShowsPartAmountAndSpeed() {
    assertThat(Progress.line("a.bin", 512 << 20, 1 << 30, 2_000_000_000))
        .isEqualTo("a.bin [###############...............]  50%  512.0 MiB  256.0 MiB/s");
  }

  @Test
  void lineFitsOnAnyTerminal() {
    String line = Progress.line("x".repeat(200), (1L << 60) - 1, 1L << 60, 1);
    assertThat(line).startsWith("…xxx").hasSizeLessThanOrEqualTo(80);
  }

  @Test
  void unknownTotalHasNoBar() {
    assertThat(Progress.line("fifo", 2048, 0, 1_000_000_000)).isEqualTo("fifo  2.0 KiB  2.0 KiB/s");
  }

  @Test
  void nothingShowsInAPipe() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (Progress progress = progress(err, false)) {
      progress.update(Long.MAX_VALUE - 1, "a.bin", 1, 2);
    }
    assertThat(err.size()).isZero();
  }

  @Test
  void nothingShowsForWhatIsQuick() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (Progress progress = progress(err, true)) {
      progress.update(499_999_999, "a.bin", 1, 2);
    }
    assertThat(err.size()).isZero();
  }

  @Test
  void showsAtMostTenTimesASecondAndIsGoneAtTheEnd() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (Progress progress = progress(err, true)) {
      for (long nanos = 0; nanos < 1_000_000_000; nanos += 1_000_000) {
        progress.update(nanos, "a.bin", nanos, 1_000_000_000);
      }
    }
    assertThat(err.toString(UTF_8).split("\r", -1)).hasSize(1 + 5 + 1);
    assertThat(err.toString(UTF_8)).contains("a.bin [###").endsWith("\r\033[K");
  }

  private static Progress progress(OutputStream err, boolean errorIsTerminal) {
    return new Progress(Uring.terminal(OutputStream.nullOutputStream(), err, errorIsTerminal));
  }
}
