package io.github.uring4j;

import static io.github.uring4j.Availability.Status.*;
import static io.github.uring4j.abi.IoUringConstants.*;

import io.github.uring4j.abi.LinuxArch;
import io.github.uring4j.abi.LinuxConstants;
import io.github.uring4j.abi.Structs.IoUringCqe;
import io.github.uring4j.abi.Structs.IoUringSqe;
import java.util.List;

/** Why there is no ring, or no registered buffer, and what to do about it. */
final class Diagnosis {

  static final String PROPERTY = "uring4j.enabled";
  static final String VARIABLE = "URING4J";

  private static final String SYSCTL_FILE = "/proc/sys/kernel/io_uring_disabled";
  private static final String GROUP_FILE = "/proc/sys/kernel/io_uring_group";
  private static final String STATUS_FILE = "/proc/self/status";
  private static final String UID_MAP_FILE = "/proc/self/uid_map";
  private static final int CAP_IPC_LOCK = 14;
  private static final int CAP_SYS_ADMIN = 21;
  private static final int SECCOMP_MODE_FILTER = 2;
  private static final int PAGE = 4096;

  /** What a remedy asks for at least: enough for many rings and buffers. */
  private static final long SENSIBLE_MEMLOCK = 64L << 20;

  private static final String NEWER_KERNEL =
      "run Linux 5.11 or newer (6.1 to be fast), built with CONFIG_IO_URING; sandboxes such as"
          + " gVisor have none";
  private static final String RAISE_DESCRIPTOR_LIMIT =
      "raise the limit: `ulimit -n 4096`, systemd `LimitNOFILE=4096`, Docker `--ulimit"
          + " nofile=4096:4096`";
  private static final String SECCOMP_REMEDY =
      "allow io_uring_setup, io_uring_enter and io_uring_register: Docker and Podman"
          + " `--security-opt seccomp=PROFILE.json` (or seccomp=unconfined); Kubernetes"
          + " `securityContext: {seccompProfile: {type: Localhost, localhostProfile:"
          + " PROFILE.json}}` (or type: Unconfined); systemd `SystemCallFilter=io_uring_setup"
          + " io_uring_enter io_uring_register`";

  private final SystemFacts facts;

  Diagnosis(SystemFacts facts) {
    this.facts = facts;
  }

  static Diagnosis ofThisProcess() {
    return ThisProcess.DIAGNOSIS;
  }

  /** Lets the library make system calls, or says why it cannot. */
  static void checkPlatform() throws IoUringUnavailableException {
    if (!ThisProcess.PLATFORM.isAvailable()) {
      throw new IoUringUnavailableException(ThisProcess.PLATFORM);
    }
  }

  private static final class ThisProcess {
    static final Diagnosis DIAGNOSIS = new Diagnosis(SystemFacts.ofThisProcess());
    static final Availability PLATFORM = DIAGNOSIS.ofPlatform();
  }

  /** What stands in the way before the kernel is asked. Touches nothing native if anything does. */
  Availability ofPlatform() {
    if ("false".equalsIgnoreCase(facts.property(PROPERTY))) {
      return new Availability(
          SWITCHED_OFF,
          "the system property " + PROPERTY + " is false",
          "run java without -D" + PROPERTY + "=false");
    }
    if ("off".equalsIgnoreCase(facts.environment(VARIABLE))) {
      return new Availability(
          SWITCHED_OFF,
          "the environment has " + VARIABLE + "=off",
          "`unset " + VARIABLE + "` before the start");
    }
    String system = facts.property("os.name");
    if (!"Linux".equals(system)) {
      return new Availability(
          OPERATING_SYSTEM,
          "this is " + system + ", and io_uring is a part of Linux",
          "run on Linux 5.11 or newer");
    }
    String arch = facts.property("os.arch");
    if (arch == null || LinuxArch.forName(arch).isEmpty()) {
      return new Availability(
          ARCHITECTURE,
          "the architecture " + arch + " is none of those that uring4j knows",
          "run a 64-bit Java on x86_64, aarch64 or riscv64");
    }
    if (facts.nativeAccessDenied()) {
      return new Availability(
          NATIVE_ACCESS_DENIED,
          "Java denies this library native access",
          facts.isModule()
              ? "run java with --enable-native-access=io.github.uring4j"
              : "run java with --enable-native-access=ALL-UNNAMED, or give an executable jar the"
                  + " manifest line `Enable-Native-Access: ALL-UNNAMED`");
    }
    String linkFailure = facts.linkFailure();
    return linkFailure == null ? Availability.YES : ofLink(linkFailure);
  }

  /** Java opens a library of its own to look up the C library's functions. */
  private Availability ofLink(String failure) {
    return facts.read(STATUS_FILE) == null
        ? new Availability(
            DESCRIPTOR_LIMIT,
            "all file descriptors of this process are in use, so that Java cannot look up"
                + " syscall(2)",
            RAISE_DESCRIPTOR_LIMIT)
        : ofSurprise(failure);
  }

  /** Why io_uring_setup(2), or mapping what it made, failed for a ring of so many entries. */
  Availability ofSetup(int errno, int flags, int entries) {
    return switch (errno) {
      case Errno.ENOSYS -> ofMissingCall();
      case Errno.EPERM -> ofForbiddenCall(flags);
      case Errno.EACCES ->
          new Availability(
              OTHER,
              "a security module such as SELinux denies io_uring"
                  + (seccompMode() == SECCOMP_MODE_FILTER ? ", or a seccomp filter does" : ""),
              "look for io_uring in `ausearch -m avc` or `journalctl -k`, and allow it there");
      case Errno.ENOMEM -> ofMemory("a ring of " + entries + " entries", ringBytes(entries));
      case Errno.EMFILE ->
          new Availability(
              DESCRIPTOR_LIMIT,
              "all file descriptors of this process are in use, and its limit is "
                  + text(facts.limit(LinuxConstants.RLIMIT_NOFILE)),
              RAISE_DESCRIPTOR_LIMIT);
      case Errno.ENFILE ->
          new Availability(
              DESCRIPTOR_LIMIT,
              "the system has no file descriptor left for anybody",
              "as root `sysctl -w fs.file-max=N` with a larger N");
      case Errno.EINVAL ->
          flags == 0
              ? new Availability(KERNEL, "this kernel's io_uring is too old", NEWER_KERNEL)
              : new Availability(
                  KERNEL,
                  "this kernel refuses " + SetupFlags.toString(flags),
                  "leave out what it does not have; `uring probe` shows what it has");
      default -> new Availability(OTHER, Errno.message(errno), "none is known");
    };
  }

  /** The kernel makes rings, but not such as are needed. */
  static Availability ofMissingFeatures(int features) {
    return new Availability(
        KERNEL, "this kernel's io_uring lacks " + Features.toString(features), NEWER_KERNEL);
  }

  /**
   * Why something could not be registered; empty if the errno says it all.
   *
   * @param amount how many bytes of buffers, or how many files
   */
  String ofRegister(int opcode, int errno, long amount) {
    return switch (errno) {
      case Errno.EBUSY -> "one is registered already: unregister it first";
      case Errno.ENXIO -> "none is registered";
      case Errno.EACCES -> "the restrictions of the ring do not allow it";
      default ->
          switch (RegisterOperation.of(opcode)) {
            case BUFFERS, BUFFERS2, BUFFERS_UPDATE -> ofRegisterBuffers(errno, amount);
            case FILES, FILES2 -> ofRegisterFiles(errno, amount);
            case CLONE_BUFFERS -> ofCloneBuffers(errno);
            case PBUF_RING -> ofBufferRing(errno, amount);
            case ZCRX_IFQ -> ofZeroCopyReceive(errno);
            default -> ofRegister(RegisterOperation.of(opcode), errno);
          };
    };
  }

  private String ofRegisterBuffers(int errno, long bytes) {
    return switch (errno) {
      case Errno.ENOMEM -> ofMemory("the buffer", pages(bytes)).hint();
      case Errno.EFAULT -> bytes > 1L << 30 ? "a buffer has at most 1 GiB" : "";
      case Errno.EOPNOTSUPP -> "memory of a mapped file cannot be registered";
      default -> "";
    };
  }

  private String ofBufferRing(int errno, long bytes) {
    return switch (errno) {
      case Errno.ENOMEM -> ofMemory("the ring of buffers", pages(bytes)).hint();
      case Errno.EINVAL ->
          "this kernel lacks rings of buffers (Linux 5.19), kernelMemory() (6.4) or incremental()"
              + " (6.12)";
      default -> "";
    };
  }

  private static String ofZeroCopyReceive(int errno) {
    return switch (errno) {
      case Errno.EOPNOTSUPP ->
          "the driver of that network device cannot write to an application's memory, or does not"
              + " split headers from data: `ethtool -G DEVICE tcp-data-split on`";
      case Errno.EPERM -> "it takes the capability CAP_NET_ADMIN";
      case Errno.ENODEV -> "there is no such network interface";
      case Errno.EEXIST -> "the queue is used already";
      default -> ofRegister(RegisterOperation.ZCRX_IFQ, errno);
    };
  }

  private String ofRegisterFiles(int errno, long files) {
    return switch (errno) {
      case Errno.EMFILE ->
          "a table of %d files needs a limit of as many open files, and it is %s: raise it, as with `ulimit -n %1$d`, systemd `LimitNOFILE=%1$d`, Docker `--ulimit nofile=%1$d:%1$d`"
              .formatted(files, text(facts.limit(LinuxConstants.RLIMIT_NOFILE)));
      case Errno.EBADF -> "one of them is not open, or is an io_uring itself";
      default -> "";
    };
  }

  private static String ofCloneBuffers(int errno) {
    return switch (errno) {
      case Errno.EEXIST ->
          "the other ring has SINGLE_ISSUER and belongs to another thread: there, clone into a"
              + " DisabledRing, and enable that here";
      case Errno.EINVAL -> "the memory of the rings is accounted to different users";
      default -> "";
    };
  }

  private static String ofRegister(RegisterOperation operation, int errno) {
    return errno == Errno.EINVAL
        ? "an argument is out of range, or this kernel does not have it: Linux %s brought it"
            .formatted(operation.since())
        : "";
  }

  /** What nobody has foreseen. */
  static Availability ofSurprise(String surprise) {
    return new Availability(OTHER, surprise, "please report it with the output of `uname -a`");
  }

  private Availability ofMissingCall() {
    int seccomp = seccompMode();
    // The file stands for a kernel that has io_uring, since Linux 6.6.
    boolean kernelHasIt = facts.read(SYSCTL_FILE) != null;
    if (kernelHasIt) {
      return new Availability(
          SECCOMP, "the kernel has io_uring, but a seccomp filter hides it", SECCOMP_REMEDY);
    }
    if (seccomp == 0) {
      return new Availability(KERNEL, "this kernel has no io_uring", NEWER_KERNEL);
    }
    return new Availability(
        SECCOMP_OR_KERNEL,
        "this kernel has no io_uring, or a seccomp filter hides it",
        "if the kernel is too old, " + NEWER_KERNEL + "; if it is not, " + SECCOMP_REMEDY);
  }

  private Availability ofForbiddenCall(int flags) {
    String disabled = facts.read(SYSCTL_FILE);
    if (disabled != null && disabled.strip().equals("2")) {
      return new Availability(
          SYSCTL,
          "the sysctl kernel.io_uring_disabled is 2: nobody may use io_uring",
          switchOn(""));
    }
    if (disabled != null && disabled.strip().equals("1") && !mayDespiteSysctl()) {
      String group = facts.read(GROUP_FILE);
      return new Availability(
          SYSCTL,
          "the sysctl kernel.io_uring_disabled is 1, this process has no CAP_SYS_ADMIN, and"
              + " kernel.io_uring_group ("
              + (group == null ? "unknown" : group.strip())
              + ") is none of its groups",
          switchOn("; or `sysctl -w kernel.io_uring_group=GID` with one of its groups"));
    }
    if (seccompMode() != 0) {
      return new Availability(SECCOMP, "a seccomp filter forbids io_uring", SECCOMP_REMEDY);
    }
    if (Flags.contains(flags, IORING_SETUP_SQPOLL)) {
      return new Availability(
          OTHER,
          "before Linux 5.13 a ring with a poll thread needs CAP_SYS_NICE",
          "leave pollThread out, or give the process that capability");
    }
    return new Availability(
        OTHER,
        "a security module forbids io_uring",
        "look for io_uring in `ausearch -m avc` or `journalctl -k`, and allow it there");
  }

  private static String switchOn(String alternative) {
    return "as root, on the host, `sysctl -w kernel.io_uring_disabled=0` (to keep it so, a line"
        + " `kernel.io_uring_disabled = 0` in /etc/sysctl.d/99-io_uring.conf)"
        + alternative;
  }

  private Availability ofMemory(String what, long needed) {
    long limit = facts.limit(LinuxConstants.RLIMIT_MEMLOCK);
    if (limit == SystemFacts.UNLIMITED || hasCapability(CAP_IPC_LOCK)) {
      return new Availability(
          OTHER,
          "the kernel has no memory for " + what + " (" + needed / 1024 + " KiB)",
          "free some, or raise the memory limit of the container or service");
    }
    long kib = Math.max(Long.highestOneBit(needed) * 4, SENSIBLE_MEMLOCK) / 1024;
    return new Availability(
        MEMLOCK,
        "%s needs %d KiB of locked memory, and RLIMIT_MEMLOCK lets this user have %s in all"
            .formatted(
                what,
                needed / 1024,
                limit == SystemFacts.UNKNOWN ? "an unknown amount" : limit / 1024 + " KiB"),
        ("raise it: `ulimit -l %d`, or `* - memlock %1$d` in /etc/security/limits.conf; systemd"
                + " `LimitMEMLOCK=%dM`; Docker `--ulimit memlock=%d:%3$d`; Kubernetes"
                + " `securityContext: {capabilities: {add: [IPC_LOCK]}}`")
            .formatted(kib, kib / 1024, kib * 1024));
  }

  private static long ringBytes(int entries) {
    long submissions = Integer.highestOneBit(Math.max(2 * entries - 1, 1));
    return pages(submissions * IoUringSqe.SIZE)
        + pages(submissions * (2L * IoUringCqe.SIZE + Integer.BYTES) + 2L * Long.BYTES * 8);
  }

  private static long pages(long bytes) {
    return (bytes + PAGE - 1) / PAGE * PAGE;
  }

  private static String text(long limit) {
    if (limit == SystemFacts.UNLIMITED) {
      return "unlimited";
    }
    return limit == SystemFacts.UNKNOWN ? "unknown" : Long.toString(limit);
  }

  /** As io_uring_allowed() of the kernel decides when the sysctl is 1. */
  private boolean mayDespiteSysctl() {
    String group = facts.read(GROUP_FILE);
    String groups = status("Groups:") + " " + status("Gid:");
    return hasCapability(CAP_SYS_ADMIN)
        || (group != null && List.of(groups.split("\\s+")).contains(group.strip()));
  }

  /** Whether the process has a capability outside of any user namespace, where alone it counts. */
  private boolean hasCapability(int capability) {
    String effective = status("CapEff:");
    String uids = facts.read(UID_MAP_FILE);
    boolean inNamespace =
        uids != null && !uids.strip().replaceAll("\\s+", " ").equals("0 0 4294967295");
    return !inNamespace
        && !effective.isEmpty()
        && (Long.parseUnsignedLong(effective, 16) >>> capability & 1) != 0;
  }

  /** 0, SECCOMP_MODE_FILTER, or -1 if it is unknown. */
  private int seccompMode() {
    String mode = status("Seccomp:");
    return mode.isEmpty() ? -1 : Integer.parseInt(mode);
  }

  /** A value in /proc/self/status, or an empty text. */
  private String status(String key) {
    String text = facts.read(STATUS_FILE);
    return text == null
        ? ""
        : text.lines()
            .filter(line -> line.startsWith(key))
            .map(line -> line.substring(key.length()).strip())
            .findFirst()
            .orElse("");
  }
}
