package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

/**
 * A request with a time.
 *
 * <p>The rules are those of {@link Prepared}.
 *
 * @param <P> the kind of request itself
 */
public abstract sealed class PreparedTime<P extends PreparedTime<P>> extends Prepared<P>
    permits PreparedTimeout, PreparedLinkTimeout, PreparedTimeoutUpdate {

  private final int timeField;

  /** {@code timeField} is where the entry has the time's address. */
  PreparedTime(Ring<?> ring, int timeField) {
    super(ring);
    this.timeField = timeField;
  }

  /**
   * Takes the time given as a point in the clock's time instead of a duration.
   *
   * @return this
   * @kernel 5.5
   */
  public P absolute() {
    setOperationFlags(IORING_TIMEOUT_ABS);
    return self();
  }

  /**
   * Hands the time over in the entry itself, which saves the kernel a look elsewhere. Kernels that
   * do not know this answer {@code -EINVAL}.
   *
   * @return this
   * @kernel 7.1
   */
  public P immediate() {
    setOperationFlags(IORING_TIMEOUT_IMMEDIATE_ARG);
    setWord(timeField, Timespec.nanos(((Scratch.Block) kept()).memory));
    return self();
  }

  final void setClock(Clock clock) {
    int flag = clock.timeoutFlag();
    clearOperationFlags(IORING_TIMEOUT_CLOCK_MASK);
    setOperationFlags(flag);
  }
}
