package io.github.uring4j;

import static io.github.uring4j.RingOnFake.collect;
import static io.github.uring4j.RingOnFake.nops;
import static io.github.uring4j.RingOnFake.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Completions that the kernel holds back until an enter asks for them. */
class RingHeldCompletionsTest {

  private static final String FLUSH = "enter(to_submit=0, min_complete=0, GETEVENTS)";

  private final FakeKernel kernel = new FakeKernel();

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  /** Six completions, of which two found no room in the queue of four. */
  private Ring<String> overflown() throws IOException {
    Ring<String> ring = RingOnFake.open(kernel, 2);
    nops(ring, 1, 6);
    ring.submit();
    assertThat(kernel.backlog()).isEqualTo(2);
    kernel.forgetCalls();
    return ring;
  }

  @Test
  void forEachFetchesAnOverflowOnceTheQueueIsEmpty() throws IOException {
    try (Ring<String> ring = overflown()) {
      assertThat(collect(ring)).isEqualTo(numbers(1, 4));
      assertThat(kernel.calls("enter")).isEmpty();
      assertThat(collect(ring)).isEqualTo(numbers(5, 6));
      assertThat(kernel.calls("enter")).containsExactly(FLUSH);
      assertThat(collect(ring)).isEmpty();
      assertThat(kernel.calls("enter")).hasSize(1);
    }
  }

  @Test
  void theViewFormFetchesAnOverflowToo() throws IOException {
    try (Ring<String> ring = overflown()) {
      List<String> seen = new ArrayList<>();
      assertThat(ring.forEachCompletion(view -> seen.add(view.data()))).isEqualTo(4);
      assertThat(ring.forEachCompletion(view -> seen.add(view.data()))).isEqualTo(2);
      assertThat(seen).isEqualTo(numbers(1, 6));
    }
  }

  @Test
  void pollFetchesAnOverflow() throws IOException {
    try (Ring<String> ring = overflown()) {
      for (String each : numbers(1, 6)) {
        assertThat(ring.poll().data()).isEqualTo(each);
      }
      assertThat(ring.poll()).isNull();
      assertThat(kernel.calls("enter")).containsExactly(FLUSH);
    }
  }

  @Test
  void awaitFetchesAnOverflow() throws IOException {
    try (Ring<String> ring = overflown()) {
      for (String each : numbers(1, 5)) {
        assertThat(ring.await().data()).isEqualTo(each);
      }
      assertThat(ring.await(Duration.ofSeconds(1)).data()).isEqualTo("6");
    }
  }

  @Test
  void anOverflowIsNoLoss() throws IOException {
    try (Ring<String> ring = overflown()) {
      assertThat(ring.statistics().lost()).isZero();
      assertThat(collect(ring)).hasSize(4);
      ring.nop("7");
      ring.submit();
      assertThat(collect(ring)).containsExactly("5", "6", "7");
    }
  }

  @Test
  void anEmptyQueueWithoutFlagsIsLookedAtWithoutACall() throws IOException {
    kernel.respond(Responder.NEVER);
    try (Ring<String> ring = RingOnFake.open(kernel, 2)) {
      ring.nop("a");
      ring.submit();
      kernel.forgetCalls();
      assertThat(ring.poll()).isNull();
      assertThat(collect(ring)).isEmpty();
      assertThat(ring.ready()).isZero();
      assertThat(kernel.calls()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        SetupFlags.SINGLE_ISSUER | SetupFlags.DEFER_TASKRUN | SetupFlags.TASKRUN_FLAG,
        SetupFlags.COOP_TASKRUN | SetupFlags.TASKRUN_FLAG,
        // The kernel does not tell: only asking helps.
        SetupFlags.SINGLE_ISSUER | SetupFlags.DEFER_TASKRUN,
        SetupFlags.COOP_TASKRUN
      })
  void taskWorkIsRunByWhoeverLooksForCompletions(int flags) throws IOException {
    kernel.respond(Responder.NEVER);
    try (Ring<String> ring = RingOnFake.builder(kernel).entries(8).only(flags).open()) {
      nops(ring, 1, 3);
      ring.submit();
      kernel.deferCompletions();
      kernel.complete(kernel.inFlight().getFirst().userData(), 0, 0);
      assertThat(ring.ready()).isZero();
      assertThat(ring.poll().data()).isEqualTo("1");
      kernel.complete(kernel.inFlight().getFirst().userData(), 0, 0);
      assertThat(collect(ring)).containsExactly("2");
      kernel.complete(kernel.inFlight().getFirst().userData(), 0, 0);
      assertThat(ring.await().data()).isEqualTo("3");
      assertThat(kernel.submitted()).hasSize(3);
    }
  }

  @Test
  void polledIoIsLookedForAtEachPoll() throws IOException {
    kernel.respond(Responder.NEVER);
    try (Ring<String> ring = RingOnFake.builder(kernel).entries(2).only(SetupFlags.IOPOLL).open()) {
      ring.nop("a");
      ring.submit();
      kernel.forgetCalls();
      assertThat(ring.poll()).isNull();
      assertThat(collect(ring)).isEmpty();
      assertThat(kernel.calls("enter")).containsExactly(FLUSH, FLUSH);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Errno.EINTR, Errno.EAGAIN, Errno.EBUSY})
  void aFetchThatTheKernelPutsOffFindsNothingYet(int errno) throws IOException {
    try (Ring<String> ring = overflown()) {
      assertThat(collect(ring)).hasSize(4);
      kernel.nextEnterFails(errno);
      assertThat(ring.poll()).isNull();
      assertThat(collect(ring)).containsExactly("5", "6");
    }
  }
}
