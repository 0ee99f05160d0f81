package io.github.uring4j.cli.bench;

import java.util.List;
import java.util.Objects;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What a thread has done in a pass, and what all of them have. */
final class Tally {

  private static final long LONGEST_NANOS = 3_600_000_000_000L;
  private static final int DIGITS = 3;

  /** Requests that did what they should. */
  long requests;

  /** Requests that failed, or did less than they should. */
  long errors;

  /** What the first of these said, or null. */
  String firstError;

  long startNanos;
  long endNanos;
  long cpuNanos;
  long allocatedBytes;
  long enters;

  /** Null if latency is not measured. */
  final Histogram latency;

  Tally(Histogram latency) {
    this.latency = latency;
  }

  static Histogram histogram() {
    return new Histogram(LONGEST_NANOS, DIGITS);
  }

  /** For several threads at once. */
  static Histogram concurrentHistogram() {
    return new ConcurrentHistogram(LONGEST_NANOS, DIGITS);
  }

  void recordLatency(long nanos) {
    latency.recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
  }

  void failed(String error) {
    if (errors++ == 0) {
      firstError = error;
    }
  }

  long nanos() {
    return endNanos - startNanos;
  }

  /** Of threads that ran at the same time. */
  static Tally ofThreads(List<Tally> threads) {
    Tally all = sum(threads);
    all.startNanos = threads.stream().mapToLong(tally -> tally.startNanos).min().orElse(0);
    all.endNanos = threads.stream().mapToLong(tally -> tally.endNanos).max().orElse(0);
    return all;
  }

  /** Of passes that ran one after the other. */
  static Tally ofPasses(List<Tally> passes) {
    Tally all = sum(passes);
    all.endNanos = passes.stream().mapToLong(Tally::nanos).sum();
    return all;
  }

  private static Tally sum(List<Tally> tallies) {
    // Threads may share a histogram.
    List<Histogram> latencies =
        tallies.stream().map(tally -> tally.latency).filter(Objects::nonNull).distinct().toList();
    Tally all = new Tally(latencies.isEmpty() ? null : histogram());
    latencies.forEach(latency -> all.latency.add(latency));
    for (Tally tally : tallies) {
      all.requests += tally.requests;
      all.errors += tally.errors;
      all.cpuNanos += tally.cpuNanos;
      all.allocatedBytes += tally.allocatedBytes;
      all.enters += tally.enters;
      if (all.firstError == null) {
        all.firstError = tally.firstError;
      }
    }
    return all;
  }
}
