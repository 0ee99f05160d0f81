package io.github.uring4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {

  @Test
  void whatIsWrittenIsReadBack(@TempDir Path directory) throws IOException {
    Sample sample = new Sample(1000, 123_456, 120_000, 16);
    Ratios ratios = new Ratios(1.01, 0.99, 1.03, 25);
    Outcome outcome =
        new Outcome(
            "nop-1",
            "nop",
            1,
            2,
            ratios,
            "C",
            List.of(sample),
            List.of(new Outcome.Standing("uring4j", ratios, List.of(sample))),
            List.of(new Outcome.Absentee("fio", "fio cannot be run")));
    Results results =
        new Results(
            Machine.read(), "./run compare nop-1", new Plan(5, 5, 1, 2, 4, 0.02), List.of(outcome));
    Path file = directory.resolve("results.json");
    results.write(file);
    assertThat(Results.read(file)).isEqualTo(results);
  }
}
