package io.github.uring4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.uring4j.testing.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The jars as built, started in both of the ways that users start them. */
class BuiltJarsIT {

  private static final String ARGUMENT = "--version";

  @Test
  void executableJarRunsWithoutFlags() throws Exception {
    assertRuns(ChildJvm.java(), "-jar", "target/uring.jar", ARGUMENT);
  }

  @Test
  void modulePathRunsWithNativeAccessForCoreAlone() throws Exception {
    assertRuns(
        ChildJvm.java(),
        "--module-path",
        "target/uring.jar:target/lib",
        "--enable-native-access=io.github.uring4j",
        "--module",
        "io.github.uring4j.cli/io.github.uring4j.cli.Main",
        ARGUMENT);
  }

  /** The JVM's own complaint about a missing native-access flag would stand on standard error. */
  private static void assertRuns(String... command) throws Exception {
    ChildJvm.Result result = ChildJvm.run(List.of(command));
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isNotBlank();
    assertThat(result.exitStatus()).isZero();
  }
}
