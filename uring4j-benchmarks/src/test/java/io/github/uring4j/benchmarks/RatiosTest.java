package io.github.uring4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class RatiosTest {

  @Test
  void medianAndQuartilesOfAnOddNumberAreValuesThemselves() {
    assertThat(Ratios.of(5, 1, 4, 2, 3)).isEqualTo(new Ratios(3, 2, 4, 5));
  }

  @Test
  void theyLieBetweenTwoValuesWhereTheRankIsNotWhole() {
    assertThat(Ratios.of(4, 1, 3, 2)).isEqualTo(new Ratios(2.5, 1.75, 3.25, 4));
  }

  @Test
  void oneValueIsAllOfThem() {
    assertThat(Ratios.of(7)).isEqualTo(new Ratios(7, 7, 7, 1));
  }

  @Test
  void valuesAreLeftInTheirOrder() {
    double[] values = {3, 1, 2};
    Ratios.of(values);
    assertThat(values).containsExactly(3, 1, 2);
  }

  @Test
  void noValuesAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(Ratios::of).withMessageContaining("no values");
  }
}
