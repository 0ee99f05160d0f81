package io.github.uring4j.cli.bench;

import java.util.List;
import java.util.function.Function;

/**
 * A figure of a result: what tables on the terminal and on the page show.
 *
 * @param name as a heading
 * @param text of a result
 */
record Column(String name, Function<Result, String> text) {

  /** For a terminal of 80 columns. */
  static final List<Column> FEW =
      List.of(
          new Column("requests/s", result -> Figures.number(result.requestsPerSecond())),
          new Column("time", result -> Figures.nanos(result.nanosPerRequest())),
          new Column("CPU", result -> Figures.nanos(result.cpuNanosPerRequest())),
          new Column("p50", result -> Figures.nanos(result.latency().p50())),
          new Column("p99", result -> Figures.nanos(result.latency().p99())),
          new Column("alloc", result -> Figures.number(result.bytesAllocatedPerRequest()) + " B"));

  /** All that is measured. */
  static final List<Column> ALL =
      List.of(
          new Column("requests/s", result -> Figures.number(result.requestsPerSecond())),
          new Column("bytes/s", Column::bytesPerSecond),
          new Column("time", result -> Figures.nanos(result.nanosPerRequest())),
          new Column("CPU time", result -> Figures.nanos(result.cpuNanosPerRequest())),
          new Column("p50", result -> Figures.nanos(result.latency().p50())),
          new Column("p90", result -> Figures.nanos(result.latency().p90())),
          new Column("p99", result -> Figures.nanos(result.latency().p99())),
          new Column("p99.9", result -> Figures.nanos(result.latency().p99_9())),
          new Column("max", result -> Figures.nanos(result.latency().max())),
          new Column(
              "allocated", result -> Figures.number(result.bytesAllocatedPerRequest()) + " B"),
          new Column("enters", Column::enters),
          new Column("errors", result -> Figures.count(result.errors())));

  private static String bytesPerSecond(Result result) {
    return result.bytesPerSecond() == null ? "" : Figures.bytes(result.bytesPerSecond());
  }

  private static String enters(Result result) {
    return result.entersPerRequest() == null ? "" : Figures.number(result.entersPerRequest());
  }
}
