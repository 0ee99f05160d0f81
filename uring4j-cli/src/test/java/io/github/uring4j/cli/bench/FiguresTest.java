package io.github.uring4j.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {

  @Test
  void timesHaveThreeDigitsAndAUnit() {
    assertThat(Figures.nanos(0)).isEqualTo("0 ns");
    assertThat(Figures.nanos(85.249)).isEqualTo("85.2 ns");
    assertThat(Figures.nanos(1624)).isEqualTo("1.62 µs");
    assertThat(Figures.nanos(999.7)).isEqualTo("1 µs");
    assertThat(Figures.nanos(2_000_000_000L)).isEqualTo("2 s");
    assertThat(Figures.nanos(360e9)).isEqualTo("360 s");
  }

  @Test
  void numbersKeepWhatCounts() {
    assertThat(Figures.number(10_439_303)).isEqualTo("10,439,303");
    assertThat(Figures.number(0.03125)).isEqualTo("0.0313");
    assertThat(Figures.number(100)).isEqualTo("100");
    assertThat(Figures.number(Double.NaN)).isEqualTo("-");
    assertThat(Figures.bytes(4096)).isEqualTo("4 KiB");
    assertThat(Figures.bytes(100)).isEqualTo("100 B");
  }

  @Test
  void medianDecidesAndRoundsMustAgree() {
    Comparison faster = Comparison.of(null, List.of(30.0, 20.0, 80.0), List.of(10.0, 10.0, 20.0));
    assertThat(faster.timeRatio()).isEqualTo(3);
    assertThat(faster.lowest()).isEqualTo(2);
    assertThat(faster.highest()).isEqualTo(4);
    assertThat(faster.verdict("ours")).isEqualTo("ours is 3 times as fast (2 to 4)");
    Comparison unclear = Comparison.of(null, List.of(5.0, 20.0), List.of(10.0, 10.0));
    assertThat(unclear.timeRatio()).isEqualTo(1.25);
    assertThat(unclear.verdict("ours"))
        .isEqualTo("neither is clearly faster: time ratio 1.25, in the rounds 0.5 to 2");
  }
}
