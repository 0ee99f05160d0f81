package io.github.uring4j;

import static io.github.uring4j.RingOnFake.collect;
import static io.github.uring4j.RingOnFake.nops;
import static io.github.uring4j.RingOnFake.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both queues where their indices wrap: at 2^32, and at 2^31, where signed ones would. */
class RingIndexWrapTest {

  private final FakeKernel kernel = new FakeKernel();

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  @ParameterizedTest
  @ValueSource(ints = {0xFFFF_FFF0, 0x7FFF_FFF0, -1, 0})
  void goOnPastTheWrapWithoutTheArray(int start) throws IOException {
    goOnPastTheWrap(start, SetupFlags.NO_SQARRAY);
  }

  @ParameterizedTest
  @ValueSource(ints = {0xFFFF_FFF0, 0x7FFF_FFF0, -1, 0})
  void goOnPastTheWrapWithTheArray(int start) throws IOException {
    goOnPastTheWrap(start, 0);
  }

  private void goOnPastTheWrap(int start, int flags) throws IOException {
    kernel.startIndicesAt(start);
    try (Ring<String> ring = RingOnFake.builder(kernel).entries(4).only(flags).open()) {
      assertThat(ring.pending()).isZero();
      assertThat(ring.ready()).isZero();
      for (int i = 0; i < 120; i += 3) {
        nops(ring, i, i + 2);
        assertThat(ring.submit()).isEqualTo(3);
        assertThat(ring.ready()).isEqualTo(3);
        assertThat(collect(ring)).isEqualTo(numbers(i, i + 2));
      }
    }
  }

  @Test
  void aQueueThatLiesAcrossTheWrapIsFullOnlyWhenItIsFull() throws IOException {
    kernel.startIndicesAt(0xFFFF_FFFE);
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      nops(ring, 1, 4);
      assertThat(ring.pending()).isEqualTo(4);
      assertThat(ring.spaceLeft()).isZero();
      assertThat(kernel.calls("enter")).isEmpty();
      ring.nop("5");
      assertThat(ring.pending()).isEqualTo(1);
      assertThat(ring.submit()).isEqualTo(1);
      assertThat(collect(ring)).isEqualTo(numbers(1, 5));
    }
  }

  @Test
  void aFullCompletionQueueAcrossTheWrapIsCountedAndRead() throws IOException {
    kernel.startIndicesAt(0xFFFF_FFFD);
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      nops(ring, 1, 8);
      ring.submit();
      assertThat(ring.ready()).isEqualTo(8);
      assertThat(collect(ring)).isEqualTo(numbers(1, 8));
    }
  }

  @Test
  void aWaitAcrossTheWrapEndsWhenEnoughIsThere() throws IOException {
    kernel.startIndicesAt(0xFFFF_FFFF).respond(Responder.NEVER);
    kernel.wheneverWaiting(() -> kernel.complete(kernel.inFlight().getFirst().userData(), 0, 0));
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      nops(ring, 1, 4);
      ring.submitAndWait(3);
      assertThat(ring.ready()).isEqualTo(3);
      assertThat(collect(ring)).isEqualTo(numbers(1, 3));
    }
  }

  @Test
  void closeDropsWhatLiesAcrossTheWrap() throws IOException {
    kernel.startIndicesAt(0xFFFF_FFFE);
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      ring.nop("submitted");
      ring.submit();
      nops(ring, 1, 4);
    }
    assertThat(kernel.submitted()).hasSize(1);
  }
}
