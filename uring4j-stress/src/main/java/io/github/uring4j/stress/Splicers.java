package io.github.uring4j.stress;

import io.github.uring4j.BufferLease;
import io.github.uring4j.Fd;
import io.github.uring4j.Operation;
import io.github.uring4j.Prepared;
import io.github.uring4j.Ring;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Splice and tee between pipes, which block a worker of the kernel's. */
final class Splicers extends Victim {

  private final boolean tee;
  private final Pipe from = Os.pipe();
  private final Pipe to = Os.pipe();
  private final MemorySegment food = Arena.ofAuto().allocate(4);
  private int fed;
  private int moved;

  Splicers(boolean tee) {
    super(tee ? "TEE" : "SPLICE");
    this.tee = tee;
  }

  @Override
  Prepared<?> prepare(Ring<Victim> ring) throws IOException {
    return tee
        ? ring.tee(this, from.in(), to.out(), 64, 0)
        : ring.splice(this, from.in(), -1, to.out(), -1, 64, 0);
  }

  @Override
  Fd fd() {
    return to.out();
  }

  @Override
  Operation operation() {
    return tee ? Operation.TEE : Operation.SPLICE;
  }

  @Override
  void provoke() {
    fed += Os.write(from.out(), food);
  }

  @Override
  void succeeded(int res, BufferLease lease) {
    moved += res;
  }

  @Override
  void settle() {
    int left = Os.available(from.in());
    int arrived = Os.available(to.in());
    Stress.check(
        left + (tee ? 0 : arrived) == fed && (dropped || arrived == moved),
        "%s: %d fed, %d left, %d arrived, %d moved",
        this,
        fed,
        left,
        arrived,
        moved);
    for (int i = 0; i < left; i += (int) food.byteSize()) {
      Os.read(from.in(), food);
    }
    for (int i = 0; i < arrived; i += (int) food.byteSize()) {
      Os.read(to.in(), food);
    }
    fed = 0;
    moved = 0;
  }

  @Override
  public void close() throws IOException {
    from.close();
    to.close();
  }
}
