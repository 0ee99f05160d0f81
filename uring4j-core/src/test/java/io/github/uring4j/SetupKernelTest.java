package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.uring4j.abi.IoUringConstants;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rings of every kind run the same requests. */
class SetupKernelTest extends OnKernel {

  private static final int BEST =
      SetupFlags.SUBMIT_ALL
          | SetupFlags.SINGLE_ISSUER
          | SetupFlags.DEFER_TASKRUN
          | SetupFlags.TASKRUN_FLAG;

  /** All that the default may become, and all flags that need nothing but themselves. */
  static Stream<Arguments> kinds() {
    return Stream.of(
        Arguments.of("first choice", BEST | SetupFlags.NO_SQARRAY),
        Arguments.of("second choice", BEST),
        Arguments.of(
            "third choice",
            SetupFlags.SUBMIT_ALL | SetupFlags.COOP_TASKRUN | SetupFlags.TASKRUN_FLAG),
        Arguments.of("fourth choice", SetupFlags.SUBMIT_ALL),
        Arguments.of("last choice", 0),
        Arguments.of("cooperative, without flag", SetupFlags.COOP_TASKRUN),
        Arguments.of("deferred, without flag", SetupFlags.SINGLE_ISSUER | SetupFlags.DEFER_TASKRUN),
        Arguments.of("single issuer", SetupFlags.SINGLE_ISSUER),
        Arguments.of("without array", SetupFlags.NO_SQARRAY),
        Arguments.of("large entries", SetupFlags.SQE128),
        Arguments.of("large completions", SetupFlags.CQE32),
        Arguments.of("both large", SetupFlags.SQE128 | SetupFlags.CQE32 | BEST),
        Arguments.of("completions of both sizes", SetupFlags.CQE_MIXED),
        Arguments.of("completions of both sizes, deferred", SetupFlags.CQE_MIXED | BEST),
        Arguments.of("clamped", SetupFlags.CLAMP));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void ringOfEachKindRunsRequests(String kind, int flags) throws Exception {
    try (Ring<String> own = Needs.ring(Ring.<String>builder().entries(4).only(flags))) {
      assertThat(own.setupFlags()).as(kind).isEqualTo(flags);
      smoke(own);
    }
  }

  /** NOPs over the ends of both queues, a file, a read that blocks, a timeout, a cancel. */
  private void smoke(Ring<String> own) throws IOException {
    nops(own, 3 * own.completionEntries());
    file(own);
    blocked(own);
    assertThat(end(own, own.timeout("timeout", 1_000)).errno()).isEqualTo(Errno.ETIME);
    assertThat(own.await(Duration.ofMillis(1))).isNull();
    assertThat(own.inFlight()).isZero();
    RingStatistics statistics = own.statistics();
    assertThat(statistics.lost()).isZero();
    assertThat(statistics.dropped()).isZero();
    assertThat(statistics.strays()).isZero();
    assertThat(statistics.completed()).isEqualTo(statistics.submitted());
  }

  private static void nops(Ring<String> own, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      own.nop("nop " + i);
      if (i % 3 == 2) {
        int first = i - 2;
        own.submitAndWait(3);
        for (int k = first; k <= i; k++) {
          Completion<String> completion = own.poll();
          assertThat(completion.data()).isEqualTo("nop " + k);
          assertThat(completion.res()).isZero();
        }
      }
    }
    while (own.inFlight() != 0) {
      assertThat(own.await(SOON).res()).isZero();
    }
  }

  private void file(Ring<String> own) throws IOException {
    OpenHow how = OpenHow.of(OpenFlags.RDWR | OpenFlags.CREAT | OpenFlags.TRUNC).mode(0600);
    PlainFd fd = end(own, own.openat2("open", Fd.CWD, path("file"), how)).fd();
    MemorySegment[] parts = {memory("some "), memory("text")};
    assertThat(end(own, own.writev("writev", fd, parts, 0)).result()).isEqualTo(9);
    MemorySegment buffer = memory(9);
    assertThat(end(own, own.read("read", fd, buffer, 0)).result()).isEqualTo(9);
    assertThat(text(buffer)).isEqualTo("some text");
    assertThat(end(own, own.fsync("fsync", fd)).result()).isZero();
    assertThat(end(own, own.close("close", fd)).result()).isZero();
    assertThat(Files.readString(directory.resolve("file"))).isEqualTo("some text");
  }

  private static void blocked(Ring<String> own) throws IOException {
    try (Pipe pipe = Kernel.pipe()) {
      MemorySegment buffer = memory(4);
      own.read("read", pipe.in(), buffer, 0);
      own.submit();
      assertThat(own.poll()).isNull();
      Kernel.write(pipe.out(), "data");
      assertThat(own.await(SOON).result()).isEqualTo(4);
      assertThat(text(buffer)).isEqualTo("data");
      Request read = own.read("read", pipe.in(), buffer, 0).request();
      own.submit();
      own.cancel("cancel", read);
      own.submitAndWait(2);
      int[] count = new int[1];
      own.forEachCompletion(
          (CompletionView<String> view) -> {
            boolean isRead = view.operation() == Operation.READ;
            assertThat(view.res()).isEqualTo(isRead ? -Errno.ECANCELED : 0);
            assertThat(view.data()).isEqualTo(isRead ? "read" : "cancel");
            count[0]++;
          });
      while (own.inFlight() != 0) {
        own.await(SOON);
        count[0]++;
      }
      assertThat(count[0]).isEqualTo(2);
    }
  }

  @Test
  void defaultIsTheFirstChoiceThatTheKernelHas() throws IOException {
    try (Ring<String> first =
        Needs.ring(Ring.<String>builder().entries(4).only(BEST | SetupFlags.NO_SQARRAY))) {
      assertThat(ring.setupFlags()).isEqualTo(first.setupFlags());
    }
  }

  @Test
  void ringIsNotInheritedByChildren() {
    assertThat(Kernel.isClosedOnExec(PlainFd.of(ring.resources().fd()))).isTrue();
  }

  /** What {@link RingBuilder#entries} says; the kernel has it so, and a later one may not. */
  @Test
  void workersAreThoseOfTheThreadsFirstRing() throws Exception {
    CompletableFuture<int[]> workers = new CompletableFuture<>();
    Thread owner =
        new Thread(
            () -> {
              try (Ring<String> first = Ring.open(1);
                  Ring<String> second = Ring.open(64)) {
                end(first, first.nop("nop"));
                end(second, second.nop("nop"));
                workers.complete(new int[] {boundedWorkers(first), boundedWorkers(second)});
              } catch (Throwable e) {
                workers.completeExceptionally(e);
              }
            });
    owner.start();
    owner.join();
    int[] both = workers.get();
    assertThat(both).containsExactly(1, 1);
  }

  /** How many workers the kernel gives the current thread for files; 1 if it cannot tell. */
  private static int boundedWorkers(Ring<?> own) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limits = arena.allocate(JAVA_INT, 2);
      int result =
          own.resources().register(IoUringConstants.IORING_REGISTER_IOWQ_MAX_WORKERS, limits, 2);
      return result < 0 ? 1 : limits.get(JAVA_INT, 0);
    }
  }

  @Test
  void pollThreadTakesSubmissions() throws IOException {
    try (Ring<String> own =
        Needs.ring(Ring.<String>builder().entries(4).pollThread(Duration.ofMillis(1)))) {
      assertThat(own.setupFlags() & SetupFlags.SQPOLL).isNotZero();
      smoke(own);
      // Asleep by now, or not: both must do.
      assertThat(own.await(Duration.ofMillis(20))).isNull();
      smoke(own);
    }
  }

  @Test
  void fullQueueWaitsForThePollThread() throws IOException {
    try (Ring<String> own =
        Needs.ring(Ring.<String>builder().entries(2).pollThread(Duration.ofMillis(1)))) {
      int count = 500;
      for (int i = 0; i < count; i++) {
        own.nop(Integer.toString(i));
      }
      for (int i = 0; i < count; i++) {
        assertThat(own.await(SOON).data()).isEqualTo(Integer.toString(i));
      }
      assertThat(own.inFlight()).isZero();
    }
  }

  @Test
  void pollThreadCanBeBoundToCpu() throws IOException {
    RingBuilder<String> builder =
        Ring.<String>builder().entries(4).pollThread(Duration.ofMillis(1)).pollThreadCpu(0);
    try (Ring<String> own = Needs.ring(builder)) {
      smoke(own);
    }
  }

  @Test
  void ringForPolledIoOpensAndRefusesWhatCannotBePolled() throws IOException {
    try (Ring<String> own = Needs.ring(Ring.<String>builder().entries(4).with(SetupFlags.IOPOLL))) {
      PlainFd fd = create("file");
      // ext4 on this disk cannot be polled; where it can, the read works.
      assertThat(end(own, own.read("read", fd, memory(512), 0)).res())
          .isIn(-Errno.EOPNOTSUPP, -Errno.EINVAL, 0);
    }
  }

  @Test
  void polledRingPollsOnWhenSomethingIsReady() throws IOException {
    try (Ring<String> own = Needs.ring(Ring.<String>builder().entries(8).with(SetupFlags.IOPOLL))) {
      Files.write(directory.resolve("file"), new byte[8192]);
      PlainFd fd = open("file", OpenFlags.RDONLY | OpenFlags.DIRECT);
      MemorySegment memory = Arena.global().allocate(8192, 4096);
      // This one is ready at once, and then Linux 6.18 does not look for the others.
      own.nop("nop");
      own.read("1", fd, memory.asSlice(0, 4096), 0);
      own.read("2", fd, memory.asSlice(4096), 4096);
      assertThat(own.submitAndWait(3, SOON)).isEqualTo(3);
      assertThat(own.ready()).isEqualTo(3);
      own.forEachCompletion((data, res, flags) -> {});
    }
  }

  @Test
  void hybridPolledRingOpens() throws IOException {
    int flags = SetupFlags.IOPOLL | SetupFlags.HYBRID_IOPOLL;
    try (Ring<String> own = Needs.ring(Ring.<String>builder().entries(4).with(flags))) {
      assertThat(own.setupFlags() & flags).isEqualTo(flags);
    }
  }

  @Test
  void attachedRingSharesWorkersAndRuns() throws IOException {
    try (Ring<String> own = Needs.ring(Ring.<String>builder().entries(4).attachTo(ring))) {
      assertThat(own.setupFlags() & SetupFlags.ATTACH_WQ).isNotZero();
      smoke(own);
    }
  }

  @Test
  void attachedRingSharesPollThread() throws IOException {
    Duration idle = Duration.ofMillis(1);
    try (Ring<String> first = Needs.ring(Ring.<String>builder().entries(4).pollThread(idle));
        Ring<String> own =
            Needs.ring(Ring.<String>builder().entries(4).pollThread(idle).attachTo(first))) {
      smoke(own);
      smoke(first);
    }
  }

  @Test
  void ringLivesInMemoryOfTheCaller() throws IOException {
    MemorySegment rings = page();
    MemorySegment entries = page();
    long mapped = Kernel.mappedRings();
    try (Ring<String> own = Needs.ring(Ring.<String>builder().entries(4).memory(rings, entries))) {
      assertThat(own.setupFlags() & SetupFlags.NO_MMAP).isNotZero();
      assertThat(Kernel.mappedRings()).isEqualTo(mapped);
      smoke(own);
    }
    rings.fill((byte) 1);
    entries.fill((byte) 1);
  }

  @Test
  void memoryThatIsTooSmallIsRefused() throws IOException {
    Needs.ring(Ring.<String>builder().entries(4).memory(page(), page())).close();
    int before = Kernel.openDescriptors();
    // 512 entries of 64 bytes need 8 pages.
    assertThatExceptionOfType(Exception.class)
        .isThrownBy(() -> Ring.builder().entries(512).memory(page(), page()).open())
        .isInstanceOfAny(ErrnoException.class, IllegalArgumentException.class);
    assertThat(Kernel.openDescriptors()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "5, 0", "64, 0", "512, 100000", "1000, 5000", "4096, 0", "32768, 0"})
  void memorySizeIsWhatTheKernelTakes(int entries, int completions) throws IOException {
    int clamp = SetupFlags.CLAMP;
    int[] choices = {
      clamp,
      clamp | SetupFlags.NO_SQARRAY,
      clamp | SetupFlags.CQE32,
      clamp | SetupFlags.CQE32 | SetupFlags.NO_SQARRAY,
      clamp | SetupFlags.CQE_MIXED,
      clamp | SetupFlags.SQE128
    };
    for (int flags : choices) {
      RingBuilder<String> builder = Ring.<String>builder().entries(entries).only(flags);
      if (completions != 0) {
        builder.completionEntries(completions);
      }
      RingBuilder.MemorySize size = builder.memorySize();
      try (Ring<String> own = Needs.ring(builder)) {
        RingLayout layout = own.resources().layout();
        assertThat(layout.rings().byteSize())
            .as(SetupFlags.toString(flags))
            .isBetween(size.rings() - PageSize.BYTES + 1, size.rings());
        assertThat(layout.sqes().byteSize())
            .isBetween(size.submissionEntries() - PageSize.BYTES + 1, size.submissionEntries());
      }
    }
  }

  @Test
  void memoryOfTheSizeThatWasToldIsEnough() throws IOException {
    RingBuilder<String> builder = Ring.<String>builder().entries(16).completionEntries(100);
    RingBuilder.MemorySize size = builder.memorySize();
    assertThat(size).isEqualTo(new RingBuilder.MemorySize(4096, 4096));
    MemorySegment rings = Arena.global().allocate(size.rings(), 4096);
    MemorySegment entries = Arena.global().allocate(size.submissionEntries(), 4096);
    try (Ring<String> own = Needs.ring(builder.memory(rings, entries))) {
      assertThat(builder.memorySize()).isEqualTo(size);
      smoke(own);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ring.builder().entries(0).memorySize())
        .withMessageContaining("entries must be 1 to 32768");
  }

  /** Never freed: the kernel writes to it after the ring's close, see RingBuilder.memory. */
  private static MemorySegment page() {
    return Arena.global().allocate(4096, 4096);
  }

  @Test
  void ringCanDoWithoutDescriptor() throws IOException {
    int before = Kernel.openDescriptors();
    RingBuilder<String> builder =
        Ring.<String>builder()
            .entries(4)
            .with(SetupFlags.REGISTERED_FD_ONLY)
            .memory(page(), page());
    try (Ring<String> own = Needs.ring(builder)) {
      assertThat(Kernel.openDescriptors()).isEqualTo(before);
      smoke(own);
      PlainFd eventfd = closing(Kernel.eventfd());
      own.registerEventfd(eventfd);
      end(own, own.nop("nop"));
      assertThat(Kernel.takeCount(eventfd)).isPositive();
      assertThat(own.probe().supports(Operation.NOP)).isTrue();
      assertThatThrownBy(own::wakeup).isInstanceOf(UnsupportedOperationException.class);
    }
    for (int i = 0; i < 40; i++) {
      // Only 16 can be registered at once: each close gives its place back.
      Needs.ring(builder.memory(page(), page())).close();
    }
  }

  @Test
  void clampReducesWhatIsTooMuch() throws IOException {
    assertThatIllegalArgumentException().isThrownBy(() -> Ring.builder().entries(40_000).open());
    RingBuilder<String> builder = Ring.<String>builder().entries(40_000).with(SetupFlags.CLAMP);
    try (Ring<String> own = Needs.ring(builder)) {
      assertThat(own.entries()).isEqualTo(32_768);
      nops(own, 10);
    }
  }

  @Test
  void completionQueueCanBeLarger() throws IOException {
    try (Ring<String> own = Needs.ring(Ring.<String>builder().entries(4).completionEntries(60))) {
      assertThat(own.entries()).isEqualTo(4);
      assertThat(own.completionEntries()).isEqualTo(64);
      smoke(own);
    }
  }

  @Test
  void unknownFlagIsRefusedWithReason() {
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(() -> Ring.builder().entries(4).with(1 << 30).open())
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
  }

  @Test
  void flagsOfLaterKernelsWorkOrAreRefused() throws IOException {
    for (int flags :
        new int[] {SetupFlags.SQE_MIXED, SetupFlags.SQ_REWIND | SetupFlags.NO_SQARRAY}) {
      try (Ring<String> own = Ring.<String>builder().entries(4).only(flags).open()) {
        smoke(own);
      } catch (ErrnoException e) {
        assertThat(e.errno()).as(SetupFlags.toString(flags)).isEqualTo(Errno.EINVAL);
      }
    }
  }

  @Test
  void disabledRingBelongsToTheThreadThatEnablesIt() throws Exception {
    DisabledRing<String> disabled = Ring.<String>builder().entries(4).openDisabled();
    RegisteredBuffer buffer = disabled.registerBuffer(memory(16));
    PlainFd eventfd = closing(Kernel.eventfd());
    disabled.registerEventfd(eventfd);
    CompletableFuture<Ring<String>> enabled = new CompletableFuture<>();
    Thread owner =
        new Thread(
            () -> {
              try (Ring<String> own = disabled.enable()) {
                smoke(own);
                PlainFd fd =
                    end(own, own.openat2("o", Fd.CWD, path("file"), OpenHow.readOnly())).fd();
                assertThat(end(own, own.readFixed("read", fd, buffer, 0, 4, 0)).result())
                    .isEqualTo(4);
                fd.close();
                enabled.complete(own);
              } catch (Throwable e) {
                enabled.completeExceptionally(e);
              }
            });
    owner.start();
    owner.join();
    assertThat(Kernel.takeCount(eventfd)).isPositive();
    assertThat(text(buffer.segment())).startsWith("some");
    assertThatIllegalStateException().isThrownBy(() -> enabled.get().nop("closed"));
    assertThatIllegalStateException().isThrownBy(disabled::enable);
    disabled.close();
  }

  @Test
  void disabledRingThatIsNotEnabledIsClosed() throws IOException {
    int descriptors = Kernel.openDescriptors();
    long mapped = Kernel.mappedRings();
    DisabledRing<String> disabled = Ring.<String>builder().entries(4).openDisabled();
    assertThat(Kernel.openDescriptors()).isEqualTo(descriptors + 1);
    disabled.close();
    disabled.close();
    assertThat(Kernel.openDescriptors()).isEqualTo(descriptors);
    assertThat(Kernel.mappedRings()).isEqualTo(mapped);
    assertThatIllegalStateException().isThrownBy(disabled::enable);
  }

  @Test
  void contradictionsAreAllNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Ring.builder()
                    .entries(0)
                    .pollThread(Duration.ofMillis(1))
                    .with(SetupFlags.COOP_TASKRUN | SetupFlags.CQE32 | SetupFlags.CQE_MIXED)
                    .open())
        .withMessageContaining("entries must be")
        .withMessageContaining("SQPOLL excludes COOP_TASKRUN")
        .withMessageContaining("CQE32 excludes CQE_MIXED");
  }
}
