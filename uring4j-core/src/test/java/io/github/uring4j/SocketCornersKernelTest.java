package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Servers and clients of direct descriptors, and what bind, listen, connect and accept meet. */
class SocketCornersKernelTest extends SocketsOnKernel {

  private static SockAddr abstractAddress(String name) {
    String unique = "uring4j-%s-%d".formatted(name, System.nanoTime());
    return SockAddr.unixAbstract(unique.getBytes(UTF_8));
  }

  private DirectFd direct(AddressFamily family, SocketType type) throws IOException {
    return end(ring.socket("socket", family, type, 0).direct()).directFd();
  }

  // Direct descriptors from end to end.

  @Test
  void aServerAndItsClientsNeedNoPlainDescriptor() throws IOException {
    ring.registerFilesSparse(8);
    int before = Kernel.openDescriptors();
    SockAddr address = abstractAddress("direct");
    DirectFd server = direct(AddressFamily.UNIX, SocketType.STREAM);
    ring.bind("bind", server, address).link();
    ring.listen("listen", server, 5);
    assertThat(next().result()).isZero();
    assertThat(next().result()).isZero();
    Request accept = ring.accept("accept", server).multishot().direct().request();
    ring.submit();
    List<DirectFd> connections = new ArrayList<>();
    List<DirectFd> clients = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      DirectFd client = direct(AddressFamily.UNIX, SocketType.STREAM);
      clients.add(client);
      ring.connect("connect", client, address);
      for (int completions = 0; completions < 2; completions++) {
        Completion<String> completion = next();
        if (completion.data().equals("accept")) {
          assertThat(completion.hasMore()).isTrue();
          connections.add(completion.directFd());
        } else {
          assertThat(completion.result()).isZero();
        }
      }
    }
    assertThat(connections).doesNotHaveDuplicates().hasSize(3);
    for (int i = 0; i < 3; i++) {
      MemorySegment in = memory(9);
      ok(ring.send("out", clients.get(i), memory("message " + i), 0));
      assertThat(ok(ring.recv("in", connections.get(i), in, MsgFlags.WAITALL))).isEqualTo(9);
      assertThat(text(in)).isEqualTo("message " + i);
    }
    MemorySegment value = memory(4);
    ok(ring.getsockopt("get", server, SocketLevels.SOCKET, SocketOptions.ACCEPTCONN, value));
    assertThat(value.get(JAVA_INT, 0)).isOne();
    assertThat(Kernel.openDescriptors()).isEqualTo(before);
    ring.cancel("cancel", accept);
    assertThat(of("accept", all()).errno()).isEqualTo(Errno.ECANCELED);
  }

  @Test
  void anAcceptThatRepeatsEndsWhenTheTableIsFull() throws IOException {
    ring.registerFilesSparse(1);
    PlainFd listener = listener();
    client(listener);
    client(listener);
    ring.accept("accept", listener).multishot().direct();
    Completion<String> first = next();
    assertThat(first.directFd().slot()).isZero();
    Completion<String> second = next();
    assertThat(second.errno()).isEqualTo(Errno.ENFILE);
    assertThat(second.hasMore()).isFalse();
  }

  // Errors of set-up.

  @Test
  void socketsThatThereAreNotAreErrors() throws IOException {
    assertThat(res(ring.socket("socket", AddressFamily.UNIX, SocketType.RAW, 99)))
        .isEqualTo(-Errno.EPROTONOSUPPORT);
    assertThat(res(ring.socket("socket", AddressFamily.INET, SocketType.STREAM, 17)))
        .isEqualTo(-Errno.EPROTONOSUPPORT);
  }

  @Test
  void addressesThatCannotBeBoundAreErrors() throws IOException {
    PlainFd socket = socket(SocketType.STREAM);
    SockAddr foreign = SockAddr.of(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 0));
    assertThat(res(ring.bind("bind", socket, foreign))).isEqualTo(-Errno.EADDRNOTAVAIL);
    assertThat(res(ring.bind("bind", socket, SockAddr.ofBytes(new byte[2]))))
        .isEqualTo(-Errno.EINVAL);
    assertThat(res(ring.bind("bind", socket, SockAddr.empty()))).isEqualTo(-Errno.EINVAL);
    ok(ring.bind("bind", socket, loopback()));
    assertThat(res(ring.bind("again", socket, loopback()))).isEqualTo(-Errno.EINVAL);
    PlainFd unix = closing(Kernel.socket(AddressFamily.UNIX, SocketType.STREAM));
    UnixDomainSocketAddress path = UnixDomainSocketAddress.of(directory.resolve("socket"));
    ok(ring.bind("bind", unix, SockAddr.of(path)));
    PlainFd second = closing(Kernel.socket(AddressFamily.UNIX, SocketType.STREAM));
    assertThat(res(ring.bind("bind", second, SockAddr.of(path)))).isEqualTo(-Errno.EADDRINUSE);
    UnixDomainSocketAddress missing = UnixDomainSocketAddress.of(directory.resolve("no/socket"));
    assertThat(res(ring.bind("bind", second, SockAddr.of(missing)))).isEqualTo(-Errno.ENOENT);
  }

  @Test
  void whatCannotListenIsAnError() throws IOException {
    assertThat(res(ring.listen("listen", socket(SocketType.DGRAM), 1)))
        .isEqualTo(-Errno.EOPNOTSUPP);
    PlainFd unbound = closing(Kernel.socket(AddressFamily.UNIX, SocketType.STREAM));
    assertThat(res(ring.listen("listen", unbound, 1))).isEqualTo(-Errno.EINVAL);
    assertThat(res(ring.listen("listen", socket(SocketType.STREAM), 1))).isZero();
  }

  // Connecting.

  @Test
  void connectsThatCannotBeAreErrors() throws IOException {
    Connection tcp = tcp();
    assertThat(res(ring.connect("again", tcp.one(), SockAddr.remote(tcp.one()))))
        .isEqualTo(-Errno.EISCONN);
    PlainFd unix = closing(Kernel.socket(AddressFamily.UNIX, SocketType.STREAM));
    UnixDomainSocketAddress missing = UnixDomainSocketAddress.of(directory.resolve("missing"));
    assertThat(res(ring.connect("connect", unix, SockAddr.of(missing)))).isEqualTo(-Errno.ENOENT);
    assertThat(res(ring.connect("connect", unix, abstractAddress("nobody"))))
        .isEqualTo(-Errno.ECONNREFUSED);
    PlainFd datagram = closing(Kernel.socket(AddressFamily.UNIX, SocketType.DGRAM));
    SockAddr other = SockAddr.of(UnixDomainSocketAddress.of(directory.resolve("datagram")));
    ok(ring.bind("bind", datagram, other));
    assertThat(res(ring.connect("connect", unix, other))).isEqualTo(-Errno.EPROTOTYPE);
    assertThat(res(ring.connect("connect", unix, loopback()))).isEqualTo(-Errno.EINVAL);
  }

  @Test
  void aConnectOnAWorkerConnects() throws IOException {
    PlainFd listener = listener();
    PlainFd client = socket(SocketType.STREAM);
    assertThat(res(ring.connect("connect", client, SockAddr.local(listener)).async())).isZero();
    assertThat(SockAddr.remote(client).get()).isEqualTo(SockAddr.local(listener).get());
  }

  /** A relative path is that of the thread that submits, on a worker too. */
  @Test
  void aConnectToAPathOnAWorkerConnects() throws IOException {
    UnixDomainSocketAddress path = UnixDomainSocketAddress.of(directory.resolve("socket"));
    PlainFd listener = closing(Kernel.socket(AddressFamily.UNIX, SocketType.STREAM));
    Kernel.bind(listener, SockAddr.of(path));
    Kernel.listen(listener);
    PlainFd client = closing(Kernel.socket(AddressFamily.UNIX, SocketType.STREAM));
    assertThat(res(ring.connect("connect", client, SockAddr.of(path)).async())).isZero();
    PlainFd datagram = closing(Kernel.socket(AddressFamily.UNIX, SocketType.DGRAM));
    PlainFd sender = closing(Kernel.socket(AddressFamily.UNIX, SocketType.DGRAM));
    UnixDomainSocketAddress second = UnixDomainSocketAddress.of(directory.resolve("second"));
    Kernel.bind(datagram, SockAddr.of(second));
    MsgHdr message = MsgHdr.send(memory("hello")).address(SockAddr.of(second));
    assertThat(ok(ring.sendmsg("out", sender, message, 0).async())).isEqualTo(5);
    assertThat(Kernel.read(datagram, 5)).isEqualTo("hello");
  }

  /** A listener that accepts nobody and has no room drops what asks for a connection. */
  @Test
  void aConnectWithoutAnswerIsCancelledByItsTimeout() throws IOException {
    PlainFd listener = socket(SocketType.STREAM);
    Kernel.bind(listener, loopback());
    ok(ring.listen("listen", listener, 0));
    client(listener);
    PlainFd client = socket(SocketType.STREAM);
    ring.connect("connect", client, SockAddr.local(listener)).link();
    ring.linkTimeout("timeout", Duration.ofMillis(20));
    List<Completion<String>> both = all();
    assertThat(of("connect", both).errno()).isEqualTo(Errno.ECANCELED);
    assertThat(of("timeout", both).errno()).isEqualTo(Errno.ETIME);
  }

  @Test
  void aDatagramSocketIsConnectedAndDisconnected() throws IOException {
    Connection udp = udp();
    ok(ring.connect("disconnect", udp.one(), SockAddr.ofBytes(new byte[16])));
    assertThat(res(ring.send("out", udp.one(), memory("x"), 0))).isEqualTo(-Errno.EDESTADDRREQ);
    ok(ring.connect("connect", udp.one(), SockAddr.local(udp.other())));
    assertThat(res(ring.send("out", udp.one(), memory("x"), 0))).isOne();
  }

  // Rings as descriptors.

  @Test
  void aRingIsNotPassed() throws IOException {
    Connection pair = unixPair(SocketType.STREAM);
    try (Ring<String> other = Ring.open(4)) {
      PlainFd fd = PlainFd.of(other.resources().fd());
      MsgHdr message = MsgHdr.send(memory("x")).descriptors(fd);
      assertThat(res(ring.sendmsg("out", pair.one(), message, 0))).isEqualTo(-Errno.EINVAL);
    }
  }
}
