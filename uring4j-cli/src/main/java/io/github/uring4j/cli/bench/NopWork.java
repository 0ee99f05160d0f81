package io.github.uring4j.cli.bench;

import io.github.uring4j.Errno;
import io.github.uring4j.Ring;
import java.io.IOException;

/** Requests that do nothing: what remains is the cost of the ring. */
final class NopWork implements Work {

  private final Ring<Slot> ring;

  NopWork(Ring<Slot> ring) {
    this.ring = ring;
  }

  @Override
  public void prepare(Slot slot) throws IOException {
    ring.nop(slot);
  }

  @Override
  public boolean succeeded(Slot slot, int res) {
    return res == 0;
  }

  @Override
  public String failure(Slot slot, int res) {
    return "nop: " + Errno.message(-res);
  }
}
