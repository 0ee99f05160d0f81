package io.github.uring4j;

/**
 * Which signals are blocked, as a sigset_t. An immutable value.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/signal.7.html">signal(7)</a>
 */
public final class SignalMask {

  private static final int SIGNALS = Long.SIZE;

  /** Blocks no signal. */
  public static final SignalMask NONE = new SignalMask(0);

  /** Blocks every signal that can be blocked. */
  public static final SignalMask ALL = new SignalMask(-1);

  private final long bits;

  private SignalMask(long bits) {
    this.bits = bits;
  }

  /**
   * Blocks these signals and no other.
   *
   * @param signals their numbers, 1 to 64
   * @return the mask
   * @throws IllegalArgumentException if a number is out of its range
   */
  public static SignalMask of(int... signals) {
    SignalMask mask = NONE;
    for (int signal : signals) {
      mask = mask.with(signal);
    }
    return mask;
  }

  /**
   * Blocks another signal as well.
   *
   * @param signal its number, 1 to 64
   * @return such a mask
   * @throws IllegalArgumentException if the number is out of its range
   */
  public SignalMask with(int signal) {
    return new SignalMask(bits | bit(signal));
  }

  /**
   * Does not block a signal.
   *
   * @param signal its number, 1 to 64
   * @return such a mask
   * @throws IllegalArgumentException if the number is out of its range
   */
  public SignalMask without(int signal) {
    return new SignalMask(bits & ~bit(signal));
  }

  private static long bit(int signal) {
    if (signal < 1 || signal > SIGNALS) {
      throw new IllegalArgumentException("a signal's number is 1 to 64, not " + signal);
    }
    return 1L << (signal - 1);
  }

  /** The kernel's sigset_t. */
  long bits() {
    return bits;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignalMask mask && mask.bits == bits;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(bits);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("blocked signals:");
    for (int signal = 1; signal <= SIGNALS; signal++) {
      if ((bits & bit(signal)) != 0) {
        text.append(' ').append(signal);
      }
    }
    return bits == 0 ? "no blocked signals" : text.toString();
  }
}
