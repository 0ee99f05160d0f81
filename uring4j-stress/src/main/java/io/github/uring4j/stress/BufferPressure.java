package io.github.uring4j.stress;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.github.uring4j.BufferLease;
import io.github.uring4j.BufferRing;
import io.github.uring4j.BufferRingBuilder;
import io.github.uring4j.CompletionFlags;
import io.github.uring4j.CompletionView;
import io.github.uring4j.Errno;
import io.github.uring4j.PreparedReceiveMultishot;
import io.github.uring4j.Ring;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A stream through a ring of 4 buffers that the consumer gives back late: it runs dry all the time,
 * and every byte arrives in its place.
 */
final class BufferPressure extends Stress {

  private static final int BUFFERS = 4;
  private static final int BUFFER_SIZE = 16 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** How the buffers are used. */
  enum Use {
    PLAIN,
    INCREMENTAL,
    BUNDLES
  }

  private final Use use;
  private final long bytes;
  private final Deque<BufferLease> held = new ArrayDeque<>();
  private Ring<String> ring;
  private Pipe pipe;
  private BufferRing buffers;
  private boolean receiving;
  private long received;

  /**
   * @param use of the buffers
   * @param bytes how many go through
   * @param seed of when buffers go back
   */
  BufferPressure(Use use, long bytes, long seed) {
    super(seed);
    this.use = use;
    this.bytes = bytes / Long.BYTES * Long.BYTES;
  }

  @Override
  public String toString() {
    return "buffers under pressure " + use;
  }

  @Override
  void stress() throws Exception {
    int descriptors = Os.openDescriptors();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicBoolean stopped = new AtomicBoolean();
    try (Ring<String> own = Ring.open(8);
        Pipe streamed = Os.socketPair()) {
      ring = own;
      pipe = streamed;
      BufferRingBuilder builder = ring.bufferRing().entries(BUFFERS).bufferSize(BUFFER_SIZE);
      buffers = (use == Use.INCREMENTAL ? builder.incremental() : builder).open();
      Thread producer = new Thread(() -> produce(failure, stopped), "producer");
      producer.setDaemon(true);
      producer.start();
      try {
        consume(failure);
      } finally {
        stopped.set(true);
      }
      producer.join();
      check(failure.get() == null, "the producer failed: %s", failure.get());
      checkEnd();
    }
    check(Os.openDescriptors() == descriptors, "descriptors leaked");
  }

  private void produce(AtomicReference<Throwable> failure, AtomicBoolean stopped) {
    MemorySegment chunk = Arena.ofAuto().allocate(1 << 16, 8);
    try {
      for (long sent = 0; sent < bytes && !stopped.get(); ) {
        int length = (int) Math.min(chunk.byteSize(), bytes - sent);
        for (int i = 0; i < length; i += Long.BYTES) {
          chunk.set(JAVA_LONG, i, word(sent + i));
        }
        for (int done = 0; done < length && !stopped.get(); ) {
          int written = Os.write(pipe.out(), chunk.asSlice(done, length - done));
          check(written > 0, "the stream takes no more: %d", written);
          done += written;
        }
        sent += length;
      }
    } catch (Throwable e) {
      failure.set(e);
    }
  }

  /** The eight bytes at a position of the stream. */
  private static long word(long position) {
    return position * 0x9E3779B97F4A7C15L;
  }

  private void consume(AtomicReference<Throwable> failure) throws IOException {
    long last = System.nanoTime();
    while (received < bytes) {
      step++;
      check(failure.get() == null, "the producer failed: %s", failure.get());
      if (!receiving && buffers.available() > 0) {
        PreparedReceiveMultishot receive = ring.recvMultishot("recv", pipe.in(), buffers, 0, 0);
        if (use == Use.BUNDLES) {
          receive.bundle();
        }
        receiving = true;
        tally.count(use, "receives");
      }
      long before = received;
      ring.submitAndWait(receiving ? 1 : 0, Duration.ofMillis(100));
      ring.forEachCompletion(this::completed);
      // Late, and not in order.
      while (!held.isEmpty() && (held.size() >= BUFFERS || !receiving || oneIn(2))) {
        (oneIn(2) ? held.pollFirst() : held.pollLast()).close();
      }
      if (received != before) {
        last = System.nanoTime();
      }
      if (System.nanoTime() - last > PATIENCE.toNanos()) {
        throw new AssertionError("nothing comes: %s %s".formatted(buffers, ring.dump()));
      }
      progress(received, bytes);
    }
  }

  private void completed(CompletionView<String> view) {
    receiving = CompletionFlags.hasMore(view.flags());
    if (!receiving) {
      // A bundle that takes the last ones ends with data, not with ENOBUFS.
      tally.count(use, "out of buffers");
    }
    if (view.res() < 0) {
      check(view.res() == -Errno.ENOBUFS, "a receive ended with %d", view.res());
      return;
    }
    check(view.res() > 0, "the stream ended after %d bytes", received);
    BufferLease lease = view.buffer();
    check(lease.length() == view.res(), "%d bytes of %d", lease.length(), view.res());
    for (int part = 0; part < lease.count(); part++) {
      verify(lease.segment(part));
    }
    tally.count(use, "completions");
    held.add(lease);
  }

  private void verify(MemorySegment segment) {
    for (long i = 0; i < segment.byteSize(); ) {
      long within = received % Long.BYTES;
      long expected = word(received - within);
      int width = within == 0 && segment.byteSize() - i >= Long.BYTES ? Long.BYTES : 1;
      boolean same =
          width == Long.BYTES
              ? segment.get(JAVA_LONG_UNALIGNED, i) == expected
              : segment.get(JAVA_BYTE, i) == (byte) (expected >>> (8 * within));
      if (!same) {
        throw new AssertionError("byte %d of the stream is wrong".formatted(received));
      }
      i += width;
      received += width;
    }
  }

  private void checkEnd() throws IOException {
    while (!held.isEmpty()) {
      held.poll().close();
    }
    check(buffers.leases() == 0, "leases are open: %s", buffers);
    check(buffers.available() == BUFFERS, "buffers are missing: %s", buffers);
    tally.count(use, "MiB", bytes >> 20);
  }
}
