package io.github.uring4j.cli;

import io.github.uring4j.cli.bench.BenchCommand;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The uring command.
 *
 * <p>Exit status: 0 for success, 1 for failure, 2 for wrong usage. Whatever a command throws
 * becomes a line on standard error, see {@link Errors}.
 */
@Command(
    name = "uring",
    description = "Files through Linux io_uring, and what this machine's io_uring can do.",
    mixinStandardHelpOptions = true,
    version = "uring " + Main.VERSION,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      " 0:success",
      " 1:failure, also when nobody reads the output",
      " 2:wrong usage"
    })
public final class Main implements Runnable {

  static final String VERSION = "0.1.0-SNAPSHOT";

  private static final long STACK_BYTES = 16L << 20;

  @Spec private CommandSpec spec;

  private Main() {}

  /** Runs the command and ends the process with its exit status. */
  public static void main(String[] args) {
    // Trees may be as deep as paths are long, and each level takes a frame.
    new Thread(null, () -> System.exit(run(Terminal.ofProcess(), args)), "uring", STACK_BYTES)
        .start();
  }

  /** Runs the command and returns its exit status. */
  static int run(Terminal terminal, String... args) {
    CommandLine main = new CommandLine(new Main());
    Errors errors = new Errors(terminal);
    main.addSubcommand(new CpCommand(terminal, errors));
    // A new command is registered here.
    main.addSubcommand(BenchCommand.create(terminal, errors, List.of(args).contains("bench")))
        .addSubcommand(new CatCommand(terminal))
        .addSubcommand(new DemoCommand(terminal))
        .addSubcommand(new ProbeCommand(terminal))
        .addSubcommand(new StatCommand(terminal));
    main.setOut(terminal.writer())
        .setErr(terminal.errorWriter())
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false) // @name is a file's name like any other
        .setParameterExceptionHandler(errors::wrongUsage)
        .setExecutionExceptionHandler(errors::failed);
    int status;
    try {
      status = main.execute(args);
    } catch (Throwable e) { // picocli leaves errors alone
      status = errors.report("uring", e);
    }
    return errors.finish(status);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
