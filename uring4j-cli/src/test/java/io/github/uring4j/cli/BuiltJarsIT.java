package io.github.uring4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.uring4j.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The jars as built, started in both of the ways that users start them. */
class BuiltJarsIT {

  private static final String ARGUMENT = "--version";

  @Test
  void executableJarRunsWithoutFlags() throws Exception {
    assertRuns(jar(ARGUMENT));
  }

  @Test
  void modulePathRunsWithNativeAccessForCoreAlone() throws Exception {
    assertRuns(modules(ARGUMENT));
  }

  @Test
  void probeRunsBothWays() throws Exception {
    Uring.needsIoUring();
    for (List<String> command : List.of(jar("probe"), modules("probe"))) {
      ChildJvm.Result result = ChildJvm.run(command);
      assertThat(result.err()).isEmpty();
      assertThat(result.out()).startsWith("io_uring        available\n");
      assertThat(result.exitStatus()).isZero();
    }
  }

  @Test
  void benchRunsBothWays() throws Exception {
    Uring.needsIoUring();
    String[] args =
        "bench read target/uring.jar --compare --requests 100 --warmup 0 --direct".split(" ", -1);
    for (List<String> command : List.of(jar(args), modules(args))) {
      ChildJvm.Result result = ChildJvm.run(command);
      assertThat(result.err()).isEmpty();
      assertThat(result.out()).contains("\nuring4j ").contains("\nAsynchronousFileChannel ");
      assertThat(result.exitStatus()).isZero();
    }
  }

  @Test
  void failureIsALineAndAStatus() throws Exception {
    Uring.needsIoUring();
    for (List<String> command : List.of(jar("cat", "/no/file"), modules("cat", "/no/file"))) {
      assertThat(ChildJvm.run(command))
          .isEqualTo(
              new ChildJvm.Result(1, "", "uring: cat: /no/file: No such file or directory\n"));
    }
  }

  @Test
  void deniedNativeAccessNamesTheFlagForTheModule() throws Exception {
    List<String> command = new ArrayList<>(modules("probe"));
    command.replaceAll(
        word -> word.startsWith("--enable-native-access") ? "--illegal-native-access=deny" : word);
    ChildJvm.Result result = ChildJvm.run(command);
    assertThat(result.exitStatus()).isEqualTo(1);
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .startsWith("io_uring        not available: NATIVE_ACCESS_DENIED\n")
        .contains("run java with --enable-native-access=io.github.uring4j\n");
  }

  @Test
  void sixteenDescriptorsAreEnough() throws Exception {
    Uring.needsIoUring();
    List<String> command = new ArrayList<>(List.of("prlimit", "--nofile=16:16"));
    command.addAll(jar("probe"));
    ChildJvm.Result result = ChildJvm.run(command);
    assertThat(result.exitStatus()).as(result.toString()).isZero();
    assertThat(result.out()).containsPattern("(?m)^open files +16 descriptors$");
  }

  /** As a user without CAP_IPC_LOCK, which would lift the limit. */
  @Test
  void littleLockedMemoryIsEnoughAndShown() throws Exception {
    Uring.needsIoUring();
    List<String> command = new ArrayList<>(List.of("prlimit", "--memlock=65536:65536"));
    if (Files.readString(Path.of("/proc/self/status")).contains("\nUid:\t0\t")) {
      command.addAll(
          List.of("setpriv", "--bounding-set", "-ipc_lock", "--inh-caps", "-ipc_lock", "--"));
    }
    command.addAll(jar("probe"));
    ChildJvm.Result result = ChildJvm.run(command);
    assertThat(result.exitStatus()).as(result.toString()).isZero();
    assertThat(result.out())
        .startsWith("io_uring        available\n")
        .containsPattern("(?m)^locked memory +65536 bytes$")
        .contains("setup flags: ")
        .doesNotContain("?   5.1 ");
  }

  private static List<String> jar(String... args) {
    return with(List.of(ChildJvm.java(), "-jar", "target/uring.jar"), args);
  }

  private static List<String> modules(String... args) {
    return with(
        List.of(
            ChildJvm.java(),
            "--module-path",
            "target/uring.jar:target/lib",
            "--enable-native-access=io.github.uring4j",
            "--module",
            "io.github.uring4j.cli/io.github.uring4j.cli.Main"),
        args);
  }

  private static List<String> with(List<String> command, String... args) {
    List<String> whole = new ArrayList<>(command);
    whole.addAll(List.of(args));
    return whole;
  }

  /** The JVM's own complaint about a missing native-access flag would stand on standard error. */
  private static void assertRuns(List<String> command) throws Exception {
    ChildJvm.Result result = ChildJvm.run(command);
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isNotBlank();
    assertThat(result.exitStatus()).isZero();
  }
}
