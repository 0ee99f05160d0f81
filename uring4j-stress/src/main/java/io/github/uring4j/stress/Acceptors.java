package io.github.uring4j.stress;

import io.github.uring4j.BufferLease;
import io.github.uring4j.Fd;
import io.github.uring4j.Operation;
import io.github.uring4j.PlainFd;
import io.github.uring4j.Prepared;
import io.github.uring4j.PreparedAccept;
import io.github.uring4j.Ring;
import java.io.IOException;

/** Requests that wait for connections: each is accepted, or still waits. */
final class Acceptors extends Victim {

  private final boolean multishot;
  private final String name;
  private final PlainFd listener;
  private int knocks;
  private int accepted;

  Acceptors(boolean multishot, long seed) {
    super(multishot ? "ACCEPT_MULTISHOT" : "ACCEPT");
    this.multishot = multishot;
    name = "u4j-%s-%d-%d".formatted(kind, ProcessHandle.current().pid(), seed);
    listener = Os.unixListener(name, 16);
  }

  @Override
  Prepared<?> prepare(Ring<Victim> ring) throws IOException {
    PreparedAccept accept = ring.accept(this, listener);
    return multishot ? accept.multishot() : accept;
  }

  @Override
  Fd fd() {
    return listener;
  }

  @Override
  Operation operation() {
    return Operation.ACCEPT;
  }

  @Override
  boolean mayBeLimited() {
    return !multishot;
  }

  @Override
  void provoke() throws IOException {
    for (int i = 0; i < 2; i++) {
      Stress.check(Os.knock(name), "%s: the queue is full", this);
      knocks++;
    }
  }

  @Override
  void succeeded(int res, BufferLease lease) throws IOException {
    accepted++;
    PlainFd.of(res).close();
  }

  @Override
  void settle() throws IOException {
    while (Os.takeConnection(listener)) {
      accepted++;
    }
    Stress.check(
        dropped ? knocks >= accepted : knocks == accepted,
        "%s: %d connections, %d accepted",
        this,
        knocks,
        accepted);
    knocks = 0;
    accepted = 0;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
