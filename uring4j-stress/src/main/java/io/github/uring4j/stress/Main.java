package io.github.uring4j.stress;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** Runs one of the long tests, of any size: see {@link #HELP}. */
public final class Main {

  private static final String HELP =
      """
      Usage: Main TEST [--requests N] [--seed N]

        tiny     mixed requests on rings of 2 entries, in each shape (100000)
        cancel   requests cancelled while what they wait for happens, in each shape (25000)
        buffers  MiB through 4 buffers with a slow consumer, in each use (10240)
        rings    rings opened and closed (10000)
        all      all of these

        --requests N  instead of the number above
        --seed N      that of a run that failed; by default another one each time

      A failure names seed and step, and the exit status is 1.
      """;

  private Main() {}

  /**
   * Runs tests.
   *
   * @param arguments see --help
   */
  public static void main(String[] arguments) {
    Deque<String> left = new ArrayDeque<>(List.of(arguments));
    String name = left.isEmpty() ? "--help" : left.pop();
    long requests = -1;
    long seed = System.nanoTime();
    try {
      while (!left.isEmpty()) {
        switch (left.pop()) {
          case "--requests" -> requests = Long.parseLong(left.pop());
          case "--seed" -> seed = Long.parseLong(left.pop());
          default -> name = "--help";
        }
      }
    } catch (RuntimeException e) {
      name = "--help";
    }
    List<Stress> tests = tests(name, requests, seed);
    if (tests.isEmpty()) {
      System.out.print(HELP);
      System.exit(name.equals("--help") ? 0 : 2);
    }
    for (Stress test : tests) {
      long start = System.nanoTime();
      Tally tally = test.run();
      long millis = (System.nanoTime() - start) / 1_000_000;
      System.out.printf(Locale.ROOT, "%s, seed %d: %d ms%n%s", test, seed, millis, tally);
    }
  }

  private static List<Stress> tests(String name, long requests, long seed) {
    boolean all = name.equals("all");
    List<Stress> tests = new ArrayList<>();
    if (all || name.equals("tiny")) {
      for (Shape shape : Shape.values()) {
        tests.add(new TinyRings(shape, requests < 0 ? 100_000 : requests, seed));
      }
    }
    if (all || name.equals("cancel")) {
      for (Shape shape : Shape.values()) {
        tests.add(new CancelRaces(shape, requests < 0 ? 25_000 : requests, seed));
      }
    }
    if (all || name.equals("buffers")) {
      for (BufferPressure.Use use : BufferPressure.Use.values()) {
        tests.add(new BufferPressure(use, (requests < 0 ? 10_240 : requests) << 20, seed));
      }
    }
    if (all || name.equals("rings")) {
      tests.add(new OpenAndClose(requests < 0 ? 10_000 : requests, seed));
    }
    return tests;
  }
}
