package io.github.uring4j.cli.bench;

import io.github.uring4j.cli.ByteSize;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that all benchmarks have. */
final class BenchOptions {

  /** More than any device asks for with direct I/O, and what pages are aligned to. */
  static final int ALIGNMENT = 4096;

  /** As many entries as a ring can have. */
  static final int MAX_DEPTH = 32768;

  private static final int MAX_THREADS = 256;
  private static final int MAX_ROUNDS = 1000;
  private static final int MAX_COMPARED = 4096;
  private static final long MAX_MEMORY = 1L << 30;

  @Option(
      names = "--depth",
      paramLabel = "N",
      defaultValue = "32",
      description = "How many requests each thread keeps in flight. Default: ${DEFAULT-VALUE}.")
  int depth;

  @Option(
      names = {"--block", "--block-size"},
      paramLabel = "BYTES",
      defaultValue = "4k",
      converter = ByteSize.class,
      description = "How large a request is; suffixes k, m. Default: ${DEFAULT-VALUE}.")
  int block;

  @Option(names = "--direct", description = "Past the page cache (O_DIRECT).")
  boolean direct;

  @Option(names = "--registered", description = "With a registered file and registered buffers.")
  boolean registered;

  @Option(
      names = "--sqpoll",
      description = "With a thread of the kernel that takes the requests; it costs a core.")
  boolean sqpoll;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many threads, with a ring each. Default: ${DEFAULT-VALUE}.")
  int threads;

  @Option(
      names = "--wait",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "For how many completions to wait at a time; all that are there are taken."
              + " Default: ${DEFAULT-VALUE}.")
  int waitFor;

  @Option(
      names = "--sequential",
      description = "In the order of the file, over and over, and not at random.")
  boolean sequential;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      defaultValue = "2s",
      converter = Seconds.class,
      description =
          "How long to measure; suffixes ms, s, m. Latency takes as long again."
              + " Default: ${DEFAULT-VALUE}.")
  long durationNanos;

  @Option(
      names = "--requests",
      paramLabel = "N",
      description = "Measure so many requests instead, of all threads together.")
  Long requests;

  @Option(
      names = "--warmup",
      paramLabel = "TIME",
      defaultValue = "1s",
      converter = Seconds.class,
      description =
          "How long to run beforehand, and then for up to 10 s more until nothing is allocated any"
              + " more; 0 for no warm-up. Default: ${DEFAULT-VALUE}.")
  long warmupNanos;

  @Option(
      names = "--compare",
      description = {
        "Do the same with FileChannel, on a thread or virtual thread for each request in flight,"
            + " and with AsynchronousFileChannel, taking turns, and say which is faster."
      })
  boolean compare;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "How many turns each takes with --compare; they share --duration or --requests."
              + " Default: ${DEFAULT-VALUE}.")
  int rounds;

  @Option(
      names = "--json",
      description =
          "Print an object with all that was measured, times in nanoseconds. With --compare its"
              + " member \"compared\" has such an object for each of the others.")
  boolean json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Write a page with tables and plots as well. A page that is there gets this run beside"
              + " the ones that it has.")
  String html;

  void check(CommandLine command) {
    range(command, "--depth", depth, MAX_DEPTH);
    range(command, "--threads", threads, MAX_THREADS);
    range(command, "--rounds", rounds, MAX_ROUNDS);
    range(command, "--wait", waitFor, depth);
    if (requests != null) {
      range(command, "--requests", requests, Long.MAX_VALUE - 1);
    }
    if (compare && depth * threads > MAX_COMPARED) {
      throw new ParameterException(
          command,
          "--compare takes a thread for each of %d requests in flight, which is more than %d"
              .formatted(depth * threads, MAX_COMPARED));
    }
    if (durationNanos == 0) {
      throw new ParameterException(command, "--duration is more than 0");
    }
    if (block < 1 || (long) block * depth * threads > MAX_MEMORY) {
      throw new ParameterException(
          command,
          "--block is 1 or more, and with --depth and --threads up to 1 GiB, not " + block);
    }
  }

  private static void range(CommandLine command, String name, long value, long max) {
    if (value < 1 || value > max) {
      throw new ParameterException(
          command,
          max < Long.MAX_VALUE - 1
              ? "%s is 1 to %d, not %d".formatted(name, max, value)
              : "%s is 1 or more, not %d".formatted(name, value));
    }
  }

  /** What to measure, or one of several parts of it. */
  Goal goal(int parts) {
    return requests == null
        ? Goal.nanos(Math.max(durationNanos / parts, 1))
        : Goal.requests(Math.max(requests / parts, 1));
  }

  Setup setup(Benchmark benchmark) {
    boolean moves = benchmark.bytesMoved() > 0;
    return new Setup(
        depth, threads, moves ? block : 0, direct, registered, sqpoll, sequential, waitFor);
  }

  /** Where one of several that do requests at the same time reads or writes. */
  Offsets offsets(long fileSize, int one, int all) {
    return sequential
        ? Offsets.sequential(fileSize, block, one, all)
        : Offsets.random(fileSize, block, one);
  }
}
