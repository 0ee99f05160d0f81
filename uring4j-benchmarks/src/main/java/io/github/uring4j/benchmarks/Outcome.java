package io.github.uring4j.benchmarks;

import java.util.List;

/**
 * What came of a comparison.
 *
 * @param attempts how often it was measured until the control was near 1, or patience ended
 * @param control the baseline against itself, in the same pairs
 * @param baseline all of its runs
 * @param standings of the contenders, in their order
 */
record Outcome(
    String name,
    String group,
    int depth,
    int attempts,
    Ratios control,
    String baselineName,
    List<Sample> baseline,
    List<Standing> standings) {

  /** One contender's runs, and its times over the baseline's. */
  record Standing(String name, Ratios ratios, List<Sample> samples) {}

  static double median(List<Sample> samples) {
    return Ratios.of(samples.stream().mapToDouble(Sample::nanosPerRequest).toArray()).median();
  }
}
