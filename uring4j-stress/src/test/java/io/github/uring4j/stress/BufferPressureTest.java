package io.github.uring4j.stress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A consumer slower than its producer. */
@Timeout(900)
class BufferPressureTest {

  @ParameterizedTest
  @EnumSource
  void everyByteArrivesInItsPlace(BufferPressure.Use use) {
    Tally tally = new BufferPressure(use, Sizes.of(64L << 20, 10L << 30), Sizes.seed()).run();
    System.out.println("buffers under pressure\n" + tally);
    assertThat(tally.of("out of buffers")).isPositive();
  }
}
