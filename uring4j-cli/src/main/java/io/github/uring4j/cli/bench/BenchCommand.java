package io.github.uring4j.cli.bench;

import io.github.uring4j.cli.Errors;
import io.github.uring4j.cli.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures what io_uring does on this machine. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "BENCHMARK",
    description = {
      "Measures how fast requests are on this machine, and what they cost.",
      "",
      "Time is that on the wall divided by the number of requests, of all threads together. CPU"
          + " time is that of the whole process, with what the kernel's workers do for it."
          + " Nothing of warm-up and opening is counted, and a request that fails or does less"
          + " than it should is an error and no request.",
      "",
      "Latency is from preparing a request until its completion is taken: the time that it waits"
          + " behind others in a queue is part of it. So it is with AsynchronousFileChannel; with"
          + " FileChannel, which has a thread for each request and no queue, it is that of the"
          + " call. It is measured in a run of its own, since reading clocks takes time.",
      "",
      "What is allocated on the Java heap is counted on the threads that do the requests. Where"
          + " that cannot be told, with virtual threads and AsynchronousFileChannel, it is what"
          + " the whole JVM allocates meanwhile, but for the thread that watches.",
      "",
      "Figures are good for comparing on one machine, at one time, with nothing else running."
    },
    commandListHeading = "%nBenchmarks:%n")
public final class BenchCommand implements Runnable {

  @Spec private CommandSpec spec;

  private BenchCommand() {}

  /**
   * The command.
   *
   * @param wanted whether it needs its benchmarks: their many options take picocli a while, which
   *     other commands need not wait for
   */
  public static CommandLine create(Terminal terminal, Errors errors, boolean wanted) {
    CommandLine bench = new CommandLine(new BenchCommand());
    if (wanted) {
      bench
          .addSubcommand(new NopCommand(terminal, errors))
          .addSubcommand(new ReadCommand(terminal, errors))
          .addSubcommand(new WriteCommand(terminal, errors))
          .addSubcommand(new FsyncCommand(terminal, errors))
          .addSubcommand(new CopyCommand(terminal, errors));
    }
    return bench;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a benchmark is missing");
  }
}
