package io.github.uring4j.cli.bench;

import io.github.uring4j.cli.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What was measured, as text for a person. */
final class Report {

  private Report() {}

  /** Lines that end with a newline. */
  static String of(Outcome outcome) {
    StringBuilder text = new StringBuilder();
    Result ours = outcome.ours();
    field(text, "benchmark", (ours.benchmark() + " " + ours.subject()).strip());
    field(text, "with", ours.setup().toString());
    if (outcome.others().isEmpty()) {
      alone(text, ours);
    } else {
      compared(text, outcome);
    }
    return text.toString();
  }

  private static void alone(StringBuilder text, Result result) {
    field(text, "requests", requests(result) + " in " + Figures.nanos(result.durationNanos()));
    field(text, "throughput", throughput(result));
    field(text, "time", Figures.nanos(result.nanosPerRequest()) + " per request");
    field(
        text,
        "CPU time",
        Figures.nanos(result.cpuNanosPerRequest()) + " per request, of the whole process");
    field(text, "latency", latency(result.latency()));
    field(
        text,
        "",
        "with the time in the queue; in a run of its own, since reading clocks takes time");
    field(
        text,
        "allocated",
        Figures.number(result.bytesAllocatedPerRequest()) + " bytes per request");
    field(text, "enters", Figures.number(result.entersPerRequest()) + " per request");
  }

  private static String requests(Result result) {
    String requests = Figures.count(result.requests());
    return result.errors() == 0
        ? requests
        : requests + ", and " + Figures.count(result.errors()) + " that failed,";
  }

  private static void compared(StringBuilder text, Outcome outcome) {
    field(
        text,
        "",
        "%d rounds of each in turn; latency in a run of its own".formatted(outcome.rounds()));
    field(
        text,
        "",
        "p50 and p99 are latencies: of FileChannel those of its calls alone, of the others with"
            + " the time in the queue");
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("", Column::name));
    outcome
        .results()
        .forEach(result -> rows.add(row(result.engine(), column -> column.text().apply(result))));
    text.append('\n').append(Table.grid(rows)).append('\n');
    for (Comparison other : outcome.others()) {
      text.append(other.result().engine()).append(":\n");
      text.append("  ").append(other.verdict(outcome.ours().engine())).append('\n');
    }
  }

  private static List<String> row(String first, Function<Column, String> cell) {
    return Stream.concat(Stream.of(first), Column.FEW.stream().map(cell)).toList();
  }

  private static void field(StringBuilder text, String name, String value) {
    text.append(Table.field(name, value));
  }

  private static String throughput(Result result) {
    String requests = Figures.number(result.requestsPerSecond()) + " requests/s";
    return result.bytesPerSecond() == null
        ? requests
        : requests + ", " + Figures.bytes(result.bytesPerSecond()) + "/s";
  }

  private static String latency(Latency latency) {
    return "p50 %s, p90 %s, p99 %s, p99.9 %s, max %s"
        .formatted(
            Figures.nanos(latency.p50()),
            Figures.nanos(latency.p90()),
            Figures.nanos(latency.p99()),
            Figures.nanos(latency.p99_9()),
            Figures.nanos(latency.max()));
  }
}
