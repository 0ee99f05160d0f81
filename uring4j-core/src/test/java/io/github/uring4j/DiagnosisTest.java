package io.github.uring4j;

import static io.github.uring4j.Availability.Status.*;
import static io.github.uring4j.abi.IoUringConstants.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.uring4j.abi.LinuxConstants;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiagnosisTest {

  private static final String DISABLED = "/proc/sys/kernel/io_uring_disabled";
  private static final String GROUP = "/proc/sys/kernel/io_uring_group";
  private static final String NO_FILTER =
      """
      Name:\tjava
      Gid:\t1000\t1000\t1000\t1000
      Groups:\t27 1000
      CapEff:\t0000000000000000
      Seccomp:\t0
      """;
  private static final String FILTER = NO_FILTER.replace("Seccomp:\t0", "Seccomp:\t2");
  private static final String ROOT =
      NO_FILTER.replace("CapEff:\t0000000000000000", "CapEff:\t000001ffffffffff");
  private static final String NO_NAMESPACE = "         0          0 4294967295\n";

  private final Facts facts = new Facts();
  private final Diagnosis diagnosis = new Diagnosis(facts);

  @Test
  void nothingStandsInTheWayOnLinux() {
    for (String arch : new String[] {"amd64", "aarch64", "riscv64"}) {
      facts.properties.put("os.arch", arch);
      assertThat(diagnosis.ofPlatform()).isSameAs(Availability.YES);
    }
  }

  @Test
  void propertySwitchesOff() {
    facts.properties.put("uring4j.enabled", "False");
    assertThat(diagnosis.ofPlatform())
        .returns(SWITCHED_OFF, Availability::status)
        .returns("run java without -During4j.enabled=false", Availability::remedy);
  }

  @Test
  void environmentSwitchesOff() {
    facts.environment.put("URING4J", "off");
    assertThat(diagnosis.ofPlatform()).returns(SWITCHED_OFF, Availability::status);
  }

  @Test
  void otherValuesDoNotSwitchOff() {
    facts.properties.put("uring4j.enabled", "true");
    facts.environment.put("URING4J", "on");
    assertThat(diagnosis.ofPlatform().isAvailable()).isTrue();
  }

  @Test
  void foreignSystemIsToldBeforeItsArchitecture() {
    facts.properties.put("os.name", "Mac OS X");
    facts.properties.put("os.arch", "sparc");
    facts.nativeAccessDenied = true;
    assertThat(diagnosis.ofPlatform())
        .returns(OPERATING_SYSTEM, Availability::status)
        .returns("this is Mac OS X, and io_uring is a part of Linux", Availability::reason);
  }

  @Test
  void foreignArchitectureIsNamed() {
    facts.properties.put("os.arch", "s390x");
    assertThat(diagnosis.ofPlatform())
        .returns(ARCHITECTURE, Availability::status)
        .returns(
            "the architecture s390x is none of those that uring4j knows", Availability::reason);
    facts.properties.remove("os.arch");
    assertThat(diagnosis.ofPlatform()).returns(ARCHITECTURE, Availability::status);
  }

  @Test
  void nativeAccessRemedyFitsTheClassPath() {
    facts.nativeAccessDenied = true;
    assertThat(diagnosis.ofPlatform())
        .returns(NATIVE_ACCESS_DENIED, Availability::status)
        .extracting(Availability::remedy)
        .asString()
        .contains("--enable-native-access=ALL-UNNAMED", "Enable-Native-Access: ALL-UNNAMED");
  }

  @Test
  void nativeAccessRemedyFitsTheModulePath() {
    facts.nativeAccessDenied = true;
    facts.module = true;
    assertThat(diagnosis.ofPlatform().remedy())
        .isEqualTo("run java with --enable-native-access=io.github.uring4j");
  }

  @Test
  void libraryThatCannotBeOpenedForWantOfDescriptorsIsRecognised() {
    facts.linkFailure = "java.lang.UnsatisfiedLinkError: no syscall(2)";
    assertThat(diagnosis.ofPlatform()).returns(DESCRIPTOR_LIMIT, Availability::status);
    facts.files.put("/proc/self/status", NO_FILTER);
    assertThat(diagnosis.ofPlatform())
        .returns(OTHER, Availability::status)
        .returns(facts.linkFailure, Availability::reason);
  }

  @Test
  void missingCallWithoutFilterIsTheKernel() {
    facts.files.put("/proc/self/status", NO_FILTER);
    assertThat(setup(Errno.ENOSYS))
        .returns(KERNEL, Availability::status)
        .returns("this kernel has no io_uring", Availability::reason);
  }

  @Test
  void missingCallOfAKernelThatHasItIsAFilter() {
    facts.files.put(DISABLED, "0\n");
    facts.files.put("/proc/self/status", FILTER);
    assertThat(setup(Errno.ENOSYS)).returns(SECCOMP, Availability::status);
  }

  @Test
  void missingCallUnderAFilterOfAnOlderKernelCannotBeTold() {
    facts.files.put("/proc/self/status", FILTER);
    Availability answer = setup(Errno.ENOSYS);
    assertThat(answer.status()).isEqualTo(SECCOMP_OR_KERNEL);
    assertThat(answer.remedy()).contains("5.11 or newer", "--security-opt seccomp=");
  }

  @Test
  void missingCallWhereProcCannotBeReadCannotBeTold() {
    assertThat(setup(Errno.ENOSYS)).returns(SECCOMP_OR_KERNEL, Availability::status);
  }

  @Test
  void sysctlTwoForbidsItToEverybody() {
    facts.files.put(DISABLED, "2\n");
    facts.files.put("/proc/self/status", ROOT);
    facts.files.put("/proc/self/uid_map", NO_NAMESPACE);
    assertThat(setup(Errno.EPERM))
        .returns(SYSCTL, Availability::status)
        .returns(
            "the sysctl kernel.io_uring_disabled is 2: nobody may use io_uring",
            Availability::reason)
        .extracting(Availability::remedy)
        .asString()
        .contains("`sysctl -w kernel.io_uring_disabled=0`")
        .doesNotContain("io_uring_group");
  }

  @Test
  void sysctlOneForbidsItToThoseOutsideTheGroup() {
    facts.files.put(DISABLED, "1\n");
    facts.files.put(GROUP, "-1\n");
    facts.files.put("/proc/self/status", FILTER);
    Availability answer = setup(Errno.EPERM);
    assertThat(answer.status()).isEqualTo(SYSCTL);
    assertThat(answer.reason()).contains("is 1", "CAP_SYS_ADMIN", "kernel.io_uring_group (-1)");
    assertThat(answer.remedy()).contains("`sysctl -w kernel.io_uring_group=GID`");
  }

  @Test
  void sysctlOneDoesNotForbidItToTheGroupOrToAnAdministrator() {
    facts.files.put(DISABLED, "1\n");
    facts.files.put(GROUP, "27\n");
    facts.files.put("/proc/self/status", FILTER);
    assertThat(setup(Errno.EPERM)).returns(SECCOMP, Availability::status);
    facts.files.put(GROUP, "-1\n");
    facts.files.put("/proc/self/status", ROOT.replace("Seccomp:\t0", "Seccomp:\t2"));
    facts.files.put("/proc/self/uid_map", NO_NAMESPACE);
    assertThat(setup(Errno.EPERM)).returns(SECCOMP, Availability::status);
  }

  @Test
  void capabilityInAUserNamespaceDoesNotCount() {
    facts.files.put(DISABLED, "1\n");
    facts.files.put(GROUP, "-1\n");
    facts.files.put("/proc/self/status", ROOT);
    facts.files.put("/proc/self/uid_map", "         0       1000          1\n");
    assertThat(setup(Errno.EPERM)).returns(SYSCTL, Availability::status);
  }

  @Test
  void forbiddenUnderAFilterIsTheFilter() {
    facts.files.put(DISABLED, "0\n");
    facts.files.put("/proc/self/status", FILTER);
    assertThat(setup(Errno.EPERM))
        .returns(SECCOMP, Availability::status)
        .extracting(Availability::remedy)
        .asString()
        .contains(
            "--security-opt seccomp=PROFILE.json",
            "seccompProfile: {type: Localhost",
            "SystemCallFilter=io_uring_setup");
  }

  @Test
  void forbiddenWithoutFilterIsASecurityModule() {
    facts.files.put(DISABLED, "0\n");
    facts.files.put("/proc/self/status", NO_FILTER);
    assertThat(setup(Errno.EPERM))
        .returns(OTHER, Availability::status)
        .returns("a security module forbids io_uring", Availability::reason);
    assertThat(setup(Errno.EACCES))
        .returns(OTHER, Availability::status)
        .returns("a security module such as SELinux denies io_uring", Availability::reason);
  }

  @Test
  void pollThreadWithoutPrivilegeIsNamed() {
    facts.files.put("/proc/self/status", NO_FILTER);
    assertThat(diagnosis.ofSetup(Errno.EPERM, IORING_SETUP_SQPOLL, 8).reason())
        .isEqualTo("before Linux 5.13 a ring with a poll thread needs CAP_SYS_NICE");
  }

  @Test
  void memoryOfRingsIsReckonedInPages() {
    facts.files.put("/proc/self/status", NO_FILTER);
    facts.limits.put(LinuxConstants.RLIMIT_MEMLOCK, 65_536L);
    assertThat(diagnosis.ofSetup(Errno.ENOMEM, 0, 1000))
        .returns(MEMLOCK, Availability::status)
        .returns(
            "a ring of 1000 entries needs 104 KiB of locked memory, and RLIMIT_MEMLOCK lets this"
                + " user have 64 KiB in all",
            Availability::reason)
        .returns(
            "raise it: `ulimit -l 65536`, or `* - memlock 65536` in /etc/security/limits.conf;"
                + " systemd `LimitMEMLOCK=64M`; Docker `--ulimit memlock=67108864:67108864`;"
                + " Kubernetes `securityContext: {capabilities: {add: [IPC_LOCK]}}`",
            Availability::remedy);
  }

  @Test
  void noMemoryWithoutLimitIsTheKernels() {
    facts.files.put("/proc/self/status", NO_FILTER);
    facts.limits.put(LinuxConstants.RLIMIT_MEMLOCK, SystemFacts.UNLIMITED);
    assertThat(setup(Errno.ENOMEM))
        .returns(OTHER, Availability::status)
        .returns("the kernel has no memory for a ring of 8 entries (8 KiB)", Availability::reason);
  }

  @Test
  void noMemoryForWhoMayLockItIsTheKernels() {
    facts.files.put("/proc/self/status", ROOT);
    facts.files.put("/proc/self/uid_map", NO_NAMESPACE);
    facts.limits.put(LinuxConstants.RLIMIT_MEMLOCK, 0L);
    assertThat(setup(Errno.ENOMEM)).returns(OTHER, Availability::status);
  }

  @Test
  void unknownLimitIsStillTheLikelyReason() {
    assertThat(setup(Errno.ENOMEM))
        .returns(MEMLOCK, Availability::status)
        .extracting(Availability::reason)
        .asString()
        .endsWith("RLIMIT_MEMLOCK lets this user have an unknown amount in all");
  }

  @Test
  void descriptorLimitsOfProcessAndSystemDiffer() {
    facts.limits.put(LinuxConstants.RLIMIT_NOFILE, 16L);
    assertThat(setup(Errno.EMFILE))
        .returns(DESCRIPTOR_LIMIT, Availability::status)
        .returns(
            "all file descriptors of this process are in use, and its limit is 16",
            Availability::reason)
        .returns(
            "raise the limit: `ulimit -n 4096`, systemd `LimitNOFILE=4096`, Docker `--ulimit"
                + " nofile=4096:4096`",
            Availability::remedy);
    assertThat(setup(Errno.ENFILE))
        .returns(DESCRIPTOR_LIMIT, Availability::status)
        .extracting(Availability::remedy)
        .asString()
        .contains("fs.file-max");
  }

  @Test
  void refusedFlagsAreNamed() {
    assertThat(diagnosis.ofSetup(Errno.EINVAL, IORING_SETUP_SQ_REWIND | IORING_SETUP_NO_SQARRAY, 8))
        .returns(KERNEL, Availability::status)
        .returns("this kernel refuses NO_SQARRAY|SQ_REWIND", Availability::reason);
    assertThat(setup(Errno.EINVAL))
        .returns(KERNEL, Availability::status)
        .returns("this kernel's io_uring is too old", Availability::reason);
  }

  @Test
  void missingFeaturesAreNamed() {
    assertThat(Diagnosis.ofMissingFeatures(IORING_FEAT_EXT_ARG))
        .returns(KERNEL, Availability::status)
        .returns("this kernel's io_uring lacks EXT_ARG", Availability::reason);
  }

  @Test
  void unforeseenErrnoIsTold() {
    assertThat(setup(Errno.EFAULT)).hasToString("OTHER: Bad address: none is known");
  }

  @Test
  void bufferBeyondTheLimitIsReckoned() {
    facts.limits.put(LinuxConstants.RLIMIT_MEMLOCK, 1L << 20);
    assertThat(diagnosis.ofRegister(IORING_REGISTER_BUFFERS, Errno.ENOMEM, (100L << 20) + 1))
        .startsWith(
            "the buffer needs 102404 KiB of locked memory, and RLIMIT_MEMLOCK lets this user have"
                + " 1024 KiB in all: raise it: `ulimit -l 262144`")
        .contains("LimitMEMLOCK=256M");
  }

  @Test
  void aRingOfBuffersThatIsRefusedSaysWhy() {
    facts.limits.put(LinuxConstants.RLIMIT_MEMLOCK, 4096L);
    assertThat(diagnosis.ofRegister(IORING_REGISTER_PBUF_RING, Errno.ENOMEM, 16 * 32_768))
        .startsWith("the ring of buffers needs 512 KiB of locked memory")
        .contains("ulimit -l");
    assertThat(diagnosis.ofRegister(IORING_REGISTER_PBUF_RING, Errno.EINVAL, 64))
        .contains("Linux 5.19", "6.12");
  }

  @Test
  void registrationsThatAreWrongSayWhy() {
    assertThat(diagnosis.ofRegister(IORING_REGISTER_EVENTFD, Errno.EBUSY, 0))
        .isEqualTo("one is registered already: unregister it first");
    assertThat(diagnosis.ofRegister(IORING_UNREGISTER_BUFFERS, Errno.ENXIO, 0))
        .isEqualTo("none is registered");
    assertThat(diagnosis.ofRegister(IORING_REGISTER_BUFFERS, Errno.EFAULT, (1L << 30) + 1))
        .isEqualTo("a buffer has at most 1 GiB");
    assertThat(diagnosis.ofRegister(IORING_REGISTER_BUFFERS, Errno.EFAULT, 4096)).isEmpty();
    assertThat(diagnosis.ofRegister(IORING_REGISTER_EVENTFD, Errno.ENOMEM, 0)).isEmpty();
  }

  @Test
  void sysctlOfSeveralCharactersIsReadWhole() {
    SystemFacts real = SystemFacts.ofThisProcess();
    assertThat(real.read("/proc/sys/kernel/pid_max")).matches("\\d{2,}\n");
    assertThat(real.read("/proc/self/status")).startsWith("Name:").contains("\nSeccomp:");
    assertThat(real.read("/proc/no such file")).isNull();
  }

  @Test
  void everyDiagnosisIsOneLineWithRemedy() {
    for (int errno = 1; errno < 134; errno++) {
      Availability answer = setup(errno);
      assertThat(answer.isAvailable()).isFalse();
      assertThat(answer.reason()).isNotBlank().doesNotContain("\n");
      assertThat(answer.remedy()).isNotBlank().doesNotContain("\n");
    }
  }

  private Availability setup(int errno) {
    return diagnosis.ofSetup(errno, 0, 8);
  }

  /** A Linux machine about which nothing else is known. */
  private static final class Facts implements SystemFacts {

    final Map<String, String> properties =
        new HashMap<>(Map.of("os.name", "Linux", "os.arch", "amd64"));
    final Map<String, String> environment = new HashMap<>();
    final Map<String, String> files = new HashMap<>();
    final Map<Integer, Long> limits = new HashMap<>();
    boolean nativeAccessDenied;
    boolean module;
    String linkFailure;

    @Override
    public String property(String name) {
      return properties.get(name);
    }

    @Override
    public String environment(String name) {
      return environment.get(name);
    }

    @Override
    public boolean nativeAccessDenied() {
      return nativeAccessDenied;
    }

    @Override
    public String linkFailure() {
      return linkFailure;
    }

    @Override
    public boolean isModule() {
      return module;
    }

    @Override
    public String read(String path) {
      return files.get(path);
    }

    @Override
    public long limit(int resource) {
      return limits.getOrDefault(resource, UNKNOWN);
    }
  }
}
