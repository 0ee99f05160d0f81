package io.github.uring4j;

import static io.github.uring4j.RingOnFake.collect;
import static io.github.uring4j.RingOnFake.collectAll;
import static io.github.uring4j.RingOnFake.nops;
import static io.github.uring4j.RingOnFake.numbers;
import static io.github.uring4j.RingOnFake.results;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A queue is a batch, not a limit; and a kernel that takes only part of it gets the rest later. */
class RingFullQueueTest {

  private final FakeKernel kernel = new FakeKernel();

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  @Test
  void anOperationThatFindsTheQueueFullSubmitsAndGoesOn() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 2)) {
      nops(ring, 1, 5);
      assertThat(kernel.calls("enter"))
          .containsExactly(
              "enter(to_submit=2, min_complete=0, 0)", "enter(to_submit=2, min_complete=0, 0)");
      assertThat(ring.pending()).isEqualTo(1);
      assertThat(ring.spaceLeft()).isEqualTo(1);
      assertThat(ring.submit()).isEqualTo(1);
      assertThat(collectAll(ring)).isEqualTo(numbers(1, 5));
    }
  }

  @Test
  void moreRequestsThanTheQueueHasEntriesAreInFlight() throws IOException {
    kernel.respond(Responder.NEVER);
    try (Ring<String> ring = RingOnFake.open(kernel, 2)) {
      nops(ring, 1, 100);
      ring.submit();
      assertThat(ring.inFlight()).isEqualTo(100);
      assertThat(kernel.inFlight()).hasSize(100);
      for (FakeSqe sqe : kernel.inFlight().reversed()) {
        kernel.complete(sqe.userData(), 0, 0);
      }
      assertThat(collectAll(ring)).isEqualTo(numbers(1, 100).reversed());
      assertThat(ring.inFlight()).isZero();
    }
  }

  @Test
  void submittingNothingMakesNoCall() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 2)) {
      assertThat(ring.submit()).isZero();
      assertThat(kernel.calls("enter")).isEmpty();
    }
  }

  @Test
  void ensureSpaceSubmitsOnlyIfThereIsNotEnough() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      nops(ring, 1, 2);
      ring.ensureSpace(2);
      assertThat(ring.pending()).isEqualTo(2);
      assertThat(kernel.calls("enter")).isEmpty();
      ring.ensureSpace(3);
      assertThat(ring.spaceLeft()).isEqualTo(4);
      assertThat(kernel.calls("enter")).hasSize(1);
    }
  }

  @Test
  void ensureSpaceRefusesWhatTheQueueCanNeverHave() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      for (int count : new int[] {0, -1, 5, Integer.MAX_VALUE}) {
        assertThatThrownBy(() -> ring.ensureSpace(count))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("1 to 4")
            .hasMessageContaining(Integer.toString(count));
      }
    }
  }

  @Test
  void aPartialSubmitIsGoneOnWith() throws IOException {
    kernel.nextEnterTakesAtMost(1).nextEnterTakesAtMost(2);
    try (Ring<String> ring = RingOnFake.open(kernel, 8)) {
      nops(ring, 1, 5);
      assertThat(ring.submit()).isEqualTo(5);
      assertThat(kernel.calls("enter"))
          .containsExactly(
              "enter(to_submit=5, min_complete=0, 0)",
              "enter(to_submit=4, min_complete=0, 0)",
              "enter(to_submit=2, min_complete=0, 0)");
      assertThat(collect(ring)).isEqualTo(numbers(1, 5));
      assertThat(ring.statistics().submitted()).isEqualTo(5);
    }
  }

  @Test
  void aPartialSubmitWaitsOnlyOnceAllAreSubmitted() throws IOException {
    kernel.nextEnterTakesAtMost(1);
    try (Ring<String> ring = RingOnFake.open(kernel, 8)) {
      nops(ring, 1, 3);
      assertThat(ring.submitAndWait(2)).isEqualTo(3);
      assertThat(collect(ring)).isEqualTo(numbers(1, 3));
    }
  }

  @Test
  void aKernelThatTakesNothingIsAskedAgain() throws IOException {
    kernel.nextEnterTakesAtMost(0).nextEnterWorks().nextEnterTakesAtMost(0);
    try (Ring<String> ring = RingOnFake.open(kernel, 8)) {
      nops(ring, 1, 3);
      assertThat(ring.submit()).isEqualTo(3);
      assertThat(collect(ring)).isEqualTo(numbers(1, 3));
    }
  }

  @Test
  void aRequestThatIsRefusedDoesNotHoldUpThoseBehindIt() throws IOException {
    kernel.respond(
        (sqe, out) -> {
          if (kernel.submitted().size() == 2) {
            out.reject(Errno.EINVAL);
          } else {
            out.complete(0);
          }
        });
    // Without SUBMIT_ALL the kernel stops at the one that it refuses.
    try (Ring<String> ring = RingOnFake.builder(kernel).entries(8).only(0).open()) {
      nops(ring, 1, 4);
      assertThat(ring.submit()).isEqualTo(4);
      assertThat(kernel.calls("enter")).hasSize(2);
      assertThat(results(ring)).containsExactly("1=0", "2=EINVAL", "3=0", "4=0");
    }
  }

  @Test
  void anOperationThatCannotMakeRoomPreparesNothing() throws IOException {
    Region region;
    try (Ring<String> ring = RingOnFake.open(kernel, 2)) {
      region = Region.of(ring.registerBuffer(Arena.ofAuto().allocate(64)), 64);
      Chunk chunk = region.allocate();
      nops(ring, 1, 2);
      kernel.nextEnterFails(Errno.ENXIO);
      assertThatThrownBy(() -> ring.readFixed("3", PlainFd.STDIN, chunk, 8, 0))
          .isInstanceOf(ErrnoException.class)
          .hasMessageContaining("ENXIO");
      assertThat(ring.pending()).isEqualTo(2);
      assertThat(ring.inFlight()).isEqualTo(2);
      chunk.free();
      assertThat(ring.submit()).isEqualTo(2);
      assertThat(collect(ring)).isEqualTo(numbers(1, 2));
    }
  }
}
