package io.github.uring4j.benchmarks;

import java.util.List;

/**
 * What came of a comparison.
 *
 * @param attempts how often it was measured until the control was near 1, or patience ended; what
 *     is here is of the attempt whose control was nearest
 * @param control the baseline against itself, in the same pairs
 * @param baseline all of its runs
 * @param standings of the contenders that took part, in their order
 * @param absentees contenders that could not
 */
record Outcome(
    String name,
    String group,
    int depth,
    int attempts,
    Ratios control,
    String baselineName,
    List<Sample> baseline,
    List<Standing> standings,
    List<Absentee> absentees) {

  /** One contender's runs, and its times over the baseline's. */
  record Standing(String name, Ratios ratios, List<Sample> samples) {}

  /** A contender that this machine lacks something for, and what. */
  record Absentee(String name, String reason) {}

  /** The same, when so many attempts were made. */
  Outcome after(int made) {
    return new Outcome(
        name, group, depth, made, control, baselineName, baseline, standings, absentees);
  }

  static double median(List<Sample> samples) {
    return Ratios.of(samples.stream().mapToDouble(Sample::nanosPerRequest).toArray()).median();
  }
}
