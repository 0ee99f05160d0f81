package io.github.uring4j.cli.bench;

import io.github.uring4j.cli.chart.Axis;
import io.github.uring4j.cli.chart.BarChart;
import io.github.uring4j.cli.chart.Chart;
import io.github.uring4j.cli.chart.LineChart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Shows runs side by side: one page without scripts, well-formed as XML too. */
final class Page {

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html xmlns="http://www.w3.org/1999/xhtml" lang="en">
      <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta name="color-scheme" content="light dark"/>
      <title>uring bench</title>
      <style>
      :root { --ground: #ffffff; --text: #24292f; --quiet: #59636e; --rule: #d8dee4; --card: #f6f8fa; }
      @media (prefers-color-scheme: dark) {
      :root { --ground: #0d1117; --text: #e6edf3; --quiet: #9198a1; --rule: #30363d; --card: #161b22; }
      }
      body { margin: 0 auto; max-width: 62rem; padding: 2.5rem 1.5rem 4rem; background: var(--ground);
        color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
      h1 { font-size: 1.6rem; margin: 0 0 0.25rem; }
      h2 { font-size: 1.25rem; margin: 3rem 0 1rem; padding-top: 1.5rem; border-top: 1px solid var(--rule); }
      p { margin: 0.5rem 0; max-width: 44rem; }
      .note { color: var(--quiet); }
      .chart { display: block; max-width: 100%; height: auto; margin: 1.5rem 0; overflow: visible; }
      .wide { overflow-x: auto; }
      table { border-collapse: collapse; font-size: 0.85rem; font-variant-numeric: tabular-nums; width: 100%; }
      th { color: var(--quiet); font-weight: 600; }
      th, td { padding: 0.35rem 0.6rem; border-bottom: 1px solid var(--rule); text-align: right; white-space: nowrap; }
      th:first-child, td:first-child, .names th, .names td { text-align: left; }
      .names td { vertical-align: top; white-space: normal; }
      code { font: 0.85rem/1.5 ui-monospace, monospace; background: var(--card); border-radius: 4px;
        padding: 0.1rem 0.35rem; overflow-wrap: anywhere; }
      """;

  private static final int LINES = 7;

  private final StringBuilder html = new StringBuilder(HEAD);

  private Page() {}

  /** A result with the number of its run. */
  private record Entry(int run, Result result) {

    String name() {
      return "#" + run + " " + result.engine();
    }
  }

  /**
   * The whole page.
   *
   * @param data an element that keeps the runs
   */
  static String of(List<Run> runs, String data) {
    Page page = new Page();
    page.html.append(Chart.style()).append("</style>\n</head>\n<body>\n<h1>uring bench</h1>\n");
    page.paragraph(
        "note",
        "Times are on the wall, divided by the number of requests; CPU time is that of the whole"
            + " process, the kernel's workers included. Latency is from preparing a request until"
            + " its completion is taken, with the time that it waits behind others in a queue;"
            + " that of FileChannel, which has a thread for each request and no queue, is of the"
            + " call. It is measured in a run of its own, since reading clocks takes time.");
    page.runs(runs);
    byBenchmark(runs).forEach(page::benchmark);
    page.html.append(data).append("\n</body>\n</html>\n");
    return page.html.toString();
  }

  private static Map<String, List<Entry>> byBenchmark(List<Run> runs) {
    Map<String, List<Entry>> benchmarks = new LinkedHashMap<>();
    for (int i = 0; i < runs.size(); i++) {
      int number = i + 1;
      runs.get(i)
          .outcome()
          .results()
          .forEach(
              result ->
                  benchmarks
                      .computeIfAbsent(result.benchmark(), name -> new ArrayList<>())
                      .add(new Entry(number, result)));
    }
    return benchmarks;
  }

  private void runs(List<Run> runs) {
    html.append("<h2>Runs</h2>\n<div class=\"wide\"><table class=\"names\">\n<tr>");
    List.of("", "when (UTC)", "command", "machine").forEach(name -> cell("th", name));
    html.append("</tr>\n");
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      html.append("<tr>");
      cell("td", "#" + (i + 1));
      cell("td", run.time().replace("T", " ").replace("Z", ""));
      html.append("<td><code>").append(Chart.escape(run.command())).append("</code></td>");
      cell("td", run.kernel() + "; " + run.cpu() + "; JDK " + run.jdk());
      html.append("</tr>\n");
    }
    html.append("</table></div>\n");
    for (int i = 0; i < runs.size(); i++) {
      for (Comparison other : runs.get(i).outcome().others()) {
        String ours = runs.get(i).outcome().ours().engine();
        paragraph(
            "",
            "#%d, beside %s: %s.".formatted(i + 1, other.result().engine(), other.verdict(ours)));
      }
    }
  }

  private void benchmark(String name, List<Entry> entries) {
    html.append("<h2>").append(Chart.escape(name)).append("</h2>\n");
    html.append(bars("Time per request: shorter is faster", entries, Result::nanosPerRequest));
    html.append(bars("CPU time per request", entries, Result::cpuNanosPerRequest));
    html.append(latency(entries));
    values(entries);
  }

  private static String bars(String title, List<Entry> entries, ToDoubleFunction<Result> nanos) {
    BarChart chart = new BarChart(title, Axis.linear("time per request", Figures::nanos));
    int run = 0;
    int colour = 0;
    for (Entry entry : entries) {
      if (entry.run() != run) {
        run = entry.run();
        colour = 0;
        chart.group("#" + run + "  " + entry.result().setup());
      }
      chart.bar(entry.result().engine(), colour++, nanos.applyAsDouble(entry.result()));
    }
    return chart.svg();
  }

  /** Of the latest ones, if there are many. The percentiles stand apart by nines. */
  private static String latency(List<Entry> entries) {
    LineChart chart =
        new LineChart(
            "Latency",
            Axis.logarithmic("percentile", 10, Page::percentile),
            Axis.logarithmic("time until the completion is taken", 10, Figures::nanos));
    List<Entry> latest = entries.subList(Math.max(0, entries.size() - LINES), entries.size());
    for (int i = 0; i < latest.size(); i++) {
      Latency latency = latest.get(i).result().latency();
      chart.series(latest.get(i).name(), i);
      point(chart, 2, latency.p50());
      point(chart, 10, latency.p90());
      point(chart, 100, latency.p99());
      point(chart, 1000, latency.p99_9());
    }
    return chart.svg();
  }

  /** What took no time at all has no logarithm. */
  private static void point(LineChart chart, int oneIn, long nanos) {
    chart.point(oneIn, Math.max((double) nanos, 1));
  }

  /** How many of a hundred are faster than the slowest one in so many. */
  private static String percentile(double oneIn) {
    return oneIn == 1 ? "" : "p" + Figures.number(100 - 100 / oneIn);
  }

  /** Without columns that nobody has. */
  private void values(List<Entry> entries) {
    List<Column> columns =
        Column.ALL.stream()
            .filter(
                column ->
                    entries.stream()
                        .anyMatch(entry -> !column.text().apply(entry.result()).isEmpty()))
            .toList();
    html.append("<div class=\"wide\"><table>\n<tr>");
    cell("th", "");
    columns.forEach(column -> cell("th", column.name()));
    html.append("</tr>\n");
    for (Entry entry : entries) {
      html.append("<tr>");
      cell("td", entry.name());
      columns.forEach(column -> cell("td", column.text().apply(entry.result())));
      html.append("</tr>\n");
    }
    html.append("</table></div>\n");
  }

  private void cell(String element, String text) {
    html.append("<%s>%s</%s>".formatted(element, Chart.escape(text), element));
  }

  private void paragraph(String style, String text) {
    html.append("<p class=\"%s\">%s</p>\n".formatted(style, Chart.escape(text)));
  }
}
