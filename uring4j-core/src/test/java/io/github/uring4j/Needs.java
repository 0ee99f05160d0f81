package io.github.uring4j;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a test needs of the kernel. Where that is missing the test is skipped, and the report names
 * what. Found by asking and trying, never by version: distributions backport.
 */
final class Needs {

  private Needs() {}

  /** Opens a ring; needs io_uring itself, and the flags that the ring is to have. */
  static <T> Ring<T> ring(RingBuilder<T> builder) throws IOException {
    ioUring();
    try {
      return builder.open();
    } catch (ErrnoException e) {
      assumeTrue(e.errno() != Errno.EINVAL, () -> "this kernel lacks a setup flag: " + e);
      throw e;
    }
  }

  /** Needs io_uring to be there and allowed. */
  static void ioUring() throws IOException {
    try {
      // Not smaller: the first ring of a thread decides how many workers all its rings have.
      Ring.open(64).close();
    } catch (ErrnoException e) {
      boolean missing = e.errno() == Errno.ENOSYS || e.errno() == Errno.EPERM;
      assumeTrue(!missing, () -> "io_uring is not available: " + e.getMessage());
      throw e;
    }
  }

  static void operations(Ring<?> ring, Operation... operations) throws IOException {
    Probe probe = ring.probe();
    for (Operation operation : operations) {
      assumeTrue(
          probe.supports(operation), () -> "this kernel lacks operation " + operation.cName());
    }
  }

  /** For what only trying tells: the kernel answers EINVAL to a flag that it does not know. */
  static void known(int res, String flag) {
    assumeTrue(res != -Errno.EINVAL, () -> "this kernel lacks " + flag);
  }

  /** Waking another ring takes MSG_RING. */
  static void wakeup(Ring<?> ring) throws IOException {
    operations(ring, Operation.MSG_RING);
  }

  static void ipv6() {
    assumeTrue(
        Files.exists(Path.of("/proc/net/if_inet6")), "this machine has no IPv6, not even on lo");
  }

  /** For what not every file system has. */
  static void supported(int res, String what) {
    assumeTrue(res != -Errno.EOPNOTSUPP, () -> "this file system lacks " + what);
  }

  /** Needs files that can be dropped from memory. */
  static void pageCache(Path directory) throws IOException {
    String type = Files.getFileStore(directory).type();
    assumeTrue(!type.equals("tmpfs"), () -> "files on " + type + " are nowhere but in memory");
  }
}
