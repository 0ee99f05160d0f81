package io.github.uring4j.cli;

import static io.github.uring4j.cli.CopiedFiles.await;
import static io.github.uring4j.cli.CopiedFiles.fifo;
import static io.github.uring4j.cli.CopiedFiles.random;
import static io.github.uring4j.cli.CopiedFiles.size;
import static io.github.uring4j.cli.CopiedFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.uring4j.PlainFd;
import io.github.uring4j.testing.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** uring cp as a process of its own: signals, limits, standard input, full file systems. */
class CpProcessTest {

  @TempDir Path directory;

  private static List<String> command(List<String> prefix, Object... args) {
    String[] all = new String[args.length + 1];
    all[0] = "cp";
    for (int i = 0; i < args.length; i++) {
      all[i + 1] = args[i].toString();
    }
    List<String> command = new ArrayList<>(prefix);
    command.addAll(ChildJvm.command(Main.class, all));
    return command;
  }

  /** A shell may have started the tests with SIGINT ignored, which children inherit. */
  private Process start(Object... args) throws IOException {
    return new ProcessBuilder(command(List.of("env", "--default-signal=INT"), args))
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectOutput(directory.resolve("out").toFile())
        .redirectError(directory.resolve("err").toFile())
        .start();
  }

  private void assertEndsByInterrupt(Process process) throws Exception {
    try {
      run("kill", "-INT", Long.toString(process.pid()));
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("ends").isTrue();
      assertThat(process.exitValue()).isEqualTo(130);
      assertThat(directory.resolve("err")).isEmptyFile();
    } finally {
      process.destroyForcibly();
    }
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  @Test
  void interruptLeavesFilesThatAreComplete() throws Exception {
    Path source = write(directory.resolve("source"), random(1, 8 << 20));
    Path fifo = fifo(directory.resolve("fifo"));
    // The second source has no writer, so that the process is there when the signal comes.
    Path into = Files.createDirectory(directory.resolve("into"));
    Process process = start("--block-size=64k", source, fifo, into);
    await("the first is there", () -> size(into.resolve("source")) == 8 << 20);
    assertEndsByInterrupt(process);
    assertThat(Files.mismatch(into.resolve("source"), source)).isEqualTo(-1);
  }

  @Test
  void interruptEndsEndlessCopyWithTargetAsFarAsItCame() throws Exception {
    Path fifo = fifo(directory.resolve("fifo"));
    Path target = directory.resolve("target");
    Process process = start(fifo, target);
    // Opened for both, it needs no other end, and never reports the end of the file.
    try (var channel = new java.io.RandomAccessFile(fifo.toFile(), "rw")) {
      channel.write(random(2, 5000));
      await("the target has it", () -> size(target) == 5000);
      assertEndsByInterrupt(process);
    }
    assertThat(Files.readAllBytes(target)).isEqualTo(random(2, 5000));
  }

  @Test
  void interruptEndsWaitForOtherEndOfFifo() throws Exception {
    Process process = start(fifo(directory.resolve("fifo")), directory.resolve("target"));
    await("it waits in open(2)", () -> hasThread(process, "open "));
    assertEndsByInterrupt(process);
    assertThat(directory.resolve("target")).doesNotExist();
  }

  @Test
  void interruptOfDirectCopyLeavesNothingThatWasNotWritten() throws Exception {
    byte[] bytes = random(3, 96 << 20);
    Path source = write(directory.resolve("source"), bytes);
    Path target = directory.resolve("target");
    Process process = start("--direct", "--depth=1", "--block-size=4k", source, target);
    await("the copy has begun", () -> size(target) > 0);
    assertEndsByInterrupt(process);
    int length = (int) Files.size(target);
    assertThat(length).isLessThan(bytes.length);
    byte[] expected = Arrays.copyOf(bytes, length);
    assertThat(Files.readAllBytes(target)).isEqualTo(expected);
  }

  private static boolean hasThread(Process process, String name) {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
      return tasks.anyMatch(
          task -> {
            try {
              return Files.readString(task.resolve("comm")).startsWith(name);
            } catch (IOException e) {
              return false; // the thread has ended
            }
          });
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  @Test
  void standardInputAndOutputAreFiles() throws Exception {
    byte[] bytes = random(4, 300_000);
    Path source = write(directory.resolve("source"), bytes);
    String cp = String.join(" ", command(List.of(), "/dev/stdin", "/dev/stdout"));
    String line = "cat '%s' | %s | cat > '%s'".formatted(source, cp, directory.resolve("target"));
    assertThat(run("bash", "-o", "pipefail", "-c", line)).isZero();
    assertThat(Files.readAllBytes(directory.resolve("target"))).isEqualTo(bytes);
  }

  @Test
  void plainBuffersServeWhereMemoryMayNotBeLocked() throws Exception {
    List<String> prefix =
        List.of(
            "setpriv",
            "--bounding-set=-ipc_lock",
            "--inh-caps=-ipc_lock",
            "prlimit",
            "--memlock=65536");
    List<String> probe = new ArrayList<>(prefix);
    probe.add("true");
    assumeTrue(run(probe.toArray(String[]::new)) == 0, "needs setpriv and the right to use it");
    Path source = write(directory.resolve("source"), random(5, 3_000_000));
    Path target = directory.resolve("target");
    ChildJvm.Result result = ChildJvm.run(command(prefix, "-v", source, target));
    assertThat(result.err()).startsWith("uring: cp: with plain buffers");
    assertThat(result.exitStatus()).isZero();
    assertThat(Files.mismatch(target, source)).isEqualTo(-1);
  }

  @Test
  void unreadableFilesOfTreeAreReportedAndTheRestIsCopied() throws Exception {
    List<String> prefix = List.of("setpriv", "--reuid=65534", "--clear-groups");
    assumeTrue(
        run("sh", "-c", "exec \"$@\" 2>/dev/null", "sh", "setpriv", "--reuid=65534", "true") == 0,
        "becoming another user takes setpriv and root");
    Path tree = Files.createDirectory(directory.resolve("tree"));
    for (String name : new String[] {"a", "b", "c"}) {
      Files.setAttribute(write(tree.resolve(name), random(6, 1000)), "unix:mode", 0644);
    }
    Files.setAttribute(tree.resolve("b"), "unix:mode", 0600);
    Files.setAttribute(Files.createDirectory(tree.resolve("d")), "unix:mode", 0700);
    Files.setAttribute(Files.createDirectory(directory.resolve("into")), "unix:mode", 0777);
    Files.setAttribute(directory, "unix:mode", 0755);
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of(ChildJvm.java(), "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("--class-path", readableClassPath(), Main.class.getName()));
    command.addAll(List.of("cp", "-r", tree.toString(), directory.resolve("into").toString()));
    ChildJvm.Result result = ChildJvm.run(command);
    assertThat(result.err().lines())
        .containsExactlyInAnyOrder(
            "uring: cp: %s: Permission denied".formatted(tree.resolve("b")),
            "uring: cp: %s: Permission denied".formatted(tree.resolve("d")));
    assertThat(result.exitStatus()).isEqualTo(1);
    assertThat(directory.resolve("into/tree/a")).hasBinaryContent(random(6, 1000));
    assertThat(directory.resolve("into/tree/c")).hasBinaryContent(random(6, 1000));
  }

  /** Copies of what the command needs, where every user may read them. */
  private String readableClassPath() throws Exception {
    List<String> paths = new ArrayList<>();
    for (Class<?> type : List.of(Main.class, PlainFd.class, CommandLine.class)) {
      Path source = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path copy = directory.resolve(type.getSimpleName());
      assertThat(Uring.run("cp", "-r", source.toString(), copy.toString()).status()).isZero();
      paths.add(copy.toString());
    }
    assertThat(run("chmod", "-R", "a+rX", directory.resolve("Main").toString())).isZero();
    return String.join(":", paths);
  }

  @Test
  void fullFileSystemIsReportedAndTargetKeepsWhatFitted() throws Exception {
    Path mount = Files.createDirectory(directory.resolve("mount"));
    boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "none", mount.toString()) == 0;
    assumeTrue(mounted, "mounting a small file system takes root");
    try {
      byte[] bytes = random(7, 3 << 20);
      Path source = write(directory.resolve("source"), bytes);
      Path target = mount.resolve("target");
      Uring.Result result =
          Uring.run("cp", "--block-size=64k", source.toString(), target.toString());
      assertThat(result.err())
          .isEqualTo("uring: cp: %s: No space left on device\n".formatted(target));
      assertThat(result.status()).isEqualTo(1);
      byte[] copied = Files.readAllBytes(target);
      assertThat(copied).isNotEmpty();
      assertThat(Arrays.mismatch(copied, bytes)).isEqualTo(copied.length);

      Uring.Result direct = Uring.run("cp", "--direct", source.toString(), target.toString());
      assertThat(direct.err()).endsWith("target: No space left on device\n");
      assertThat(direct.status()).isEqualTo(1);
    } finally {
      run("umount", mount.toString());
    }
  }

  @Test
  void treeMayBeDeeperThanAnOrdinaryStack() throws Exception {
    Path tree = directory.resolve("deep");
    Path deepest = tree.resolve("d/".repeat(1100));
    Files.createDirectories(deepest);
    write(deepest.resolve("file"), random(5, 5));
    Path copy = directory.resolve("copy");
    try {
      Process process = start("-r", tree, copy);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends").isTrue();
      assertThat(directory.resolve("err")).isEmptyFile();
      assertThat(process.exitValue()).isZero();
      Path file = copy.resolve(tree.relativize(deepest)).resolve("file");
      assertThat(Files.readAllBytes(file)).isEqualTo(random(5, 5));
    } finally {
      // JUnit's own way takes minutes with such a tree.
      run("rm", "-rf", tree.toString(), copy.toString());
    }
  }
}
