package io.github.uring4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What /proc tells of the machine and the limits of this process.
 *
 * @param kernel its release
 * @param architecture as Java calls it
 * @param cpu one that this process may run on
 */
record Machine(String kernel, String architecture, Limit lockedMemory, Limit openFiles, int cpu) {

  /**
   * A limit, each value a number, {@code unlimited}, or {@code unknown}.
   *
   * @param soft the one that holds
   * @param hard up to which the process may raise it
   */
  record Limit(String soft, String hard) {

    private static final Limit UNKNOWN = new Limit("unknown", "unknown");

    String text(String unit) {
      return soft.equals(hard) ? value(soft, unit) : value(soft, unit) + ", at most " + hard;
    }

    private static String value(String value, String unit) {
      return isNumber(value) ? value + " " + unit : value;
    }

    private static boolean isNumber(String value) {
      return !value.isEmpty() && Character.isDigit(value.charAt(0));
    }

    Json json() {
      return new Json().with("soft", json(soft)).with("hard", json(hard));
    }

    private static Object json(String value) {
      return isNumber(value) ? Long.valueOf(value) : value;
    }
  }

  static Machine read() {
    String limits = text("/proc/self/limits");
    return new Machine(
        System.getProperty("os.version"),
        System.getProperty("os.arch"),
        limit(limits, "Max locked memory"),
        limit(limits, "Max open files"),
        firstCpu(text("/proc/self/status")));
  }

  static Limit limit(String limits, String name) {
    return limits
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip().split("\\s+", -1))
        .map(values -> new Limit(values[0], values[1]))
        .findFirst()
        .orElse(Limit.UNKNOWN);
  }

  static int firstCpu(String status) {
    String key = "Cpus_allowed_list:";
    return status
        .lines()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()).strip().split("[-,]", -1))
        .map(numbers -> Integer.parseInt(numbers[0]))
        .findFirst()
        .orElse(0);
  }

  private static String text(String path) {
    try {
      return Files.readString(Path.of(path));
    } catch (IOException e) {
      return ""; // not Linux, or no descriptor is left: what is told is "unknown"
    }
  }
}
