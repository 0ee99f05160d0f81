package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Timeouts that limit the request before them. */
class LinkTimeoutsKernelTest extends OnKernel {

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
  void requestIsCancelledWhenItsTimeIsOver(Clock clock) throws IOException {
    long start = System.nanoTime();
    ring.read("read", pipe().in(), memory(1), 0).link();
    ring.linkTimeout("limit", SHORT).clock(clock);
    assertThat(collect(2))
        .containsEntry("read", -Errno.ECANCELED)
        .containsEntry("limit", -Errno.ETIME);
    assertThat(System.nanoTime() - start).isBetween(SHORT.toNanos(), SOON.toNanos());
  }

  @Test
  void limitCanBePointInTime() throws IOException {
    ring.pollAdd("poll", pipe().in(), PollEvents.IN).link();
    ring.linkTimeout("limit", System.nanoTime() + SHORT.toNanos()).absolute();
    assertThat(collect(2))
        .containsEntry("poll", -Errno.ECANCELED)
        .containsEntry("limit", -Errno.ETIME);
  }

  @Test
  void requestInTimeEndsItsLimit() throws IOException {
    Pipe pipe = pipe();
    Kernel.write(pipe.out(), "x");
    ring.read("read", pipe.in(), memory(1), 0).link();
    ring.linkTimeout("limit", LONG);
    assertThat(collect(2)).containsEntry("read", 1).containsEntry("limit", -Errno.ECANCELED);
  }

  @Test
  void failedRequestEndsItsLimit() throws IOException {
    ring.read("read", PlainFd.of(1_000_000), memory(1), 0).link();
    ring.linkTimeout("limit", LONG);
    assertThat(collect(2))
        .containsEntry("read", -Errno.EBADF)
        .containsEntry("limit", -Errno.ECANCELED);
  }

  @Test
  void requestInWorkerIsInterruptedWhenItsTimeIsOver() throws IOException {
    ring.read("read", pipe().in(), memory(1), 0).async().link();
    ring.linkTimeout("limit", SHORT);
    Map<String, Integer> results = collect(2);
    assertThat(results.get("read")).isIn(-Errno.ECANCELED, -Errno.EINTR);
    assertThat(results.get("limit")).isIn(-Errno.ETIME, -Errno.EALREADY);
  }

  @Test
  void chainGoesOnBehindTheLimitOrBreaksWithTheRequest() throws IOException {
    ring.nop("first").link();
    ring.linkTimeout("limit", LONG).link();
    ring.nop("last");
    assertThat(collect(3))
        .containsEntry("first", 0)
        .containsEntry("limit", -Errno.ECANCELED)
        .containsEntry("last", 0);
    ring.read("first", pipe().in(), memory(1), 0).link();
    ring.linkTimeout("limit", SHORT).link();
    ring.nop("last");
    assertThat(collect(3))
        .containsEntry("first", -Errno.ECANCELED)
        .containsEntry("limit", -Errno.ETIME)
        .containsEntry("last", -Errno.ECANCELED);
  }

  /** The time begins when the request does, not when the chain does. */
  @Test
  void limitOfLaterRequestStartsWithThat() throws IOException {
    ring.timeout("first", SHORT.multipliedBy(2)).expirySucceeds().link();
    ring.nop("second").link();
    ring.linkTimeout("limit", SHORT);
    assertThat(collect(3))
        .containsEntry("first", -Errno.ETIME)
        .containsEntry("second", 0)
        .containsEntry("limit", -Errno.ECANCELED);
  }

  @Test
  void hardLinkedRequestIsLimitedAsWell() throws IOException {
    ring.read("read", pipe().in(), memory(1), 0).hardlink();
    ring.linkTimeout("limit", SHORT).hardlink();
    ring.nop("last");
    assertThat(collect(3))
        .containsEntry("read", -Errno.ECANCELED)
        .containsEntry("limit", -Errno.ETIME)
        .containsEntry("last", 0);
  }

  @Test
  void limitWithoutRequestBeforeItIsRefused() throws IOException {
    assertThatIllegalStateException()
        .isThrownBy(() -> ring.linkTimeout("limit", 1))
        .withMessageContaining("must link to it")
        .withMessageContaining("link()");
    ring.nop("nop");
    assertThatIllegalStateException().isThrownBy(() -> ring.linkTimeout("limit", SHORT));
    ring.nop("first").link();
    ring.linkTimeout("limit", LONG).link();
    assertThatIllegalStateException()
        .isThrownBy(() -> ring.linkTimeout("second limit", 1))
        .withMessageContaining("one at most");
    assertThatIllegalArgumentException().isThrownBy(() -> ring.linkTimeout("limit", -1));
    ring.endChain();
    assertThatIllegalStateException().isThrownBy(() -> ring.linkTimeout("limit", 1));
    assertThat(collect(3)).containsOnlyKeys("nop", "first", "limit");
  }

  /** liburing's linked-defer-close: the descriptor is closed before the time is over. */
  @Test
  void limitHoldsWhenTheDescriptorIsClosedMeanwhile() throws IOException {
    Pipe pipe = Kernel.pipe();
    ring.read("read", pipe.in(), memory(1), 0).link();
    ring.linkTimeout("limit", SHORT);
    ring.submit();
    pipe.in().close();
    assertThat(collect(2))
        .containsEntry("read", -Errno.ECANCELED)
        .containsEntry("limit", -Errno.ETIME);
    pipe.out().close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void limitIsChangedWhileTheRequestRuns(boolean absolute) throws IOException {
    ring.read("read", pipe().in(), memory(1), 0).link();
    Request limit = ring.linkTimeout("limit", LONG).request();
    ring.submit();
    long nanos = SHORT.toNanos();
    PreparedTimeoutUpdate update =
        ring.linkTimeoutUpdate("update", limit, absolute ? System.nanoTime() + nanos : nanos);
    if (absolute) {
      update.absolute();
    }
    assertThat(collect(3))
        .containsEntry("update", 0)
        .containsEntry("read", -Errno.ECANCELED)
        .containsEntry("limit", -Errno.ETIME);
  }

  @Test
  void limitThatHasEndedIsNotFound() throws IOException {
    ring.nop("nop").link();
    Request limit = ring.linkTimeout("limit", LONG).request();
    ring.submitAndWait(2);
    ring.linkTimeoutUpdate("update", limit, 1);
    assertThat(collect(3)).containsEntry("update", -Errno.ENOENT);
    assertThatIllegalStateException().isThrownBy(() -> ring.linkTimeoutUpdate("update", limit, 1));
  }

  @Test
  void cancelledRequestEndsItsLimit() throws IOException {
    Request read = ring.read("read", pipe().in(), memory(1), 0).link().request();
    ring.linkTimeout("limit", LONG);
    ring.submit();
    ring.cancel("cancel", read);
    assertThat(collect(3))
        .containsEntry("cancel", 0)
        .containsEntry("read", -Errno.ECANCELED)
        .containsEntry("limit", -Errno.ECANCELED);
  }
}
