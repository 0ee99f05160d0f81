package io.github.uring4j.cli.bench;

import io.github.uring4j.cli.CommandFailedException;
import io.github.uring4j.cli.Errors;
import io.github.uring4j.cli.Progress;
import io.github.uring4j.cli.StopSignal;
import io.github.uring4j.cli.StoppedException;
import io.github.uring4j.cli.Terminal;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all benchmarks have in common: options, measuring, and telling. */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
abstract class BenchSubcommand implements Callable<Integer> {

  /** As a shell reports what Ctrl-C has ended. */
  private static final int STOPPED = 130;

  private final Terminal terminal;
  private final Errors errors;

  @Spec private CommandSpec spec;

  @Mixin private BenchOptions options;

  BenchSubcommand(Terminal terminal, Errors errors) {
    this.terminal = terminal;
    this.errors = errors;
  }

  /** Opens what is measured. */
  abstract Benchmark open(BenchOptions checked) throws IOException;

  @Override
  public Integer call() throws IOException {
    options.check(spec.commandLine());
    try (StopSignal _ = new StopSignal();
        Benchmark benchmark = open(options)) {
      return tell(measure(benchmark));
    } catch (StoppedException e) {
      return STOPPED;
    }
  }

  private Result measure(Benchmark benchmark) throws IOException {
    try (Progress progress = new Progress(terminal)) {
      return new Measurer(benchmark, options, progress).measure();
    }
  }

  private int tell(Result result) {
    if (options.json) {
      terminal.writer().println(result.json());
    } else {
      terminal.writer().print(Report.of(result));
    }
    if (result.errors() > 0) {
      return errors.report(
          "bench " + result.benchmark(),
          new CommandFailedException(
              "%s requests failed; the first: %s"
                  .formatted(Figures.count(result.errors()), result.firstError())));
    }
    return ExitCode.OK;
  }
}
