package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PatienceTest {

  @Test
  void anInterruptNeitherShortensItNorGetsLost() {
    long nanos = TimeUnit.MILLISECONDS.toNanos(20);
    Thread.currentThread().interrupt();
    long begin = System.nanoTime();
    Patience.sleep(nanos);
    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(nanos);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void withoutAnInterruptThereIsNone() {
    Patience.sleep(1);
    assertThat(Thread.interrupted()).isFalse();
  }
}
