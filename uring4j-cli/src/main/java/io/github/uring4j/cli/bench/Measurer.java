package io.github.uring4j.cli.bench;

import io.github.uring4j.cli.CommandFailedException;
import io.github.uring4j.cli.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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

  Outcome measure() throws IOException {
    List<Engine> engines = new ArrayList<>(List.of(benchmark.ours()));
    int rounds = 1;
    if (options.compare) {
      engines.addAll(benchmark.others());
      rounds = options.rounds;
    }
    List<List<Tally>> tallies = takeTurns(engines, rounds);
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < engines.size(); i++) {
      results.add(result(engines.get(i), Tally.ofPasses(tallies.get(i))));
    }
    List<Comparison> others = new ArrayList<>();
    for (int i = 1; i < engines.size(); i++) {
      others.add(Comparison.of(results.get(i), nanos(tallies.get(i)), nanos(tallies.getFirst())));
    }
    return new Outcome(results.getFirst(), rounds, others);
  }

  private List<List<Tally>> takeTurns(List<Engine> engines, int rounds) throws IOException {
    List<List<Tally>> tallies = new ArrayList<>();
    for (Engine engine : engines) {
      warmUp(engine, false);
      tallies.add(new ArrayList<>());
    }
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < engines.size(); i++) {
        // To and fro, so that what one leaves behind does not always meet the same other.
        int turn = round % 2 == 0 ? i : engines.size() - 1 - i;
        Tally tally = pass(engines.get(turn), options.goal(rounds), false, "measuring");
        check(engines.get(turn), tally);
        tallies.get(turn).add(tally);
      }
    }
    return tallies;
  }

  private Result result(Engine engine, Tally tally) throws IOException {
    warmUp(engine, true);
    Tally timed = pass(engine, options.goal(1), true, "latency");
    Latency latency = Latency.of(timed.latency);
    return Result.of(benchmark, engine, options.setup(benchmark), tally, latency);
  }

  private static List<Double> nanos(List<Tally> tallies) {
    return tallies.stream().map(tally -> (double) tally.nanos() / tally.requests).toList();
  }

  private Tally pass(Engine engine, Goal goal, boolean timed, String name) throws IOException {
    String what = engine.name() + ": " + name;
    return new Pass(engine, goal, timed).run(part -> progress.update(what, part));
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
  private static void check(Engine engine, Tally tally) throws IOException {
    if (tally.requests == 0) {
      throw new CommandFailedException(
          tally.firstError == null
              ? engine.name() + ": not one request was done in time: give a longer --duration"
              : engine.name() + ": " + tally.firstError);
    }
  }
}
