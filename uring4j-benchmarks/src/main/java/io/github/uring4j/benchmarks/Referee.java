package io.github.uring4j.benchmarks;

import io.github.uring4j.benchmarks.Contender.Runner;
import io.github.uring4j.benchmarks.Outcome.Absentee;
import io.github.uring4j.benchmarks.Outcome.Standing;
import io.github.uring4j.benchmarks.work.MissingException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Has contenders run in turn and compares their times pair by pair, so that what the machine does
 * meanwhile meets them all alike. The baseline takes part twice, as two processes: how far the two
 * differ tells what a difference is worth. Which of several attempts counts is decided by that
 * alone, whatever the others' times were.
 */
final class Referee {

  private static final long FIRST_REQUESTS = 1024;

  /** How many times as long as planned it may take until nothing is allocated any more. */
  private static final int MOST_WARMUP = 5;

  private final Plan plan;
  private final Progress progress;

  /** Hears how far the measuring is. */
  interface Progress {
    void at(Comparison comparison, int attempt, int pair, int pairs);
  }

  Referee(Plan plan, Progress progress) {
    this.plan = plan;
    this.progress = progress;
  }

  Outcome judge(Comparison comparison) throws IOException {
    Outcome best = null;
    int attempt = 0;
    do {
      Outcome next = measure(comparison, ++attempt);
      if (best == null || controlError(next) < controlError(best)) {
        best = next;
      }
    } while (controlError(best) > plan.tolerance() && attempt < plan.attempts());
    return best.after(attempt);
  }

  static double controlError(Outcome outcome) {
    return Math.abs(outcome.control().median() - 1);
  }

  private Outcome measure(Comparison comparison, int attempt) throws IOException {
    List<Absentee> absentees = new ArrayList<>();
    List<Contender> all = new ArrayList<>();
    all.add(comparison.baseline());
    all.add(comparison.baseline());
    for (Contender contender : comparison.contenders()) {
      try {
        contender.start().close();
        all.add(contender);
      } catch (MissingException e) {
        absentees.add(new Absentee(contender.name(), e.getMessage()));
      }
    }
    List<List<Sample>> samples = new ArrayList<>();
    all.forEach(contender -> samples.add(new ArrayList<>()));
    for (int fork = 0; fork < plan.forks(); fork++) {
      measureFork(comparison, attempt, fork, all, samples);
    }
    return outcome(comparison, all, samples, absentees);
  }

  private void measureFork(
      Comparison comparison, int attempt, int fork, List<Contender> all, List<List<Sample>> samples)
      throws IOException {
    List<Runner> runners = new ArrayList<>();
    try {
      for (Contender contender : all) {
        runners.add(contender.start());
      }
      long requests = comparison.requests();
      if (requests == 0) {
        requests = calibrate(runners.getFirst(), comparison.depth());
      }
      for (Runner runner : runners) {
        warmUp(runner, requests);
      }
      for (int i = 0; i < plan.pairs(); i++) {
        int pair = fork * plan.pairs() + i;
        progress.at(comparison, attempt, pair, plan.forks() * plan.pairs());
        for (int turn : order(pair, all.size())) {
          samples.get(turn).add(runners.get(turn).run(requests));
        }
      }
    } catch (IOException | RuntimeException e) {
      closeAll(runners, e);
      throw e;
    }
    closeAll(runners, null);
  }

  /**
   * In what order a pair's runs are made. Each begins in its turn, and every other pair goes
   * backwards: whatever one leaves behind, such as a JVM that is still compiling, meets the one on
   * its left as often as the one on its right.
   */
  static int[] order(int pair, int contenders) {
    int[] order = new int[contenders];
    for (int i = 0; i < contenders; i++) {
      int step = pair % 2 == 0 ? i : -i;
      order[i] = Math.floorMod(pair / 2 + step, contenders);
    }
    return order;
  }

  /**
   * @param failure what all failures to close are added to; null if nothing has failed yet
   */
  private static void closeAll(List<Runner> runners, Exception failure) throws IOException {
    IOException first = null;
    for (Runner runner : runners) {
      try {
        runner.close();
      } catch (IOException e) {
        if (failure != null) {
          failure.addSuppressed(e);
        } else if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /** How many requests take a run's time: a multiple of the depth. */
  private long calibrate(Runner runner, int depth) throws IOException {
    long requests = Math.max(FIRST_REQUESTS / depth, 1) * depth;
    Sample sample = runner.run(requests);
    while (sample.nanos() < plan.runNanos() / 4) {
      requests *= 2;
      sample = runner.run(requests);
    }
    long wanted = (long) (plan.runNanos() / sample.nanosPerRequest());
    return Math.max(wanted / depth, 1) * depth;
  }

  /** Goes on for some time where code is not yet compiled that will allocate nothing when it is. */
  private void warmUp(Runner runner, long requests) throws IOException {
    long begin = System.nanoTime();
    long nanos;
    Sample sample;
    do {
      sample = runner.run(requests);
      nanos = System.nanoTime() - begin;
    } while (nanos < plan.warmupNanos()
        || (sample.bytesAllocated() != 0 && nanos < MOST_WARMUP * plan.warmupNanos()));
  }

  private static Outcome outcome(
      Comparison comparison,
      List<Contender> all,
      List<List<Sample>> samples,
      List<Absentee> absentees) {
    List<Sample> baseline = samples.get(0);
    List<Standing> standings = new ArrayList<>();
    for (int i = 2; i < all.size(); i++) {
      standings.add(
          new Standing(all.get(i).name(), ratios(samples.get(i), baseline), samples.get(i)));
    }
    return new Outcome(
        comparison.name(),
        comparison.group(),
        comparison.depth(),
        1,
        ratios(samples.get(1), baseline),
        comparison.baseline().name(),
        baseline,
        standings,
        absentees);
  }

  private static Ratios ratios(List<Sample> samples, List<Sample> baseline) {
    double[] ratios = new double[samples.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = samples.get(i).nanosPerRequest() / baseline.get(i).nanosPerRequest();
    }
    return Ratios.of(ratios);
  }
}
