package io.github.uring4j.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** JVMs that a test starts: for what needs another start, other limits, or the built jars. */
public final class ChildJvm {

  private static final int TIMEOUT_SECONDS = 60;

  private ChildJvm() {}

  /**
   * The java command of the JDK that runs the tests, which is the toolchain's, not that of PATH.
   *
   * @return its absolute path
   */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /**
   * The command line that runs a class of the tests or of what they test, on the same class path.
   *
   * @param main the class
   * @param args its arguments
   * @return the command line, to be handed to {@link #run}, alone or behind such as {@code prlimit}
   */
  public static List<String> command(Class<?> main, String... args) {
    return command(List.of("--enable-native-access=ALL-UNNAMED"), main, args);
  }

  /**
   * The same with other options of the JVM, and none besides: native access is not enabled.
   *
   * @param options such as {@code -Dos.arch=sparc}
   * @param main the class
   * @param args its arguments
   * @return the command line
   */
  public static List<String> command(List<String> options, Class<?> main, String... args) {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(options);
    command.addAll(List.of("--class-path", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(args));
    return command;
  }

  /**
   * Runs a command to its end, with nothing on standard input. One that takes over a minute is
   * killed.
   *
   * @param command the command line
   * @return what came of it
   * @throws IOException if it cannot be started
   * @throws InterruptedException if the caller is interrupted
   */
  public static Result run(List<String> command) throws IOException, InterruptedException {
    Path out = Files.createTempFile("uring4j-", ".out");
    Path err = Files.createTempFile("uring4j-", ".err");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      Result result = new Result(process.exitValue(), Files.readString(out), Files.readString(err));
      if (!ended) {
        throw new AssertionError("over " + TIMEOUT_SECONDS + " s: " + command + " " + result);
      }
      return result;
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /**
   * What a process left.
   *
   * @param exitStatus 0 for success
   * @param out all of standard output
   * @param err all of standard error
   */
  public record Result(int exitStatus, String out, String err) {}
}
