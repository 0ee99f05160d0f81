package io.github.uring4j.cli.bench;

import io.github.uring4j.cli.Table;

/** What was measured, as text for a person. */
final class Report {

  private Report() {}

  /** Lines that end with a newline. */
  static String of(Result result) {
    StringBuilder text = new StringBuilder();
    String subject = result.subject().isEmpty() ? "" : " " + result.subject();
    field(text, "benchmark", result.benchmark() + subject);
    field(text, "with", result.setup().toString());
    field(
        text,
        "requests",
        "%s in %s, %s errors"
            .formatted(
                Figures.count(result.requests()),
                Figures.nanos(result.durationNanos()),
                result.errors() == 0 ? "no" : Figures.count(result.errors())));
    field(text, "throughput", throughput(result));
    field(text, "time", Figures.nanos(result.nanosPerRequest()) + " per request");
    field(
        text,
        "CPU time",
        Figures.nanos(result.cpuNanosPerRequest()) + " per request, of the whole process");
    field(text, "latency", latency(result.latency()));
    field(text, "", "(in a run of its own, since clocks take time to read)");
    field(
        text,
        "allocated",
        Figures.number(result.bytesAllocatedPerRequest()) + " bytes per request");
    if (result.entersPerRequest() != null) {
      field(text, "enters", Figures.number(result.entersPerRequest()) + " per request");
    }
    return text.toString();
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
