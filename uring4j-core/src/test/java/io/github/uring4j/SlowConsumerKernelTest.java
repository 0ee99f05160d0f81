package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.uring4j.abi.LinuxArch;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A producer that never waits for its consumer, and four buffers between them: the consumer runs
 * out of buffers again and again, and no byte is lost, doubled or moved.
 */
@Timeout(300)
class SlowConsumerKernelTest extends OnKernel {

  private static final long BYTES = 64L << 20;
  private static final int BLOCK = 1 << 16;

  private long starved;
  private long received;
  private boolean armed;
  private boolean ended;

  /** Writes so much, in which no eight bytes are as any others. Returns the checksum. */
  private static long produce(PlainFd socket, long bytes) {
    CRC32C sum = new CRC32C();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment block = arena.allocate(BLOCK, Long.BYTES);
      for (long at = 0; at < bytes; at += BLOCK) {
        for (int word = 0; word < BLOCK; word += Long.BYTES) {
          block.set(JAVA_LONG, word, (at + word) * 0x9E37_79B9_7F4A_7C15L);
        }
        sum.update(block.asByteBuffer());
        for (long done = 0; done < BLOCK; ) {
          long address = block.address() + done;
          long result =
              Kernel.call(LinuxArch.CURRENT.SYS_write, socket.value(), address, BLOCK - done);
          assertThat(result).isPositive();
          done += result;
        }
      }
    }
    return sum.getValue();
  }

  /** Receives until the end of the stream, always holding on to some buffers. */
  private long consume(PlainFd socket, BufferRing buffers, boolean bundles) throws IOException {
    CRC32C sum = new CRC32C();
    ArrayDeque<BufferLease> held = new ArrayDeque<>();
    CompletionViewHandler<String> handler =
        completion -> {
          armed = CompletionFlags.hasMore(completion.flags());
          if (completion.res() > 0) {
            held.add(completion.buffer());
            // A bundle that takes the last buffers ends the request as well.
            starved += armed ? 0 : 1;
          } else if (completion.res() == -Errno.ENOBUFS) {
            starved++;
          } else {
            assertThat(completion.res()).isZero();
            ended = true;
          }
        };
    while (!ended || !held.isEmpty()) {
      if (!armed && !ended && buffers.available() > 0) {
        PreparedReceiveMultishot receive = ring.recvMultishot("recv", socket, buffers, 0, 0);
        if (bundles) {
          receive.bundle();
        }
        armed = true;
      }
      ring.submitAndWait(armed && held.isEmpty() ? 1 : 0);
      if (ring.forEachCompletion(handler) > 0) {
        continue;
      }
      // Half of what it has, and that only when nothing more comes.
      for (int i = (held.size() + 1) / 2; i > 0; i--) {
        try (BufferLease lease = held.remove()) {
          for (int part = 0; part < lease.count(); part++) {
            sum.update(lease.segment(part).asByteBuffer());
          }
          received += lease.length();
        }
      }
    }
    return sum.getValue();
  }

  private void run(BufferRing buffers, long bytes, boolean bundles) throws Exception {
    List<PlainFd> pair = Kernel.socketPair(SocketType.STREAM);
    PlainFd from = pair.getFirst();
    PlainFd to = closing(pair.getLast());
    FutureTask<Long> producer =
        new FutureTask<>(
            () -> {
              try {
                return produce(from, bytes);
              } finally {
                from.close();
              }
            });
    Thread.ofPlatform().start(producer);
    long sum = consume(to, buffers, bundles);
    assertThat(received).isEqualTo(bytes);
    assertThat(sum).isEqualTo(producer.get());
    assertThat(starved).as("times without a buffer").isPositive();
    assertThat(buffers.available()).isEqualTo(buffers.count());
    assertThat(buffers.leases()).isZero();
    assertThat(buffers.inFlight()).isZero();
  }

  @Test
  void fourBuffersAreEnough() throws Exception {
    run(ring.bufferRing(4, 4096), BYTES, false);
  }

  @Test
  void fourBuffersAreEnoughForBundles() throws Exception {
    run(ring.bufferRing(4, 4096), BYTES, true);
  }

  @Test
  void fourIncrementalBuffersAreEnough() throws Exception {
    run(ring.bufferRing().entries(4).bufferSize(40_000).incremental(1000).open(), BYTES, false);
  }

  @Test
  void fourIncrementalBuffersAreEnoughForBundles() throws Exception {
    run(ring.bufferRing().entries(4).bufferSize(5000).incremental().open(), BYTES, true);
  }
}
