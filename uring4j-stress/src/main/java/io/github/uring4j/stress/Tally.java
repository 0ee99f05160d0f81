package io.github.uring4j.stress;

import java.util.Map;
import java.util.TreeMap;

/** How many requests of each kind ended in which way. */
final class Tally {

  private final Map<String, Map<String, Long>> counts = new TreeMap<>();

  void count(Object kind, String outcome) {
    count(kind, outcome, 1);
  }

  void count(Object kind, String outcome, long number) {
    counts.computeIfAbsent(kind.toString(), _ -> new TreeMap<>()).merge(outcome, number, Long::sum);
  }

  long of(Object kind, String outcome) {
    return counts.getOrDefault(kind.toString(), Map.of()).getOrDefault(outcome, 0L);
  }

  /** Of all kinds. */
  long of(String outcome) {
    return counts.keySet().stream().mapToLong(kind -> of(kind, outcome)).sum();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    counts.forEach(
        (kind, outcomes) -> {
          text.append("  %-24s".formatted(kind));
          outcomes.forEach((outcome, number) -> text.append(" %s %d".formatted(outcome, number)));
          text.append('\n');
        });
    return text.toString();
  }
}
