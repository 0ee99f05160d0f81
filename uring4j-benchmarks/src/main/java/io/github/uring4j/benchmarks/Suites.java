package io.github.uring4j.benchmarks;

import java.util.List;
import java.util.stream.Stream;

/** All comparisons that there are. */
final class Suites {

  private Suites() {}

  static List<Comparison> all(Programs programs, TestFiles files) {
    return Stream.of(
            new NopSuite(programs).all(),
            new ReadSuite(programs, files).all(),
            new WriteSuite(programs, files).all(),
            new PeerSuite(programs, files).all(),
            new ScalingSuite(programs, files).all())
        .flatMap(List::stream)
        .toList();
  }
}
