package io.github.uring4j.stress;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.uring4j.BufferLease;
import io.github.uring4j.Fd;
import io.github.uring4j.Operation;
import io.github.uring4j.Prepared;
import io.github.uring4j.Ring;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Sends without copying that wait for room: the memory gets another content as soon as the request
 * has ended, and what arrives is what it held before.
 */
final class ZeroCopySenders extends Victim {

  private static final int LENGTH = 64;
  private static final byte SPOILED = -1;
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private final MemorySegment content = Arena.ofAuto().allocate(LENGTH);
  private final MemorySegment filling = Arena.ofAuto().allocate(1 << 16);
  private final MemorySegment sink = Arena.ofAuto().allocate(1 << 16);
  private Pipe pipe;
  private byte mark = 1;
  private int written;

  /** Of what makes the connection full; it is drained by two threads. */
  private long filled;

  private int arrived;

  ZeroCopySenders() throws IOException {
    super("SEND_ZC");
    connect();
  }

  private void connect() throws IOException {
    pipe = Os.tcpPair();
    Os.sendLittle(pipe.out());
    Os.setNonBlocking(pipe.in(), true);
    fill();
  }

  private void fill() {
    Os.setNonBlocking(pipe.out(), true);
    for (int count; (count = Os.write(pipe.out(), filling)) > 0; ) {
      filled += count;
    }
    Os.setNonBlocking(pipe.out(), false);
  }

  @Override
  Prepared<?> prepare(Ring<Victim> ring) throws IOException {
    content.fill(mark);
    return ring.sendZc(this, pipe.out(), content, 0);
  }

  @Override
  Fd fd() {
    return pipe.out();
  }

  @Override
  Operation operation() {
    return Operation.SEND_ZC;
  }

  @Override
  boolean isNotified() {
    return true;
  }

  @Override
  void provoke() {
    drain(0);
  }

  @Override
  void release() {
    drain(0);
  }

  /** Receives all that made the connection full, and so many bytes that were sent after that. */
  private synchronized void drain(int expected) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (filled > 0 || arrived < expected) {
      int count = Os.read(pipe.in(), sink);
      if (count <= 0) {
        Stress.check(
            System.nanoTime() - deadline < 0,
            "%s: %d and %d bytes have not arrived",
            this,
            filled,
            expected - arrived);
        Thread.onSpinWait();
        continue;
      }
      long first = Math.min(filled, count);
      filled -= first;
      for (long i = first; i < count; i++) {
        byte found = sink.get(JAVA_BYTE, i);
        Stress.check(found == mark, "%s: %d arrived instead of %d", this, found, mark);
        arrived++;
      }
    }
  }

  @Override
  void succeeded(int res, BufferLease lease) {
    Stress.check(res > 0 && !ended, "%s: no notification will come", this);
    written += res;
  }

  @Override
  void notified() {
    content.fill(SPOILED);
  }

  @Override
  void settle() throws IOException {
    if (dropped) {
      // Nobody knows whether it was sent.
      pipe.close();
      filled = 0;
      connect();
    } else {
      drain(written);
      Stress.check(
          arrived == written && Os.available(pipe.in()) == 0,
          "%s: %d bytes sent, %d arrived, and %d more",
          this,
          written,
          arrived,
          Os.available(pipe.in()));
      fill();
    }
    written = 0;
    arrived = 0;
    mark = (byte) (mark % 100 + 1);
  }

  @Override
  public void close() throws IOException {
    pipe.close();
  }
}
