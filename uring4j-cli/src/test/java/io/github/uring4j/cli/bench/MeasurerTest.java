package io.github.uring4j.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.uring4j.PlainFd;
import io.github.uring4j.cli.Progress;
import io.github.uring4j.cli.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurerTest {

  private static final OutputStream NOWHERE = OutputStream.nullOutputStream();

  private final List<String> log = new ArrayList<>();

  /** Does at once what it is asked for, and notes each pass. */
  private record NotingEngine(String name, List<String> log) implements Engine {

    @Override
    public int threads() {
      return 1;
    }

    @Override
    public Runner open(int thread) {
      log.add(name);
      return new Runner() {
        @Override
        public void run(Goal goal, long requests, Tally tally) {
          tally.requests += requests;
        }

        @Override
        public void leadIn(Goal goal) {}

        @Override
        public void close() {}
      };
    }
  }

  @Test
  void roundsGoToAndFroAndShareTheRequests() throws IOException {
    BenchOptions options = new BenchOptions();
    options.depth = 1;
    options.threads = 1;
    options.compare = true;
    options.rounds = 3;
    options.requests = 30L;
    List<Engine> others = List.of(new NotingEngine("b", log), new NotingEngine("c", log));
    Benchmark benchmark = new Benchmark("w", "", 0, new NotingEngine("a", log), others);
    Outcome outcome;
    try (Progress progress =
        new Progress(new Terminal(PlainFd.STDIN, PlainFd.STDOUT, NOWHERE, NOWHERE, false, false))) {
      outcome = new Measurer(benchmark, options, progress).measure();
    }
    // Behind the rounds each has its pass for latency.
    assertThat(String.join("", log)).isEqualTo("abc" + "cba" + "abc" + "abc");
    assertThat(outcome.results()).extracting(Result::engine).containsExactly("a", "b", "c");
    assertThat(outcome.results()).allMatch(result -> result.requests() == 30);
  }
}
