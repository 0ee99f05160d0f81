package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Timeouts that repeat, that are changed, and that are removed. */
class TimeoutChangesKernelTest extends OnKernel {

  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofHours(1);

  private Map<String, Integer> collect(int count) throws IOException {
    Map<String, Integer> results = new HashMap<>();
    while (results.size() < count) {
      Completion<String> completion = next();
      assertThat(results.put(completion.data(), completion.res())).isNull();
    }
    return results;
  }

  @ParameterizedTest
  @EnumSource
  void repeatedTimeoutCompletesSoManyTimes(Clock clock) throws IOException {
    Duration period = Duration.ofMillis(5);
    long start = System.nanoTime();
    Request timeout = ring.timeout("timeout", period).clock(clock).multishot(4).request();
    for (int i = 1; i <= 4; i++) {
      Completion<String> completion = next();
      Needs.known(completion.res(), "TIMEOUT_MULTISHOT");
      assertThat(completion.res()).isEqualTo(-Errno.ETIME);
      assertThat(completion.hasMore()).isEqualTo(i < 4);
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(i * period.toNanos());
    }
    assertThat(timeout.isInFlight()).isFalse();
    assertThat(ring.poll()).isNull();
  }

  @Test
  void endlessTimeoutGoesOnUntilItIsRemoved() throws IOException {
    Request timeout = ring.timeout("timeout", Duration.ofMillis(1)).multishot().request();
    for (int i = 0; i < 10; i++) {
      Completion<String> completion = next();
      Needs.known(completion.res(), "TIMEOUT_MULTISHOT");
      assertThat(completion.res()).isEqualTo(-Errno.ETIME);
      assertThat(completion.hasMore()).isTrue();
    }
    ring.timeoutRemove("remove", timeout);
    ring.submit();
    Completion<String> last = next();
    int removed = Integer.MIN_VALUE;
    while (last.data().equals("remove") || last.hasMore()) {
      if (last.data().equals("remove")) {
        removed = last.res();
      }
      last = next();
    }
    assertThat(last.res()).isEqualTo(-Errno.ECANCELED);
    assertThat(removed == Integer.MIN_VALUE ? next().res() : removed).isZero();
    assertThat(ring.inFlight()).isZero();
  }

  @Test
  void onceIsOnce() throws IOException {
    Completion<String> only = end(ring.timeout("timeout", 0).multishot(1));
    Needs.known(only.res(), "TIMEOUT_MULTISHOT");
    assertThat(only.res()).isEqualTo(-Errno.ETIME);
    assertThat(only.hasMore()).isFalse();
  }

  @Test
  void whatContradictsRepetitionIsRefused() throws IOException {
    PreparedTimeout repeats = ring.timeout("timeout", LONG).multishot(2);
    assertThatIllegalStateException().isThrownBy(repeats::absolute);
    assertThatIllegalStateException().isThrownBy(() -> repeats.completions(1));
    assertThatIllegalArgumentException().isThrownBy(() -> repeats.multishot(0));
    PreparedTimeout absolute = ring.timeout("timeout", LONG).absolute();
    assertThatIllegalStateException().isThrownBy(absolute::multishot);
    PreparedTimeout counts = ring.timeout("timeout", LONG).completions(9);
    assertThatIllegalStateException().isThrownBy(() -> counts.multishot(9));
  }

  /** liburing's timeout-overflow: an endless timeout that finds no room. */
  @Test
  void repeatedTimeoutWithoutRoomEndsButTellsSo() throws IOException {
    try (Ring<String> small =
        Needs.ring(Ring.<String>builder().entries(2).completionEntries(2).only(0))) {
      small.nop("nop");
      small.nop("nop");
      Request timeout = small.timeout("timeout", Duration.ofMillis(1)).multishot().request();
      small.submit();
      // Queue and backlog hold what comes; the nops come first.
      assertThat(small.await(SOON).data()).isEqualTo("nop");
      assertThat(small.await(SOON).data()).isEqualTo("nop");
      Completion<String> completion = small.await(SOON);
      Needs.known(completion.res(), "TIMEOUT_MULTISHOT");
      assertThat(completion.res()).isEqualTo(-Errno.ETIME);
      assertThat(timeout.isInFlight()).isEqualTo(completion.hasMore());
    }
  }

  @Test
  void removedTimeoutEndsWithEcanceled() throws IOException {
    Request timeout = ring.timeout("timeout", LONG).request();
    ring.submit();
    ring.timeoutRemove("remove", timeout);
    assertThat(collect(2)).containsEntry("remove", 0).containsEntry("timeout", -Errno.ECANCELED);
    assertThatIllegalStateException().isThrownBy(() -> ring.timeoutRemove("again", timeout));
    assertThatIllegalStateException().isThrownBy(() -> ring.timeoutUpdate("again", timeout, 1));
  }

  @Test
  void expiredTimeoutIsNotFound() throws IOException {
    Request timeout = ring.timeout("timeout", 0).request();
    ring.submitAndWait(1);
    ring.timeoutRemove("remove", timeout);
    ring.timeoutUpdate("update", timeout, 1);
    assertThat(collect(3))
        .containsEntry("remove", -Errno.ENOENT)
        .containsEntry("update", -Errno.ENOENT)
        .containsEntry("timeout", -Errno.ETIME);
  }

  @Test
  void onlyTimeoutsAreRemovedAndChanged() throws IOException {
    Request nop = ring.nop("nop").request();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ring.timeoutRemove("remove", nop))
        .withMessageContaining("is a nop request, not a timeout request");
    assertThatIllegalArgumentException().isThrownBy(() -> ring.timeoutUpdate("update", nop, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ring.linkTimeoutUpdate("update", nop, 1))
        .withMessageContaining("link_timeout");
    Request timeout = ring.timeout("timeout", LONG).request();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ring.linkTimeoutUpdate("update", timeout, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ring.timeoutUpdate("update", timeout, -1))
        .withMessageContaining("-1");
    assertThat(ring.pending()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void shortenedTimeoutExpiresByItsOwnClock(Clock clock) throws IOException {
    Request timeout = ring.timeout("timeout", LONG).clock(clock).request();
    ring.submit();
    long start = System.nanoTime();
    ring.timeoutUpdate("update", timeout, SHORT.toNanos());
    assertThat(collect(2)).containsEntry("update", 0).containsEntry("timeout", -Errno.ETIME);
    assertThat(System.nanoTime() - start).isBetween(SHORT.toNanos(), SOON.toNanos());
  }

  @Test
  void lengthenedTimeoutDoesNotExpire() throws IOException {
    Request timeout = ring.timeout("timeout", SHORT).request();
    ring.submit();
    ring.timeoutUpdate("update", timeout, LONG.toNanos());
    assertThat(collect(1)).containsEntry("update", 0);
    assertThat(ring.await(SHORT.multipliedBy(3))).isNull();
    assertThat(timeout.isInFlight()).isTrue();
  }

  @Test
  void timeoutIsChangedToPointInTime() throws IOException {
    Request timeout = ring.timeout("timeout", LONG).clock(Clock.REALTIME).request();
    ring.submit();
    long then = Duration.between(Instant.EPOCH, Instant.now()).plus(SHORT).toNanos();
    ring.timeoutUpdate("update", timeout, then).absolute();
    assertThat(collect(2)).containsEntry("update", 0).containsEntry("timeout", -Errno.ETIME);
  }

  @Test
  void changedTimeoutCountsNoCompletionsAnyMore() throws IOException {
    Request timeout = ring.timeout("timeout", LONG).completions(2).request();
    ring.submit();
    ring.timeoutUpdate("update", timeout, LONG.toNanos());
    ring.nop("1");
    ring.nop("2");
    ring.nop("3");
    assertThat(collect(4).keySet()).doesNotContain("timeout");
    assertThat(timeout.isInFlight()).isTrue();
  }

  @Test
  void changedRepetitionGoesOnWithItsNewPeriodWithoutEnd() throws IOException {
    Request timeout = ring.timeout("timeout", LONG).multishot(2).request();
    ring.submit();
    ring.timeoutUpdate("update", timeout, 1_000_000);
    assertThat(next().toString()).isEqualTo("timeout_remove = 0 (update)");
    for (int i = 0; i < 4; i++) {
      Completion<String> completion = next();
      assertThat(completion.res()).isEqualTo(-Errno.ETIME);
      assertThat(completion.hasMore()).isTrue();
    }
  }

  @Test
  void kernelsThatLackImmediateTimesSaySo() throws IOException {
    int res = res(ring.timeout("timeout", 1_000).immediate());
    assertThat(res).isIn(-Errno.ETIME, -Errno.EINVAL);
    assertThat(ring.inFlight()).isZero();
  }
}
