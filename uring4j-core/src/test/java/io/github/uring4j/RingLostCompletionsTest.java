package io.github.uring4j;

import static io.github.uring4j.RingOnFake.collect;
import static io.github.uring4j.RingOnFake.nops;
import static io.github.uring4j.RingOnFake.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The kernel had no memory for completions: EBADR. Which requests have ended is unknown. */
class RingLostCompletionsTest {

  private final FakeKernel kernel = new FakeKernel();

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  private static void assertLost(ThrowingCallable call) {
    ErrnoException lost = catchThrowableOfType(ErrnoException.class, call);
    assertThat(lost).isNotNull();
    assertThat(lost.errno()).isEqualTo(Errno.EBADR);
    assertThat(lost).hasMessageContaining("can only be closed");
  }

  private static void assertRefusesAll(Ring<String> ring) {
    assertLost(() -> ring.submitAndWait(1));
    assertLost(() -> ring.submitAndWait(1, Duration.ofSeconds(1)));
    assertLost(ring::poll);
    assertLost(() -> collect(ring));
    assertLost(() -> ring.forEachCompletion(view -> {}));
    assertLost(ring::await);
    assertLost(() -> ring.await(Duration.ofSeconds(1)));
  }

  @Test
  void theCounterOfTheQueueTellsAtTheNextEnter() throws IOException {
    kernel.dropOverflow();
    try (Ring<String> ring = RingOnFake.open(kernel, 2)) {
      // 4 fit, the 5th and 6th are lost.
      nops(ring, 1, 6);
      assertLost(ring::submit);
      assertThat(ring.statistics().lost()).isEqualTo(2);
      // What did arrive is still good.
      assertThat(collect(ring)).isEqualTo(numbers(1, 4));
      assertRefusesAll(ring);
      assertThat(ring.inFlight()).isEqualTo(2);
    }
  }

  @Test
  void theCounterTellsWhoeverOnlyLooksForCompletions() throws IOException {
    kernel.respond(Responder.NEVER);
    try (Ring<String> ring = RingOnFake.open(kernel, 2)) {
      nops(ring, 1, 6);
      ring.submit();
      kernel.dropOverflow();
      for (FakeSqe sqe : kernel.inFlight()) {
        kernel.complete(sqe.userData(), 0, 0);
      }
      assertThat(collect(ring)).isEqualTo(numbers(1, 4));
      assertLost(ring::poll);
      assertRefusesAll(ring);
    }
  }

  @Test
  void theErrnoTellsOnceAndTheRingRemembers() throws IOException {
    kernel.respond(Responder.NEVER);
    try (Ring<String> ring = RingOnFake.open(kernel, 2)) {
      ring.nop("a");
      ring.submit();
      kernel.nextEnterFails(Errno.EBADR);
      assertLost(ring::await);
      int enters = kernel.calls("enter").size();
      assertRefusesAll(ring);
      ring.nop("b");
      assertLost(ring::submit);
      assertThat(kernel.calls("enter")).hasSize(enters);
    }
  }

  @Test
  void anOperationThatNeedsRoomIsRefusedToo() throws IOException {
    kernel.respond(Responder.NEVER);
    try (Ring<String> ring = RingOnFake.open(kernel, 2)) {
      kernel.nextEnterFails(Errno.EBADR);
      ring.nop("a");
      assertLost(ring::await);
      ring.nop("b");
      assertLost(() -> ring.nop("c"));
    }
  }

  @Test
  void closeEndsWhenWhatWillNeverCompleteHasNoMemory() throws IOException {
    kernel.dropOverflow();
    try (Ring<String> ring = RingOnFake.open(kernel, 2)) {
      nops(ring, 1, 4);
      ring.nop("lost");
      assertLost(ring::submit);
    }
    kernel.assertNothingLeaked();
  }

  @Test
  void closeNeverFreesMemoryOfWhatMayStillRun() throws IOException {
    FakeKernel leaked = new FakeKernel().dropOverflow();
    Ring<String> ring =
        RingOnFake.builder(leaked).entries(2).closeTimeout(Duration.ofMillis(50)).open();
    nops(ring, 1, 4);
    ring.read("lost", PlainFd.STDIN, Arena.ofAuto().allocate(16), 0);
    assertLost(ring::submit);
    assertThatThrownBy(ring::close)
        .isInstanceOf(RingCloseException.class)
        .hasMessageContaining("read fd 0, data lost");
    assertThat(leaked.calls("munmap")).isEmpty();
    assertThat(leaked.calls("close")).isEmpty();
  }

  @Test
  void closeStillCancelsWhatIsLeft() throws IOException {
    kernel.respond(
        (sqe, out) -> {
          if (!out.cancels() && kernel.submitted().size() <= 5) {
            out.complete(0);
          }
        });
    kernel.dropOverflow();
    try (Ring<String> ring = RingOnFake.open(kernel, 2)) {
      nops(ring, 1, 4);
      ring.nop("lost");
      ring.nop("never");
      assertLost(ring::submit);
      assertThat(kernel.inFlight()).hasSize(1);
    }
    assertThat(kernel.inFlight()).isEmpty();
  }
}
