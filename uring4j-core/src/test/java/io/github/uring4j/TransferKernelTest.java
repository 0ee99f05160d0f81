package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sending and receiving with buffers of one's own. */
class TransferKernelTest extends SocketsOnKernel {

  @BeforeEach
  void needsOperations() throws IOException {
    Needs.operations(ring, Operation.SEND, Operation.RECV);
  }

  @ParameterizedTest
  @EnumSource(
      value = SocketType.class,
      names = {"STREAM", "DGRAM", "SEQPACKET"})
  void whatIsSentIsReceived(SocketType type) throws IOException {
    Connection pair = unixPair(type);
    MemorySegment in = memory(16);
    ring.recv("in", pair.other(), in, 0);
    ring.send("out", pair.one(), memory("hello"), 0);
    List<Completion<String>> both = all();
    assertThat(of("out", both).result()).isEqualTo(5);
    assertThat(of("in", both).result()).isEqualTo(5);
    assertThat(text(in.asSlice(0, 5))).isEqualTo("hello");
  }

  @Test
  void overTcpInOneChain() throws IOException {
    Connection tcp = tcp();
    MemorySegment in = memory(5);
    ring.send("out", tcp.one(), memory("hello"), 0).link();
    ring.recv("in", tcp.other(), in, MsgFlags.WAITALL);
    assertThat(next().result()).isEqualTo(5);
    assertThat(next().result()).isEqualTo(5);
    assertThat(text(in)).isEqualTo("hello");
  }

  @Test
  void aReceiveTakesWhatIsThere() throws IOException {
    Connection pair = unixPair(SocketType.STREAM);
    Kernel.write(pair.one(), "hello");
    assertThat(res(ring.recv("in", pair.other(), memory(3), 0))).isEqualTo(3);
    assertThat(res(ring.recv("in", pair.other(), memory(3), 0))).isEqualTo(2);
  }

  @Test
  void theCompletionSaysWhetherThereIsMore() throws IOException {
    Connection tcp = tcp();
    Kernel.write(tcp.one(), "hello");
    Completion<String> some = end(ring.recv("in", tcp.other(), memory(3), 0));
    assertThat(some.result()).isEqualTo(3);
    assertThat(some.flags()).isEqualTo(CompletionFlags.SOCK_NONEMPTY);
    // Peeking leaves all of it there.
    Completion<String> peek = end(ring.recv("in", tcp.other(), memory(3), MsgFlags.PEEK));
    assertThat(peek.result()).isEqualTo(2);
    Completion<String> rest = end(ring.recv("in", tcp.other(), memory(3), 0));
    assertThat(rest.result()).isEqualTo(2);
    assertThat(rest.flags()).isZero();
  }

  @Test
  void aReceiveThatWaitsForAllGoesOnUntilAllIsThere() throws IOException {
    Connection pair = unixPair(SocketType.STREAM);
    MemorySegment in = memory(10);
    ring.recv("in", pair.other(), in, MsgFlags.WAITALL);
    ring.submit();
    for (String part : List.of("01", "234", "5678")) {
      Kernel.write(pair.one(), part);
      assertThat(ring.poll()).isNull();
    }
    Kernel.write(pair.one(), "9");
    assertThat(next().result()).isEqualTo(10);
    assertThat(text(in)).isEqualTo("0123456789");
  }

  @Test
  void aReceiveThatWaitsForAllIsShortWhenTheStreamEnds() throws IOException {
    Connection pair = unixPair(SocketType.STREAM);
    ring.recv("in", pair.other(), memory(10), MsgFlags.WAITALL).link();
    ring.nop("after");
    ring.submit();
    Kernel.write(pair.one(), "012");
    assertThat(ring.poll()).isNull();
    ring.shutdown("shutdown", pair.one(), Shutdown.WRITE);
    List<Completion<String>> completions = all();
    assertThat(of("in", completions).result()).isEqualTo(3);
    assertThat(of("after", completions).errno()).as("chain broken").isEqualTo(Errno.ECANCELED);
  }

  @Test
  void aShortReceiveBreaksNoChainUnlessItWaitsForAll() throws IOException {
    Connection pair = unixPair(SocketType.STREAM);
    Kernel.write(pair.one(), "012");
    ring.recv("in", pair.other(), memory(10), 0).link();
    ring.nop("after");
    List<Completion<String>> completions = all();
    assertThat(of("in", completions).result()).isEqualTo(3);
    assertThat(of("after", completions).result()).isZero();
  }

  /** The kernel tries again what did not fit; without WAITALL it is short. */
  @Test
  void aLargeSendThatWaitsForAllSendsAll() throws IOException {
    Connection pair = unixPair(SocketType.STREAM);
    int size = 4 << 20;
    MemorySegment out = memory(size);
    out.fill((byte) 7);
    assertThat(res(ring.send("short", pair.one(), out, MsgFlags.DONTWAIT))).isBetween(1, size - 1);
    drain(pair.other());
    ring.send("all", pair.one(), out, MsgFlags.WAITALL);
    MemorySegment in = memory(size);
    ring.recv("in", pair.other(), in, MsgFlags.WAITALL);
    List<Completion<String>> both = all();
    assertThat(of("all", both).result()).isEqualTo(size);
    assertThat(of("in", both).result()).isEqualTo(size);
    assertThat(in.mismatch(out)).isEqualTo(-1);
  }

  private void drain(PlainFd socket) throws IOException {
    MemorySegment in = memory(1 << 20);
    int count = 1;
    while (count > 0) {
      count = res(ring.recv("drain", socket, in, MsgFlags.DONTWAIT));
    }
    assertThat(count).isEqualTo(-Errno.EAGAIN);
  }

  @Test
  void theEndOfTheStreamIsZero() throws IOException {
    Connection tcp = tcp();
    ring.recv("in", tcp.other(), memory(1), 0).pollFirst();
    ring.submit();
    assertThat(ring.poll()).isNull();
    ring.shutdown("shutdown", tcp.one(), Shutdown.WRITE);
    assertThat(of("in", all()).result()).isZero();
  }

  @Test
  void nothingThereAndNotWaitingIsAnError() throws IOException {
    Connection tcp = tcp();
    assertThat(res(ring.recv("in", tcp.one(), memory(1), MsgFlags.DONTWAIT)))
        .isEqualTo(-Errno.EAGAIN);
  }

  @Test
  void aReceiveCanBeCancelled() throws IOException {
    Connection tcp = tcp();
    Request receive = ring.recv("in", tcp.one(), memory(1), 0).request();
    ring.submit();
    ring.cancel("cancel", receive);
    List<Completion<String>> both = all();
    assertThat(of("cancel", both).result()).isZero();
    assertThat(of("in", both).errno()).isEqualTo(Errno.ECANCELED);
  }

  @Test
  void aSendThatFindsNoRoomCanBeCancelled() throws IOException {
    Connection pair = unixPair(SocketType.STREAM);
    MemorySegment out = memory(1 << 20);
    int sent = 1;
    while (sent > 0) {
      sent = res(ring.send("fill", pair.one(), out, MsgFlags.DONTWAIT));
    }
    assertThat(sent).isEqualTo(-Errno.EAGAIN);
    Request send = ring.send("out", pair.one(), out, 0).request();
    ring.submit();
    assertThat(ring.poll()).isNull();
    ring.cancel("cancel", send);
    assertThat(of("out", all()).errno()).isEqualTo(Errno.ECANCELED);
  }

  @Test
  void errorsOfTransfers() throws IOException {
    PlainFd noSocket = pipe().in();
    assertThat(res(ring.send("out", noSocket, memory("x"), 0))).isEqualTo(-Errno.ENOTSOCK);
    assertThat(res(ring.recv("in", noSocket, memory(1), 0))).isEqualTo(-Errno.ENOTSOCK);
    PlainFd unconnected = socket(SocketType.STREAM);
    assertThat(res(ring.recv("in", unconnected, memory(1), 0))).isEqualTo(-Errno.ENOTCONN);
    assertThat(res(ring.send("out", unconnected, memory("x"), 0))).isEqualTo(-Errno.EPIPE);
    Connection udp = udp();
    assertThat(res(ring.send("out", udp.one(), memory(1 << 17), 0))).isEqualTo(-Errno.EMSGSIZE);
  }

  @Test
  void aSendToAClosedPeerFailsWithoutSignal() throws IOException {
    Connection pair = unixPair(SocketType.STREAM);
    ok(ring.shutdown("shutdown", pair.other(), Shutdown.BOTH));
    assertThat(res(ring.send("out", pair.one(), memory("x"), 0))).isEqualTo(-Errno.EPIPE);
    assertThat(res(ring.sendv("out", pair.one(), new MemorySegment[] {memory("x")}, 0)))
        .isIn(-Errno.EPIPE, -Errno.EINVAL);
  }

  // Datagrams.

  @Test
  void aDatagramGoesToItsAddress() throws IOException {
    PlainFd sender = socket(SocketType.DGRAM);
    PlainFd receiver = socket(SocketType.DGRAM);
    Kernel.bind(receiver, loopback());
    SockAddr to = SockAddr.local(receiver);
    MemorySegment in = memory(16);
    ring.recv("in", receiver, in, 0);
    ring.sendTo("out", sender, memory("hello"), 0, to);
    // The address was copied.
    to.set(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
    List<Completion<String>> both = all();
    assertThat(of("out", both).result()).isEqualTo(5);
    assertThat(of("in", both).result()).isEqualTo(5);
    assertThat(text(in.asSlice(0, 5))).isEqualTo("hello");
  }

  @Test
  void aDatagramThatDoesNotFitIsCut() throws IOException {
    Connection udp = udp();
    Kernel.write(udp.one(), "0123456789");
    Kernel.write(udp.one(), "0123456789");
    assertThat(res(ring.recv("in", udp.other(), memory(4), 0))).isEqualTo(4);
    assertThat(res(ring.recv("real length", udp.other(), memory(4), MsgFlags.TRUNC))).isEqualTo(10);
  }

  @Test
  void anEmptyDatagramIsOne() throws IOException {
    Connection udp = udp();
    assertThat(res(ring.send("out", udp.one(), memory(0), 0))).isZero();
    assertThat(res(ring.recv("in", udp.other(), memory(4), MsgFlags.DONTWAIT))).isZero();
  }

  @Test
  void nobodyThereIsToldByTheNextRequest() throws IOException {
    PlainFd receiver = Kernel.socket(AddressFamily.INET, SocketType.DGRAM);
    Kernel.bind(receiver, loopback());
    PlainFd sender = socket(SocketType.DGRAM);
    Kernel.connect(sender, SockAddr.local(receiver));
    ok(ring.close("close", receiver));
    assertThat(res(ring.send("out", sender, memory("x"), 0))).isOne();
    assertThat(res(ring.recv("in", sender, memory(1), 0))).isEqualTo(-Errno.ECONNREFUSED);
  }

  // Vectors.

  @Test
  void partsAreSentOneBehindTheOther() throws IOException {
    Connection pair = unixPair(SocketType.DGRAM);
    MemorySegment[] parts = {memory("one "), memory(0), memory("two "), memory("three")};
    int sent = res(ring.sendv("out", pair.one(), parts, 0));
    Needs.known(sent, "SEND_VECTORIZED");
    assertThat(sent).isEqualTo(13);
    MemorySegment in = memory(20);
    assertThat(res(ring.recv("in", pair.other(), in, 0))).isEqualTo(13);
    assertThat(text(in.asSlice(0, 13))).isEqualTo("one two three");
  }

  @Test
  void manyPartsAreSent() throws IOException {
    Connection pair = unixPair(SocketType.STREAM);
    MemorySegment all = memory(1024);
    MemorySegment[] parts = new MemorySegment[1024];
    for (int i = 0; i < parts.length; i++) {
      all.set(JAVA_BYTE, i, (byte) (i * 31));
      parts[i] = all.asSlice(i, 1);
    }
    int sent = res(ring.sendv("out", pair.one(), parts, 0));
    Needs.known(sent, "SEND_VECTORIZED");
    assertThat(sent).isEqualTo(1024);
    MemorySegment in = memory(1024);
    assertThat(res(ring.recv("in", pair.other(), in, MsgFlags.WAITALL))).isEqualTo(1024);
    assertThat(in.mismatch(all)).isEqualTo(-1);
  }
}
