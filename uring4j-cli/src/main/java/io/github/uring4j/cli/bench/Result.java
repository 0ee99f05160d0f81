package io.github.uring4j.cli.bench;

import io.github.uring4j.cli.Json;

/**
 * What a benchmark measured with one engine.
 *
 * @param subject the files that it worked on, or empty
 * @param engine what did the requests
 * @param firstError what the first request that failed said, or null
 * @param durationNanos of the part that was measured, on the wall
 * @param entersPerRequest calls of io_uring_enter(2), or null for an engine that has no ring
 */
record Result(
    String benchmark,
    String subject,
    String engine,
    Setup setup,
    long requests,
    long errors,
    String firstError,
    long durationNanos,
    double cpuNanosPerRequest,
    double bytesAllocatedPerRequest,
    Double entersPerRequest,
    Latency latency) {

  static Result of(Benchmark benchmark, Engine engine, Setup setup, Tally tally, Latency latency) {
    double requests = tally.requests;
    return new Result(
        benchmark.name(),
        benchmark.subject(),
        engine.name(),
        setup,
        tally.requests,
        tally.errors,
        tally.firstError,
        tally.nanos(),
        tally.cpuNanos / requests,
        tally.allocatedBytes / requests,
        engine.hasRings() ? tally.enters / requests : null,
        latency);
  }

  static Result from(Members json) {
    return new Result(
        json.text("benchmark"),
        json.text("subject"),
        json.text("engine"),
        Setup.from(json),
        json.count("requests"),
        json.count("errors"),
        json.textOrNull("firstError"),
        json.count("durationNanos"),
        json.number("cpuNanosPerRequest"),
        json.number("bytesAllocatedPerRequest"),
        json.numberOrNull("entersPerRequest"),
        Latency.from(json.member("latencyNanos")));
  }

  double nanosPerRequest() {
    return (double) durationNanos / requests;
  }

  double requestsPerSecond() {
    return requests * 1e9 / durationNanos;
  }

  /** Null for a benchmark that moves none. */
  Double bytesPerSecond() {
    return setup.block() == 0 ? null : requestsPerSecond() * setup.block();
  }

  Json json() {
    Json json = new Json().with("benchmark", benchmark).with("subject", subject);
    return setup
        .addTo(json.with("engine", engine))
        .with("requests", requests)
        .with("errors", errors)
        .with("firstError", firstError)
        .with("durationNanos", durationNanos)
        .with("nanosPerRequest", nanosPerRequest())
        .with("requestsPerSecond", requestsPerSecond())
        .with("bytesPerSecond", bytesPerSecond())
        .with("cpuNanosPerRequest", cpuNanosPerRequest)
        .with("bytesAllocatedPerRequest", bytesAllocatedPerRequest)
        .with("entersPerRequest", entersPerRequest)
        .with("latencyNanos", latency.json());
  }
}
