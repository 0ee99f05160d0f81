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
    description = "Measures how fast requests are on this machine, and what they cost.",
    commandListHeading = "%nBenchmarks:%n")
public final class BenchCommand implements Runnable {

  @Spec private CommandSpec spec;

  private BenchCommand() {}

  /** The command with its benchmarks. */
  public static CommandLine create(Terminal terminal, Errors errors) {
    return new CommandLine(new BenchCommand())
        .addSubcommand(new NopCommand(terminal, errors))
        .addSubcommand(new ReadCommand(terminal, errors))
        .addSubcommand(new WriteCommand(terminal, errors))
        .addSubcommand(new FsyncCommand(terminal, errors))
        .addSubcommand(new CopyCommand(terminal, errors));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a benchmark is missing");
  }
}
