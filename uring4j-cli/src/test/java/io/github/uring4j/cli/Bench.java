package io.github.uring4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.assertj.core.data.Offset;

/** Runs uring bench in tests. */
final class Bench {

  private Bench() {}

  /** Runs it, with words between single spaces. */
  static Uring.Result run(String arguments) {
    return Uring.run(("bench " + arguments.strip()).split(" +", -1));
  }

  /** The object that it prints. */
  static Map<String, Object> json(String arguments) {
    Uring.Result result = run(arguments + " --json");
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(result.out()).hasLineCount(1);
    return object(JsonReader.read(result.out()));
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> object(Object value) {
    return (Map<String, Object>) value;
  }

  static double number(Map<String, Object> json, String name) {
    return ((Number) json.get(name)).doubleValue();
  }

  /** What can be said of any result. */
  static void assertSound(Map<String, Object> json, long requests) {
    assertThat(json).containsEntry("requests", requests).containsEntry("errors", 0L);
    double nanos = number(json, "nanosPerRequest");
    assertThat(nanos * requests).isCloseTo(number(json, "durationNanos"), within(1));
    assertThat(nanos * number(json, "requestsPerSecond")).isCloseTo(1e9, within(1));
    assertThat(number(json, "cpuNanosPerRequest")).isNotNegative();
    assertThat(number(json, "bytesAllocatedPerRequest")).isNotNegative();
    assertThat(json).containsEntry("firstError", null);
    Map<String, Object> latency = object(json.get("latencyNanos"));
    assertThat(number(latency, "requests")).isPositive();
    double before = 1;
    for (String name : new String[] {"p50", "p90", "p99", "p99_9", "max"}) {
      assertThat(number(latency, name)).as(name).isGreaterThanOrEqualTo(before);
      before = number(latency, name);
    }
  }

  static Offset<Double> within(double offset) {
    return Offset.offset(offset);
  }
}
