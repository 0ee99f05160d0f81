package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.uring4j.abi.LinuxArch;
import io.github.uring4j.abi.LinuxConstants;
import io.github.uring4j.sys.NativeMemory;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Waits with options: what they wait for, and when they end. */
class WaitsKernelTest extends OnKernel {

  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofHours(1);
  private static final WaitOptions FOREVER = WaitOptions.forever();

  /** Kinds of rings on which waits differ in the kernel. */
  enum Kind {
    PLAIN {
      @Override
      RingBuilder<String> builder() {
        return Ring.<String>builder().only(0);
      }
    },
    DEFERRING {
      @Override
      RingBuilder<String> builder() {
        return Ring.<String>builder().only(SetupFlags.SINGLE_ISSUER | SetupFlags.DEFER_TASKRUN);
      }
    },
    POLL_THREAD {
      @Override
      RingBuilder<String> builder() {
        return Ring.<String>builder().pollThread(Duration.ofMillis(100));
      }
    };

    abstract RingBuilder<String> builder();
  }

  private static long nanosOf(Action action) throws IOException {
    long start = System.nanoTime();
    action.run();
    return System.nanoTime() - start;
  }

  private interface Action {
    void run() throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void timeoutEndsTheWaitAndSubmits(Kind kind) throws IOException {
    try (Ring<String> other = Needs.ring(kind.builder().entries(8))) {
      WaitOptions options = FOREVER.timeout(SHORT);
      for (int i = 0; i < 3; i++) {
        other.nop("nop");
        assertThat(nanosOf(() -> assertThat(other.submitAndWait(2, options)).isOne()))
            .isBetween(SHORT.toNanos(), SOON.toNanos());
        // A poll thread on a busy machine may take longer to begin.
        assertThat(other.await(FOREVER.timeout(SOON)).data()).isEqualTo("nop");
        assertThat(nanosOf(() -> assertThat(other.await(options)).isNull()))
            .isBetween(SHORT.toNanos(), SOON.toNanos());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void pointInTimeEndsTheWait(Kind kind) throws IOException {
    try (Ring<String> other = Needs.ring(kind.builder().entries(8))) {
      long then = System.nanoTime() + SHORT.toNanos();
      assertThat(other.await(FOREVER.until(then))).isNull();
      assertThat(System.nanoTime()).isBetween(then, then + SOON.toNanos());
      assertThat(other.await(FOREVER.until(1))).as("long past").isNull();
      other.nop("nop");
      assertThat(other.await(FOREVER.until(System.nanoTime() + SOON.toNanos())).data())
          .isEqualTo("nop");
    }
  }

  // Minimum waits.

  @ParameterizedTest
  @EnumSource
  void minimumWaitCollectsWhatComesMeanwhile(Kind kind) throws IOException {
    try (Ring<String> other = Needs.ring(kind.builder().entries(8))) {
      WaitOptions options = FOREVER.minimumWait(SHORT);
      other.nop("first");
      other.timeout("second", SHORT.dividedBy(4));
      other.timeout("third", LONG);
      assertThat(nanosOf(() -> other.submitAndWait(3, options)))
          .isBetween(SHORT.toNanos(), SOON.toNanos());
      List<String> seen = new ArrayList<>();
      other.forEachCompletion((data, res, flags) -> seen.add(data));
      assertThat(seen).containsExactly("first", "second");
    }
  }

  @Test
  void minimumWaitEndsEarlyWithAllThatWasAskedFor() throws IOException {
    ring.nop("first");
    ring.nop("second");
    WaitOptions options = FOREVER.minimumWait(Duration.ofSeconds(60));
    assertThat(nanosOf(() -> ring.submitAndWait(2, options))).isLessThan(SOON.toNanos());
    assertThat(next().data()).isEqualTo("first");
    assertThat(next().data()).isEqualTo("second");
  }

  @Test
  void whenNothingCameInTheMinimumTimeTheFirstEndsTheWait() throws IOException {
    WaitOptions options = FOREVER.minimumWait(Duration.ofMillis(2)).timeout(SOON);
    ring.timeout("timeout", SHORT);
    long nanos = nanosOf(() -> ring.submitAndWait(5, options));
    assertThat(nanos).isBetween(SHORT.toNanos(), SOON.toNanos() / 2);
    assertThat(next().data()).isEqualTo("timeout");
  }

  @Test
  void timeoutEndsMinimumWait() throws IOException {
    WaitOptions options = FOREVER.minimumWait(Duration.ofMillis(2)).timeout(SHORT);
    assertThat(nanosOf(() -> assertThat(ring.submitAndWait(5, options)).isZero()))
        .isBetween(SHORT.toNanos(), SOON.toNanos());
    assertThat(nanosOf(() -> assertThat(ring.await(options)).isNull()))
        .isBetween(SHORT.toNanos(), SOON.toNanos());
  }

  // Signals.

  /** Sends the signal to this thread after a while. */
  private static void signalled(Action action) throws IOException {
    int thread = Kernel.threadId();
    try (HandledSignal signal = new HandledSignal()) {
      Thread sender =
          Thread.ofPlatform()
              .start(
                  () -> {
                    long until = System.nanoTime() + SHORT.toNanos();
                    while (System.nanoTime() - until < 0) {
                      LockSupport.parkNanos(until - System.nanoTime());
                    }
                    Kernel.signal(thread, HandledSignal.NUMBER);
                  });
      action.run();
      sender.join();
      assertThat(signal.wasHandledWithin(SOON.toSeconds())).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void signalThatIsNotBlockedEndsWaitWithMask() throws IOException {
    WaitOptions options = FOREVER.signalMask(SignalMask.NONE).timeout(SOON);
    signalled(
        () ->
            assertThat(nanosOf(() -> assertThat(ring.await(options)).isNull()))
                .isLessThan(SOON.toNanos()));
  }

  @Test
  void signalDoesNotHideBehindTheSubmit() throws IOException {
    WaitOptions options = FOREVER.signalMask(SignalMask.NONE).timeout(SOON);
    signalled(
        () -> {
          ring.timeout("timeout", LONG);
          assertThat(nanosOf(() -> assertThat(ring.submitAndWait(1, options)).isOne()))
              .isLessThan(SOON.toNanos());
        });
  }

  @Test
  void blockedSignalWaitsUntilTheWaitIsOver() throws IOException {
    Duration time = SHORT.multipliedBy(4);
    WaitOptions options = FOREVER.signalMask(SignalMask.of(HandledSignal.NUMBER)).timeout(time);
    signalled(
        () ->
            assertThat(nanosOf(() -> assertThat(ring.await(options)).isNull()))
                .isBetween(time.toNanos(), SOON.toNanos()));
  }

  @Test
  void signalDoesNotEndWaitWithoutMask() throws IOException {
    Duration time = SHORT.multipliedBy(4);
    signalled(
        () ->
            assertThat(nanosOf(() -> assertThat(ring.await(FOREVER.timeout(time))).isNull()))
                .isBetween(time.toNanos(), SOON.toNanos()));
  }

  // Registered waits.

  private DisabledRing<String> disabled(Kind kind) throws IOException {
    Needs.ioUring();
    return kind.builder().entries(8).openDisabled();
  }

  /** Memory of whole pages, as the kernel asks for. */
  private MemorySegment pages(long size) {
    long address =
        Kernel.call(
            LinuxArch.CURRENT.SYS_mmap,
            0,
            size,
            LinuxConstants.PROT_READ | LinuxConstants.PROT_WRITE,
            LinuxConstants.MAP_PRIVATE | LinuxConstants.MAP_ANONYMOUS,
            -1,
            0);
    assertThat(address).isPositive();
    closing(() -> assertThat(Kernel.call(LinuxArch.CURRENT.SYS_munmap, address, size)).isZero());
    return NativeMemory.at(address, size);
  }

  private void assertWaits(DisabledRing<String> disabled, RegisteredWaits waits)
      throws IOException {
    int last = waits.count() - 1;
    disabled.setWait(waits, 0, FOREVER.timeout(SHORT));
    try (Ring<String> enabled = disabled.enable()) {
      for (int i = 0; i < 3; i++) {
        enabled.nop("nop");
        assertThat(nanosOf(() -> assertThat(enabled.submitAndWait(2, waits, 0)).isOne()))
            .isBetween(SHORT.toNanos(), SOON.toNanos());
        assertThat(enabled.await(waits, 0).data()).isEqualTo("nop");
        assertThat(enabled.await(waits, 0)).isNull();
      }
      long then = System.nanoTime() + SHORT.toNanos();
      enabled.setWait(waits, last, FOREVER.until(then));
      assertThat(enabled.await(waits, last)).isNull();
      assertThat(System.nanoTime()).isBetween(then, then + SOON.toNanos());
      enabled.setWait(waits, last, FOREVER.minimumWait(SHORT).timeout(SOON));
      enabled.nop("first");
      enabled.timeout("second", SHORT.dividedBy(4));
      assertThat(nanosOf(() -> enabled.submitAndWait(3, waits, last)))
          .isBetween(SHORT.toNanos(), SOON.toNanos() / 2);
      assertThat(enabled.await(waits, last).data()).isEqualTo("first");
      assertThat(enabled.await(waits, last).data()).isEqualTo("second");
      enabled.setWait(waits, last, FOREVER.signalMask(SignalMask.NONE).timeout(SOON));
      signalled(() -> assertThat(enabled.await(waits, last)).isNull());
    }
  }

  @ParameterizedTest
  @EnumSource
  void registeredWaitsInMemoryOfTheKernel(Kind kind) throws IOException {
    try (DisabledRing<String> disabled = disabled(kind)) {
      RegisteredWaits waits = disabled.registerWaits(70);
      assertThat(waits.count()).isEqualTo(70);
      assertWaits(disabled, waits);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void registeredWaitsInMemoryOfTheApplication(int pages) throws IOException {
    MemorySegment memory = pages(pages * 65_536L);
    try (DisabledRing<String> disabled = disabled(Kind.DEFERRING)) {
      RegisteredWaits waits = disabled.registerWaits(memory);
      assertThat(waits.count()).isEqualTo(pages * 1_024 - 1);
      assertWaits(disabled, waits);
    }
  }

  @Test
  void memoryThatIsNotOfWholePagesIsRefused() throws IOException {
    MemorySegment memory = pages(65_536);
    try (DisabledRing<String> disabled = disabled(Kind.DEFERRING)) {
      for (MemorySegment unfit : List.of(memory.asSlice(64), memory.asSlice(0, 128))) {
        assertThatExceptionOfType(ErrnoException.class)
            .isThrownBy(() -> disabled.registerWaits(unfit))
            .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
      }
      disabled.registerWaits(1);
      assertThatExceptionOfType(ErrnoException.class)
          .isThrownBy(() -> disabled.registerWaits(1))
          .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EBUSY));
    }
  }

  @Test
  void closingGivesTheKernelsMemoryBack() throws IOException {
    long before = Kernel.mappedRings();
    try (DisabledRing<String> disabled = disabled(Kind.DEFERRING)) {
      disabled.registerWaits(1);
      assertThat(Kernel.mappedRings()).isEqualTo(before + 3);
      disabled.enable().close();
    }
    assertThat(Kernel.mappedRings()).isEqualTo(before);
  }

  // The rest.

  @Test
  void waitingIsAsLongWhenItCountsAsIdle() throws IOException {
    ring.ioWait(false);
    assertThat(nanosOf(() -> assertThat(ring.await(SHORT)).isNull()))
        .isBetween(SHORT.toNanos(), SOON.toNanos());
    ring.nop("nop");
    assertThat(next().data()).isEqualTo("nop");
    ring.ioWait(true);
    assertThat(ok(ring.nop("nop"))).isZero();
  }

  @Test
  void getEventsShowsWhatTheKernelHasDeferred() throws IOException {
    try (Ring<String> deferring = Needs.ring(Kind.DEFERRING.builder().entries(8))) {
      Pipe pipe = pipe();
      deferring.pollAdd("poll", pipe.in(), PollEvents.IN);
      deferring.submit();
      Kernel.write(pipe.out(), "x");
      assertThat(deferring.ready()).isZero();
      deferring.getEvents();
      assertThat(deferring.ready()).isOne();
      assertThat(deferring.poll().data()).isEqualTo("poll");
    }
  }

  @ParameterizedTest
  @EnumSource(names = "POLL_THREAD", mode = EnumSource.Mode.EXCLUDE)
  void overflowIsSeenUntilThereIsRoom(Kind kind) throws IOException {
    try (Ring<Integer> small =
        Needs.ring(
            Ring.<Integer>builder()
                .entries(2)
                .completionEntries(2)
                .only(
                    kind == Kind.PLAIN
                        ? 0
                        : SetupFlags.SINGLE_ISSUER | SetupFlags.DEFER_TASKRUN))) {
      assertThat(small.hasOverflow()).isFalse();
      for (int i = 0; i < 7; i++) {
        small.nop(i);
      }
      small.submit();
      assertThat(small.hasOverflow()).isTrue();
      for (int i = 0; i < 7; i++) {
        assertThat(small.await(SOON).data()).isEqualTo(i);
      }
      assertThat(small.hasOverflow()).isFalse();
      assertThat(small.poll()).isNull();
    }
  }

  @Test
  void eventfdIsLeftAloneWhileItIsNotEnabled() throws IOException {
    PlainFd eventfd = closing(Kernel.eventfd());
    ring.registerEventfd(eventfd);
    assertThat(ring.isEventfdEnabled()).isTrue();
    ring.eventfdEnabled(false);
    assertThat(ring.isEventfdEnabled()).isFalse();
    ok(ring.nop("nop"));
    assertThat(Kernel.takeCount(eventfd)).isZero();
    ring.eventfdEnabled(true);
    ok(ring.nop("nop"));
    assertThat(Kernel.takeCount(eventfd)).isPositive();
  }

  @Test
  void queuesOfRingStayOutOfChildren() throws IOException {
    ring.dontFork();
    long kept = 0;
    boolean ofRing = false;
    for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
      if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
        ofRing = line.endsWith("anon_inode:[io_uring]");
      } else if (ofRing && line.startsWith("VmFlags:") && line.contains(" dc")) {
        kept++;
      }
    }
    assertThat(kept).isEqualTo(2);
  }
}
