package io.github.uring4j.stress;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.uring4j.BufferLease;
import io.github.uring4j.BufferRing;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A pipe through which the numbers 0, 1, 2 ... go, a byte each: a lost or doubled one shows. */
final class Stream {

  private static final int ON_THE_WAY = 2_000;

  final Pipe pipe;
  final BufferRing buffers;
  private final MemorySegment bytes = Arena.ofAuto().allocate(64);
  private long sent;
  private long received;

  Stream(Pipe pipe, BufferRing buffers) {
    this.pipe = pipe;
    this.buffers = buffers;
  }

  /** Sends 1 to 64 bytes, unless many are on their way. */
  void feed(int count) {
    if (sent - received > ON_THE_WAY) {
      return;
    }
    int written = Os.write(pipe.out(), next(count));
    Stress.check(written == count, "wrote %d of %d bytes", written, count);
    sent(count);
  }

  /** The next bytes to send, for who sends them himself and says so by {@link #sent}. */
  MemorySegment next(int count) {
    for (int i = 0; i < count; i++) {
      bytes.set(JAVA_BYTE, i, (byte) (sent + i));
    }
    return bytes.asSlice(0, count);
  }

  void sent(int count) {
    sent += count;
  }

  void received(BufferLease lease) {
    for (int part = 0; part < lease.count(); part++) {
      received(lease.segment(part));
    }
  }

  void received(MemorySegment segment) {
    for (long i = 0; i < segment.byteSize(); i++) {
      byte found = segment.get(JAVA_BYTE, i);
      if (found != (byte) received) {
        throw new AssertionError(
            "byte %d of a stream is %d instead of %d".formatted(received, found, (byte) received));
      }
      received++;
    }
    Stress.check(received <= sent, "%d bytes received, %d sent", received, sent);
  }

  boolean isEmpty() {
    return sent == received;
  }

  long bytes() {
    return received;
  }

  @Override
  public String toString() {
    return "%d bytes sent, %d received".formatted(sent, received);
  }
}
