package io.github.uring4j.stress;

import io.github.uring4j.BufferLease;
import io.github.uring4j.Errno;
import io.github.uring4j.Operation;
import io.github.uring4j.Prepared;
import io.github.uring4j.Ring;
import java.io.IOException;
import java.util.SplittableRandom;

/** Timeouts, whose time is over while they are cancelled. */
final class Timers extends Victim {

  private final SplittableRandom random;
  private final boolean multishot;

  Timers(boolean multishot, SplittableRandom random) {
    super(multishot ? "TIMEOUT_MULTISHOT" : "TIMEOUT");
    this.multishot = multishot;
    this.random = random;
  }

  @Override
  Prepared<?> prepare(Ring<Victim> ring) throws IOException {
    long nanos = 1L + random.nextInt(random.nextBoolean() ? 60_000 : 1_000_000_000);
    return multishot
        ? ring.timeout(this, nanos).multishot(1 + random.nextInt(3))
        : ring.timeout(this, nanos);
  }

  @Override
  Operation operation() {
    return Operation.TIMEOUT;
  }

  @Override
  boolean mayBeLimited() {
    return false;
  }

  @Override
  boolean mayFailWith(int errno) {
    return errno == Errno.ETIME;
  }

  @Override
  boolean goesOnAfterErrors() {
    return multishot;
  }

  @Override
  void succeeded(int res, BufferLease lease) {
    throw new AssertionError("a timeout ended with " + res);
  }

  @Override
  void settle() {}

  @Override
  public void close() {}
}
