package io.github.uring4j.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The comparisons with C and with others. */
@Command(
    name = "run",
    description = "Compares uring4j with C and with others on this machine.",
    mixinStandardHelpOptions = true,
    subcommands = {CompareCommand.class, RenderCommand.class, JmhCommand.class})
public final class Main {

  private Main() {}

  /** Runs a subcommand. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
