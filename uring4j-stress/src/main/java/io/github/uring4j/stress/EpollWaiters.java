package io.github.uring4j.stress;

import io.github.uring4j.BufferLease;
import io.github.uring4j.Epoll;
import io.github.uring4j.EpollEventArray;
import io.github.uring4j.EpollEvents;
import io.github.uring4j.Fd;
import io.github.uring4j.Operation;
import io.github.uring4j.PlainFd;
import io.github.uring4j.Prepared;
import io.github.uring4j.Ring;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Waits at an epoll instance: an event that is told once is told to the request, or is left. */
final class EpollWaiters extends Victim {

  private static final long DATA = 0x1234_5678_9abc_def0L;

  private final Pipe pipe = Os.pipe();
  private final PlainFd epoll;
  private final EpollEventArray ready = new EpollEventArray(2);
  private final MemorySegment one = Arena.ofAuto().allocate(1);
  private int fed;
  private int seen;

  EpollWaiters() throws IOException {
    super("EPOLL_WAIT");
    epoll = Epoll.create();
    Os.watch(epoll, pipe.in(), EpollEvents.IN | EpollEvents.ET, DATA);
  }

  @Override
  Prepared<?> prepare(Ring<Victim> ring) throws IOException {
    return ring.epollWait(this, epoll, ready);
  }

  @Override
  Fd fd() {
    return epoll;
  }

  @Override
  Operation operation() {
    return Operation.EPOLL_WAIT;
  }

  @Override
  void provoke() {
    fed += Os.write(pipe.out(), one);
  }

  @Override
  void succeeded(int res, BufferLease lease) {
    Stress.check(res == 1 && ready.count() == 1, "%s: %s", this, ready);
    Stress.check(
        ready.events(0) == EpollEvents.IN && ready.data(0) == DATA,
        "%s: events %x of %x",
        this,
        ready.events(0),
        ready.data(0));
    seen++;
  }

  @Override
  void settle() {
    int left = Os.takeEvents(epoll);
    Stress.check(
        dropped ? seen + left <= fed : seen + left == fed,
        "%s: %d events, %d seen, %d left",
        this,
        fed,
        seen,
        left);
    for (int i = 0; i < fed; i++) {
      Stress.check(Os.read(pipe.in(), one) == 1, "%s: what it was told of is gone", this);
    }
    fed = 0;
    seen = 0;
  }

  @Override
  public void close() throws IOException {
    epoll.close();
    pipe.close();
  }
}
