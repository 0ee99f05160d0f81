package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FlagsTest {

  private static final int SAMPLES = 1_000;

  private final Random random = new Random(42);

  @Test
  void everySetContainsTheEmptyMaskAndItself() {
    for (int i = 0; i < SAMPLES; i++) {
      int flags = random.nextInt();
      assertThat(Flags.contains(flags, 0)).isTrue();
      assertThat(Flags.contains(flags, flags)).isTrue();
    }
  }

  @Test
  void containsMeansSubset() {
    for (int i = 0; i < SAMPLES; i++) {
      int flags = random.nextInt();
      int mask = random.nextInt();
      assertThat(Flags.contains(flags, mask)).isEqualTo((flags | mask) == flags);
      assertThat(Flags.contains(flags | mask, mask)).isTrue();
    }
  }

  @Test
  void partOfTheMaskIsNotEnough() {
    assertThat(Flags.contains(OpenFlags.DSYNC, OpenFlags.SYNC)).isFalse();
    assertThat(Flags.contains(OpenFlags.SYNC, OpenFlags.DSYNC)).isTrue();
  }
}
