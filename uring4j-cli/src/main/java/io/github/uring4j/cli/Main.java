package io.github.uring4j.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The uring command. */
@Command(name = "uring", mixinStandardHelpOptions = true, version = "uring 0.1.0-SNAPSHOT")
public final class Main implements Runnable {

  private Main() {}

  /** Runs the command and ends the process with its exit status. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public void run() {
    new CommandLine(this).usage(System.out);
  }
}
