package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * What code allocates once it runs as it will: the interpreter, and code that is compiled in haste,
 * allocate what compiled code does not. When that state is reached depends on how busy the machine
 * is, so it is awaited.
 */
final class SteadyState {

  /** For a measurement as a whole, not for each round. */
  private static final long MEASURING_BYTES = 16_384;

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private SteadyState() {}

  /** What is measured. */
  interface Rounds {
    void run(int rounds) throws IOException;
  }

  /**
   * Fails unless so many rounds in a row, a number that dwarfs what measuring takes, come to
   * allocate nothing.
   */
  static void assertAllocatesNothing(int rounds, Rounds measured) throws IOException {
    assertThat(rounds).as("a byte in a round must show").isGreaterThan((int) MEASURING_BYTES);
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    long allocated;
    do {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      measured.run(rounds);
      allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    } while (allocated > MEASURING_BYTES && System.nanoTime() - deadline < 0);
    assertThat(allocated)
        .as("bytes allocated in %d rounds", rounds)
        .isLessThanOrEqualTo(MEASURING_BYTES);
  }
}
