package io.github.uring4j.cli.bench;

import io.github.uring4j.cli.Json;
import java.util.Arrays;
import java.util.List;

/**
 * Another engine's result beside ours, from runs that took turns.
 *
 * @param timeRatio its time for a request divided by ours: the median over the rounds
 * @param lowest of the rounds
 * @param highest of the rounds
 */
record Comparison(Result result, double timeRatio, double lowest, double highest) {

  /** What each round took for a request, in the order of the rounds. */
  static Comparison of(Result result, List<Double> theirNanos, List<Double> ourNanos) {
    double[] ratios = new double[ourNanos.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = theirNanos.get(i) / ourNanos.get(i);
    }
    Arrays.sort(ratios);
    int middle = ratios.length / 2;
    double median =
        ratios.length % 2 == 1 ? ratios[middle] : (ratios[middle - 1] + ratios[middle]) / 2;
    return new Comparison(result, median, ratios[0], ratios[ratios.length - 1]);
  }

  /** Whether all rounds agree on which is faster. */
  boolean isClear() {
    return lowest > 1 || highest < 1;
  }

  /** Which one is faster, by how much, and whether that is sure. */
  String verdict(String ours) {
    String range = "%s to %s".formatted(Figures.number(lowest), Figures.number(highest));
    if (!isClear()) {
      return "neither is clearly faster: time ratio %s, in the rounds %s"
          .formatted(Figures.number(timeRatio), range);
    }
    return timeRatio > 1
        ? "%s is %s times as fast (%s)".formatted(ours, Figures.number(timeRatio), range)
        : "%s is %s times as fast (%s to %s)"
            .formatted(
                result.engine(),
                Figures.number(1 / timeRatio),
                Figures.number(1 / highest),
                Figures.number(1 / lowest));
  }

  static Comparison from(Members json) {
    Members ratio = json.member("timeRatio");
    return new Comparison(
        Result.from(json), ratio.number("median"), ratio.number("min"), ratio.number("max"));
  }

  Json json(String ours) {
    return result
        .json()
        .with(
            "timeRatio",
            new Json().with("median", timeRatio).with("min", lowest).with("max", highest))
        .with("faster", !isClear() ? "neither" : timeRatio > 1 ? ours : result.engine());
  }
}
