package io.github.uring4j.stress;

import java.util.SplittableRandom;

/** A long test: what it does is decided by its size and its seed, but for the races it provokes. */
abstract class Stress {

  private static final long PROGRESS_NANOS = 10_000_000_000L;

  final long seed;
  final SplittableRandom random;
  final Tally tally = new Tally();

  /** What a failure names beside the seed. */
  long step;

  private long nextProgress = System.nanoTime() + PROGRESS_NANOS;

  Stress(long seed) {
    this.seed = seed;
    random = new SplittableRandom(seed);
  }

  /** Does all of it, and throws on anything that is not as it must be. */
  abstract void stress() throws Exception;

  /**
   * Runs the test.
   *
   * @return what was counted
   * @throws AssertionError with seed and step, if anything is not as it must be
   */
  final Tally run() {
    try {
      stress();
    } catch (Exception | AssertionError e) {
      throw new AssertionError(
          "%s failed at step %d, seed %d: %s".formatted(this, step, seed, e.getMessage()), e);
    }
    return tally;
  }

  final boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }

  @SuppressWarnings("AnnotateFormatMethod") // its annotation would be a dependency
  static void check(boolean right, String message, Object... arguments) {
    if (!right) {
      throw new AssertionError(message.formatted(arguments));
    }
  }

  /** Says now and then how far a long run is. */
  final void progress(long done, long all) {
    long now = System.nanoTime();
    if (now - nextProgress >= 0) {
      nextProgress = now + PROGRESS_NANOS;
      System.err.printf("%s: %d of %d%n", this, done, all);
    }
  }
}
