package io.github.uring4j;

import static io.github.uring4j.RingOnFake.collect;
import static io.github.uring4j.RingOnFake.nops;
import static io.github.uring4j.RingOnFake.numbers;
import static io.github.uring4j.RingOnFake.userData;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.uring4j.abi.IoUringConstants;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a wait with options says to the kernel, and what ends it. */
class RingWaitOptionsTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final WaitOptions FOREVER = WaitOptions.forever();

  private final FakeKernel kernel = new FakeKernel().respond(Responder.NEVER);

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  @Test
  void optionsReachTheKernelAndLeaveNothingForTheNextWait() throws IOException {
    WaitOptions options =
        FOREVER.until(7).minimumWait(Duration.ofSeconds(2)).signalMask(SignalMask.of(1));
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      ring.submitAndWait(3, options);
      ring.submitAndWait(2, FOREVER.until(8));
      ring.submitAndWait(1, FOREVER.timeout(Duration.ZERO).signalMask(SignalMask.NONE));
      assertThat(kernel.calls("enter").getFirst())
          .matches(
              "enter\\(to_submit=0, min_complete=3, GETEVENTS\\|EXT_ARG\\|ABS_TIMER, until=7ns,"
                  + " min_wait=(2000000|1[0-9]{6})us, blocked=0x1\\)");
      assertThat(kernel.calls("enter").subList(1, 3))
          .containsExactly(
              "enter(to_submit=0, min_complete=2, GETEVENTS|EXT_ARG|ABS_TIMER, until=8ns)",
              "enter(to_submit=0, min_complete=0, GETEVENTS)");
    }
  }

  @Test
  void forEverIsWithoutTime() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      long userData = userData(ring.nop("a"));
      kernel.whenWaiting(() -> kernel.complete(userData, 0, 0));
      assertThat(ring.await(FOREVER).data()).isEqualTo("a");
      assertThat(kernel.calls("enter"))
          .containsExactly("enter(to_submit=1, min_complete=1, GETEVENTS|EXT_ARG)");
    }
  }

  @Test
  void whenTheMinimumTimeIsOverOneIsEnough() throws IOException {
    WaitOptions options = FOREVER.minimumWait(Duration.ofMillis(1));
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      nops(ring, 1, 3);
      kernel.whenWaiting(
          () -> {
            spinFor(1_000_000);
            kernel.complete(kernel.inFlight().getFirst().userData(), 0, 0);
          });
      assertThat(ring.submitAndWait(3, options)).isEqualTo(3);
      assertThat(kernel.calls("enter")).hasSize(1);
      assertThat(collect(ring)).isEqualTo(numbers(1, 1));
    }
  }

  private static void spinFor(long nanos) {
    long until = System.nanoTime() + nanos;
    while (System.nanoTime() - until < 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aKernelThatComesBackTooSoonIsAskedAgainForTheTimeThatIsLeft() throws IOException {
    WaitOptions options = FOREVER.minimumWait(Duration.ofMillis(90)).timeout(SOON);
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      nops(ring, 1, 3);
      kernel.whenWaiting(
          () -> {
            kernel.complete(kernel.inFlight().getFirst().userData(), 0, 0);
            kernel.interruptWait();
          });
      kernel.whenWaiting(() -> spinFor(90_000_000));
      long start = System.nanoTime();
      ring.submitAndWait(3, options);
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(90_000_000);
      assertThat(kernel.calls("enter")).hasSize(2);
      assertThat(kernel.calls("enter").getFirst()).containsPattern("min_wait=(90000|8[0-9]{4})us");
      assertThat(kernel.calls("enter").getLast())
          .containsPattern("min_complete=3, .*min_wait=[0-9]{1,5}us");
      assertThat(collect(ring)).isEqualTo(numbers(1, 1));
    }
  }

  @Test
  void whenNothingCameInTheMinimumTimeOneIsWaitedFor() throws IOException {
    WaitOptions options = FOREVER.minimumWait(Duration.ofMillis(1)).timeout(SOON);
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      nops(ring, 1, 3);
      kernel.whenWaiting(
          () -> {
            spinFor(1_000_000);
            kernel.interruptWait();
          });
      kernel.whenWaiting(() -> kernel.complete(kernel.inFlight().getFirst().userData(), 0, 0));
      ring.submitAndWait(3, options);
      assertThat(kernel.calls("enter").getLast())
          .contains("min_complete=1")
          .doesNotContain("min_wait");
      assertThat(collect(ring)).isEqualTo(numbers(1, 1));
    }
  }

  @Test
  void aSignalEndsAWaitThatHasAMaskAndNoOther() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      long userData = userData(ring.nop("a"));
      kernel.whenWaiting(kernel::interruptWait);
      assertThat(ring.await(FOREVER.signalMask(SignalMask.NONE))).isNull();
      assertThat(kernel.calls("enter")).as("the signal is not hidden by the submit").hasSize(2);
      kernel.whenWaiting(kernel::interruptWait);
      assertThat(ring.submitAndWait(1, FOREVER.signalMask(SignalMask.of(3)))).isZero();
      kernel.whenWaiting(kernel::interruptWait);
      kernel.whenWaiting(() -> kernel.complete(userData, 0, 0));
      assertThat(ring.await(FOREVER).data()).isEqualTo("a");
    }
  }

  @Test
  void anAbsoluteTimeEndsTheWaitWhenTheKernelSaysSo() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      assertThat(ring.await(FOREVER.until(Long.MAX_VALUE))).isNull();
      assertThat(kernel.calls("enter")).hasSize(1);
    }
  }

  @Test
  void aWakeupEndsTheWait() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      kernel.whenWaiting(ring::wakeup);
      assertThat(ring.await(FOREVER)).isNull();
      kernel.whenWaiting(ring::wakeup);
      assertThat(ring.submitAndWait(5, FOREVER.minimumWait(Duration.ofSeconds(9)))).isZero();
    }
  }

  @Test
  void aKernelWithoutMinimumWaitsIsToldApart() throws IOException {
    kernel.features(FakeKernel.ALL_FEATURES & ~IoUringConstants.IORING_FEAT_MIN_TIMEOUT);
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      ring.nop("a");
      WaitOptions options = FOREVER.minimumWait(Duration.ofSeconds(1));
      assertThatThrownBy(() -> ring.await(options))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("Linux 6.12");
      assertThatThrownBy(() -> ring.submitAndWait(1, options))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThat(ring.pending()).isOne();
    }
  }

  @Test
  void anOptionThatTheKernelDoesNotKnowLosesNothing() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      ring.nop("a");
      kernel.nextEnterFails(Errno.EINVAL);
      assertThatThrownBy(() -> ring.await(FOREVER.until(1)))
          .isInstanceOf(ErrnoException.class)
          .hasMessageContaining("one of the wait's options");
      assertThat(ring.pending()).isOne();
    }
  }

  @Test
  void ioWaitIsToldWithEachEnterFromThenOn() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      ring.ioWait(false);
      ring.nop("a");
      ring.submit();
      ring.await(Duration.ofNanos(1));
      ring.ioWait(true);
      ring.getEvents();
      assertThat(kernel.calls("enter"))
          .startsWith("enter(to_submit=1, min_complete=0, NO_IOWAIT)")
          .endsWith("enter(to_submit=0, min_complete=0, GETEVENTS)");
    }
    FakeKernel older =
        new FakeKernel()
            .features(FakeKernel.ALL_FEATURES & ~IoUringConstants.IORING_FEAT_NO_IOWAIT);
    try (Ring<String> ring = RingOnFake.open(older, 4)) {
      assertThatThrownBy(() -> ring.ioWait(false))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("Linux 6.15");
    }
  }

  // Registered waits.

  @Test
  void registeredWaitsAreNamedByTheirOffset() throws IOException {
    try (DisabledRing<String> disabled = RingOnFake.builder(kernel).entries(4).openDisabled()) {
      RegisteredWaits waits = disabled.registerWaits(3);
      disabled.setWait(waits, 2, FOREVER.until(5).minimumWait(Duration.ofMillis(1)));
      try (Ring<String> ring = disabled.enable()) {
        assertThat(ring.submitAndWait(4, waits, 2)).isZero();
        ring.setWait(waits, 0, FOREVER.until(6).signalMask(SignalMask.of(2)));
        assertThat(ring.await(waits, 0)).isNull();
        assertThat(kernel.calls("enter"))
            .containsExactly(
                "enter(to_submit=0, min_complete=4, GETEVENTS|EXT_ARG|ABS_TIMER|EXT_ARG_REG,"
                    + " until=5ns, min_wait=1000us, registered)",
                "enter(to_submit=0, min_complete=1, GETEVENTS|EXT_ARG|ABS_TIMER|EXT_ARG_REG,"
                    + " until=6ns, blocked=0x2, registered)");
      }
    }
  }

  @Test
  void aRegisteredWaitThatGoesOnHasTheTimeThatIsLeft() throws IOException {
    try (DisabledRing<String> disabled = RingOnFake.builder(kernel).entries(4).openDisabled()) {
      RegisteredWaits waits = disabled.registerWaits(1);
      disabled.setWait(waits, 0, FOREVER.timeout(Duration.ofSeconds(100)));
      try (Ring<String> ring = disabled.enable()) {
        long userData = userData(ring.nop("a"));
        kernel.whenWaiting(kernel::interruptWait);
        kernel.whenWaiting(() -> kernel.complete(userData, 0, 0));
        assertThat(ring.await(waits, 0).data()).isEqualTo("a");
        List<String> enters = kernel.calls("enter");
        assertThat(enters).hasSize(2);
        assertThat(enters.get(0)).contains("timeout=100000000000ns").contains("registered");
        assertThat(enters.get(1)).contains("timeout=99").doesNotContain("registered");
      }
    }
  }

  @Test
  void theApplicationsMemoryServesForWaitsAndIsCleared() throws IOException {
    MemorySegment memory = Arena.ofAuto().allocate(4096, 4096).fill((byte) 0x55);
    try (DisabledRing<String> disabled = RingOnFake.builder(kernel).entries(4).openDisabled()) {
      assertThatThrownBy(() -> disabled.registerWaits(memory.asSlice(0, 127)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the memory has 127");
      RegisteredWaits waits = disabled.registerWaits(memory);
      assertThat(waits.count()).isEqualTo(63);
      assertThatThrownBy(() -> disabled.registerWaits(1))
          .isInstanceOf(ErrnoException.class)
          .hasMessageContaining("EBUSY");
      disabled.setWait(waits, 62, FOREVER.until(9));
      try (Ring<String> ring = disabled.enable()) {
        ring.submitAndWait(1, waits, 62);
        assertThat(kernel.calls("enter").getLast()).contains("until=9ns, registered");
      }
    }
  }

  @Test
  void whatIsNotRegisteredHereIsRefused() throws IOException {
    for (int count : new int[] {0, -1, 65_537}) {
      try (DisabledRing<String> disabled = RingOnFake.builder(kernel).entries(4).openDisabled()) {
        assertThatThrownBy(() -> disabled.registerWaits(count))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("1 to 65536");
      }
    }
    try (DisabledRing<String> disabled = RingOnFake.builder(kernel).entries(4).openDisabled();
        Ring<String> other = RingOnFake.open(new FakeKernel(), 4)) {
      RegisteredWaits waits = disabled.registerWaits(2);
      assertThatThrownBy(() -> other.submitAndWait(1, waits, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("belongs to another ring");
      assertThatThrownBy(() -> other.await(waits, 0)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> other.setWait(waits, 0, FOREVER))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> disabled.setWait(waits, 2, FOREVER))
          .isInstanceOf(IndexOutOfBoundsException.class);
      Ring<String> closed;
      try (Ring<String> ring = disabled.enable()) {
        assertThatThrownBy(() -> ring.submitAndWait(1, waits, 2))
            .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> ring.await(waits, -1))
            .isInstanceOf(IndexOutOfBoundsException.class);
        closed = ring;
      }
      assertThatThrownBy(() -> closed.setWait(waits, 0, FOREVER))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
  }

  @Test
  void registeredWaitsStayAsLongAsTheKernelMayLookAtThem() throws Exception {
    try (DisabledRing<String> disabled = RingOnFake.builder(kernel).entries(4).openDisabled()) {
      WeakReference<RegisteredWaits> waits = new WeakReference<>(disabled.registerWaits(2));
      Garbage.collect();
      assertThat(waits.refersTo(null)).isFalse();
    }
  }
}
