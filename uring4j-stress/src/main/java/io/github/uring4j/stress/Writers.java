package io.github.uring4j.stress;

import io.github.uring4j.BufferLease;
import io.github.uring4j.Fd;
import io.github.uring4j.MsgHdr;
import io.github.uring4j.Operation;
import io.github.uring4j.Prepared;
import io.github.uring4j.Ring;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Requests that wait for room in a full pipe or socket: each byte written arrives, no other. */
final class Writers extends Victim {

  /** How to send. */
  enum How {
    WRITE_PIPE(Operation.WRITE),
    WRITE_SOCKET(Operation.WRITE),
    SEND(Operation.SEND),
    SENDMSG(Operation.SENDMSG);

    private final Operation operation;

    How(Operation operation) {
      this.operation = operation;
    }
  }

  private final How how;
  private final Pipe pipe;
  private final MemorySegment content = Arena.ofAuto().allocate(1);
  private final MsgHdr message = MsgHdr.send(content);
  private final MemorySegment much = Arena.ofAuto().allocate(1 << 16);
  private final MemorySegment sink = Arena.ofAuto().allocate(1 << 16);
  private long inside;
  private int written;

  Writers(How how) {
    super(how.toString());
    this.how = how;
    pipe = how == How.WRITE_PIPE ? Os.pipe() : Os.socketPair();
    if (how == How.WRITE_PIPE) {
      Os.makeSmall(pipe.out());
    } else {
      Os.sendLittle(pipe.out());
    }
    Os.setNonBlocking(pipe.in(), true);
    fill();
  }

  private void fill() {
    Os.setNonBlocking(pipe.out(), true);
    for (int count; (count = Os.write(pipe.out(), much)) > 0; ) {
      inside += count;
    }
    for (int count; (count = Os.write(pipe.out(), content)) > 0; ) {
      inside += count;
    }
    Os.setNonBlocking(pipe.out(), false);
  }

  @Override
  Prepared<?> prepare(Ring<Victim> ring) throws IOException {
    return switch (how) {
      case WRITE_PIPE, WRITE_SOCKET -> ring.write(this, pipe.out(), content, 0);
      case SEND -> ring.send(this, pipe.out(), content, 0);
      case SENDMSG -> ring.sendmsg(this, pipe.out(), message, 0);
    };
  }

  @Override
  Fd fd() {
    return pipe.out();
  }

  @Override
  Operation operation() {
    return how.operation;
  }

  @Override
  void provoke() {
    drain();
  }

  private void drain() {
    for (int count; (count = Os.read(pipe.in(), sink)) > 0; ) {
      inside -= count;
    }
  }

  @Override
  void succeeded(int res, BufferLease lease) {
    written += res;
  }

  @Override
  void settle() {
    drain();
    if (dropped) {
      Stress.check(inside <= 0 && inside >= -1, "%s: %d bytes were inside", this, inside);
    } else {
      Stress.check(inside + written == 0, "%s: %d written, %d lost", this, written, inside);
    }
    inside = 0;
    written = 0;
    fill();
  }

  @Override
  public void close() throws IOException {
    pipe.close();
  }
}
