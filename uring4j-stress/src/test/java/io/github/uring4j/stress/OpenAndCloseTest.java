package io.github.uring4j.stress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rings that come and go. */
@Timeout(900)
class OpenAndCloseTest {

  @Test
  void nothingStaysOfManyRings() {
    Tally tally = new OpenAndClose(Sizes.of(200, 10_000), Sizes.seed()).run();
    System.out.println("open and close\n" + tally);
    assertThat(tally.of("posted by threads")).isPositive();
  }
}
