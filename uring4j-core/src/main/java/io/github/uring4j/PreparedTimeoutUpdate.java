package io.github.uring4j;

import io.github.uring4j.abi.Structs.IoUringSqe;

/**
 * A new time for a timeout, by the clock that it has.
 *
 * <p>The rules are those of {@link Prepared}.
 */
public final class PreparedTimeoutUpdate extends PreparedTime<PreparedTimeoutUpdate> {

  PreparedTimeoutUpdate(Ring<?> ring) {
    super(ring, IoUringSqe.ADDR2);
  }
}
