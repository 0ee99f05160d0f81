package io.github.uring4j;

import static io.github.uring4j.RingOnFake.collect;
import static io.github.uring4j.RingOnFake.results;
import static io.github.uring4j.RingOnFake.userData;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Completions that belong to no request are counted, and reach nobody. */
class RingStraysTest {

  private final FakeKernel kernel = new FakeKernel().respond(Responder.NEVER);

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  @Test
  void aLateCompletionDoesNotHitTheRequestThatHasTheSlotNow() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      long first = userData(ring.nop("first"));
      ring.submit();
      kernel.complete(first, 1, 0);
      assertThat(results(ring)).containsExactly("first=1");
      long second = userData(ring.nop("second"));
      ring.submit();
      assertThat(UserData.slot(second)).isEqualTo(UserData.slot(first));
      kernel.post(first, 2, 0);
      assertThat(results(ring)).isEmpty();
      assertThat(ring.statistics().strays()).isEqualTo(1);
      assertThat(ring.inFlight()).isEqualTo(1);
      kernel.complete(second, 3, 0);
      assertThat(results(ring)).containsExactly("second=3");
    }
  }

  @Test
  void aCompletionThatComesTwiceIsDeliveredOnce() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      long userData = userData(ring.nop("a"));
      ring.submit();
      kernel.complete(userData, 1, 0);
      kernel.post(userData, 1, 0);
      assertThat(results(ring)).containsExactly("a=1");
      assertThat(ring.statistics().strays()).isEqualTo(1);
      assertThat(ring.statistics().completed()).isEqualTo(1);
      assertThat(ring.inFlight()).isZero();
    }
  }

  @Test
  void aCompletionOfAnotherRingIsNobodys() throws IOException {
    FakeKernel otherKernel = new FakeKernel().respond(Responder.NEVER);
    try (Ring<String> ring = RingOnFake.open(kernel, 4);
        Ring<String> other = RingOnFake.open(otherKernel, 4)) {
      long mine = userData(ring.nop("mine"));
      long foreign = userData(other.nop("foreign"));
      assertThat(UserData.slot(foreign)).isEqualTo(UserData.slot(mine));
      ring.submit();
      other.submit();
      kernel.post(foreign, 0, 0);
      assertThat(collect(ring)).isEmpty();
      assertThat(ring.statistics().strays()).isEqualTo(1);
      assertThat(ring.inFlight()).isEqualTo(1);
    }
    otherKernel.assertNothingLeaked();
  }

  @Test
  void nonsenseIsNobodys() throws IOException {
    Random random = new Random(1);
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      long userData = userData(ring.nop("a"));
      ring.submit();
      for (int i = 0; i < 100; i++) {
        kernel.post(random.nextLong() & Long.MAX_VALUE, i, 0);
        assertThat(collect(ring)).isEmpty();
      }
      kernel.post(0, 0, 0);
      kernel.post(userData ^ Long.MIN_VALUE, 0, 0);
      kernel.post(userData + 1, 0, 0);
      assertThat(ring.poll()).isNull();
      assertThat(ring.poll()).isNull();
      assertThat(ring.inFlight()).isEqualTo(1);
      assertThat(ring.statistics().strays()).isEqualTo(103);
    }
  }

  @Test
  void awaitGoesOnWaitingAfterAStray() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      long userData = userData(ring.nop("a"));
      kernel.whenWaiting(() -> kernel.post(1, 0, 0));
      kernel.whenWaiting(() -> kernel.complete(userData, 0, 0));
      assertThat(ring.await(Duration.ofMinutes(1)).data()).isEqualTo("a");
      assertThat(ring.statistics().strays()).isEqualTo(1);
    }
  }

  @Test
  void aStrayWithAMoreFlagFreesNothing() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      ring.nop("a");
      ring.submit();
      kernel.post(77, 0, CompletionFlags.MORE);
      assertThat(collect(ring)).isEmpty();
      assertThat(ring.inFlight()).isEqualTo(1);
    }
  }

  @Test
  void straysDuringCloseDoNotEndIt() throws IOException {
    kernel.wheneverWaiting(
        () ->
            kernel.inFlight().stream()
                .filter(sqe -> sqe.operation().equals("NOP"))
                .findFirst()
                .ifPresent(
                    sqe -> {
                      kernel.post(5, 0, 0);
                      kernel.complete(sqe.userData(), 0, 0);
                    }));
    kernel.onCancel(sqe -> FakeKernel.KEEPS_RUNNING);
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      ring.nop("a");
      ring.nop("b");
      ring.submit();
      kernel.post(6, 0, 0);
    }
    assertThat(kernel.inFlight()).isEmpty();
  }
}
