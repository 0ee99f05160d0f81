package io.github.uring4j.cli.bench;

import io.github.uring4j.cli.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A run of the command, as a page keeps it.
 *
 * @param time in UTC
 * @param command as it was typed, or nearly so
 */
record Run(String time, String command, String kernel, String cpu, String jdk, Outcome outcome) {

  /** A run that has just ended, on this machine. */
  static Run now(String command, Outcome outcome) {
    return new Run(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        command,
        "Linux " + System.getProperty("os.version"),
        "%s, %d CPUs".formatted(cpuModel(), Runtime.getRuntime().availableProcessors()),
        "%s %s".formatted(System.getProperty("java.vendor"), Runtime.version()),
        outcome);
  }

  private static String cpuModel() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name") || line.startsWith("uarch"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  Json json() {
    return outcome
        .json()
        .with("time", time)
        .with("command", command)
        .with("kernel", kernel)
        .with("cpu", cpu)
        .with("jdk", jdk);
  }

  static Run from(Members json) {
    return new Run(
        json.text("time"),
        json.text("command"),
        json.text("kernel"),
        json.text("cpu"),
        json.text("jdk"),
        Outcome.from(json));
  }
}
