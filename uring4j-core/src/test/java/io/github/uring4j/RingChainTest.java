package io.github.uring4j;

import static io.github.uring4j.RingOnFake.collect;
import static io.github.uring4j.RingOnFake.nops;
import static io.github.uring4j.RingOnFake.numbers;
import static io.github.uring4j.abi.IoUringConstants.IOSQE_IO_HARDLINK;
import static io.github.uring4j.abi.IoUringConstants.IOSQE_IO_LINK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A chain goes with one submit, or not at all. */
class RingChainTest {

  private final FakeKernel kernel = new FakeKernel();

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  private static List<ThrowingCallable> submits(Ring<String> ring) {
    return List.of(
        ring::submit,
        () -> ring.submitAndWait(1),
        () -> ring.submitAndWait(0),
        () -> ring.submitAndWait(1, Duration.ofSeconds(1)),
        ring::await,
        () -> ring.await(Duration.ofSeconds(1)),
        () -> ring.await(Duration.ZERO));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingIsSubmittedInTheMiddleOfAChain(boolean hard) throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      PreparedNop first = ring.nop("1");
      PreparedNop same = hard ? first.hardlink() : first.link();
      assertThat(same).isSameAs(first);
      for (ThrowingCallable submit : submits(ring)) {
        assertThatThrownBy(submit)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("endChain()");
      }
      assertThat(kernel.calls("enter")).isEmpty();
      assertThat(ring.pending()).isEqualTo(1);
      ring.nop("2");
      assertThat(ring.submit()).isEqualTo(2);
      assertThat(kernel.submitted().getFirst().flags())
          .isEqualTo(hard ? IOSQE_IO_HARDLINK : IOSQE_IO_LINK);
      assertThat(kernel.submitted().getLast().flags()).isZero();
      assertThat(collect(ring)).containsExactly("1", "2");
    }
  }

  @Test
  void aRefusedSubmitLeavesTheFlyweightGoodForUnlink() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      PreparedNop last = ring.nop("1").link().hardlink();
      for (ThrowingCallable submit : submits(ring)) {
        assertThatThrownBy(submit).isInstanceOf(IllegalStateException.class);
      }
      last.unlink();
      assertThat(ring.submit()).isEqualTo(1);
      assertThat(kernel.lastSubmitted().flags()).isZero();
    }
  }

  @Test
  void aFullQueueInTheMiddleOfAChainIsRefusedAndNothingIsPrepared() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 2)) {
      ring.nop("1");
      PreparedNop second = ring.nop("2").link();
      assertThatThrownBy(() -> ring.nop("3"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("ensureSpace(n)")
          .hasMessageContaining("endChain()");
      assertThatThrownBy(() -> ring.ensureSpace(1)).isInstanceOf(IllegalStateException.class);
      assertThat(kernel.calls("enter")).isEmpty();
      assertThat(ring.inFlight()).isEqualTo(2);
      second.unlink();
      ring.nop("3");
      ring.submit();
      assertThat(kernel.submitted()).hasSize(3).allMatch(sqe -> sqe.flags() == 0);
      assertThat(collect(ring)).isEqualTo(numbers(1, 3));
    }
  }

  @Test
  void aFailedOperationInTheMiddleLeavesTheChainOpen() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      PreparedNop first = ring.nop("1").link();
      assertThatThrownBy(() -> ring.timeout("2", -1)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> ring.mkdirat("2", Fd.CWD, "a\0b", 0))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(ring::submit).isInstanceOf(IllegalStateException.class);
      first.unlink();
      ring.submit();
      assertThat(kernel.submitted()).hasSize(1);
    }
  }

  @Test
  void aChainThatFitsAfterEnsureSpaceGoesWithOneSubmit() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      nops(ring, 1, 2);
      ring.ensureSpace(4);
      kernel.forgetCalls();
      ring.nop("3").link();
      ring.nop("4").link();
      ring.nop("5").link();
      ring.nop("6");
      assertThat(ring.submit()).isEqualTo(4);
      assertThat(kernel.calls("enter")).hasSize(1);
      assertThat(kernel.submitted().stream().map(FakeSqe::flags))
          .containsExactly(IOSQE_IO_LINK, IOSQE_IO_LINK, IOSQE_IO_LINK, 0);
    }
  }

  @Test
  void collectingIsPossibleInTheMiddleOfAChain() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      ring.nop("done");
      ring.submit();
      ring.nop("1").link();
      assertThat(ring.poll().data()).isEqualTo("done");
      assertThat(collect(ring)).isEmpty();
      ring.nop("2");
      assertThat(ring.submit()).isEqualTo(2);
    }
  }

  @Test
  void closeInTheMiddleOfAChainDropsIt() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      ring.nop("0");
      ring.submit();
      ring.nop("1").link();
    }
    assertThat(kernel.submitted()).hasSize(1);
  }

  @Test
  void unlinkKeepsTheOtherFlags() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      ring.nop("1").async().link().drain().unlink();
      ring.nop("2").async().drain();
      ring.submit();
      assertThat(kernel.submitted().getFirst().flags())
          .isEqualTo(kernel.lastSubmitted().flags())
          .isNotZero();
    }
  }

  @Test
  void endChainIsAWayOutWhenTheLastRequestIsOutOfReach() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 2)) {
      ring.nop("1").link();
      ring.nop("2").link();
      assertThatThrownBy(() -> ring.nop("3")).isInstanceOf(IllegalStateException.class);
      ring.endChain();
      ring.endChain();
      ring.nop("3");
      ring.submit();
      assertThat(kernel.submitted().get(0).flags()).isEqualTo(IOSQE_IO_LINK);
      assertThat(kernel.submitted().get(1).flags()).isZero();
    }
  }
}
