package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.uring4j.testing.ChildJvm;
import io.github.uring4j.testing.WithoutIoUring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The diagnosis of real refusals. Those of the sysctl are tried by hand only. */
class AvailabilityTest {

  private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

  @Test
  void saysTheSameEachTime() {
    assertThat(IoUring.availability()).isSameAs(IoUring.availability());
  }

  @Test
  void availableHasNothingToExplain() throws Exception {
    assumeTrue(IoUring.availability().isAvailable(), "needs io_uring");
    Availability here = IoUring.availability();
    assertThat(here.status()).isEqualTo(Availability.Status.AVAILABLE);
    assertThat(here.reason()).isEmpty();
    assertThat(here.remedy()).isEmpty();
    assertThat(run(List.of(NATIVE_ACCESS))).containsExactly("AVAILABLE", "opened");
  }

  @Test
  void otherOperatingSystemIsNamed() throws Exception {
    assertThat(run(List.of("-Dos.name=Windows 11", NATIVE_ACCESS)))
        .containsExactly(
            "OPERATING_SYSTEM: this is Windows 11, and io_uring is a part of Linux: run on Linux"
                + " 5.11 or newer",
            "io.github.uring4j.IoUringUnavailableException: io_uring cannot be used: this is"
                + " Windows 11, and io_uring is a part of Linux: run on Linux 5.11 or newer");
  }

  @Test
  void otherArchitectureIsNamed() throws Exception {
    assertThat(run(List.of("-Dos.arch=sparc", NATIVE_ACCESS)))
        .hasSize(2)
        .allMatch(line -> line.contains("the architecture sparc is none of those"));
  }

  @Test
  void deniedNativeAccessNamesTheFlag() throws Exception {
    assertThat(run(List.of("--illegal-native-access=deny")))
        .hasSize(2)
        .allMatch(line -> line.contains("run java with --enable-native-access=ALL-UNNAMED"))
        .first()
        .asString()
        .startsWith("NATIVE_ACCESS_DENIED: ");
  }

  @Test
  void switchedOffByPropertyMakesNoRing() throws Exception {
    assertThat(run(List.of("-During4j.enabled=false", NATIVE_ACCESS)))
        .hasSize(2)
        .allMatch(line -> line.contains("the system property uring4j.enabled is false"))
        .first()
        .asString()
        .startsWith("SWITCHED_OFF: ");
  }

  @Test
  void switchedOffByEnvironmentMakesNoRing() throws Exception {
    List<String> command = new ArrayList<>(List.of("env", "URING4J=off"));
    command.addAll(ChildJvm.command(AvailabilityProgram.class));
    assertThat(lines(command))
        .hasSize(2)
        .allMatch(line -> line.contains("the environment has URING4J=off"))
        .first()
        .asString()
        .startsWith("SWITCHED_OFF: ");
  }

  @Test
  void seccompFilterThatForbidsIsRecognised() throws Exception {
    assertThat(withoutIoUring(Errno.EPERM))
        .hasSize(2)
        .allMatch(line -> line.contains("a seccomp filter forbids io_uring: allow io_uring_setup"))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("SECCOMP: "),
            second ->
                assertThat(second)
                    .contains("io_uring_setup: EPERM (Operation not permitted); a seccomp"));
  }

  @Test
  void seccompFilterThatPretendsAnOldKernelIsRecognised() throws Exception {
    boolean kernelTells = Files.exists(Path.of("/proc/sys/kernel/io_uring_disabled"));
    assertThat(withoutIoUring(Errno.ENOSYS))
        .hasSize(2)
        .allMatch(line -> line.contains("a seccomp filter hides it"))
        .first()
        .asString()
        .startsWith(kernelTells ? "SECCOMP: " : "SECCOMP_OR_KERNEL: ");
  }

  @Test
  void lockedMemoryThatIsTooLittleForABufferIsNamed() throws Exception {
    assumeTrue(IoUring.availability().isAvailable(), "needs io_uring");
    List<String> lines = lines(withMemlock(64 << 10, Integer.toString(1 << 20)));
    assertThat(lines).hasSize(3).startsWith("AVAILABLE", "opened");
    assertThat(lines.getLast())
        .contains(
            "register_buffers 1048576 bytes: ENOMEM (Cannot allocate memory); the buffer needs 1024"
                + " KiB of locked memory, and RLIMIT_MEMLOCK lets this user have 64 KiB in all:"
                + " raise it: `ulimit -l 65536`");
  }

  /** Kernels before 5.12 and since 6.14 count the memory of rings; others need none. */
  @Test
  void lockedMemoryThatIsTooLittleForARingIsNamed() throws Exception {
    assumeTrue(IoUring.availability().isAvailable(), "needs io_uring");
    List<String> lines = lines(withMemlock(0));
    assertThat(lines).hasSize(2);
    if (lines.getFirst().equals("AVAILABLE")) {
      assertThat(lines.getLast()).isEqualTo("opened");
    } else {
      assertThat(lines)
          .allMatch(line -> line.contains("RLIMIT_MEMLOCK lets this user have 0 KiB in all"))
          .first()
          .asString()
          .startsWith("MEMLOCK: ");
    }
  }

  @Test
  void lastDescriptorInUseIsNamed() throws Exception {
    assumeTrue(IoUring.availability().isAvailable(), "needs io_uring");
    assertThat(withoutDescriptors("takeDescriptorsLater"))
        .hasSize(2)
        .allMatch(
            line ->
                line.contains(
                    "all file descriptors of this process are in use, and its limit is 64: raise"
                        + " the limit: `ulimit -n 4096`"))
        .first()
        .asString()
        .startsWith("DESCRIPTOR_LIMIT: ");
  }

  @Test
  void lastDescriptorInUseBeforeTheFirstSystemCallIsNamed() throws Exception {
    assertThat(withoutDescriptors("takeDescriptors"))
        .hasSize(2)
        .allMatch(line -> line.contains("so that Java cannot look up syscall(2)"))
        .first()
        .asString()
        .startsWith("DESCRIPTOR_LIMIT: ");
  }

  private static List<String> withoutDescriptors(String how) throws Exception {
    List<String> command = new ArrayList<>(List.of("prlimit", "--nofile=64:64"));
    command.addAll(ChildJvm.command(AvailabilityProgram.class, how));
    return lines(command);
  }

  @Test
  void sixteenDescriptorsAreEnough() throws Exception {
    assumeTrue(IoUring.availability().isAvailable(), "needs io_uring");
    // Not with all of the tests' class path, whose jars take a descriptor each.
    String classPath = location(AvailabilityProgram.class) + ":" + location(IoUring.class);
    assertThat(
            lines(
                List.of(
                    "prlimit",
                    "--nofile=16:16",
                    ChildJvm.java(),
                    NATIVE_ACCESS,
                    "--class-path",
                    classPath,
                    AvailabilityProgram.class.getName())))
        .containsExactly("AVAILABLE", "opened");
  }

  private static Path location(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static List<String> run(List<String> options) throws Exception {
    return lines(ChildJvm.command(options, AvailabilityProgram.class));
  }

  private static List<String> withoutIoUring(int errno) throws Exception {
    return lines(
        ChildJvm.command(
            WithoutIoUring.class, Integer.toString(errno), AvailabilityProgram.class.getName()));
  }

  /** As a user whom the limit binds: one without CAP_IPC_LOCK. */
  private static List<String> withMemlock(long bytes, String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of("prlimit", "--memlock=" + bytes + ":" + bytes));
    if (Files.readString(Path.of("/proc/self/status")).contains("\nUid:\t0\t")) {
      command.addAll(
          List.of("setpriv", "--bounding-set", "-ipc_lock", "--inh-caps", "-ipc_lock", "--"));
    }
    command.addAll(ChildJvm.command(AvailabilityProgram.class, args));
    return command;
  }

  private static List<String> lines(List<String> command) throws Exception {
    ChildJvm.Result result = ChildJvm.run(command);
    assertThat(result.exitStatus()).as(result.toString()).isZero();
    assertThat(result.err()).isEmpty();
    return result.out().lines().toList();
  }
}
