package io.github.uring4j.cli.bench;

import io.github.uring4j.cli.Errors;
import io.github.uring4j.cli.Terminal;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** Measures the ring itself. */
@Command(
    name = "nop",
    description = "Measures requests that do nothing: what the ring itself costs.")
final class NopCommand extends BenchSubcommand {

  private static final List<String> OF_FILES =
      List.of("--block", "--direct", "--registered", "--sequential");

  NopCommand(Terminal terminal, Errors errors) {
    super(terminal, errors);
  }

  @Override
  Benchmark open(BenchOptions options, Closer closer) {
    if (options.compare) {
      throw new ParameterException(
          commandLine(), "--compare: channels have no request that does nothing");
    }
    for (String option : OF_FILES) {
      if (commandLine().getParseResult().hasMatchedOption(option)) {
        throw new ParameterException(
            commandLine(), option + ": a request that does nothing has no file and no memory");
      }
    }
    Engine ours = new RingEngine(options, 0, 1, (parts, thread) -> new NopWork(parts.ring()));
    return new Benchmark("nop", "", 0, ours, List.of());
  }
}
