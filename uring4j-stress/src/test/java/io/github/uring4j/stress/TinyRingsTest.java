package io.github.uring4j.stress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mixed requests on queues that are always full. */
@Timeout(600)
class TinyRingsTest {

  @ParameterizedTest
  @EnumSource
  void everythingEndsAndNothingIsLostOrDoubled(Shape shape) {
    Tally tally = new TinyRings(shape, Sizes.of(1_300, 100_000), Sizes.seed()).run();
    System.out.println("tiny ring " + shape + "\n" + tally);
    assertThat(tally.of("yielded")).isPositive();
  }
}
