package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options of waits, and signal masks, as values. */
class WaitOptionsTest {

  private static final SignalMask MASK = SignalMask.of(1, 64);

  @Test
  void eachChangeMakesAnotherValue() {
    WaitOptions timeout = WaitOptions.forever().timeout(Duration.ofSeconds(1));
    WaitOptions minimum = timeout.minimumWait(Duration.ofNanos(1));
    WaitOptions masked = minimum.signalMask(MASK);
    assertThat(WaitOptions.forever()).hasToString("for ever");
    assertThat(timeout).hasToString("for 1000000000 ns");
    assertThat(minimum).hasToString("for 1000000000 ns, for all of them 1 us");
    assertThat(masked)
        .hasToString("for 1000000000 ns, for all of them 1 us, blocked signals: 1 64")
        .isEqualTo(
            WaitOptions.forever()
                .signalMask(SignalMask.of(64, 1))
                .minimumWait(Duration.ofNanos(1_000))
                .until(3)
                .timeout(Duration.ofSeconds(1)))
        .isNotEqualTo(minimum);
    assertThat(timeout.until(5)).hasToString("until 5 ns").isNotEqualTo(timeout);
    assertThat(masked.hashCode()).isNotEqualTo(minimum.hashCode());
  }

  @Test
  void timesBeyondEveryClockAreForEver() {
    Duration longest = Duration.ofSeconds(Long.MAX_VALUE);
    assertThat(WaitOptions.forever().timeout(longest)).isEqualTo(WaitOptions.forever());
    assertThat(WaitOptions.forever().timeout(longest.negated()).nanos()).isZero();
    assertThat(WaitOptions.forever().timeout(Duration.ofNanos(-1)).nanos()).isZero();
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    WaitOptions options = WaitOptions.forever();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.until(-1))
        .withMessageContaining("-1");
    for (Duration unfit :
        new Duration[] {
          Duration.ofNanos(-1), Duration.ofSeconds(4295), Duration.ofSeconds(Long.MAX_VALUE)
        }) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> options.minimumWait(unfit))
          .withMessageContaining("0 to 4294 seconds");
    }
    assertThat(options.minimumWait(Duration.ofSeconds(4294)).minimumWaitMicros())
        .isEqualTo((int) 4_294_000_000L);
  }

  @Test
  void signalsAreBitsOfTheirNumbersLessOne() {
    assertThat(SignalMask.NONE.bits()).isZero();
    assertThat(SignalMask.ALL.bits()).isEqualTo(-1);
    assertThat(MASK.bits()).isEqualTo(Long.MIN_VALUE | 1);
    assertThat(MASK.without(64).with(2).bits()).isEqualTo(3);
    assertThat(MASK).isEqualTo(SignalMask.NONE.with(64).with(1)).isNotEqualTo(SignalMask.ALL);
    assertThat(SignalMask.NONE).hasToString("no blocked signals");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 65, -1})
  void signalsThatAreNoneAreRefused(int signal) {
    assertThatIllegalArgumentException().isThrownBy(() -> SignalMask.of(signal));
    assertThatIllegalArgumentException().isThrownBy(() -> SignalMask.ALL.without(signal));
  }
}
