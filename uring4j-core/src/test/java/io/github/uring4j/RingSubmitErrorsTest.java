package io.github.uring4j;

import static io.github.uring4j.RingOnFake.collect;
import static io.github.uring4j.RingOnFake.collectAll;
import static io.github.uring4j.RingOnFake.nops;
import static io.github.uring4j.RingOnFake.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every errno that io_uring_enter(2) gives, and what becomes of the requests then. */
class RingSubmitErrorsTest {

  /** More than a ring tries for one call, less than it tries for two. */
  private static final int MANY = 200;

  private final FakeKernel kernel = new FakeKernel();

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  @Test
  void anInterruptedSubmitIsRepeated() throws IOException {
    kernel.nextEnterFails(Errno.EINTR).nextEnterFails(Errno.EINTR);
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      nops(ring, 1, 3);
      assertThat(ring.submit()).isEqualTo(3);
      assertThat(kernel.calls("enter")).hasSize(3);
      assertThat(collect(ring)).isEqualTo(numbers(1, 3));
    }
  }

  @Test
  void anInterruptedWaitIsRepeatedWithoutSubmittingTwice() throws IOException {
    kernel.respond(Responder.NEVER).whenWaiting(kernel::interruptWait);
    kernel.whenWaiting(kernel::interruptWait);
    kernel.whenWaiting(() -> kernel.complete(kernel.inFlight().getFirst().userData(), 7, 0));
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      ring.nop("a");
      assertThat(ring.submitAndWait(1)).isEqualTo(1);
      assertThat(kernel.submitted()).hasSize(1);
      assertThat(kernel.calls("enter"))
          .containsExactly(
              "enter(to_submit=1, min_complete=1, GETEVENTS)",
              "enter(to_submit=0, min_complete=1, GETEVENTS)",
              "enter(to_submit=0, min_complete=1, GETEVENTS)");
      assertThat(collect(ring)).containsExactly("a");
    }
  }

  @Test
  void anInterruptAfterAPartialSubmitSubmitsTheRestOnce() throws IOException {
    kernel.nextEnterTakesAtMost(1).nextEnterFails(Errno.EINTR);
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      nops(ring, 1, 4);
      assertThat(ring.submitAndWait(4)).isEqualTo(4);
      assertThat(kernel.submitted()).hasSize(4);
      assertThat(collect(ring)).isEqualTo(numbers(1, 4));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Errno.EAGAIN, Errno.EBUSY})
  void aKernelWithoutMemoryOrRoomIsAskedAgain(int errno) throws IOException {
    // Each refusal is followed by an enter that collects.
    for (int i = 0; i < 5; i++) {
      kernel.nextEnterFails(errno).nextEnterWorks();
    }
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      nops(ring, 1, 3);
      assertThat(ring.submit()).isEqualTo(3);
      assertThat(kernel.calls("enter")).hasSize(11);
      assertThat(collect(ring)).isEqualTo(numbers(1, 3));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Errno.EAGAIN, Errno.EBUSY})
  void aKernelThatGoesOnRefusingIsReportedAndNothingIsLost(int errno) throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      nops(ring, 1, 2);
      ring.submit();
      nops(ring, 3, 5);
      for (int i = 0; i < MANY; i++) {
        kernel.nextEnterFails(errno);
      }
      ErrnoException refusal = catchThrowableOfType(ErrnoException.class, ring::submit);
      assertThat(refusal.errno()).isEqualTo(errno);
      assertThat(refusal).hasMessageContaining("nothing is lost");
      assertThat(kernel.calls("enter").size()).isLessThan(MANY);
      assertThat(ring.pending()).isEqualTo(3);
      assertThat(ring.inFlight()).isEqualTo(5);
      assertThat(ring.submit()).isEqualTo(3);
      assertThat(collectAll(ring)).isEqualTo(numbers(1, 5));
    }
  }

  @Test
  void aKernelThatTakesNothingForEverIsReportedAsOutOfMemory() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      ring.nop("a");
      for (int i = 0; i < MANY; i++) {
        kernel.nextEnterTakesAtMost(0);
      }
      ErrnoException refusal = catchThrowableOfType(ErrnoException.class, ring::submit);
      assertThat(refusal.errno()).isEqualTo(Errno.EAGAIN);
      assertThat(ring.submit()).isEqualTo(1);
      assertThat(collect(ring)).containsExactly("a");
    }
  }

  @Test
  void aFullCompletionQueueIsMovedAsideInOrderWhenTheKernelIsBusy() throws IOException {
    kernel.busyWhileOverflown();
    try (Ring<String> ring = RingOnFake.open(kernel, 2)) {
      assertThat(ring.completionEntries()).isEqualTo(4);
      // 4 fit, 2 overflow; then the kernel is busy until there is room.
      nops(ring, 1, 20);
      ring.submit();
      assertThat(ring.ready()).isGreaterThan(4);
      assertThat(collectAll(ring)).isEqualTo(numbers(1, 20));
      assertThat(kernel.backlog()).isZero();
    }
  }

  @Test
  void whatWasMovedAsideComesBeforeWhatArrivesLaterFromEveryCollector() throws IOException {
    kernel.busyWhileOverflown();
    try (Ring<String> ring = RingOnFake.open(kernel, 2)) {
      nops(ring, 1, 12);
      ring.submit();
      assertThat(ring.poll().data()).isEqualTo("1");
      assertThat(ring.await().data()).isEqualTo("2");
      ring.nop("13");
      ring.submitAndWait(1);
      assertThat(ring.await().data()).isEqualTo("3");
      assertThat(collectAll(ring)).isEqualTo(numbers(4, 13));
      assertThat(ring.poll()).isNull();
    }
  }

  @Test
  void aWaitCountsWhatWasMovedAside() throws IOException {
    kernel.busyWhileOverflown();
    try (Ring<String> ring = RingOnFake.open(kernel, 2)) {
      nops(ring, 1, 12);
      ring.submit();
      kernel.forgetCalls();
      int ready = ring.ready();
      assertThat(ready).isGreaterThanOrEqualTo(4);
      ring.submitAndWait(4);
      assertThat(kernel.calls("enter")).isEmpty();
      assertThat(collectAll(ring)).isEqualTo(numbers(1, 12));
    }
  }

  @Test
  void aWaitAsksTheKernelOnlyForWhatWasNotMovedAside() throws IOException {
    kernel.respond(Responder.NEVER);
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      nops(ring, 1, 4);
      ring.submit();
      kernel.complete(kernel.inFlight().getFirst().userData(), 0, 0);
      kernel.complete(kernel.inFlight().getFirst().userData(), 0, 0);
      ring.nop("5");
      kernel.nextEnterFails(Errno.EAGAIN);
      ring.submit();
      kernel.wheneverWaiting(() -> kernel.complete(kernel.inFlight().getFirst().userData(), 0, 0));
      ring.submitAndWait(3);
      assertThat(kernel.calls("enter").getLast())
          .isEqualTo("enter(to_submit=0, min_complete=1, GETEVENTS)");
      assertThat(kernel.inFlight()).hasSize(2);
      assertThat(collectAll(ring)).isEqualTo(numbers(1, 3));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "EBADFD,disabled",
    "EEXIST,belongs to another thread",
    "EOWNERDEAD,SQPOLL",
    "ENXIO,ENXIO",
    "EFAULT,EFAULT"
  })
  void anyOtherErrnoIsThrownWithItsReasonAndTheRequestsStayPrepared(String name, String text)
      throws Exception {
    int errno = Errno.class.getField(name).getInt(null);
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      nops(ring, 1, 2);
      kernel.nextEnterFails(errno);
      ErrnoException refusal = catchThrowableOfType(ErrnoException.class, ring::submit);
      assertThat(refusal.errno()).isEqualTo(errno);
      assertThat(refusal.operation()).isEqualTo("io_uring_enter");
      assertThat(refusal).hasMessageContaining(text);
      assertThat(ring.pending()).isEqualTo(2);
      assertThat(ring.submit()).isEqualTo(2);
      assertThat(collect(ring)).isEqualTo(numbers(1, 2));
    }
  }

  @Test
  void anErrorAfterAPartialSubmitKeepsWhatIsLeft() throws IOException {
    kernel.nextEnterTakesAtMost(1).nextEnterFails(Errno.ENXIO);
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      nops(ring, 1, 3);
      assertThatThrownBy(ring::submit).isInstanceOf(ErrnoException.class);
      assertThat(ring.pending()).isEqualTo(2);
      assertThat(ring.submit()).isEqualTo(2);
      assertThat(collect(ring)).isEqualTo(numbers(1, 3));
    }
  }

  @Test
  void awaitThrowsWhatTheKernelRefusesAndCanBeRepeated() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      ring.nop("a");
      kernel.nextEnterFails(Errno.ENXIO);
      assertThatThrownBy(ring::await).isInstanceOf(ErrnoException.class);
      assertThat(ring.await().data()).isEqualTo("a");
    }
  }
}
