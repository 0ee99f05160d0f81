package io.github.uring4j;

import static io.github.uring4j.RingOnFake.collect;
import static io.github.uring4j.RingOnFake.collectAll;
import static io.github.uring4j.RingOnFake.nops;
import static io.github.uring4j.RingOnFake.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A ring whose requests a thread of the kernel takes (SQPOLL). */
class RingPollThreadTest {

  private final FakeKernel kernel = new FakeKernel();

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  private Ring<String> open(int entries) throws IOException {
    return RingOnFake.builder(kernel).entries(entries).pollThread(Duration.ofMillis(10)).open();
  }

  @Test
  void submittingToAThreadThatIsAwakeMakesNoCall() throws IOException {
    try (Ring<String> ring = open(4)) {
      nops(ring, 1, 3);
      assertThat(ring.submit()).isEqualTo(3);
      assertThat(ring.submit()).isZero();
      assertThat(kernel.calls("enter")).isEmpty();
      assertThat(ring.pending()).isEqualTo(3);
      assertThat(kernel.pollThreadRuns()).isEqualTo(3);
      assertThat(ring.pending()).isZero();
      assertThat(collect(ring)).isEqualTo(numbers(1, 3));
      assertThat(kernel.calls("enter")).isEmpty();
    }
  }

  @Test
  void aThreadThatSleepsIsWoken() throws IOException {
    try (Ring<String> ring = open(4)) {
      kernel.pollThreadSleeps();
      nops(ring, 1, 2);
      assertThat(ring.submit()).isEqualTo(2);
      assertThat(kernel.calls("enter"))
          .containsExactly("enter(to_submit=0, min_complete=0, SQ_WAKEUP)");
      assertThat(collect(ring)).isEqualTo(numbers(1, 2));
    }
  }

  @Test
  void aThreadThatSleepsIsLeftAloneIfThereIsNothingToDo() throws IOException {
    try (Ring<String> ring = open(4)) {
      kernel.pollThreadSleeps();
      assertThat(ring.submit()).isZero();
      assertThat(ring.poll()).isNull();
      assertThat(kernel.calls("enter")).isEmpty();
    }
  }

  @Test
  void aWaitWakesAThreadThatFellAsleepWithWorkQueued() throws IOException {
    try (Ring<String> ring = open(4)) {
      ring.nop("a");
      ring.submit();
      kernel.pollThreadSleeps();
      assertThat(ring.await().data()).isEqualTo("a");
      assertThat(kernel.calls("enter"))
          .containsExactly("enter(to_submit=0, min_complete=1, GETEVENTS|SQ_WAKEUP)");
    }
  }

  @Test
  void aWaitOnAThreadThatIsAwakeOnlyWaits() throws IOException {
    try (Ring<String> ring = open(4)) {
      nops(ring, 1, 2);
      assertThat(ring.submitAndWait(2)).isEqualTo(2);
      assertThat(kernel.calls("enter"))
          .containsExactly("enter(to_submit=0, min_complete=2, GETEVENTS)");
      assertThat(collect(ring)).isEqualTo(numbers(1, 2));
    }
  }

  @Test
  void aFullQueueIsWaitedFor() throws IOException {
    try (Ring<String> ring = open(2)) {
      nops(ring, 1, 3);
      assertThat(kernel.calls("enter"))
          .containsExactly("enter(to_submit=0, min_complete=0, SQ_WAIT)");
      assertThat(ring.pending()).isEqualTo(1);
      ring.submit();
      kernel.pollThreadRuns();
      assertThat(collect(ring)).isEqualTo(numbers(1, 3));
    }
  }

  @Test
  void aFullQueueWhoseThreadSleepsIsWokenFirst() throws IOException {
    try (Ring<String> ring = open(2)) {
      nops(ring, 1, 2);
      kernel.pollThreadSleeps();
      ring.nop("3");
      assertThat(kernel.calls("enter")).allMatch(call -> call.contains("SQ_WAKEUP"));
      ring.submit();
      kernel.pollThreadRuns();
      assertThat(collect(ring)).isEqualTo(numbers(1, 3));
    }
  }

  @Test
  void ensureSpaceWaitsForTheThread() throws IOException {
    try (Ring<String> ring = open(4)) {
      nops(ring, 1, 4);
      ring.ensureSpace(3);
      assertThat(ring.spaceLeft()).isGreaterThanOrEqualTo(3);
      assertThat(collectAll(ring)).isEqualTo(numbers(1, 4));
    }
  }

  @Test
  void manyRequestsGoThroughASmallQueue() throws IOException {
    kernel.startIndicesAt(0xFFFF_FFF0);
    try (Ring<String> ring = open(2)) {
      for (int i = 0; i < 50; i++) {
        if (i % 7 == 0) {
          kernel.pollThreadSleeps();
        }
        ring.nop(Integer.toString(i));
        if (i % 3 == 0) {
          ring.submit();
        }
      }
      ring.submit();
      kernel.pollThreadRuns();
      assertThat(collectAll(ring)).isEqualTo(numbers(0, 49));
    }
  }

  @Test
  void closeEndsWhatTheThreadHasNotTakenYet() throws IOException {
    kernel.respond(Responder.NEVER);
    try (Ring<String> ring = open(4)) {
      ring.nop("taken");
      ring.submit();
      kernel.pollThreadRuns();
      ring.nop("published");
      ring.submit();
      kernel.pollThreadSleeps();
      ring.nop("dropped");
    }
    assertThat(kernel.submitted().stream().map(FakeSqe::operation))
        .containsExactly("NOP", "NOP", "ASYNC_CANCEL");
    assertThat(kernel.inFlight()).isEmpty();
  }

  @Test
  void aThreadThatHasDiedIsReported() throws IOException {
    try (Ring<String> ring = open(4)) {
      ring.nop("a");
      kernel.nextEnterFails(Errno.EOWNERDEAD);
      assertThatThrownBy(() -> ring.submitAndWait(1))
          .isInstanceOf(ErrnoException.class)
          .hasMessageContaining("SQPOLL");
      assertThat(ring.await().data()).isEqualTo("a");
    }
  }

  @Test
  void anInterruptedWakeUpIsRepeated() throws IOException {
    try (Ring<String> ring = open(2)) {
      kernel.pollThreadSleeps();
      nops(ring, 1, 2);
      kernel.nextEnterFails(Errno.EINTR);
      assertThat(ring.submit()).isEqualTo(2);
      assertThat(collect(ring)).isEqualTo(numbers(1, 2));
    }
  }
}
