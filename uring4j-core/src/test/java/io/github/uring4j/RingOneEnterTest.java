package io.github.uring4j;

import static io.github.uring4j.RingOnFake.collect;
import static io.github.uring4j.RingOnFake.collectAll;
import static io.github.uring4j.RingOnFake.nops;
import static io.github.uring4j.RingOnFake.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.uring4j.sys.NativeMemory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A ring that has run before submits and waits by one enter, without a look at what lies there: all
 * that may keep this one enter from being enough.
 */
class RingOneEnterTest {

  /** More than a ring tries for one call. */
  private static final int MANY = 200;

  private final FakeKernel kernel = new FakeKernel().unsupportedSetupFlags(0);

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  private Ring<String> open(int entries, int flags) throws IOException {
    return warmed(RingOnFake.builder(kernel).entries(entries).only(flags));
  }

  private Ring<String> open() throws IOException {
    return open(4, 0);
  }

  /** Only a ring that has submitted takes the short way. */
  private Ring<String> warmed(RingBuilder<String> builder) throws IOException {
    Ring<String> ring = builder.open();
    ring.nop("first");
    ring.submitAndWait(1);
    assertThat(collect(ring)).containsExactly("first");
    kernel.forgetCalls();
    return ring;
  }

  private void completeFirst() {
    kernel.complete(kernel.inFlight().getFirst().userData(), 0, 0);
  }

  private static String enter(int toSubmit, int minComplete) {
    return "enter(to_submit=%d, min_complete=%d, GETEVENTS)".formatted(toSubmit, minComplete);
  }

  @Test
  void theFirstEnterMakesTheRingKeptAlive() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      ring.nop("a");
      assertThat(ring.resources().isRooted()).isFalse();
      ring.submitAndWait(1);
      assertThat(ring.resources().isRooted()).isTrue();
      collect(ring);
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        SetupFlags.NO_SQARRAY,
        SetupFlags.SQE128,
        SetupFlags.CQE32,
        SetupFlags.CQE_MIXED,
        SetupFlags.COOP_TASKRUN,
        SetupFlags.SINGLE_ISSUER | SetupFlags.DEFER_TASKRUN,
        SetupFlags.IOPOLL
      })
  void oneEnterTakesAllAndBringsEnough(int flags) throws IOException {
    kernel.startIndicesAt(-9);
    try (Ring<String> ring = open(16, flags)) {
      for (int i = 0; i < 9; i++) {
        nops(ring, 1, 4);
        assertThat(ring.submitAndWait(3)).isEqualTo(4);
        assertThat(kernel.calls("enter")).containsExactly(enter(4, 3));
        assertThat(collect(ring)).isEqualTo(numbers(1, 4));
        kernel.forgetCalls();
      }
      // Ten with that of before.
      assertThat(ring.statistics().enters()).isEqualTo(10);
    }
  }

  @Test
  void theEnterIsByTheRegisteredDescriptorAndWithTheRingsFlags() throws IOException {
    try (Ring<String> ring =
        warmed(RingOnFake.builder(kernel).entries(4).registerDescriptor(true))) {
      ring.ioWait(false);
      ring.nop("a");
      ring.submitAndWait(1);
      assertThat(kernel.calls("enter"))
          .containsExactly(
              "enter(to_submit=1, min_complete=1, GETEVENTS|REGISTERED_RING|NO_IOWAIT)");
      assertThat(collect(ring)).containsExactly("a");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {SetupFlags.SQPOLL, SetupFlags.SQE_MIXED, SetupFlags.SQ_REWIND})
  void aQueueOfAnotherKindWaitsAsWell(int flags) throws IOException {
    int others = flags == SetupFlags.SQ_REWIND ? SetupFlags.NO_SQARRAY : 0;
    try (Ring<String> ring = open(4, flags | others)) {
      for (int i = 0; i < 9; i++) {
        nops(ring, 1, 3);
        if (flags == SetupFlags.SQPOLL) {
          kernel.pollThreadSleeps();
        }
        assertThat(ring.submitAndWait(3)).isEqualTo(3);
        assertThat(ring.pending()).isZero();
        assertThat(collect(ring)).isEqualTo(numbers(1, 3));
      }
    }
  }

  @Test
  void paddingIsNotWaitedFor() throws IOException {
    try (Ring<String> ring = open(4, SetupFlags.SQE_MIXED)) {
      kernel.respond(
          (sqe, out) -> {
            if (!out.cancels() && sqe.userData() == UserData.PADDING) {
              out.complete(0);
            }
          });
      nops(ring, 1, 2);
      ring.nop128("wide");
      kernel.whenWaiting(this::completeFirst);
      assertThat(ring.submitAndWait(1)).isPositive();
      assertThat(collect(ring)).containsExactly("1");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void whatTheKernelDidNotTakeIsOfferedAgain(int taken) throws IOException {
    try (Ring<String> ring = open()) {
      nops(ring, 1, 4);
      kernel.nextEnterTakesAtMost(taken);
      assertThat(ring.submitAndWait(4)).isEqualTo(4);
      assertThat(kernel.calls("enter").getFirst()).isEqualTo(enter(4, 4));
      assertThat(kernel.calls("enter").getLast()).isEqualTo(enter(4 - taken, 4));
      assertThat(kernel.submitted()).hasSize(4);
      assertThat(collect(ring)).isEqualTo(numbers(1, 4));
    }
  }

  @Test
  void whatTheKernelDidNotTakeIsOfferedAgainThoughEnoughIsReady() throws IOException {
    try (Ring<String> ring = open()) {
      nops(ring, 1, 4);
      kernel.nextEnterTakesAtMost(1);
      assertThat(ring.submitAndWait(1)).isEqualTo(4);
      assertThat(collect(ring)).isEqualTo(numbers(1, 4));
    }
  }

  @Test
  void whatAnEarlierSubmitLeftGoesAlong() throws IOException {
    try (Ring<String> ring = open()) {
      nops(ring, 1, 2);
      kernel.nextEnterTakesAtMost(1).nextEnterFails(Errno.ENXIO);
      assertThatThrownBy(() -> ring.submitAndWait(2)).isInstanceOf(ErrnoException.class);
      assertThat(ring.pending()).isOne();
      ring.nop("3");
      assertThat(ring.submitAndWait(3)).isEqualTo(2);
      assertThat(collect(ring)).isEqualTo(numbers(1, 3));
    }
  }

  @Test
  void anInterruptBeforeAnythingIsTakenSubmitsOnce() throws IOException {
    try (Ring<String> ring = open()) {
      nops(ring, 1, 2);
      kernel.nextEnterFails(Errno.EINTR);
      assertThat(ring.submitAndWait(2)).isEqualTo(2);
      assertThat(kernel.calls("enter")).containsExactly(enter(2, 2), enter(2, 2));
      assertThat(kernel.submitted()).hasSize(2);
      assertThat(collect(ring)).isEqualTo(numbers(1, 2));
    }
  }

  @Test
  void anInterruptOfTheWaitSubmitsOnce() throws IOException {
    try (Ring<String> ring = open()) {
      kernel.respond(Responder.NEVER).whenWaiting(kernel::interruptWait);
      kernel.whenWaiting(kernel::interruptWait).whenWaiting(this::completeFirst);
      nops(ring, 1, 2);
      assertThat(ring.submitAndWait(1)).isEqualTo(2);
      assertThat(kernel.calls("enter")).containsExactly(enter(2, 1), enter(0, 1), enter(0, 1));
      assertThat(collect(ring)).containsExactly("1");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Errno.EAGAIN, Errno.EBUSY})
  void aKernelWithoutMemoryOrRoomIsAskedAgain(int errno) throws IOException {
    try (Ring<String> ring = open()) {
      nops(ring, 1, 3);
      kernel.nextEnterFails(errno).nextEnterWorks().nextEnterFails(errno);
      assertThat(ring.submitAndWait(3)).isEqualTo(3);
      assertThat(collect(ring)).isEqualTo(numbers(1, 3));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Errno.EAGAIN, Errno.EBUSY})
  void aKernelThatGoesOnRefusingIsReportedAndNothingIsLost(int errno) throws IOException {
    try (Ring<String> ring = open()) {
      nops(ring, 1, 3);
      for (int i = 0; i < MANY; i++) {
        kernel.nextEnterFails(errno);
      }
      ErrnoException refusal =
          catchThrowableOfType(ErrnoException.class, () -> ring.submitAndWait(1));
      assertThat(refusal.errno()).isEqualTo(errno);
      assertThat(kernel.calls("enter").size()).isLessThan(MANY);
      assertThat(ring.pending()).isEqualTo(3);
      ring.nop("4");
      ring.submit();
      ring.submitAndWait(4);
      assertThat(collectAll(ring)).isEqualTo(numbers(1, 4));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Errno.EBADFD, Errno.EEXIST, Errno.ENXIO, Errno.EFAULT})
  void anyOtherErrnoIsThrownAndTheRequestsStayPrepared(int errno) throws IOException {
    try (Ring<String> ring = open()) {
      nops(ring, 1, 2);
      kernel.nextEnterFails(errno);
      ErrnoException refusal =
          catchThrowableOfType(ErrnoException.class, () -> ring.submitAndWait(1));
      assertThat(refusal.errno()).isEqualTo(errno);
      assertThat(ring.pending()).isEqualTo(2);
      assertThat(ring.submitAndWait(2)).isEqualTo(2);
      assertThat(collect(ring)).isEqualTo(numbers(1, 2));
    }
  }

  private static void assertLost(ThrowingCallable call) {
    assertThat(catchThrowableOfType(ErrnoException.class, call).errno()).isEqualTo(Errno.EBADR);
  }

  @Test
  void lostCompletionsAreToldByTheErrno() throws IOException {
    try (Ring<String> ring = open()) {
      ring.nop("a");
      kernel.nextEnterFails(Errno.EBADR);
      assertLost(() -> ring.submitAndWait(1));
      ring.nop("b");
      assertLost(() -> ring.submitAndWait(1));
      assertThat(kernel.calls("enter")).hasSize(1);
    }
  }

  @Test
  void lostCompletionsAreToldByTheCounter() throws IOException {
    try (Ring<String> ring = open(2, 0)) {
      nops(ring, 1, 4);
      kernel.dropOverflow();
      nops(ring, 5, 6);
      assertLost(() -> ring.submitAndWait(1));
      assertThat(ring.pending()).isZero();
      assertThat(collect(ring)).isEqualTo(numbers(1, 4));
      ring.nop("7");
      assertLost(() -> ring.submitAndWait(1));
    }
  }

  @Test
  void aWakeupBeforeTheWaitEndsItBeforeItBegins() throws IOException {
    try (Ring<String> ring = open()) {
      kernel.respond(Responder.NEVER);
      ring.wakeup();
      ring.nop("a");
      assertThat(ring.submitAndWait(1)).isOne();
      assertThat(kernel.calls("enter")).containsExactly("enter(to_submit=1, min_complete=0, 0)");
      assertThat(collect(ring)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void aWakeupDuringTheWaitEndsIt(int minComplete) throws IOException {
    try (Ring<String> ring = open()) {
      kernel.respond(Responder.NEVER).whenWaiting(ring::wakeup);
      ring.nop("a");
      assertThat(ring.submitAndWait(minComplete)).isOne();
      assertThat(kernel.calls("enter")).containsExactly(enter(1, minComplete));
      kernel.whenWaiting(this::completeFirst);
      // It has been taken.
      ring.nop("b");
      assertThat(ring.submitAndWait(1)).isOne();
      assertThat(collect(ring)).containsExactly("a");
    }
  }

  @Test
  void staleWakeupsAreNotWhatIsWaitedFor() throws IOException {
    try (Ring<String> ring = open()) {
      kernel.respond(Responder.NEVER);
      kernel.post(UserData.WAKEUP, 0, 0);
      kernel.post(UserData.WAKEUP, 0, 0);
      kernel.whenWaiting(this::completeFirst).whenWaiting(this::completeFirst);
      nops(ring, 1, 2);
      assertThat(ring.submitAndWait(2)).isEqualTo(2);
      assertThat(kernel.calls("enter")).containsExactly(enter(2, 2), enter(0, 2));
      assertThat(ring.ready()).isEqualTo(2);
      assertThat(collect(ring)).isEqualTo(numbers(1, 2));
    }
  }

  @Test
  void staleWakeupsThatFillTheQueueHoldNothingUp() throws IOException {
    try (Ring<String> ring = open()) {
      for (int i = 0; i < 8; i++) {
        kernel.post(UserData.WAKEUP, 0, 0);
      }
      nops(ring, 1, 3);
      assertThat(ring.submitAndWait(3)).isEqualTo(3);
      assertThat(kernel.backlog()).isZero();
      assertThat(collect(ring)).isEqualTo(numbers(1, 3));
    }
  }

  @Test
  void whatIsReadyAlreadyCounts() throws IOException {
    try (Ring<String> ring = open()) {
      nops(ring, 1, 2);
      ring.submit();
      kernel.respond(Responder.NEVER);
      kernel.forgetCalls();
      ring.nop("3");
      assertThat(ring.submitAndWait(2)).isOne();
      assertThat(kernel.calls("enter")).containsExactly(enter(1, 2));
      assertThat(collect(ring)).isEqualTo(numbers(1, 2));
    }
  }

  @Test
  void whatWasMovedAsideCounts() throws IOException {
    try (Ring<String> ring = open()) {
      nops(ring, 1, 2);
      ring.submit();
      ring.nop("3");
      kernel.nextEnterFails(Errno.EAGAIN);
      ring.submit();
      assertThat(ring.ready()).isEqualTo(3);
      kernel.respond(Responder.NEVER);
      kernel.forgetCalls();
      ring.nop("4");
      assertThat(ring.submitAndWait(2)).isOne();
      assertThat(kernel.calls("enter")).containsExactly("enter(to_submit=1, min_complete=0, 0)");
      kernel.forgetCalls();
      kernel.whenWaiting(this::completeFirst);
      ring.nop("5");
      assertThat(ring.submitAndWait(4)).isOne();
      // One lies in the queue, two aside.
      assertThat(kernel.calls("enter")).containsExactly(enter(1, 2));
      assertThat(collectAll(ring)).isEqualTo(numbers(1, 4));
    }
  }

  @Test
  void anOverflowIsFetched() throws IOException {
    try (Ring<String> ring = open(2, 0)) {
      nops(ring, 1, 6);
      ring.submit();
      assertThat(kernel.backlog()).isEqualTo(2);
      assertThat(collect(ring)).isEqualTo(numbers(1, 4));
      ring.nop("7");
      assertThat(ring.submitAndWait(3)).isOne();
      assertThat(collect(ring)).isEqualTo(numbers(5, 7));
    }
  }

  @Test
  void aWaitForNothingAsksForNothing() throws IOException {
    try (Ring<String> ring = open()) {
      ring.nop("a");
      assertThat(ring.submitAndWait(0)).isOne();
      assertThat(kernel.calls("enter")).containsExactly("enter(to_submit=1, min_complete=0, 0)");
      assertThat(ring.submitAndWait(1)).isZero();
      assertThat(kernel.calls("enter")).hasSize(1);
      assertThat(collect(ring)).containsExactly("a");
    }
  }

  @Test
  void aTimeAndOptionsReachTheKernel() throws IOException {
    try (Ring<String> ring = open()) {
      kernel.respond(Responder.NEVER).wheneverWaiting(this::completeFirst);
      ring.nop("a");
      ring.submitAndWait(1, WaitOptions.forever().signalMask(SignalMask.of(1)));
      assertThat(kernel.calls("enter").getLast()).contains("blocked=0x1");
      ring.nop("b");
      ring.submitAndWait(2, Duration.ofSeconds(9));
      assertThat(kernel.calls("enter").getLast()).contains("timeout=");
      assertThat(collect(ring)).containsExactly("a", "b");
    }
  }

  @Test
  void aHandlerMayWait() throws IOException {
    try (Ring<String> ring = open()) {
      nops(ring, 1, 3);
      ring.submitAndWait(3);
      List<String> seen = new ArrayList<>();
      ring.forEachCompletion(
          (data, res, flags) -> {
            seen.add(data);
            if (data.equals("1")) {
              nops(ring, 4, 6);
              assertThat(ring.submitAndWait(4)).isEqualTo(3);
            }
          });
      assertThat(seen).isEqualTo(numbers(1, 3));
      assertThat(collect(ring)).isEqualTo(numbers(4, 6));
    }
  }

  @Test
  void aStaleWakeupDoesNotDrawWhatAHandlerWaitsForIntoItsBatch() throws IOException {
    try (Ring<String> ring = open()) {
      ring.nop("1");
      ring.submitAndWait(1);
      List<String> seen = new ArrayList<>();
      ring.forEachCompletion(
          (data, res, flags) -> {
            seen.add(data);
            kernel.post(UserData.WAKEUP, 0, 0);
            ring.nop("2");
            ring.submitAndWait(1);
          });
      assertThat(seen).containsExactly("1");
      assertThat(collect(ring)).containsExactly("2");
    }
  }

  @Test
  void theRoomOfWhatAHandlerHasIsFreeForWhatItWaitsFor() throws IOException {
    try (Ring<String> ring = open(2, 0)) {
      nops(ring, 1, 4);
      ring.submitAndWait(4);
      kernel.forgetCalls();
      ring.forEachCompletion(
          (data, res, flags) -> {
            if (data.equals("4")) {
              nops(ring, 5, 6);
              ring.submitAndWait(2);
            }
          });
      assertThat(kernel.calls("enter")).containsExactly(enter(2, 2));
      assertThat(collect(ring)).isEqualTo(numbers(5, 6));
    }
  }

  @Test
  void resizedQueuesAreUsedAtTheirNewPlace() throws IOException {
    try (Ring<String> ring = open(4, SetupFlags.SINGLE_ISSUER | SetupFlags.DEFER_TASKRUN)) {
      nops(ring, 1, 3);
      ring.resize(8, 16);
      nops(ring, 4, 5);
      assertThat(ring.submitAndWait(5)).isEqualTo(5);
      assertThat(collect(ring)).isEqualTo(numbers(1, 5));
    }
  }

  @Test
  void aPolledRingPollsOnWhenSomethingIsReady() throws IOException {
    try (Ring<String> ring = open(4, SetupFlags.IOPOLL)) {
      kernel.respond(Responder.NEVER).wheneverWaiting(this::completeFirst);
      nops(ring, 1, 4);
      ring.submit();
      completeFirst();
      kernel.forgetCalls();
      assertThat(ring.submitAndWait(2)).isZero();
      assertThat(kernel.calls("enter")).containsExactly(enter(0, 1));
      ring.nop("5");
      assertThat(ring.submitAndWait(4, Duration.ofHours(1))).isOne();
      assertThat(collectAll(ring)).isEqualTo(numbers(1, 4));
    }
  }

  @Test
  void aClosedArenaOfTheRingsMemoryIsAnException() throws IOException {
    FakeKernel leaked = new FakeKernel();
    Ring<String> ring;
    try (Arena arena = Arena.ofConfined()) {
      ring =
          RingOnFake.builder(leaked)
              .entries(4)
              .memory(page(leaked, arena), page(leaked, arena))
              .open();
      ring.nop("a");
      ring.submitAndWait(1);
      ring.nop("b");
    }
    int enters = leaked.calls("enter").size();
    List<ThrowingCallable> calls =
        List.of(
            () -> ring.submitAndWait(1),
            ring::submit,
            ring::await,
            ring::poll,
            ring::ready,
            () -> ring.nop("c"),
            () -> collect(ring));
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
    assertThat(leaked.calls("enter")).hasSize(enters);
  }

  /** Memory that is still there when the arena is closed, so that only the check can fail. */
  @SuppressWarnings("restricted")
  private static MemorySegment page(FakeKernel kernel, Arena arena) {
    return NativeMemory.at(kernel.mmap(4096, -1, 0), 4096).reinterpret(arena, null);
  }
}
