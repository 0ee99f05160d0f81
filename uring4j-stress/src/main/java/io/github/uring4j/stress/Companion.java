package io.github.uring4j.stress;

import io.github.uring4j.BufferLease;
import io.github.uring4j.Errno;
import io.github.uring4j.Operation;
import io.github.uring4j.Prepared;
import io.github.uring4j.Ring;
import java.io.IOException;

/** What is prepared beside the victims: the requests that cancel them, and link timeouts. */
final class Companion extends Victim {

  /** Prepares it. */
  interface Preparing {
    Prepared<?> prepare(Ring<Victim> ring, Victim self) throws IOException;
  }

  private final Preparing preparing;
  private final Operation operation;

  Companion(Operation operation, Preparing preparing) {
    super(operation.cName());
    this.operation = operation;
    this.preparing = preparing;
  }

  @Override
  Prepared<?> prepare(Ring<Victim> ring) throws IOException {
    return preparing.prepare(ring, this);
  }

  @Override
  Operation operation() {
    return operation;
  }

  @Override
  boolean mayFailWith(int errno) {
    return errno == Errno.ENOENT
        || errno == Errno.EALREADY
        || errno == (operation == Operation.LINK_TIMEOUT ? Errno.ETIME : Errno.EBUSY);
  }

  @Override
  void succeeded(int res, BufferLease lease) {}

  @Override
  String outcome() {
    if (operation != Operation.LINK_TIMEOUT) {
      return super.outcome();
    }
    return lastResult < 0 ? Errno.name(-lastResult) : "found " + lastResult;
  }

  @Override
  void settle() {}

  @Override
  public void close() {}
}
