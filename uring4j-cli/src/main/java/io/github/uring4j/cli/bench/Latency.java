package io.github.uring4j.cli.bench;

import io.github.uring4j.cli.Json;
import org.HdrHistogram.Histogram;

/**
 * Percentiles of the time from preparing a request until its completion is taken, or of a blocking
 * call, in nanoseconds.
 */
record Latency(long requests, double mean, long p50, long p90, long p99, long p99_9, long max) {

  static Latency of(Histogram histogram) {
    return new Latency(
        histogram.getTotalCount(),
        histogram.getMean(),
        histogram.getValueAtPercentile(50),
        histogram.getValueAtPercentile(90),
        histogram.getValueAtPercentile(99),
        histogram.getValueAtPercentile(99.9),
        histogram.getMaxValue());
  }

  static Latency from(Members json) {
    return new Latency(
        json.count("requests"),
        json.number("mean"),
        json.count("p50"),
        json.count("p90"),
        json.count("p99"),
        json.count("p99_9"),
        json.count("max"));
  }

  Json json() {
    return new Json()
        .with("requests", requests)
        .with("mean", mean)
        .with("p50", p50)
        .with("p90", p90)
        .with("p99", p99)
        .with("p99_9", p99_9)
        .with("max", max);
  }
}
