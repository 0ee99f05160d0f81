package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sending without copying. Over the loopback interface the kernel copies, and says so. */
class ZeroCopyKernelTest extends SocketsOnKernel {

  @BeforeEach
  void needsOperations() throws IOException {
    Needs.operations(ring, Operation.SEND_ZC, Operation.SENDMSG_ZC, Operation.RECV);
  }

  /** Waits for both steps of the only request in flight; returns the notification. */
  private Completion<String> bothSteps(Prepared<?> prepared, int sent) throws IOException {
    Request request = prepared.request();
    Completion<String> first = next();
    assertThat(first.result()).isEqualTo(sent);
    assertThat(first.hasMore()).isTrue();
    assertThat(first.isNotification()).isFalse();
    assertThat(request.isInFlight()).isTrue();
    Completion<String> second = next();
    assertThat(second.data()).isEqualTo(first.data());
    assertThat(second.isNotification()).isTrue();
    assertThat(second.hasMore()).isFalse();
    assertThat(second.isError()).isFalse();
    assertThat(second.result()).isZero();
    assertThat(request.isInFlight()).isFalse();
    return second;
  }

  private void assertReceived(PlainFd socket, String expected) throws IOException {
    MemorySegment in = memory(expected.length());
    int flags = MsgFlags.WAITALL;
    assertThat(res(ring.recv("in", socket, in, flags))).isEqualTo(expected.length());
    assertThat(text(in)).isEqualTo(expected);
  }

  @Test
  void tcpSendsInTwoSteps() throws IOException {
    Connection tcp = tcp();
    Completion<String> plain = bothSteps(ring.sendZc("out", tcp.one(), memory("hello"), 0), 5);
    assertReceived(tcp.other(), "hello");
    assertThat(plain.res()).isZero();
    assertThat(plain.wasCopied()).isFalse();
  }

  @Test
  void usageIsReportedWhenAskedFor() throws IOException {
    Connection tcp = tcp();
    // The notification comes when the receiver has taken the data.
    PreparedZeroCopy send = ring.sendZc("out", tcp.one(), memory("hello"), 0).reportUsage();
    Completion<String> notification = bothSteps(send, 5);
    assertReceived(tcp.other(), "hello");
    assertThat(notification.wasCopied()).as("loopback copies").isTrue();
    assertThat(notification.res()).isNegative();
  }

  @Test
  void datagramsSendInTwoSteps() throws IOException {
    Connection udp = udp();
    bothSteps(ring.sendZc("out", udp.one(), memory("hello"), 0), 5);
    assertReceived(udp.other(), "hello");
    PlainFd sender = socket(SocketType.DGRAM);
    SockAddr to = SockAddr.local(udp.other());
    PlainFd receiver = udp.other();
    SockAddr unconnected = SockAddr.of(to.get());
    bothSteps(ring.sendZcTo("out", sender, memory("there"), 0, unconnected), 5);
    assertReceived(receiver, "there");
  }

  @Test
  void partsAreSentOneBehindTheOther() throws IOException {
    Connection tcp = tcp();
    MemorySegment[] parts = {memory("one "), memory("two "), memory("three")};
    PreparedZeroCopy send = ring.sendvZc("out", tcp.one(), parts, 0);
    ring.submit();
    Completion<String> first = next();
    Needs.known(first.res(), "SEND_VECTORIZED");
    assertThat(first.result()).isEqualTo(13);
    assertThat(next().isNotification()).isTrue();
    assertReceived(tcp.other(), "one two three");
    assertThat(send).isNotNull();
  }

  @Test
  void registeredMemoryIsSent() throws IOException {
    Connection tcp = tcp();
    MemorySegment memory = memory("0123456789abcdef");
    RegisteredBuffer buffer = ring.registerBuffer(memory);
    bothSteps(ring.sendZcFixed("out", tcp.one(), buffer, 4, 6, 0), 6);
    assertReceived(tcp.other(), "456789");
    PlainFd sender = socket(SocketType.DGRAM);
    PlainFd receiver = socket(SocketType.DGRAM);
    Kernel.bind(receiver, loopback());
    SockAddr to = SockAddr.local(receiver);
    bothSteps(ring.sendZcFixedTo("out", sender, buffer, 10, 6, 0, to), 6);
    assertReceived(receiver, "abcdef");
  }

  @Test
  void aChunkIsHeldUntilTheNotification() throws IOException {
    Connection tcp = tcp();
    Region region = Region.of(ring.registerBuffer(memory(64)), 16);
    region.allocate();
    Chunk chunk = region.allocate();
    chunk.segment().copyFrom(memory("chunk"));
    bothSteps(ring.sendZcFixed("out", tcp.one(), chunk, 5, 0), 5);
    chunk.free();
    assertReceived(tcp.other(), "chunk");
  }

  @Test
  void messagesAreSent() throws IOException {
    PlainFd sender = socket(SocketType.DGRAM);
    PlainFd receiver = socket(SocketType.DGRAM);
    Kernel.bind(receiver, loopback());
    MsgHdr message = MsgHdr.send(memory("one "), memory("two")).address(SockAddr.local(receiver));
    bothSteps(ring.sendmsgZc("out", sender, message, 0), 7);
    assertReceived(receiver, "one two");
    message.address(null);
  }

  @Test
  void messagesFromRegisteredMemoryAreSent() throws IOException {
    Connection tcp = tcp();
    MemorySegment memory = memory("0123456789abcdef");
    RegisteredBuffer buffer = ring.registerBuffer(memory);
    MsgHdr message = MsgHdr.send(memory.asSlice(8, 4), memory.asSlice(2, 3));
    ring.sendmsgZcFixed("out", tcp.one(), buffer, message, 0);
    Completion<String> first = next();
    Needs.known(first.res(), "fixed buffers in SENDMSG_ZC");
    assertThat(first.result()).isEqualTo(7);
    assertThat(next().isNotification()).isTrue();
    assertReceived(tcp.other(), "89ab234");
  }

  @Test
  void aLargeSendThatWaitsForAllHasOneNotification() throws IOException {
    Connection tcp = tcp();
    int size = 8 << 20;
    MemorySegment out = memory(size);
    out.fill((byte) 7);
    MemorySegment in = memory(size);
    ring.sendZc("out", tcp.one(), out, MsgFlags.WAITALL);
    ring.recv("in", tcp.other(), in, MsgFlags.WAITALL);
    List<Completion<String>> three = all();
    assertThat(three).hasSize(3);
    assertThat(of("in", three).result()).isEqualTo(size);
    assertThat(in.mismatch(out)).isEqualTo(-1);
    List<Completion<String>> ofSend =
        three.stream().filter(each -> each.data().equals("out")).toList();
    assertThat(ofSend.get(0).result()).isEqualTo(size);
    assertThat(ofSend.get(1).isNotification()).isTrue();
  }

  @Test
  void aSocketThatCannotIsAnError() throws IOException {
    Connection pair = unixPair(SocketType.STREAM);
    ring.sendZc("bytes", pair.one(), memory("x"), 0);
    ring.sendmsgZc("message", pair.one(), MsgHdr.send(memory("x")), 0);
    List<Completion<String>> completions = all();
    assertThat(errors("bytes", completions)).containsExactly(Errno.EOPNOTSUPP);
    assertThat(errors("message", completions)).containsExactly(Errno.EOPNOTSUPP);
  }

  @Test
  void whateverFailsEnds() throws IOException {
    PlainFd unconnected = socket(SocketType.STREAM);
    ring.sendZc("pipe", unconnected, memory("x"), 0);
    Connection udp = udp();
    ring.sendZc("size", udp.one(), memory(1 << 17), 0);
    ring.sendZc("no socket", pipe().out(), memory("x"), 0);
    List<Completion<String>> completions = all();
    assertThat(errors("pipe", completions)).containsExactly(Errno.EPIPE);
    assertThat(errors("size", completions)).containsExactly(Errno.EMSGSIZE);
    assertThat(errors("no socket", completions)).containsExactly(Errno.ENOTSOCK);
  }

  /** The errors of a request, whether notifications followed or not. */
  private static List<Integer> errors(String data, List<Completion<String>> completions) {
    return completions.stream()
        .filter(each -> each.data().equals(data) && !each.isNotification())
        .map(Completion::errno)
        .toList();
  }

  @Test
  void linkedSendsKeepTheirOrder() throws IOException {
    Connection tcp = tcp();
    ring.sendZc("a", tcp.one(), memory("one "), 0).link();
    ring.sendZc("b", tcp.one(), memory("two "), 0).link();
    ring.send("c", tcp.one(), memory("three"), 0);
    List<Completion<String>> completions = all();
    assertThat(completions).hasSize(5);
    assertReceived(tcp.other(), "one two three");
  }

  /** The data waits for the other side to read, and until then the network reads the memory. */
  @Test
  void aRingClosesOnceTheOtherSideHasRead() throws Exception {
    Connection tcp = tcp();
    MemorySegment out = memory(1 << 20);
    out.fill((byte) 7);
    int sent = 0;
    for (int i = 0; i < 8; i++) {
      ring.sendZc("out", tcp.one(), out, MsgFlags.DONTWAIT);
      ring.submitAndWait(1);
      Completion<String> completion = ring.poll();
      sent += completion.isError() ? 0 : completion.result();
    }
    assertThat(sent).isPositive();
    assertThat(ring.inFlight()).as("not notified").isPositive();
    int expected = sent;
    Thread reader = Thread.ofPlatform().start(() -> readAll(tcp.other(), expected));
    ring.close();
    reader.join();
    ring = Needs.ring(Ring.<String>builder().entries(64));
  }

  private static void readAll(PlainFd socket, int count) {
    for (int left = count; left > 0; ) {
      left -= Kernel.read(socket, Math.min(left, 1 << 16)).length();
    }
  }
}
