package io.github.uring4j.stress;

import io.github.uring4j.BufferLease;
import io.github.uring4j.Fd;
import io.github.uring4j.Operation;
import io.github.uring4j.PollEvents;
import io.github.uring4j.Prepared;
import io.github.uring4j.PreparedPoll;
import io.github.uring4j.Ring;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Polls, which see what is there and leave it. */
final class Pollers extends Victim {

  private final boolean multishot;
  private final Pipe pipe = Os.pipe();
  private final MemorySegment one = Arena.ofAuto().allocate(1);
  private int fed;

  Pollers(boolean multishot) {
    super(multishot ? "POLL_MULTISHOT" : "POLL");
    this.multishot = multishot;
  }

  @Override
  Prepared<?> prepare(Ring<Victim> ring) throws IOException {
    PreparedPoll poll = ring.pollAdd(this, pipe.in(), PollEvents.IN);
    return multishot ? poll.multishot() : poll;
  }

  @Override
  Fd fd() {
    return pipe.in();
  }

  @Override
  Operation operation() {
    return Operation.POLL_ADD;
  }

  @Override
  boolean mayBeLimited() {
    return !multishot;
  }

  @Override
  void provoke() {
    fed += Os.write(pipe.out(), one);
  }

  @Override
  void succeeded(int res, BufferLease lease) {
    Stress.check((res & PollEvents.IN) != 0, "%s: events %x", this, res);
  }

  @Override
  void settle() {
    for (int i = 0; i < fed; i++) {
      Stress.check(Os.read(pipe.in(), one) == 1, "%s: what it saw is gone", this);
    }
    fed = 0;
  }

  @Override
  public void close() throws IOException {
    pipe.close();
  }
}
