package io.github.uring4j.benchmarks;

import java.util.Arrays;

/** The times of one contender over those of the baseline, pair by pair. */
record Ratios(double median, double lowerQuartile, double upperQuartile, int pairs) {

  static Ratios of(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Ratios(
        quantile(sorted, 0.5), quantile(sorted, 0.25), quantile(sorted, 0.75), sorted.length);
  }

  /** Between the two values on either side where the rank is not whole. */
  static double quantile(double[] sorted, double q) {
    if (sorted.length == 0) {
      throw new IllegalArgumentException("there are no values");
    }
    double rank = q * (sorted.length - 1);
    int below = (int) rank;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
  }
}
