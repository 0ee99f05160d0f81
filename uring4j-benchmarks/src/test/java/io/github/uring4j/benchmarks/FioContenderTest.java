package io.github.uring4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Needs no fio. */
class FioContenderTest {

  private static final String ANSWER =
      """
      {"fio version": "fio-3.33", "jobs": [{"jobname": "uring4j",
        "read": {"io_bytes": 8388608, "runtime": 40, "total_ios": 2048},
        "usr_cpu": 5.0, "sys_cpu": 20.0}]}
      """;

  @Test
  void timesAreReadFromTheAnswer() throws IOException {
    assertThat(FioContender.sample(ANSWER, 2048))
        .isEqualTo(new Sample(2048, 40_000_000, 10_000_000, 0));
  }

  @Test
  void anotherNumberOfReadsIsRefused() {
    assertThatIOException()
        .isThrownBy(() -> FioContender.sample(ANSWER, 4096))
        .withMessageContaining("2048 of 4096");
  }

  @Test
  void anAnswerThatSaysNothingIsRefused() {
    assertThatIOException().isThrownBy(() -> FioContender.sample("{}", 1));
  }

  @Test
  void runsAreOfTheSameSizeDepthAndBlockAndReadOnly() {
    FioContender fio = new FioContender("fio", Path.of("/a:b"), 8, 4096, true);
    assertThat(fio.arguments(100))
        .contains(
            "--filename=/a\\:b",
            "--readonly",
            "--direct=1",
            "--randrepeat=0",
            "--iodepth=8",
            "--bs=4096",
            "--io_size=409600",
            "--registerfiles",
            "--fixedbufs");
    assertThat(new FioContender("fio", Path.of("/a"), 8, 4096, false).arguments(1))
        .doesNotContain("--registerfiles", "--fixedbufs");
  }
}
