package io.github.uring4j.cli.bench;

import io.github.uring4j.cli.Errors;
import io.github.uring4j.cli.Terminal;
import picocli.CommandLine.Command;

/** Measures the ring itself. */
@Command(
    name = "nop",
    description = "Measures requests that do nothing: what the ring itself costs.")
final class NopCommand extends BenchSubcommand {

  NopCommand(Terminal terminal, Errors errors) {
    super(terminal, errors);
  }

  @Override
  Benchmark open(BenchOptions options) {
    Engine ours = new RingEngine(options, 0, 1, (parts, thread) -> new NopWork(parts.ring()));
    return new Benchmark("nop", "", 0, ours, () -> {});
  }
}
