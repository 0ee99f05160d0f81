package io.github.uring4j.benchmarks;

import io.github.uring4j.cli.chart.Axis;
import io.github.uring4j.cli.chart.BarChart;
import io.github.uring4j.cli.chart.Chart;
import io.github.uring4j.cli.chart.LineChart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A drawing of results, and the name of its file. */
record Plot(String name, Chart chart) {

  String fileName() {
    return name + ".svg";
  }

  /** What a request costs by depth, a line for each who took part. */
  static Plot costs(String group, String title, List<Outcome> outcomes) {
    Map<String, List<double[]>> lines = new LinkedHashMap<>();
    for (Outcome outcome : outcomes) {
      add(lines, outcome.baselineName(), outcome.depth(), outcome.baseline());
      for (Outcome.Standing standing : outcome.standings()) {
        add(lines, standing.name(), outcome.depth(), standing.samples());
      }
    }
    LineChart chart =
        new LineChart(
            title,
            Axis.logarithmic("requests in flight", 2, Plot::number),
            Axis.logarithmic("time per request", 10, Plot::time));
    int colour = 0;
    for (Map.Entry<String, List<double[]>> line : lines.entrySet()) {
      chart.series(line.getKey(), colour++);
      line.getValue().forEach(point -> chart.point(point[0], point[1]));
    }
    return new Plot(group, chart);
  }

  private static void add(
      Map<String, List<double[]>> lines, String name, int depth, List<Sample> samples) {
    lines
        .computeIfAbsent(name, absent -> new ArrayList<>())
        .add(new double[] {depth, Outcome.median(samples)});
  }

  /** The first contender's time over the baseline's, a bar for each depth. */
  static Plot ratios(String name, String title, Map<String, List<Outcome>> groups) {
    BarChart chart =
        new BarChart(
            title,
            Axis.linear("ratio of times", value -> String.format(Locale.ROOT, "%.2f", value)));
    groups.forEach(
        (group, outcomes) -> {
          chart.group(group);
          int colour = 0;
          for (Outcome outcome : outcomes) {
            chart.bar(
                "depth " + outcome.depth(),
                colour++,
                outcome.standings().getFirst().ratios().median());
          }
        });
    return new Plot(name, chart);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }

  /** In the unit that leaves a few digits. */
  static String time(double nanos) {
    if (nanos < 1_000) {
      return String.format(Locale.ROOT, "%.4g ns", nanos);
    }
    if (nanos < 1_000_000) {
      return String.format(Locale.ROOT, "%.4g µs", nanos / 1_000);
    }
    return String.format(Locale.ROOT, "%.4g ms", nanos / 1_000_000);
  }
}
