package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.uring4j.sys.NativeMemory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What contradicts itself is refused before the kernel is asked; what does not, is not. */
class RingConfigTest {

  private final FakeKernel kernel = new FakeKernel().unsupportedSetupFlags(0);

  record Contradiction(RingBuilder<String> builder, String message) {
    @Override
    public String toString() {
      return message;
    }
  }

  private static Contradiction flags(int flags, String message) {
    return new Contradiction(Ring.<String>builder().with(flags), message);
  }

  static List<Contradiction> contradictions() {
    return List.of(
        flags(SetupFlags.SQ_AFF, "SQ_AFF needs SQPOLL"),
        flags(SetupFlags.DEFER_TASKRUN, "DEFER_TASKRUN needs SINGLE_ISSUER"),
        flags(SetupFlags.HYBRID_IOPOLL, "HYBRID_IOPOLL needs IOPOLL"),
        flags(SetupFlags.REGISTERED_FD_ONLY, "REGISTERED_FD_ONLY needs NO_MMAP"),
        flags(SetupFlags.SQ_REWIND, "SQ_REWIND needs NO_SQARRAY"),
        flags(SetupFlags.TASKRUN_FLAG, "TASKRUN_FLAG needs COOP_TASKRUN or DEFER_TASKRUN"),
        flags(SetupFlags.SQPOLL | SetupFlags.COOP_TASKRUN, "SQPOLL excludes COOP_TASKRUN"),
        flags(
            SetupFlags.SQPOLL | SetupFlags.TASKRUN_FLAG | SetupFlags.COOP_TASKRUN,
            "SQPOLL excludes TASKRUN_FLAG"),
        flags(
            SetupFlags.SQPOLL | SetupFlags.DEFER_TASKRUN | SetupFlags.SINGLE_ISSUER,
            "SQPOLL excludes DEFER_TASKRUN"),
        flags(
            SetupFlags.SQPOLL | SetupFlags.SQ_REWIND | SetupFlags.NO_SQARRAY,
            "SQPOLL excludes SQ_REWIND"),
        flags(SetupFlags.CQE32 | SetupFlags.CQE_MIXED, "CQE32 excludes CQE_MIXED"),
        flags(SetupFlags.SQE128 | SetupFlags.SQE_MIXED, "SQE128 excludes SQE_MIXED"),
        flags(SetupFlags.CQSIZE, "CQSIZE is set with completionEntries(n)"),
        flags(SetupFlags.ATTACH_WQ, "ATTACH_WQ is set with attachTo(ring)"),
        flags(SetupFlags.NO_MMAP, "NO_MMAP is set with memory(rings, entries)"),
        new Contradiction(Ring.<String>builder().entries(0), "entries must be 1 to 32768, not 0"),
        new Contradiction(Ring.<String>builder().entries(-1), "entries must be 1 to 32768, not -1"),
        new Contradiction(
            Ring.<String>builder().entries(32_769), "entries must be 1 to 32768, not 32769"),
        new Contradiction(
            Ring.<String>builder().entries(0).with(SetupFlags.CLAMP),
            "entries must be 1 to 32768, not 0"),
        new Contradiction(
            Ring.<String>builder().completionEntries(65_537),
            "completionEntries must be 1 to 65536, not 65537"),
        new Contradiction(
            Ring.<String>builder().completionEntries(-1),
            "completionEntries must be 1 to 65536, not -1"),
        new Contradiction(
            Ring.<String>builder().entries(64).completionEntries(32),
            "completionEntries (32) must not be below entries (64)"));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void aContradictionIsRefusedBeforeTheKernelIsAsked(Contradiction contradiction) {
    RingBuilder<String> builder = contradiction.builder.syscalls(() -> kernel);
    assertThatThrownBy(builder::open)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(contradiction.message);
    assertThatThrownBy(builder::openDisabled).isInstanceOf(IllegalArgumentException.class);
    assertThat(kernel.calls()).isEmpty();
  }

  @Test
  void allContradictionsAreNamedAtOnce() {
    RingBuilder<String> builder =
        RingOnFake.builder(kernel)
            .entries(0)
            .with(
                SetupFlags.SQ_AFF
                    | SetupFlags.HYBRID_IOPOLL
                    | SetupFlags.CQE32
                    | SetupFlags.CQE_MIXED
                    | SetupFlags.ATTACH_WQ);
    assertThatThrownBy(builder::open)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "this ring cannot be: entries must be 1 to 32768, not 0; SQ_AFF needs SQPOLL;"
                + " HYBRID_IOPOLL needs IOPOLL; CQE32 excludes CQE_MIXED; ATTACH_WQ is set with"
                + " attachTo(ring)");
  }

  @Test
  void optionsOutOfRangeAreRefusedWhereTheyAreGiven() {
    RingBuilder<String> builder = RingOnFake.builder(kernel);
    assertThatThrownBy(() -> builder.pollThread(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.pollThread(Duration.ofNanos(999_999)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.pollThread(Duration.ofDays(30)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.pollThreadCpu(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.closeTimeout(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    MemorySegment heap = MemorySegment.ofArray(new byte[4096]);
    MemorySegment page = Arena.ofAuto().allocate(4096);
    assertThatThrownBy(() -> builder.memory(heap, page))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.memory(page, heap))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.memory(page, page.asReadOnly()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aClosedRingCannotBeAttachedTo() throws IOException {
    Ring<String> other = RingOnFake.open(kernel, 4);
    other.close();
    RingBuilder<String> builder = RingOnFake.builder(kernel);
    assertThatThrownBy(() -> builder.attachTo(other)).isInstanceOf(IllegalStateException.class);
  }

  /** Every flag that there is, by name. */
  static List<String> allFlags() {
    return Arrays.stream(SetupFlags.class.getFields())
        .filter(field -> Modifier.isStatic(field.getModifiers()))
        .map(Field::getName)
        .toList();
  }

  @Test
  void thereAre21Flags() {
    assertThat(allFlags()).hasSize(21);
  }

  @ParameterizedTest
  @MethodSource("allFlags")
  void everyFlagIsAcceptedWithWhatItNeeds(String name) throws Exception {
    int flag = SetupFlags.class.getField(name).getInt(null);
    MemorySegment rings = page();
    MemorySegment entries = page();
    try (Ring<String> other = RingOnFake.open(kernel, 4)) {
      RingBuilder<String> builder = RingOnFake.builder(kernel).entries(4);
      switch (name) {
        case "SQPOLL" -> builder.pollThread(Duration.ofMillis(1));
        case "SQ_AFF" -> builder.pollThread(Duration.ofMillis(1)).pollThreadCpu(0);
        case "CQSIZE" -> builder.completionEntries(16);
        case "ATTACH_WQ" -> builder.attachTo(other);
        case "NO_MMAP" -> builder.memory(rings, entries);
        case "REGISTERED_FD_ONLY" -> builder.memory(rings, entries).with(flag);
        case "HYBRID_IOPOLL" -> builder.with(flag | SetupFlags.IOPOLL);
        case "DEFER_TASKRUN" -> builder.only(flag | SetupFlags.SINGLE_ISSUER);
        case "TASKRUN_FLAG" -> builder.only(flag | SetupFlags.COOP_TASKRUN);
        case "SQ_REWIND" -> builder.with(flag | SetupFlags.NO_SQARRAY);
        case "R_DISABLED" -> {}
        default -> builder.with(flag);
      }
      try (Ring<String> ring =
          name.equals("R_DISABLED") ? builder.openDisabled().enable() : builder.open()) {
        assertThat(ring.setupFlags() & flag).isEqualTo(flag);
      }
    }
    kernel.munmap(rings.address(), rings.byteSize());
    kernel.munmap(entries.address(), entries.byteSize());
    kernel.assertNothingLeaked();
  }

  private MemorySegment page() {
    return NativeMemory.at(kernel.mmap(4096, -1, 0), 4096);
  }

  @Test
  void clampAllowsMoreThanTheMost() throws IOException {
    RingBuilder<String> builder =
        RingOnFake.builder(kernel)
            .entries(1_000_000)
            .completionEntries(1_000)
            .with(SetupFlags.CLAMP);
    // The completion queue is smaller than the clamped submission queue: that is the kernel's.
    assertThatThrownBy(builder::open).isInstanceOf(ErrnoException.class);
    try (Ring<String> ring =
        RingOnFake.builder(kernel).entries(1_000_000).with(SetupFlags.CLAMP).open()) {
      assertThat(ring.entries()).isEqualTo(32_768);
      assertThat(ring.completionEntries()).isEqualTo(65_536);
    }
    kernel.assertNothingLeaked();
  }

  @Test
  void sizesAreRoundedUpToPowersOfTwo() throws IOException {
    try (Ring<String> ring = RingOnFake.builder(kernel).entries(5).completionEntries(9).open()) {
      assertThat(ring.entries()).isEqualTo(8);
      assertThat(ring.completionEntries()).isEqualTo(16);
    }
    kernel.assertNothingLeaked();
  }
}
