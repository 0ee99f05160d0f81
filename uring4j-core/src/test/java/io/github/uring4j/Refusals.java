package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.uring4j.EncodingRows.Preparing;
import java.io.IOException;

/** That an operation refuses arguments that would hurt, and that then nothing is queued. */
final class Refusals {

  private Refusals() {}

  /** The call must throw this, with these texts in its message, and leave the ring as it was. */
  static void assertRefused(
      FakeKernel kernel, Preparing call, Class<? extends Throwable> type, String... texts)
      throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      Throwable refusal = catchThrowable(() -> call.on(ring));
      assertThat(refusal).isInstanceOf(type);
      for (String text : texts) {
        assertThat(refusal).hasMessageContaining(text);
      }
      assertThat(ring.pending()).isZero();
      assertThat(ring.inFlight()).isZero();
      // The place in the queue is whole.
      ring.nop("a");
      ring.submit();
      assertThat(kernel.lastSubmitted().operation()).isEqualTo("NOP");
    }
    assertThat(kernel.submitted()).hasSize(1);
    kernel.forgetCalls();
  }
}
