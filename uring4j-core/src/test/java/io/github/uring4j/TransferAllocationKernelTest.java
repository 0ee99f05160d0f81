package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** Sending and receiving allocates nothing either, whatever the memory and the number of steps. */
class TransferAllocationKernelTest extends SocketsOnKernel {

  private static final int ROUNDS = 20_000;

  private interface Step {
    void prepare() throws IOException;
  }

  private final MemorySegment out = memory("hello");
  private final MemorySegment in = memory(5);
  private final MemorySegment[] parts = {out.asSlice(0, 2), out.asSlice(2, 3)};
  private final ReceivedMessage message = new ReceivedMessage(RecvmsgTemplate.of(16, 0));
  private final SockAddr sender = SockAddr.empty();
  private BufferRing buffers;
  private long received;

  private final CompletionViewHandler<String> handler =
      completion -> {
        if (completion.data().equals("message")) {
          BufferLease lease = buffers.take(completion.flags());
          message.read(lease).address(sender);
          received += message.payloadLength();
          lease.close();
        } else if (completion.data().equals("in")) {
          received += completion.res();
        }
      };

  private void run(Step step, int rounds) throws IOException {
    received = 0;
    for (int round = 1; round <= rounds; round++) {
      step.prepare();
      while (received < 5L * round) {
        ring.submitAndWait(1);
        ring.forEachCompletion(handler);
      }
    }
  }

  private void assertAllocatesNothing(Step step) throws IOException {
    SteadyState.assertAllocatesNothing(ROUNDS, rounds -> run(step, rounds));
  }

  @Test
  void buffersOfOnesOwn() throws IOException {
    Connection pair = unixPair(SocketType.DGRAM);
    assertAllocatesNothing(
        () -> {
          ring.send("out", pair.one(), out, 0);
          ring.recv("in", pair.other(), in, 0);
        });
  }

  @Test
  void vectorsAndAddresses() throws IOException {
    Connection udp = udp();
    PlainFd client = socket(SocketType.DGRAM);
    SockAddr to = SockAddr.local(udp.other());
    ok(ring.sendv("out", udp.one(), parts, 0));
    ok(ring.recv("in", udp.other(), in, 0));
    assertAllocatesNothing(
        () -> {
          ring.sendTo("out", client, out, 0, to);
          ring.recv("in", udp.other(), in, 0);
        });
    assertAllocatesNothing(
        () -> {
          ring.sendv("out", udp.one(), parts, 0);
          ring.recv("in", udp.other(), in, 0);
        });
  }

  @Test
  void twoStepsWithoutCopying() throws IOException {
    Connection tcp = tcp();
    assertAllocatesNothing(
        () -> {
          ring.sendZc("out", tcp.one(), out, 0);
          ring.recv("in", tcp.other(), in, MsgFlags.WAITALL);
        });
  }

  @Test
  void oneRequestForManyMessages() throws IOException {
    Connection udp = udp();
    buffers = ring.bufferRing(4, 64);
    ring.recvmsgMultishot("message", udp.other(), buffers, RecvmsgTemplate.of(16, 0), 0);
    assertAllocatesNothing(() -> ring.send("out", udp.one(), out, 0));
    assertThat(sender.get()).isEqualTo(SockAddr.local(udp.one()).get());
  }
}
