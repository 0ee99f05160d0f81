package io.github.uring4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.uring4j.testing.ChildJvm;
import io.github.uring4j.testing.WithoutIoUring;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {

  private static final String LINE = "INFO: A log message\n";

  @TempDir private Path directory;

  @Test
  void writesTheLogAndShowsEachAnswer() throws Exception {
    Uring.needsIoUring();
    ChildJvm.Result result = demo(ChildJvm.command(Main.class, "demo"));
    assertThat(result.exitStatus()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .contains("-> completion: openat2 test.log = ", " = 20 (write)\n", "close fd ", " = 0 (")
        .endsWith("test.log holds:\n" + LINE);
    assertThat(log()).hasContent(LINE);
  }

  @Test
  void replacesALogThatIsThere() throws Exception {
    Uring.needsIoUring();
    Files.writeString(log(), "x".repeat(1000));
    assertThat(demo(ChildJvm.command(Main.class, "demo")).exitStatus()).isZero();
    assertThat(Files.readString(log())).isEqualTo(LINE);
  }

  @Test
  void failureIsShownAndNamed() throws Exception {
    Uring.needsIoUring();
    Files.createDirectory(log());
    ChildJvm.Result result = demo(ChildJvm.command(Main.class, "demo"));
    assertThat(result.exitStatus()).isEqualTo(1);
    assertThat(result.out()).endsWith("-> completion: openat2 test.log = EISDIR (open)\n");
    assertThat(result.err()).isEqualTo("uring: demo: test.log: Is a directory\n");
  }

  @Test
  void linkThatLeadsOutOfTheDirectoryIsNotFollowed() throws Exception {
    Uring.needsIoUring();
    Path victim = Files.writeString(directory.resolve("victim"), "keep");
    Path inner = Files.createDirectory(directory.resolve("inner"));
    Files.createSymbolicLink(inner.resolve("test.log"), Path.of("../victim"));
    List<String> command = new ArrayList<>(List.of("env", "-C", inner.toString()));
    command.addAll(ChildJvm.command(Main.class, "demo"));
    ChildJvm.Result result = ChildJvm.run(command);
    assertThat(result.exitStatus()).isEqualTo(1);
    assertThat(result.err()).isEqualTo("uring: demo: test.log: Invalid cross-device link\n");
    assertThat(victim).hasContent("keep");
  }

  @Test
  void whereItIsForbiddenTheDiagnosisIsAnError() throws Exception {
    ChildJvm.Result result =
        demo(ChildJvm.command(WithoutIoUring.class, "1", Main.class.getName(), "demo"));
    assertThat(result.exitStatus()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("uring: demo: io_uring_setup: EPERM")
        .contains("--security-opt");
    assertThat(log()).doesNotExist();
  }

  @Test
  void shortWriteLeavesTheRest() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment[] two = {arena.allocate(6), arena.allocate(14)};
      assertThat(DemoCommand.after(two, 0)).containsExactly(two);
      assertThat(DemoCommand.after(two, 6)).containsExactly(two[1]);
      assertThat(DemoCommand.after(two, 7)).containsExactly(two[1].asSlice(1));
      assertThat(DemoCommand.after(two, 20)).isEmpty();
    }
  }

  private Path log() {
    return directory.resolve("test.log");
  }

  private ChildJvm.Result demo(List<String> command) throws Exception {
    List<String> there = new ArrayList<>(List.of("env", "-C", directory.toString()));
    there.addAll(command);
    return ChildJvm.run(there);
  }
}
