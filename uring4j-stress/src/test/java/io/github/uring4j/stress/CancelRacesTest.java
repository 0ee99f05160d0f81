package io.github.uring4j.stress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cancelling while what was waited for happens. */
@Timeout(900)
class CancelRacesTest {

  @ParameterizedTest
  @EnumSource(names = {"DEFAULT", "PLAIN", "POLL_THREAD", "MIXED_COMPLETIONS"})
  void eachEndsOnceAndNothingIsLost(Shape shape) {
    Tally tally = new CancelRaces(shape, Sizes.of(500, 25_000), Sizes.seed()).run();
    System.out.println("cancel races " + shape + "\n" + tally);
    assertThat(tally.of("cancelled")).isPositive();
    assertThat(tally.of("completed")).isPositive();
    assertThat(tally.of("closed")).isPositive();
  }
}
