package io.github.uring4j;

import io.github.uring4j.abi.Structs.IoUringSqe;

/**
 * The time that the request before it may take.
 *
 * <p>The rules are those of {@link Prepared}.
 */
public final class PreparedLinkTimeout extends PreparedTime<PreparedLinkTimeout> {

  PreparedLinkTimeout(Ring<?> ring) {
    super(ring, IoUringSqe.ADDR);
  }

  /**
   * Measures by another clock than {@link Clock#MONOTONIC}.
   *
   * @param clock the clock
   * @return this
   * @kernel 5.15
   */
  public PreparedLinkTimeout clock(Clock clock) {
    setClock(clock);
    return this;
  }
}
