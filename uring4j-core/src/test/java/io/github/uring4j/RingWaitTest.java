package io.github.uring4j;

import static io.github.uring4j.RingOnFake.collect;
import static io.github.uring4j.RingOnFake.nops;
import static io.github.uring4j.RingOnFake.numbers;
import static io.github.uring4j.RingOnFake.userData;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting: how many for, how long, and what ends it. */
class RingWaitTest {

  private static final Pattern TIMEOUT = Pattern.compile("timeout=(\\d+)ns");

  private final FakeKernel kernel = new FakeKernel().respond(Responder.NEVER);

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  /** The time that an enter was given, in nanoseconds, or -1 for none. */
  private static long timeoutNanos(String enter) {
    Matcher matcher = TIMEOUT.matcher(enter);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
  }

  private static void spinUntil(long nanoTime) {
    while (System.nanoTime() - nanoTime < 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void submitAndWaitPassesTheNumberAndNoTime() throws IOException {
    kernel.respond(Responder.AT_ONCE);
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      nops(ring, 1, 3);
      assertThat(ring.submitAndWait(2)).isEqualTo(3);
      assertThat(kernel.calls("enter"))
          .containsExactly("enter(to_submit=3, min_complete=2, GETEVENTS)");
    }
  }

  @Test
  void whatIsReadyNeedsNoWait() throws IOException {
    kernel.respond(Responder.AT_ONCE);
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      nops(ring, 1, 3);
      ring.submit();
      kernel.forgetCalls();
      assertThat(ring.submitAndWait(3)).isZero();
      assertThat(ring.submitAndWait(0)).isZero();
      assertThat(ring.submitAndWait(2, Duration.ofSeconds(1))).isZero();
      assertThat(ring.await().data()).isEqualTo("1");
      assertThat(ring.await(Duration.ZERO).data()).isEqualTo("2");
      assertThat(kernel.calls()).isEmpty();
    }
  }

  @Test
  void onlyWhatIsMissingIsWaitedFor() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      nops(ring, 1, 3);
      ring.submit();
      kernel.complete(kernel.inFlight().getFirst().userData(), 0, 0);
      kernel.wheneverWaiting(() -> kernel.complete(kernel.inFlight().getFirst().userData(), 0, 0));
      ring.submitAndWait(3);
      assertThat(collect(ring)).isEqualTo(numbers(1, 3));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 999, 1_000_000_000, 1_500_000_000, 90_000_000_123L})
  void theTimeIsPassedAndNeverExceedsWhatWasAskedFor(long nanos) throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      long userData = userData(ring.nop("a"));
      kernel.whenWaiting(() -> kernel.complete(userData, 0, 0));
      ring.submitAndWait(1, Duration.ofNanos(nanos));
      String enter = kernel.calls("enter").getFirst();
      assertThat(enter).contains("to_submit=1");
      // So little may be over before the kernel is asked.
      if (nanos >= 1_000_000_000) {
        assertThat(enter).contains("min_complete=1", "GETEVENTS|EXT_ARG");
        assertThat(timeoutNanos(enter)).isBetween(nanos - 900_000_000, nanos);
      } else {
        assertThat(timeoutNanos(enter)).isLessThanOrEqualTo(nanos);
      }
    }
  }

  @Test
  void awaitPassesTheTime() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      long userData = userData(ring.nop("a"));
      kernel.whenWaiting(() -> kernel.complete(userData, 0, 0));
      assertThat(ring.await(Duration.ofSeconds(30)).data()).isEqualTo("a");
      assertThat(timeoutNanos(kernel.calls("enter").getFirst()))
          .isBetween(29_000_000_000L, 30_000_000_000L);
    }
  }

  @Test
  void anInterruptedWaitGoesOnForTheTimeThatIsLeft() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      ring.nop("a");
      ring.submit();
      kernel.forgetCalls();
      kernel.whenWaiting(
          () -> {
            spinUntil(System.nanoTime() + 20_000_000);
            kernel.interruptWait();
          });
      kernel.whenWaiting(() -> kernel.complete(kernel.inFlight().getFirst().userData(), 0, 0));
      ring.submitAndWait(1, Duration.ofSeconds(30));
      List<String> enters = kernel.calls("enter");
      assertThat(enters).hasSize(2);
      assertThat(timeoutNanos(enters.getLast()))
          .isLessThanOrEqualTo(timeoutNanos(enters.getFirst()) - 20_000_000);
    }
  }

  @Test
  void aTimeThatIsOverEndsTheWaitAndIsNoError() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      nops(ring, 1, 2);
      assertThat(ring.submitAndWait(2, Duration.ofMillis(1))).isEqualTo(2);
      assertThat(ring.inFlight()).isEqualTo(2);
      assertThat(ring.await(Duration.ofMillis(1))).isNull();
    }
  }

  @Test
  void aWaitThatFoundLessThanItWantedEndsWithTheTime() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      nops(ring, 1, 2);
      kernel.whenWaiting(() -> kernel.complete(kernel.inFlight().getFirst().userData(), 0, 0));
      ring.submitAndWait(2, Duration.ofMillis(1));
      assertThat(collect(ring)).containsExactly("1");
    }
  }

  @Test
  void aWaitIsNotRepeatedAfterItsDeadline() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      ring.nop("a");
      ring.submit();
      kernel.forgetCalls();
      kernel.whenWaiting(
          () -> {
            // The ring's time has begun before this, so it is over then.
            spinUntil(System.nanoTime() + 31_000_000);
            kernel.interruptWait();
          });
      ring.submitAndWait(1, Duration.ofMillis(30));
      assertThat(kernel.calls("enter")).isNotEmpty();
      assertThat(kernel.calls("enter").stream().skip(1))
          .allMatch(call -> call.contains("min_complete=0"));
    }
  }

  @Test
  void awaitReturnsNothingOnlyOnceTheTimeIsOver() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      ring.nop("a");
      long start = System.nanoTime();
      assertThat(ring.await(Duration.ofMillis(5))).isNull();
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(5_000_000);
    }
  }

  static List<Duration> noTime() {
    return List.of(
        Duration.ZERO,
        Duration.ofNanos(-1),
        Duration.ofDays(-1),
        Duration.ofSeconds(Long.MIN_VALUE));
  }

  @ParameterizedTest
  @MethodSource("noTime")
  void zeroAndLessSubmitAndDoNotWait(Duration duration) throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      ring.nop("a");
      assertThat(ring.submitAndWait(1, duration)).isEqualTo(1);
      ring.nop("b");
      assertThat(ring.await(duration)).isNull();
      assertThat(kernel.submitted()).hasSize(2);
      assertThat(kernel.calls("enter")).allMatch(call -> call.contains("min_complete=0"));
    }
  }

  @Test
  void zeroStillFetchesWhatTheKernelHoldsBack() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      ring.nop("a");
      ring.submit();
      kernel.deferCompletions();
      kernel.complete(kernel.inFlight().getFirst().userData(), 0, 0);
      assertThat(ring.await(Duration.ZERO).data()).isEqualTo("a");
    }
  }

  static List<Duration> centuries() {
    return List.of(
        Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
        Duration.ofNanos(Long.MAX_VALUE),
        Duration.ofDays(200_000));
  }

  @ParameterizedTest
  @MethodSource("centuries")
  void centuriesAreForEver(Duration duration) throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      long first = userData(ring.nop("a"));
      kernel.whenWaiting(() -> kernel.complete(first, 0, 0));
      ring.submitAndWait(1, duration);
      assertThat(timeoutNanos(kernel.calls("enter").getFirst())).isEqualTo(-1);
      assertThat(ring.await(duration).data()).isEqualTo("a");
    }
  }

  @Test
  void aTimeOfYearsIsPassed() throws IOException {
    Duration years = Duration.ofDays(36_500);
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      long userData = userData(ring.nop("a"));
      kernel.whenWaiting(() -> kernel.complete(userData, 0, 0));
      assertThat(ring.await(years).data()).isEqualTo("a");
      assertThat(timeoutNanos(kernel.calls("enter").getFirst()))
          .isBetween(years.minusSeconds(10).toNanos(), years.toNanos());
    }
  }

  @Test
  void moreThanTheCompletionQueueShowsCannotBeWaitedFor() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      for (int count : new int[] {-1, 9, Integer.MAX_VALUE}) {
        assertThatThrownBy(() -> ring.submitAndWait(count))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("0 to 8")
            .hasMessageContaining(Integer.toString(count));
        assertThatThrownBy(() -> ring.submitAndWait(count, Duration.ZERO))
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThat(kernel.calls("enter")).isEmpty();
    }
  }

  @Test
  void asManyAsTheCompletionQueueShowsCanBeWaitedFor() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      nops(ring, 1, 8);
      kernel.wheneverWaiting(() -> kernel.complete(kernel.inFlight().getFirst().userData(), 0, 0));
      ring.submitAndWait(8);
      assertThat(collect(ring)).isEqualTo(numbers(1, 8));
    }
  }

  @Test
  void awaitSubmitsWhatIsPrepared() throws IOException {
    kernel.respond(Responder.AT_ONCE);
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      nops(ring, 1, 2);
      assertThat(ring.await().data()).isEqualTo("1");
      assertThat(kernel.calls("enter"))
          .containsExactly("enter(to_submit=2, min_complete=1, GETEVENTS)");
      assertThat(ring.await().data()).isEqualTo("2");
    }
  }

  @Test
  void awaitSubmitsWhatIsPreparedEvenIfSomethingIsReady() throws IOException {
    kernel.respond(Responder.AT_ONCE);
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      nops(ring, 1, 2);
      ring.submit();
      ring.nop("3");
      assertThat(ring.await().data()).isEqualTo("1");
      assertThat(kernel.submitted()).hasSize(3);
    }
  }
}
