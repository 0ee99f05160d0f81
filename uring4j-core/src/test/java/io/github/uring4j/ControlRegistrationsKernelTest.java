package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Registrations that steer a ring, and their effect. */
class ControlRegistrationsKernelTest extends OnKernel {

  private static void assertFails(int errno, String text, ThrowingCallable call) {
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(call)
        .withMessageContaining(text)
        .satisfies(e -> assertThat(e.errno()).as("%s", e).isEqualTo(errno));
  }

  @Test
  void eventfdForWhatWorkersDoIsQuietOtherwise() throws IOException {
    PlainFd eventfd = closing(Kernel.eventfd());
    Pipe pipe = pipe();
    ring.registerEventfdAsync(eventfd);
    ok(ring.nop("at once"));
    ring.read("polled", pipe.in(), memory(4), 0);
    ring.submit();
    Kernel.write(pipe.out(), "data");
    assertThat(next().result()).isEqualTo(4);
    assertThat(Kernel.takeCount(eventfd)).isZero();
    ok(ring.nop("by a worker").async());
    assertThat(Kernel.takeCount(eventfd)).isPositive();
    assertFails(Errno.EBUSY, "unregister it first", () -> ring.registerEventfdAsync(eventfd));
    ring.unregisterEventfd();
    ring.registerEventfd(eventfd);
    ok(ring.nop("at once"));
    assertThat(Kernel.takeCount(eventfd)).isPositive();
  }

  @Test
  void workerLimitsAreChangedAndTold() throws Exception {
    onThreadOfItsOwn(
        () -> {
          try (Ring<String> own = Ring.open(4)) {
            IowqMaxWorkers before = own.registerIowqMaxWorkers(0, 0);
            assertThat(before.bounded()).isPositive();
            assertThat(before.unbounded()).isPositive();
            assertThat(own.registerIowqMaxWorkers(2, 3)).isEqualTo(before);
            assertThat(own.registerIowqMaxWorkers(0, 5)).isEqualTo(new IowqMaxWorkers(2, 3));
            assertThat(own.registerIowqMaxWorkers(0, 0)).isEqualTo(new IowqMaxWorkers(2, 5));
            assertThat(end(own, own.nop("nop").async()).result()).isZero();
          }
        });
  }

  @Test
  void workersRunWhereTheyMay() throws Exception {
    onThreadOfItsOwn(
        () -> {
          try (Ring<String> own = Ring.open(4)) {
            int cpu = allowedCpu();
            BitSet cpus = new BitSet();
            cpus.set(cpu);
            own.registerIowqAff(cpus);
            assertThat(end(own, own.nop("nop").async()).result()).isZero();
            assertThat(workersCpus()).contains(Integer.toString(cpu));
            own.unregisterIowqAff();
            assertThat(end(own, own.nop("nop").async()).result()).isZero();
          }
        });
  }

  /** The last CPU that the current thread may run on. */
  private static int allowedCpu() throws IOException {
    List<String> status = Files.readAllLines(Path.of("/proc/thread-self/status"));
    String list = status.stream().filter(l -> l.startsWith("Cpus_allowed_list")).findAny().get();
    return Integer.parseInt(list.replaceAll(".*[^0-9]", ""));
  }

  /** Where a worker of the current thread's rings may run. */
  private static Optional<String> workersCpus() throws IOException {
    String name = "iou-wrk-" + Kernel.threadId();
    try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      for (Path task : tasks.toList()) {
        try {
          List<String> status = Files.readAllLines(task.resolve("status"));
          if (status.contains("Name:\t" + name)) {
            return status.stream()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .map(line -> line.substring(line.indexOf('\t') + 1))
                .findAny();
          }
        } catch (IOException gone) {
          // A thread that has ended meanwhile.
        }
      }
    }
    return Optional.empty();
  }

  @Test
  void networkPollingIsRegistered() throws IOException {
    Napi dynamic = new Napi(Duration.ofMillis(1), true, Napi.Tracking.DYNAMIC);
    assertThat(ring.registerNapi(dynamic).tracking()).isEqualTo(Napi.Tracking.INACTIVE);
    assertFails(Errno.EINVAL, "register_napi id 20000", () -> ring.registerNapiId(20_000));
    Napi fixed = new Napi(Duration.ofNanos(50_000), false, Napi.Tracking.STATIC);
    assertThat(ring.registerNapi(fixed)).isEqualTo(dynamic);
    ring.registerNapiId(20_000);
    assertFails(Errno.EEXIST, "id 20000", () -> ring.registerNapiId(20_000));
    ring.unregisterNapiId(20_000);
    assertFails(Errno.ENOENT, "id 20000", () -> ring.unregisterNapiId(20_000));
    assertThat(ok(ring.nop("nop"))).isZero();
    assertThat(ring.await(Duration.ofMillis(1))).isNull();
    Napi last = ring.unregisterNapi();
    assertThat(last.busyPollTimeout()).isEqualTo(fixed.busyPollTimeout());
    assertThat(last.preferBusyPoll()).isFalse();
    assertThat(ring.unregisterNapi().busyPollTimeout()).isZero();
  }

  @Test
  void waitsAreMeasuredByTheClockRegistered() throws IOException {
    ring.registerClock(Clock.BOOTTIME);
    long before = System.nanoTime();
    assertThat(ring.await(Duration.ofMillis(5))).isNull();
    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(5_000_000);
    ring.registerClock(Clock.MONOTONIC);
    assertThat(ring.await(Duration.ofMillis(1))).isNull();
  }

  @Test
  void queryTellsWhatTheKernelHas() throws IOException {
    KernelQuery query = IoUring.query();
    assertThat(query.operations()).isEqualTo(ring.probe().supported().size());
    assertThat(query.registerOperations())
        .isGreaterThan(RegisterOperation.QUERY.opcode())
        .isLessThanOrEqualTo(RegisterOperation.values().length);
    assertThat(query.features()).isEqualTo(ring.features());
    assertThat(query.setupFlags() & ring.setupFlags()).isEqualTo(ring.setupFlags());
    assertThat(query.requestFlags() & RequestFlags.CQE_SKIP_SUCCESS).isNotZero();
    assertThat(query.enterFlags()).isNotZero();
  }

  @Test
  void requestRunsWithRegisteredCredentials() throws Exception {
    Files.writeString(directory.resolve("root's"), "secret");
    Files.setPosixFilePermissions(
        directory.resolve("root's"), PosixFilePermissions.fromString("rw-------"));
    onThreadOfItsOwn(
        () -> {
          try (Ring<String> own = Ring.open(4)) {
            Personality root = own.registerPersonality();
            // Of this thread only, which ends with the test.
            Kernel.setEffectiveUser(65_534);
            Personality nobody = own.registerPersonality();
            OpenHow how = OpenHow.readOnly();
            String path = path("root's");
            assertThat(end(own, own.openat2("own", Fd.CWD, path, how)).res())
                .isEqualTo(-Errno.EACCES);
            PlainFd fd = end(own, own.openat2("root", Fd.CWD, path, how).personality(root)).fd();
            fd.close();
            assertThat(end(own, own.openat2("no", Fd.CWD, path, how).personality(nobody)).res())
                .isEqualTo(-Errno.EACCES);
            PlainFd linked =
                end(own, own.openat2("async", Fd.CWD, path, how).personality(root).async()).fd();
            linked.close();
            own.openat2("late", Fd.CWD, path, how).personality(root);
            own.unregisterPersonality(root);
            assertThat(own.await().res()).isEqualTo(-Errno.EINVAL);
            Kernel.setEffectiveUser(0);
          }
        });
  }
}
