package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Receiving into and sending from buffers that the kernel picks. */
class BufferTransfersKernelTest extends SocketsOnKernel {

  private static final int SIZE = 16;

  @BeforeEach
  void needsOperations() throws IOException {
    Needs.operations(ring, Operation.SEND, Operation.RECV);
  }

  private BufferRing buffers(int entries) throws IOException {
    return ring.bufferRing().entries(entries).bufferSize(SIZE).open();
  }

  private BufferRing forSending(int entries) throws IOException {
    return ring.bufferRing().entries(entries).bufferSize(SIZE).forSending().open();
  }

  /** What a completion brought, whose buffers go back. */
  private static String taken(Completion<String> completion) {
    try (BufferLease lease = completion.buffer()) {
      assertThat(lease.length()).isEqualTo(completion.res());
      StringBuilder all = new StringBuilder();
      for (int part = 0; part < lease.count(); part++) {
        all.append(text(lease.segment(part)));
      }
      return all.toString();
    }
  }

  private static String numbered(int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append((char) ('a' + i % 26));
    }
    return text.toString();
  }

  // One at a time.

  @Test
  void theBufferIsPickedWhenThereIsData() throws IOException {
    Connection tcp = tcp();
    BufferRing buffers = buffers(2);
    ring.recv("in", tcp.other(), buffers, 0, 0);
    ring.submit();
    assertThat(buffers.head()).isZero();
    Kernel.write(tcp.one(), "hello");
    Completion<String> completion = next();
    assertThat(buffers.head()).isOne();
    assertThat(completion.result()).isEqualTo(5);
    assertThat(taken(completion)).isEqualTo("hello");
  }

  @Test
  void aReceiveFillsOneBufferAtMost() throws IOException {
    Connection tcp = tcp();
    BufferRing buffers = buffers(4);
    Kernel.write(tcp.one(), numbered(0, 20));
    Completion<String> first = end(ring.recv("in", tcp.other(), buffers, 0, 0));
    assertThat(first.flags() & CompletionFlags.SOCK_NONEMPTY).isNotZero();
    assertThat(taken(first)).isEqualTo(numbered(0, SIZE));
    assertThat(taken(end(ring.recv("in", tcp.other(), buffers, 3, 0))))
        .isEqualTo(numbered(SIZE, SIZE + 3));
    assertThat(taken(end(ring.recv("in", tcp.other(), buffers, 1000, 0)))).isEqualTo("t");
  }

  @Test
  void withoutBufferTheDataStays() throws IOException {
    Connection tcp = tcp();
    BufferRing buffers = buffers(1);
    Kernel.write(tcp.one(), "ab");
    Completion<String> first = end(ring.recv("in", tcp.other(), buffers, 1, 0));
    assertThat(res(ring.recv("in", tcp.other(), buffers, 1, 0))).isEqualTo(-Errno.ENOBUFS);
    assertThat(taken(first)).isEqualTo("a");
    assertThat(taken(end(ring.recv("in", tcp.other(), buffers, 1, 0)))).isEqualTo("b");
  }

  @Test
  void aReceiveThatWaitsForAllFillsTheBuffer() throws IOException {
    Connection pair = unixPair(SocketType.STREAM);
    BufferRing buffers = buffers(2);
    ring.recv("in", pair.other(), buffers, 0, MsgFlags.WAITALL);
    ring.submit();
    Kernel.write(pair.one(), numbered(0, 10));
    assertThat(ring.poll()).isNull();
    Kernel.write(pair.one(), numbered(10, 20));
    assertThat(taken(next())).isEqualTo(numbered(0, SIZE));
  }

  // Again and again.

  @Test
  void oneRequestReceivesUntilTheStreamEnds() throws IOException {
    Connection tcp = tcp();
    BufferRing buffers = buffers(4);
    Request receive = ring.recvMultishot("in", tcp.other(), buffers, 0, 0).request();
    ring.submit();
    for (int i = 0; i < 20; i++) {
      Kernel.write(tcp.one(), "message " + i);
      Completion<String> completion = next();
      assertThat(completion.hasMore()).isTrue();
      assertThat(taken(completion)).isEqualTo("message " + i);
    }
    assertThat(receive.isInFlight()).isTrue();
    ring.shutdown("shutdown", tcp.one(), Shutdown.WRITE);
    Completion<String> last = of("in", all());
    assertThat(last.result()).isZero();
    assertThat(last.hasMore()).isFalse();
    assertThat(last.flags() & CompletionFlags.BUFFER).isZero();
    assertThat(buffers.available()).isEqualTo(4);
  }

  @Test
  void oneRequestReceivesUntilThereIsNoBuffer() throws IOException {
    Connection pair = unixPair(SocketType.DGRAM);
    BufferRing buffers = buffers(2);
    for (int i = 0; i < 3; i++) {
      Kernel.write(pair.one(), "?" + i);
    }
    ring.recvMultishot("in", pair.other(), buffers, 0, 0);
    Completion<String> first = next();
    Completion<String> second = next();
    Completion<String> none = next();
    assertThat(none.errno()).isEqualTo(Errno.ENOBUFS);
    assertThat(none.hasMore()).isFalse();
    assertThat(none.flags() & CompletionFlags.BUFFER).isZero();
    assertThat(taken(first)).isEqualTo("?0");
    assertThat(taken(second)).isEqualTo("?1");
    // The data without buffer is still there.
    Request again = ring.recvMultishot("in", pair.other(), buffers, 0, 0).request();
    assertThat(taken(next())).isEqualTo("?2");
    ring.cancel("cancel", again);
    assertThat(of("in", all()).errno()).isEqualTo(Errno.ECANCELED);
  }

  @Test
  void eachTimeBringsNoMoreThanAskedFor() throws IOException {
    Connection tcp = tcp();
    BufferRing buffers = buffers(8);
    Kernel.write(tcp.one(), numbered(0, 10));
    Request receive = ring.recvMultishot("in", tcp.other(), buffers, 4, 0).request();
    assertThat(taken(next())).isEqualTo(numbered(0, 4));
    assertThat(taken(next())).isEqualTo(numbered(4, 8));
    assertThat(taken(next())).isEqualTo(numbered(8, 10));
    assertThat(receive.isInFlight()).isTrue();
  }

  @Test
  void itEndsAfterSoManyBytes() throws IOException {
    Connection tcp = tcp();
    BufferRing buffers = buffers(8);
    Kernel.write(tcp.one(), numbered(0, 30));
    ring.recvMultishot("in", tcp.other(), buffers, 4, 0).endAfter(10);
    List<Completion<String>> completions = all();
    Completion<String> last = completions.getLast();
    Needs.known(last.res(), "a limit of multishot receives");
    StringBuilder received = new StringBuilder();
    completions.forEach(each -> received.append(taken(each)));
    assertThat(received.toString()).as("the last time goes beyond").isEqualTo(numbered(0, 12));
    assertThat(last.hasMore()).isFalse();
  }

  /** A socket that always has data leaves others their turn. */
  @Test
  void aBusySocketDoesNotKeepOthersWaiting() throws IOException {
    Connection busy = unixPair(SocketType.STREAM);
    Connection calm = unixPair(SocketType.STREAM);
    BufferRing buffers = ring.bufferRing().entries(256).bufferSize(SIZE).open();
    Kernel.write(busy.one(), numbered(0, 128 * SIZE));
    Kernel.write(calm.one(), "calm");
    ring.recvMultishot("busy", busy.other(), buffers, 0, 0);
    ring.recvMultishot("calm", calm.other(), buffers, 0, 0);
    int before = 0;
    Completion<String> completion = next();
    while (!completion.data().equals("calm")) {
      before++;
      completion.buffer().close();
      completion = next();
    }
    assertThat(before).isLessThan(128);
    assertThat(taken(completion)).isEqualTo("calm");
  }

  @Test
  void whatNoHandlerTakesGoesBack() throws IOException {
    Connection tcp = tcp();
    BufferRing buffers = buffers(2);
    ring.recvMultishot("in", tcp.other(), buffers, 0, 0);
    int[] count = new int[1];
    for (int i = 0; i < 10; i++) {
      Kernel.write(tcp.one(), "message");
      ring.submitAndWait(1);
      ring.forEachCompletion((data, res, flags) -> count[0] += res);
    }
    assertThat(count[0]).isEqualTo(70);
    assertThat(buffers.available()).isEqualTo(2);
    assertThat(buffers.leases()).isZero();
  }

  // Bundles.

  @Test
  void aBundleFillsSeveralBuffersAtOnce() throws IOException {
    Connection tcp = tcp();
    BufferRing buffers = buffers(8);
    Kernel.write(tcp.one(), numbered(0, 100));
    StringBuilder received = new StringBuilder();
    int parts = 0;
    int completions = 0;
    while (received.length() < 100) {
      Completion<String> completion = end(ring.recv("in", tcp.other(), buffers, 0, 0).bundle());
      completions++;
      parts += completion.buffer().count();
      received.append(taken(completion));
    }
    assertThat(received.toString()).isEqualTo(numbered(0, 100));
    assertThat(parts).isEqualTo(7);
    assertThat(completions).isLessThan(parts);
    assertThat(buffers.available()).isEqualTo(8);
  }

  @Test
  void bundlesThatAreShortAndReturnedOutOfOrderKeepTheData() throws IOException {
    Connection tcp = tcp();
    BufferRing buffers = buffers(8);
    ring.recvMultishot("in", tcp.other(), buffers, 0, 0).bundle();
    ring.submit();
    List<Completion<String>> open = new ArrayList<>();
    int sent = 0;
    for (int round = 0; round < 50; round++) {
      int length = 1 + round * 7 % 30;
      Kernel.write(tcp.one(), numbered(sent, sent + length));
      int received = 0;
      while (received < length) {
        Completion<String> completion = next();
        assertThat(completion.hasMore()).isTrue();
        StringBuilder text = new StringBuilder();
        for (int part = 0; part < completion.buffer().count(); part++) {
          text.append(text(completion.buffer().segment(part)));
        }
        assertThat(text.toString())
            .isEqualTo(numbered(sent + received, sent + received + completion.result()));
        received += completion.result();
        open.add(completion);
      }
      sent += length;
      // The last one first, and one always stays open.
      while (open.size() > 1) {
        open.removeLast().buffer().close();
      }
      if (round % 5 == 0) {
        open.removeFirst().buffer().close();
      }
    }
    open.forEach(each -> each.buffer().close());
    assertThat(buffers.available()).isEqualTo(8);
  }

  @Test
  void aBundleTakesNoMoreThanAskedFor() throws IOException {
    Connection tcp = tcp();
    BufferRing buffers = buffers(8);
    Kernel.write(tcp.one(), numbered(0, 60));
    int received = 0;
    while (received < 60) {
      Completion<String> completion = end(ring.recv("in", tcp.other(), buffers, 20, 0).bundle());
      int count = completion.result();
      assertThat(count).isBetween(1, 20);
      assertThat(taken(completion)).isEqualTo(numbered(received, received + count));
      received += count;
    }
  }

  @Test
  void bundlesShareAnIncrementalRing() throws IOException {
    Connection tcp = tcp();
    BufferRing buffers = ring.bufferRing().entries(4).bufferSize(64).incremental().open();
    ring.recvMultishot("in", tcp.other(), buffers, 0, 0).bundle();
    ring.submit();
    int sent = 0;
    for (int round = 0; round < 30; round++) {
      int length = 1 + round * 11 % 90;
      Kernel.write(tcp.one(), numbered(sent, sent + length));
      for (int received = 0; received < length; ) {
        Completion<String> completion = next();
        int count = completion.result();
        assertThat(taken(completion)).isEqualTo(numbered(sent + received, sent + received + count));
        received += count;
      }
      sent += length;
    }
  }

  // Sending.

  private static void fill(BufferRing buffers, String text) {
    BufferLease lease = buffers.acquire();
    byte[] bytes = text.getBytes(UTF_8);
    MemorySegment.copy(bytes, 0, lease.segment(), JAVA_BYTE, 0, bytes.length);
    lease.provide(bytes.length);
  }

  @Test
  void buffersAreSentInTheirOrder() throws IOException {
    Connection pair = unixPair(SocketType.DGRAM);
    BufferRing buffers = forSending(4);
    fill(buffers, "one");
    fill(buffers, "second");
    assertThat(ok(ring.send("out", pair.one(), buffers, 0, 0))).isEqualTo(3);
    Completion<String> second = end(ring.send("out", pair.one(), buffers, 0, 0));
    assertThat(second.result()).isEqualTo(6);
    assertThat(Kernel.read(pair.other(), 16)).isEqualTo("one");
    assertThat(Kernel.read(pair.other(), 16)).isEqualTo("second");
    assertThat(res(ring.send("out", pair.one(), buffers, 0, 0))).isEqualTo(-Errno.ENOBUFS);
  }

  @Test
  void aBundleSendsAllThatIsThere() throws IOException {
    Connection tcp = tcp();
    BufferRing buffers = forSending(4);
    fill(buffers, "one ");
    fill(buffers, "two ");
    fill(buffers, "three");
    Completion<String> sent = end(ring.send("out", tcp.one(), buffers, 0, 0).bundle());
    assertThat(sent.result()).isEqualTo(13);
    try (BufferLease lease = sent.buffer()) {
      assertThat(lease.count()).isEqualTo(3);
    }
    assertThat(Kernel.read(tcp.other(), 16)).isEqualTo("one two three");
    // All are free again.
    for (int i = 0; i < 4; i++) {
      fill(buffers, "x");
    }
  }

  @Test
  void aSendFromAGroupToAClosedPeerFails() throws IOException {
    Connection pair = unixPair(SocketType.STREAM);
    BufferRing buffers = forSending(2);
    fill(buffers, "x");
    ok(ring.shutdown("shutdown", pair.other(), Shutdown.BOTH));
    assertThat(res(ring.send("out", pair.one(), buffers, 0, 0))).isEqualTo(-Errno.EPIPE);
  }
}
