package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Timeout requests. */
class TimeoutsKernelTest extends OnKernel {

  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofHours(1);

  /** What the kernel's clock says, or a little less. */
  private static long now(Clock clock) throws IOException {
    return switch (clock) {
      case MONOTONIC -> System.nanoTime();
      case REALTIME -> Duration.between(Instant.EPOCH, Instant.now()).toNanos();
      case BOOTTIME -> {
        String uptime = Files.readString(Path.of("/proc/uptime"));
        yield (long) (Double.parseDouble(uptime.substring(0, uptime.indexOf(' '))) * 1e9);
      }
    };
  }

  private long nanosUntilExpiry(Prepared<?> timeout) throws IOException {
    long start = System.nanoTime();
    assertThat(res(timeout)).isEqualTo(-Errno.ETIME);
    return System.nanoTime() - start;
  }

  @ParameterizedTest
  @EnumSource
  void relativeTimeoutExpires(Clock clock) throws IOException {
    assertThat(nanosUntilExpiry(ring.timeout("timeout", SHORT).clock(clock)))
        .isBetween(SHORT.toNanos(), SOON.toNanos());
  }

  @ParameterizedTest
  @EnumSource
  void absoluteTimeoutExpires(Clock clock) throws IOException {
    // /proc/uptime is cut to hundredths of a second.
    long then = now(clock) + SHORT.toNanos() + 10_000_000;
    assertThat(nanosUntilExpiry(ring.timeout("timeout", then).clock(clock).absolute()))
        .isBetween(SHORT.toNanos() / 2, SOON.toNanos());
  }

  @ParameterizedTest
  @EnumSource
  void absoluteTimeoutInThePastExpiresAtOnce(Clock clock) throws IOException {
    long before = now(clock) - Duration.ofMinutes(1).toNanos();
    assertThat(nanosUntilExpiry(ring.timeout("timeout", before).clock(clock).absolute()))
        .isLessThan(SOON.toNanos());
  }

  @Test
  void timeoutOfZeroExpiresAtOnce() throws IOException {
    assertThat(nanosUntilExpiry(ring.timeout("timeout", 0))).isLessThan(SOON.toNanos());
  }

  @Test
  void timeoutOverOneSecondIsSplitRightly() throws IOException {
    Duration duration = Duration.ofMillis(1_050);
    assertThat(nanosUntilExpiry(ring.timeout("timeout", duration)))
        .isBetween(duration.toNanos(), SOON.toNanos());
  }

  @Test
  void negativeTimeoutIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> ring.timeout("timeout", -1));
  }

  @Test
  void timeoutsExpireInOrderOfTime() throws IOException {
    ring.timeout("second", Duration.ofMillis(20));
    ring.timeout("first", Duration.ofMillis(2));
    ring.submit();
    assertThat(next().data()).isEqualTo("first");
    assertThat(next().data()).isEqualTo("second");
  }

  @Test
  void cancelledTimeoutEndsWithEcanceled() throws IOException {
    Request timeout = ring.timeout("timeout", LONG).request();
    ring.submit();
    ring.cancel("cancel", timeout);
    ring.submitAndWait(2);
    List<String> ends = new ArrayList<>();
    ring.forEachCompletion(
        (String data, int res, int flags) -> ends.add(data + " " + Errno.name(-res)));
    assertThat(ends).containsExactlyInAnyOrder("timeout ECANCELED", "cancel 0");
  }

  @Test
  void timeoutEndsEarlyWithCompletionCount() throws IOException {
    Request timeout = ring.timeout("timeout", LONG).completions(2).request();
    ring.nop("first");
    ring.submitAndWait(1);
    assertThat(ring.poll().data()).isEqualTo("first");
    assertThat(ring.poll()).as("one is not enough").isNull();
    assertThat(timeout.isInFlight()).isTrue();
    ring.nop("second");
    ring.submitAndWait(2);
    List<String> ends = new ArrayList<>();
    ring.forEachCompletion((String data, int res, int flags) -> ends.add(data + " " + res));
    assertThat(ends).containsExactlyInAnyOrder("second 0", "timeout 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ring.timeout("timeout", LONG).completions(0));
  }

  @Test
  void expiryBreaksChainUnlessItCountsAsSuccess() throws IOException {
    ring.timeout("timeout", 0).link();
    ring.nop("broken");
    ring.submitAndWait(2);
    assertThat(next().errno()).isEqualTo(Errno.ETIME);
    assertThat(next().errno()).isEqualTo(Errno.ECANCELED);

    ring.timeout("timeout", 0).expirySucceeds().link();
    ring.nop("goes on");
    ring.submitAndWait(2);
    Completion<String> expired = next();
    Needs.known(expired.res(), "TIMEOUT_ETIME_SUCCESS");
    assertThat(expired.errno()).isEqualTo(Errno.ETIME);
    assertThat(next().res()).isZero();
  }
}
