package io.github.uring4j.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The programs that do the work: those in C, and {@link io.github.uring4j.benchmarks.work.Worker}.
 */
final class Programs {

  private final Path compiled;

  /**
   * @param compiled where the C programs are
   */
  Programs(Path compiled) {
    this.compiled = compiled;
  }

  Contender c(String name, String program, Object... args) {
    List<String> command = new ArrayList<>();
    command.add(compiled.resolve(program).toString());
    addAll(command, args);
    return new ProcessContender(name, command);
  }

  Contender java(String name, String work, Object... args) {
    return java(name, List.of(), work, args);
  }

  /** With options for the JVM. */
  Contender java(String name, List<String> options, String work, Object... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("io.github.uring4j.benchmarks.work.Worker");
    command.add(work);
    addAll(command, args);
    return new ProcessContender(name, command);
  }

  /**
   * The arguments of the programs that transfer.
   *
   * @param form words of {@code file.h}, or {@code cached}
   */
  static Object[] fileArgs(Path file, int depth, int block, String form) {
    List<Object> args = new ArrayList<>(List.of(file, depth, block));
    args.addAll(List.of(form.split(" ", -1)));
    args.remove("cached");
    return args.toArray();
  }

  private static void addAll(List<String> command, Object... args) {
    for (Object arg : args) {
      command.add(arg.toString());
    }
  }
}
