package io.github.uring4j.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Results as Markdown: where they are from, then a plot and a table for each group. */
final class ResultsPage {

  private final Results results;
  private final String name;
  private final Map<String, List<Outcome>> groups = new LinkedHashMap<>();

  /**
   * @param name of the file and of the folder with the plots
   */
  ResultsPage(Results results, String name) {
    this.results = results;
    this.name = name;
    for (Outcome outcome : results.latest()) {
      groups.computeIfAbsent(outcome.group(), absent -> new ArrayList<>()).add(outcome);
    }
  }

  /** One for each group with several depths, and one of all ratios to C. */
  List<Plot> plots() {
    List<Plot> plots = new ArrayList<>();
    Map<String, List<Outcome>> againstC = againstC();
    if (!againstC.isEmpty()) {
      plots.add(Plot.ratios("ratios", "Time of uring4j over that of C", againstC));
    }
    groups.forEach(
        (group, outcomes) -> {
          if (isPlotted(outcomes)) {
            plots.add(Plot.costs(group, Titles.of(group), outcomes));
          }
        });
    return plots;
  }

  private Map<String, List<Outcome>> againstC() {
    Map<String, List<Outcome>> chosen = new LinkedHashMap<>();
    groups.forEach(
        (group, outcomes) -> {
          if (group.startsWith("nop") || group.startsWith("read")) {
            chosen.put(Titles.brief(group), outcomes);
          }
        });
    return chosen;
  }

  private static boolean isPlotted(List<Outcome> outcomes) {
    return outcomes.size() > 1;
  }

  String markdown() {
    StringBuilder text = new StringBuilder();
    Machine machine = results.machine();
    text.append("# Results of ").append(machine.date()).append("\n\n");
    text.append(
        "%s, %d processors, %s, %s, %s. Written by `./run render`; the raw figures are in [%s.json](%s.json).\n\n"
            .formatted(
                machine.processor(),
                machine.processors(),
                machine.kernel(),
                machine.jdk(),
                machine.filesystem(),
                name,
                name));
    for (Results.Run run : results.runs()) {
      text.append("- `").append(run.command()).append("`\n");
    }
    if (!againstC().isEmpty()) {
      text.append("\n![ratios](%s/ratios.svg)\n".formatted(name));
    }
    groups.forEach((group, outcomes) -> section(text, group, outcomes));
    return text.toString();
  }

  private void section(StringBuilder text, String group, List<Outcome> outcomes) {
    text.append("\n## ").append(Titles.of(group)).append("\n\n");
    if (isPlotted(outcomes)) {
      text.append("![%s](%s/%s.svg)\n\n".formatted(group, name, group));
    }
    text.append(
        """
        | depth | who | time per request | of %s's | middle half | processor time | bytes allocated | control |
        | ---: | --- | ---: | ---: | --- | ---: | ---: | ---: |
        """
            .formatted(outcomes.getFirst().baselineName()));
    for (Outcome outcome : outcomes) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %d | %s | %s | | | %s | | %.3f |\n",
              outcome.depth(),
              outcome.baselineName(),
              Plot.time(Outcome.median(outcome.baseline())),
              Plot.time(cpu(outcome.baseline())),
              outcome.control().median()));
      outcome.standings().forEach(standing -> row(text, standing));
      outcome
          .absentees()
          .forEach(
              absentee ->
                  text.append(
                      "| | %s | did not take part: %s | | | | | |\n"
                          .formatted(absentee.name(), absentee.reason())));
    }
  }

  private static void row(StringBuilder text, Outcome.Standing standing) {
    Ratios ratios = standing.ratios();
    text.append(
        String.format(
            Locale.ROOT,
            "| | %s | %s | **%.3f** | %.3f to %.3f | %s | %.2f | |\n",
            standing.name(),
            Plot.time(Outcome.median(standing.samples())),
            ratios.median(),
            ratios.lowerQuartile(),
            ratios.upperQuartile(),
            Plot.time(cpu(standing.samples())),
            standing.samples().stream()
                .mapToDouble(Sample::bytesAllocatedPerRequest)
                .average()
                .orElseThrow()));
  }

  private static double cpu(List<Sample> samples) {
    return Ratios.of(samples.stream().mapToDouble(Sample::cpuNanosPerRequest).toArray()).median();
  }
}
