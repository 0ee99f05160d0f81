package io.github.uring4j.cli.bench;

import io.github.uring4j.cli.CommandFailedException;
import io.github.uring4j.cli.Progress;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Warms up, measures, and then measures latency in a pass of its own. */
final class Measurer {

  private static final long WARMUP_ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** How much longer a warm-up may take until nothing is allocated any more. */
  private static final long WARMUP_MORE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Benchmark benchmark;
  private final BenchOptions options;
  private final Progress progress;

  Measurer(Benchmark benchmark, BenchOptions options, Progress progress) {
    this.benchmark = benchmark;
    this.options = options;
    this.progress = progress;
  }

  Result measure() throws IOException {
    Engine engine = benchmark.ours();
    warmUp(engine, false);
    Tally tally = pass(engine, options.goal(), false, "measuring");
    warmUp(engine, true);
    Tally timed = pass(engine, options.goal(), true, "latency");
    check(tally);
    return Result.of(benchmark, engine, options.setup(benchmark), tally, Latency.of(timed.latency));
  }

  private Tally pass(Engine engine, Goal goal, boolean timed, String name) throws IOException {
    return new Pass(engine, goal, timed).run(part -> progress.update(name, part));
  }

  /** Code that is not compiled yet may allocate: that tells when it is. */
  private void warmUp(Engine engine, boolean timed) throws IOException {
    long round = Math.min(WARMUP_ROUND_NANOS, options.warmupNanos);
    long nanos = 0;
    boolean allocates = true;
    while (nanos < options.warmupNanos
        || (allocates && round > 0 && nanos < options.warmupNanos + WARMUP_MORE_NANOS)) {
      Tally tally = pass(engine, Goal.nanos(round), timed, "warming up");
      allocates = engine.hasRings() && tally.allocatedBytes > 0;
      nanos += round;
    }
  }

  /** If nothing succeeded, there is nothing to tell. */
  private static void check(Tally tally) throws IOException {
    if (tally.requests == 0) {
      throw new CommandFailedException(
          tally.firstError == null
              ? "not one request was done in time: give a longer --duration"
              : tally.firstError);
    }
  }
}
