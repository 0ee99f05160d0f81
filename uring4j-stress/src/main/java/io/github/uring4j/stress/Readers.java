package io.github.uring4j.stress;

import io.github.uring4j.BufferLease;
import io.github.uring4j.BufferRing;
import io.github.uring4j.Fd;
import io.github.uring4j.MsgHdr;
import io.github.uring4j.Operation;
import io.github.uring4j.Prepared;
import io.github.uring4j.Ring;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Requests that wait for bytes: each byte fed is either read, or still there. */
final class Readers extends Victim {

  private static final int BUFFER_SIZE = 8;
  private static final byte CONTENT = 'x';

  /** How to ask for bytes. */
  enum How {
    READ_PIPE(Operation.READ),
    READ_SOCKET(Operation.READ),
    READV_PIPE(Operation.READV),
    READ_INTO_GROUP(Operation.READ),
    READ_MULTISHOT(Operation.READ_MULTISHOT),
    RECV(Operation.RECV),
    RECV_INTO_GROUP(Operation.RECV),
    RECV_MULTISHOT(Operation.RECV),
    RECVMSG(Operation.RECVMSG);

    private final Operation operation;

    How(Operation operation) {
      this.operation = operation;
    }

    private boolean isGroup() {
      return this == READ_INTO_GROUP
          || this == READ_MULTISHOT
          || this == RECV_INTO_GROUP
          || this == RECV_MULTISHOT;
    }

    private boolean isPipe() {
      return this == READ_PIPE
          || this == READV_PIPE
          || this == READ_INTO_GROUP
          || this == READ_MULTISHOT;
    }
  }

  private final How how;
  private final Pipe pipe;
  private final Guarded guarded = new Guarded(BUFFER_SIZE);
  private final MemorySegment[] vector = {guarded.buffer.asSlice(0, 3), guarded.buffer.asSlice(3)};
  private final MsgHdr message = MsgHdr.receive(vector);
  private final MemorySegment food = Arena.ofAuto().allocate(4).fill(CONTENT);
  private final MemorySegment rest = Arena.ofAuto().allocate(64);
  private BufferRing group;
  private int fed;
  private int taken;

  Readers(How how) {
    super(how.toString());
    this.how = how;
    pipe = how.isPipe() ? Os.pipe() : Os.socketPair();
  }

  @Override
  void opened(Ring<Victim> ring) throws IOException {
    if (how.isGroup()) {
      group = ring.bufferRing().entries(8).bufferSize(BUFFER_SIZE).open();
    }
  }

  @Override
  Prepared<?> prepare(Ring<Victim> ring) throws IOException {
    return switch (how) {
      case READ_PIPE, READ_SOCKET -> ring.read(this, pipe.in(), guarded.buffer, 0);
      case READV_PIPE -> ring.readv(this, pipe.in(), vector, 0);
      case READ_INTO_GROUP -> ring.read(this, pipe.in(), group, 0, 0);
      case READ_MULTISHOT -> ring.readMultishot(this, pipe.in(), group, 0);
      case RECV -> ring.recv(this, pipe.in(), guarded.buffer, 0);
      case RECV_INTO_GROUP -> ring.recv(this, pipe.in(), group, 0, 0);
      case RECV_MULTISHOT -> ring.recvMultishot(this, pipe.in(), group, 0, 0);
      case RECVMSG -> ring.recvmsg(this, pipe.in(), message, 0);
    };
  }

  @Override
  Fd fd() {
    return pipe.in();
  }

  @Override
  Operation operation() {
    return how.operation;
  }

  @Override
  boolean mayBeLimited() {
    return how != How.READ_MULTISHOT && how != How.RECV_MULTISHOT;
  }

  @Override
  void provoke() {
    int written = Os.write(pipe.out(), food);
    Stress.check(written == food.byteSize(), "%s cannot be fed: %d", kind, written);
    fed += written;
  }

  @Override
  void succeeded(int res, BufferLease lease) {
    taken += res;
    if (lease != null) {
      Stress.check(lease.length() == res, "%s: a lease of %d bytes", this, lease.length());
      Stress.check(
          lease.segment().get(java.lang.foreign.ValueLayout.JAVA_BYTE, 0) == CONTENT,
          "%s: wrong content",
          this);
    }
  }

  @Override
  void settle() throws IOException {
    int left = Os.available(pipe.in());
    if (left > 0) {
      Stress.check(
          Os.read(pipe.in(), rest.asSlice(0, left)) == left, "%s: a rest of %d", this, left);
    }
    if (dropped) {
      // What was read for nobody is gone.
      Stress.check(fed >= taken + left, "%s: %d fed, %d left", this, fed, left);
      guarded.check(how.isGroup() ? 0 : fed - left, CONTENT, this);
    } else {
      Stress.check(fed == taken + left, "%s: %d fed, %d taken, %d left", this, fed, taken, left);
      guarded.check(how.isGroup() ? 0 : taken, CONTENT, this);
      if (how.isGroup()) {
        Stress.check(
            group.available() == group.count() && group.leases() == 0,
            "%s: a buffer of %s is missing",
            this,
            group);
      }
    }
    fed = 0;
    taken = 0;
  }

  @Override
  public void close() throws IOException {
    pipe.close();
  }
}
