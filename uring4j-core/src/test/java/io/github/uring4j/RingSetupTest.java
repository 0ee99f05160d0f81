package io.github.uring4j;

import static io.github.uring4j.RingOnFake.collect;
import static io.github.uring4j.abi.IoUringConstants.IORING_REGISTER_ENABLE_RINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.uring4j.abi.Structs.IoUringParams;
import io.github.uring4j.sys.NativeMemory;
import io.github.uring4j.sys.Syscalls;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Setting a ring up: what is tried, in which order, and that no failure leaves anything behind. */
class RingSetupTest {

  private static final String BEST =
      "SUBMIT_ALL|TASKRUN_FLAG|SINGLE_ISSUER|DEFER_TASKRUN|NO_SQARRAY";

  private final FakeKernel kernel = new FakeKernel();

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  private ErrnoException failure(RingBuilder<String> builder) {
    ErrnoException failure = catchThrowableOfType(ErrnoException.class, builder::open);
    assertThat(failure).describedAs(kernel.trace()).isNotNull();
    return failure;
  }

  // Flags.

  @Test
  void theBestFlagsAreTriedFirst() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 8)) {
      assertThat(kernel.calls("setup")).containsExactly("setup(8, " + BEST + ")");
      assertThat(ring.setupFlags())
          .isEqualTo(
              SetupFlags.SUBMIT_ALL
                  | SetupFlags.TASKRUN_FLAG
                  | SetupFlags.SINGLE_ISSUER
                  | SetupFlags.DEFER_TASKRUN
                  | SetupFlags.NO_SQARRAY);
      assertThat(ring.features()).isEqualTo(FakeKernel.ALL_FEATURES);
    }
  }

  @Test
  void anOlderKernelGetsFewerFlagsStepByStep() throws IOException {
    kernel.unsupportedSetupFlags(~0);
    try (Ring<String> ring = RingOnFake.open(kernel, 8)) {
      assertThat(kernel.calls("setup"))
          .containsExactly(
              "setup(8, " + BEST + ")",
              "setup(8, SUBMIT_ALL|TASKRUN_FLAG|SINGLE_ISSUER|DEFER_TASKRUN)",
              "setup(8, SUBMIT_ALL|COOP_TASKRUN|TASKRUN_FLAG)",
              "setup(8, SUBMIT_ALL)",
              "setup(8, 0)");
      assertThat(ring.setupFlags()).isZero();
      ring.nop("works");
      ring.submit();
      assertThat(collect(ring)).containsExactly("works");
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        SetupFlags.NO_SQARRAY,
        SetupFlags.DEFER_TASKRUN,
        SetupFlags.COOP_TASKRUN | SetupFlags.SINGLE_ISSUER,
        SetupFlags.SUBMIT_ALL
      })
  void theRingHasNoneOfTheFlagsThatTheKernelLacks(int lacking) throws IOException {
    kernel.unsupportedSetupFlags(lacking);
    try (Ring<String> ring = RingOnFake.open(kernel, 8)) {
      assertThat(ring.setupFlags() & lacking).isZero();
      assertThat(ring.setupFlags()).isEqualTo(kernel.setup().flags());
    }
  }

  @Test
  void withAPollThreadOtherFlagsAreTried() throws IOException {
    kernel.unsupportedSetupFlags(SetupFlags.SUBMIT_ALL);
    RingBuilder<String> builder = RingOnFake.builder(kernel).entries(8);
    try (Ring<String> ring = builder.pollThread(Duration.ofMillis(5)).open()) {
      assertThat(kernel.calls("setup"))
          .containsExactly(
              "setup(8, SQPOLL|SUBMIT_ALL|SINGLE_ISSUER|NO_SQARRAY)",
              "setup(8, SQPOLL|SUBMIT_ALL)",
              "setup(8, SQPOLL)");
      assertThat(ring.setupFlags()).isEqualTo(SetupFlags.SQPOLL);
    }
  }

  @Test
  void flagsThatWereAskedForStayInEveryTry() {
    kernel.unsupportedSetupFlags(SetupFlags.CQE32);
    ErrnoException failure = failure(RingOnFake.builder(kernel).entries(8).with(SetupFlags.CQE32));
    assertThat(failure.errno()).isEqualTo(Errno.EINVAL);
    assertThat(failure).hasMessageContaining("CQE32");
    assertThat(kernel.calls("setup")).hasSize(5).allMatch(call -> call.contains("CQE32"));
  }

  @Test
  void onlyTriesNothingElse() {
    kernel.unsupportedSetupFlags(SetupFlags.SUBMIT_ALL);
    ErrnoException failure =
        failure(RingOnFake.builder(kernel).entries(8).only(SetupFlags.SUBMIT_ALL));
    assertThat(failure.errno()).isEqualTo(Errno.EINVAL);
    assertThat(failure.operation()).isEqualTo("io_uring_setup");
    assertThat(failure).hasMessageContaining("SUBMIT_ALL");
    assertThat(kernel.calls("setup")).containsExactly("setup(8, SUBMIT_ALL)");
  }

  @Test
  void onlyWithoutFlagsMakesAPlainRing() throws IOException {
    try (Ring<String> ring = RingOnFake.builder(kernel).entries(8).only(0).open()) {
      assertThat(ring.setupFlags()).isZero();
    }
  }

  @Test
  void theKernelGetsTheValuesOfTheOptions() throws IOException {
    MemorySegment seen = MemorySegment.ofArray(new byte[IoUringParams.SIZE]);
    Syscalls recording = recordingParams(seen);
    try (Ring<String> other = RingOnFake.open(kernel, 8)) {
      int otherFd = kernel.fd();
      RingBuilder<String> builder =
          Ring.<String>builder()
              .syscalls(() -> recording)
              .entries(8)
              .completionEntries(64)
              .pollThread(Duration.ofSeconds(2))
              .pollThreadCpu(1)
              .attachTo(other);
      try (Ring<String> ring = builder.open()) {
        assertThat(ring.completionEntries()).isEqualTo(64);
        assertThat(ring.entries()).isEqualTo(8);
        assertThat(get(seen, IoUringParams.CQ_ENTRIES)).isEqualTo(64);
        assertThat(get(seen, IoUringParams.SQ_THREAD_IDLE)).isEqualTo(2_000);
        assertThat(get(seen, IoUringParams.SQ_THREAD_CPU)).isEqualTo(1);
        assertThat(get(seen, IoUringParams.WQ_FD)).isEqualTo(otherFd);
        assertThat(get(seen, IoUringParams.FLAGS))
            .isEqualTo(
                ring.setupFlags()
                    | SetupFlags.SQPOLL
                    | SetupFlags.SQ_AFF
                    | SetupFlags.ATTACH_WQ
                    | SetupFlags.CQSIZE);
      }
    }
  }

  private static int get(MemorySegment params, int offset) {
    return params.get(ValueLayout.JAVA_INT_UNALIGNED, offset);
  }

  /** The kernel, with a copy of what set-up was last asked for. */
  private Syscalls recordingParams(MemorySegment copy) {
    return new Syscalls() {
      @Override
      public int setup(int entries, MemorySegment params) {
        copy.copyFrom(params);
        return kernel.setup(entries, params);
      }

      @Override
      public int enter(
          int fd, int toSubmit, int minComplete, int flags, MemorySegment arg, long argSize) {
        return kernel.enter(fd, toSubmit, minComplete, flags, arg, argSize);
      }

      @Override
      public int register(int fd, int opcode, MemorySegment arg, int count) {
        return kernel.register(fd, opcode, arg, count);
      }

      @Override
      public long mmap(long length, int fd, long offset) {
        return kernel.mmap(length, fd, offset);
      }

      @Override
      public int munmap(long address, long length) {
        return kernel.munmap(address, length);
      }

      @Override
      public int madvise(long address, long length, int advice) {
        return kernel.madvise(address, length, advice);
      }

      @Override
      public int close(int fd) {
        return kernel.close(fd);
      }
    };
  }

  // Failures.

  @ParameterizedTest
  @ValueSource(ints = {Errno.EPERM, Errno.ENOSYS, Errno.EMFILE, Errno.ENFILE, Errno.EFAULT})
  void aRefusalIsThrownAtOnce(int errno) {
    kernel.failSetup(errno);
    ErrnoException failure = failure(RingOnFake.builder(kernel));
    assertThat(failure.errno()).isEqualTo(errno);
    assertThat(failure.operation()).isEqualTo("io_uring_setup");
    assertThat(kernel.calls()).hasSize(1);
  }

  @Test
  void wantOfMemoryIsWaitedFor() throws IOException {
    kernel.failSetup(Errno.ENOMEM, 3);
    try (Ring<String> ring = RingOnFake.open(kernel, 64)) {
      assertThat(ring.entries()).isEqualTo(64);
      assertThat(kernel.calls("setup")).hasSize(4).allMatch(call -> call.startsWith("setup(64,"));
    }
  }

  @Test
  void wantOfMemoryThatStaysGetsASmallerRing() throws IOException {
    kernel.failSetup(Errno.ENOMEM, 7);
    try (Ring<String> ring = RingOnFake.open(kernel, 64)) {
      assertThat(ring.entries()).isEqualTo(16);
      assertThat(kernel.calls("setup").getLast()).startsWith("setup(16,");
    }
  }

  @Test
  void wantOfMemoryForTheSmallestRingIsThrown() {
    kernel.failSetup(Errno.ENOMEM);
    ErrnoException failure = failure(RingOnFake.builder(kernel).entries(64));
    assertThat(failure.errno()).isEqualTo(Errno.ENOMEM);
    assertThat(kernel.calls("setup").getLast()).startsWith("setup(8,");
  }

  @Test
  void aSmallRingIsNotMadeSmaller() {
    kernel.failSetup(Errno.ENOMEM);
    failure(RingOnFake.builder(kernel).entries(8));
    assertThat(kernel.calls("setup")).allMatch(call -> call.startsWith("setup(8,"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aFailedMappingIsUndone(int ordinal) {
    kernel.failMmap(ordinal, Errno.ENOMEM);
    ErrnoException failure = failure(RingOnFake.builder(kernel));
    assertThat(failure.errno()).isEqualTo(Errno.ENOMEM);
    assertThat(failure.operation()).isEqualTo("mmap");
    assertThat(kernel.calls("mmap")).hasSize(ordinal);
    assertThat(kernel.calls("munmap")).hasSize(ordinal - 1);
    assertThat(kernel.calls().getLast()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        Features.SINGLE_MMAP,
        Features.NODROP,
        Features.SUBMIT_STABLE,
        Features.RW_CUR_POS,
        Features.EXT_ARG
      })
  void aKernelWithoutWhatTheRingNeedsIsRefusedByName(int lacking) {
    kernel.features(FakeKernel.ALL_FEATURES & ~lacking);
    ErrnoException failure = failure(RingOnFake.builder(kernel));
    assertThat(failure.errno()).isEqualTo(Errno.ENOSYS);
    assertThat(failure)
        .hasMessageContaining(Features.toString(lacking))
        .hasMessageContaining("Linux 5.11");
  }

  @Test
  void aKernelWithNoMoreThanTheRingNeedsIsEnough() throws IOException {
    kernel.features(
        Features.SINGLE_MMAP
            | Features.NODROP
            | Features.SUBMIT_STABLE
            | Features.RW_CUR_POS
            | Features.EXT_ARG);
    try (Ring<String> ring = RingOnFake.open(kernel, 8)) {
      ring.nop("a");
      assertThat(ring.await(Duration.ofSeconds(1)).data()).isEqualTo("a");
    }
  }

  @Test
  void aCloseThatReportsAnErrorIsNoReasonToKeepTheMappings() throws IOException {
    kernel.failClose(Errno.EIO);
    RingOnFake.open(kernel, 8).close();
    assertThat(kernel.calls("munmap")).hasSize(3);
  }

  // The application's memory.

  private MemorySegment page() {
    return NativeMemory.at(kernel.mmap(4096, -1, 0), 4096);
  }

  private void unmap(MemorySegment memory) {
    kernel.munmap(memory.address(), memory.byteSize());
  }

  @Test
  void aRingInTheApplicationsMemoryLeavesItMapped() throws IOException {
    MemorySegment rings = page();
    MemorySegment entries = page();
    RingBuilder<String> builder = RingOnFake.builder(kernel).entries(4).memory(rings, entries);
    try (Ring<String> ring = builder.open()) {
      ring.nop("a");
      ring.submit();
      assertThat(collect(ring)).containsExactly("a");
    }
    // One for the rings, one for the entries, one for paths and vectors.
    assertThat(kernel.calls("mmap")).hasSize(3);
    assertThat(kernel.calls("munmap")).hasSize(1);
    unmap(rings);
    unmap(entries);
  }

  @Test
  void memoryThatIsTooSmallIsRefusedAndTheRingUndone() {
    MemorySegment rings = page();
    MemorySegment entries = page();
    RingBuilder<String> builder =
        RingOnFake.builder(kernel).entries(4).memory(rings.asSlice(0, 64), entries);
    assertThatThrownBy(builder::open)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rings has 64 bytes and needs");
    RingBuilder<String> second =
        RingOnFake.builder(kernel).entries(4).memory(rings, entries.asSlice(0, 128));
    assertThatThrownBy(second::open)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("entries has 128 bytes and needs 256");
    unmap(rings);
    unmap(entries);
  }

  @Test
  void memoryThatTheKernelCannotReachIsRefusedByTheKernel() {
    MemorySegment rings = page();
    MemorySegment entries = page();
    unmap(rings);
    ErrnoException failure = failure(RingOnFake.builder(kernel).entries(4).memory(rings, entries));
    assertThat(failure.errno()).isEqualTo(Errno.EFAULT);
    unmap(entries);
  }

  @Test
  void aRegisteredDescriptorIsUsedAndGivenBack() throws IOException {
    MemorySegment rings = page();
    MemorySegment entries = page();
    RingBuilder<String> builder =
        RingOnFake.builder(kernel)
            .entries(4)
            .memory(rings, entries)
            .with(SetupFlags.REGISTERED_FD_ONLY);
    try (Ring<String> ring = builder.open()) {
      ring.nop("a");
      ring.submit();
      assertThat(kernel.calls("enter"))
          .containsExactly("enter(to_submit=1, min_complete=0, REGISTERED_RING)");
      assertThat(ring.await(Duration.ofSeconds(1)).data()).isEqualTo("a");
      assertThat(ring.probe()).isNotNull();
      assertThat(kernel.calls("register").getLast()).contains("PROBE|USE_REGISTERED_RING");
    }
    assertThat(kernel.calls("close")).isEmpty();
    unmap(rings);
    unmap(entries);
  }

  @Test
  void aRegisteredDescriptorIsGivenBackIfTheMemoryIsTooSmall() {
    MemorySegment rings = page();
    MemorySegment entries = page();
    RingBuilder<String> builder =
        RingOnFake.builder(kernel)
            .entries(4)
            .memory(rings, entries.asSlice(0, 8))
            .with(SetupFlags.REGISTERED_FD_ONLY);
    assertThatThrownBy(builder::open).isInstanceOf(IllegalArgumentException.class);
    unmap(rings);
    unmap(entries);
  }

  // Disabled rings.

  @Test
  void aDisabledRingRunsOnceEnabled() throws IOException {
    DisabledRing<String> disabled = RingOnFake.builder(kernel).entries(4).openDisabled();
    assertThat(kernel.calls("setup")).hasSize(1).allMatch(call -> call.contains("R_DISABLED"));
    try (Ring<String> ring = disabled.enable()) {
      ring.nop("a");
      ring.submit();
      assertThat(collect(ring)).containsExactly("a");
      disabled.close();
      ring.nop("still open");
    }
  }

  @Test
  void aDisabledRingThatIsNeverEnabledLeavesNothing() throws IOException {
    DisabledRing<String> disabled = RingOnFake.builder(kernel).entries(4).openDisabled();
    disabled.close();
    disabled.close();
    assertThatThrownBy(disabled::enable).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void enablingThatFailsLeavesTheRingDisabled() throws IOException {
    kernel.failRegister(IORING_REGISTER_ENABLE_RINGS, Errno.EACCES);
    try (DisabledRing<String> disabled = RingOnFake.builder(kernel).openDisabled()) {
      ErrnoException failure = catchThrowableOfType(ErrnoException.class, disabled::enable);
      assertThat(failure.errno()).isEqualTo(Errno.EACCES);
      assertThat(catchThrowableOfType(ErrnoException.class, disabled::enable)).isNotNull();
    }
  }

  @Test
  void wantOfMemoryWhenARingIsEnabledLeaksNothing() throws IOException {
    kernel.failMmap(3, Errno.ENOMEM);
    DisabledRing<String> disabled = RingOnFake.builder(kernel).openDisabled();
    ErrnoException failure = catchThrowableOfType(ErrnoException.class, disabled::enable);
    assertThat(failure.errno()).isEqualTo(Errno.ENOMEM);
    disabled.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aDisabledRingThatCannotBeMappedLeaksNothing(int ordinal) {
    kernel.failMmap(ordinal, Errno.EAGAIN);
    RingBuilder<String> builder = RingOnFake.builder(kernel);
    assertThat(catchThrowableOfType(ErrnoException.class, builder::openDisabled).errno())
        .isEqualTo(Errno.EAGAIN);
  }

  @Test
  void aDisabledRingIsNotOpenedByOpen() {
    RingBuilder<String> builder = RingOnFake.builder(kernel).with(SetupFlags.R_DISABLED);
    assertThatThrownBy(builder::open)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("openDisabled()");
    assertThat(kernel.calls()).isEmpty();
  }

  // Who may.

  @Test
  void aVirtualThreadGetsNoRing() throws InterruptedException {
    List<Throwable> seen = new CopyOnWriteArrayList<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                RingOnFake.open(kernel, 4).close();
              } catch (IOException | RuntimeException e) {
                seen.add(e);
              }
            })
        .join();
    assertThat(seen).singleElement().isInstanceOf(WrongThreadException.class);
    assertThat(seen.getFirst()).hasMessageContaining("uring4j-vthread");
    assertThat(kernel.calls()).isEmpty();
  }
}
