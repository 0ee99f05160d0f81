package io.github.uring4j.stress;

import io.github.uring4j.BufferLease;
import io.github.uring4j.Fd;
import io.github.uring4j.MsgHdr;
import io.github.uring4j.Operation;
import io.github.uring4j.PlainFd;
import io.github.uring4j.Prepared;
import io.github.uring4j.Ring;
import java.io.IOException;

/** Messages with a descriptor: it comes to who waits, or stays with the message. */
final class DescriptorReceivers extends Victim {

  private final Pipe pipe = Os.socketPair();
  private final Guarded guarded = new Guarded(1);
  private final MsgHdr message = MsgHdr.receive(guarded.buffer).maxDescriptors(1);
  private int sent;
  private int received;

  DescriptorReceivers() {
    super("RECVMSG_DESCRIPTOR");
  }

  @Override
  Prepared<?> prepare(Ring<Victim> ring) throws IOException {
    return ring.recvmsg(this, pipe.in(), message, 0);
  }

  @Override
  Fd fd() {
    return pipe.in();
  }

  @Override
  Operation operation() {
    return Operation.RECVMSG;
  }

  @Override
  void provoke() {
    Os.sendWithDescriptor(pipe.out(), pipe.out());
    sent++;
  }

  @Override
  void succeeded(int res, BufferLease lease) throws IOException {
    Stress.check(res == 1, "%s: %d bytes", this, res);
    for (PlainFd each : message.descriptors()) {
      received++;
      each.close();
    }
  }

  @Override
  void settle() {
    int left = Os.available(pipe.in());
    if (left == 1) {
      Os.read(pipe.in(), guarded.buffer);
      guarded.buffer.fill((byte) 0);
    }
    Stress.check(
        dropped ? left + received <= sent : left + received == sent,
        "%s: %d sent, %d received, %d left",
        this,
        sent,
        received,
        left);
    guarded.check(sent, (byte) 0, this);
    sent = 0;
    received = 0;
  }

  @Override
  public void close() throws IOException {
    pipe.close();
  }
}
