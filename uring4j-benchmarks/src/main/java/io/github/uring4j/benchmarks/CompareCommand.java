package io.github.uring4j.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs comparisons, prints a table and keeps the raw figures. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = "Runs comparisons, prints the medians of the ratios, and keeps the raw figures.")
final class CompareCommand implements Callable<Integer> {

  /** Only the shell can tell whether somebody looks at standard error. */
  private static final boolean ON_TERMINAL = Boolean.getBoolean("uring4j.terminal");

  /** How far the control may be from 1. */
  private static final double TOLERANCE = 0.02;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      description = "Which comparisons, by name or the beginning of names; all if there is none.")
  private List<String> names = List.of();

  @Option(names = "--list", description = "Print the names and do nothing.")
  private boolean list;

  @Option(
      names = "--forks",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often all programs are started anew (${DEFAULT-VALUE}).")
  private int forks;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Pairs of runs in each fork (${DEFAULT-VALUE}).")
  private int pairs;

  @Option(
      names = "--millis",
      paramLabel = "N",
      defaultValue = "100",
      description = "How long one run takes, about, in milliseconds (${DEFAULT-VALUE}).")
  private long millis;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      defaultValue = "1500",
      description =
          "How long each program runs before it is measured, in milliseconds (${DEFAULT-VALUE}).")
  private long warmup;

  @Option(
      names = "--attempts",
      paramLabel = "N",
      defaultValue = "4",
      description =
          "How often a comparison is measured whose control is off by more than 2 %%"
              + " (${DEFAULT-VALUE}).")
  private int attempts;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description =
          "What is read; a file of 1 GiB of random bytes is made if there is none, and beside it"
              + " one of 256 MiB to be written.")
  private Path file = Path.of("target", "bench.data");

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the raw figures go, as JSON, after those that are there already.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    Programs programs = new Programs(Path.of(System.getProperty("uring4j.c", "target/c")));
    TestFiles files = TestFiles.beside(file);
    List<Comparison> chosen = choose(Suites.all(programs, files));
    if (list) {
      chosen.forEach(each -> System.out.println(each.name()));
      return 0;
    }
    files.ensure();
    Referee referee = new Referee(plan(), CompareCommand::show);
    List<Outcome> outcomes = new ArrayList<>();
    Results results = out == null ? null : Results.readOrBegin(out, Machine.read());
    if (results != null) {
      results
          .runs()
          .add(new Results.Run(System.getProperty("uring4j.command", ""), plan(), outcomes));
    }
    for (Comparison comparison : chosen) {
      Outcome outcome = referee.judge(comparison);
      outcomes.add(outcome);
      print(outcome);
      if (results != null) {
        results.write(out);
      }
    }
    return 0;
  }

  private Plan plan() {
    return new Plan(
        forks,
        pairs,
        TimeUnit.MILLISECONDS.toNanos(millis),
        TimeUnit.MILLISECONDS.toNanos(warmup),
        attempts,
        TOLERANCE);
  }

  private List<Comparison> choose(List<Comparison> all) {
    if (names.isEmpty()) {
      return all;
    }
    Set<Comparison> chosen = new LinkedHashSet<>();
    for (String name : names) {
      List<Comparison> found = named(name, all);
      if (found.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(),
            "no comparison's name begins with " + name + ": see ./run compare --list");
      }
      chosen.addAll(found);
    }
    return List.copyOf(chosen);
  }

  /** The one of this name; if there is none, all whose names begin so. */
  private static List<Comparison> named(String name, List<Comparison> all) {
    List<Comparison> exact = all.stream().filter(each -> each.name().equals(name)).toList();
    return exact.isEmpty()
        ? all.stream().filter(each -> each.name().startsWith(name)).toList()
        : exact;
  }

  private static void show(Comparison comparison, int attempt, int pair, int pairs) {
    if (ON_TERMINAL) {
      System.err.printf(
          "\r\033[K%s, attempt %d: %d of %d", comparison.name(), attempt, pair, pairs);
    }
  }

  private static void print(Outcome outcome) {
    if (ON_TERMINAL) {
      System.err.print("\r\033[K");
    }
    System.out.printf(
        Locale.ROOT,
        "%-42s %-34s %11.1f ns   control %.3f%s%s%n",
        outcome.name(),
        outcome.baselineName(),
        Outcome.median(outcome.baseline()),
        outcome.control().median(),
        Referee.controlError(outcome) > TOLERANCE ? ", which is off" : "",
        outcome.attempts() > 1 ? ", the best of " + outcome.attempts() + " attempts" : "");
    for (Outcome.Standing standing : outcome.standings()) {
      System.out.printf(
          Locale.ROOT,
          "%-42s %-34s %11.1f ns   %.3f (%.3f to %.3f)   %.3f B%n",
          "",
          standing.name(),
          Outcome.median(standing.samples()),
          standing.ratios().median(),
          standing.ratios().lowerQuartile(),
          standing.ratios().upperQuartile(),
          standing.samples().stream()
              .mapToDouble(Sample::bytesAllocatedPerRequest)
              .average()
              .orElseThrow());
    }
    for (Outcome.Absentee absentee : outcome.absentees()) {
      System.out.printf(
          "%-42s %-34s did not take part: %s%n", "", absentee.name(), absentee.reason());
    }
  }
}
