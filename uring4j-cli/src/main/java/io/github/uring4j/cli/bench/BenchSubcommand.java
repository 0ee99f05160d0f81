package io.github.uring4j.cli.bench;

import io.github.uring4j.cli.CommandFailedException;
import io.github.uring4j.cli.Errors;
import io.github.uring4j.cli.Progress;
import io.github.uring4j.cli.StopSignal;
import io.github.uring4j.cli.StoppedException;
import io.github.uring4j.cli.Terminal;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
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

  /**
   * Opens what is measured.
   *
   * @param closer gets what is to be closed afterwards
   */
  abstract Benchmark open(BenchOptions checked, Closer closer) throws IOException;

  /** The command line of this benchmark. */
  final CommandLine commandLine() {
    return spec.commandLine();
  }

  @Override
  public Integer call() throws IOException {
    options.check(commandLine());
    // What cannot be written is told before there is anything to lose.
    PageFile page = options.html == null ? null : PageFile.open(options.html);
    try (StopSignal _ = new StopSignal();
        Closer closer = new Closer()) {
      Outcome outcome = measure(open(options, closer));
      if (page != null) {
        page.add(Run.now(typed(), outcome));
      }
      return tell(outcome);
    } catch (StoppedException e) {
      return STOPPED;
    }
  }

  /** What a shell was told, as far as the words tell. */
  private String typed() {
    CommandLine main = commandLine();
    while (main.getParent() != null) {
      main = main.getParent();
    }
    return main.getParseResult().originalArgs().stream()
        .map(
            word -> word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" ", "uring ", ""));
  }

  private Outcome measure(Benchmark benchmark) throws IOException {
    try (Progress progress = new Progress(terminal)) {
      return new Measurer(benchmark, options, progress).measure();
    }
  }

  private int tell(Outcome outcome) {
    if (options.json) {
      terminal.writer().println(outcome.json());
    } else {
      terminal.writer().print(Report.of(outcome));
    }
    return outcome.results().mapToInt(this::tellErrors).max().orElse(ExitCode.OK);
  }

  private int tellErrors(Result result) {
    if (result.errors() == 0) {
      return ExitCode.OK;
    }
    return errors.report(
        "bench " + result.benchmark(),
        new CommandFailedException(
            "%s: %s requests failed; the first: %s"
                .formatted(result.engine(), Figures.count(result.errors()), result.firstError())));
  }
}
