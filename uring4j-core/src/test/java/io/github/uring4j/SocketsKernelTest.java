package io.github.uring4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sockets, their addresses, and messages. */
class SocketsKernelTest extends OnKernel {

  private PlainFd socket(AddressFamily family, SocketType type) throws IOException {
    Needs.operations(ring, Operation.SOCKET);
    return closing(end(ring.socket("socket", family, type, 0)).fd());
  }

  private List<PlainFd> socketPair(SocketType type) {
    List<PlainFd> pair = Kernel.socketPair(type);
    pair.forEach(this::closing);
    return pair;
  }

  /** Makes a server's socket by requests. */
  private PlainFd server(AddressFamily family, SockAddr address) throws IOException {
    Needs.operations(ring, Operation.BIND, Operation.LISTEN);
    PlainFd server = socket(family, SocketType.STREAM);
    assertThat(res(ring.bind("bind", server, address))).isZero();
    assertThat(res(ring.listen("listen", server, 5))).isZero();
    return server;
  }

  /** Connects to a server and has the connection accepted: client, connection. */
  private List<PlainFd> connect(PlainFd server, AddressFamily family, SockAddr to, SockAddr peer)
      throws IOException {
    PlainFd client = socket(family, SocketType.STREAM);
    ring.accept("accept", server, peer);
    ring.connect("connect", client, to);
    Map<String, Completion<String>> both = new HashMap<>();
    for (int i = 0; i < 2; i++) {
      Completion<String> completion = next();
      both.put(completion.data(), completion);
    }
    assertThat(both.get("connect").result()).isZero();
    return List.of(client, closing(both.get("accept").fd()));
  }

  private void roundTrip(PlainFd one, PlainFd other) throws IOException {
    MemorySegment buffer = memory(16);
    assertThat(res(ring.write("ping", one, memory("ping"), 0))).isEqualTo(4);
    assertThat(res(ring.read("ping", other, buffer, 0))).isEqualTo(4);
    assertThat(text(buffer.asSlice(0, 4))).isEqualTo("ping");
    assertThat(res(ring.write("pong", other, memory("pong"), 0))).isEqualTo(4);
    assertThat(res(ring.read("pong", one, buffer, 0))).isEqualTo(4);
    assertThat(text(buffer.asSlice(0, 4))).isEqualTo("pong");
  }

  private static InetSocketAddress loopback(String address) throws IOException {
    return new InetSocketAddress(InetAddress.getByName(address), 0);
  }

  @Test
  void tcpRoundTripWithAddresses() throws IOException {
    PlainFd server = server(AddressFamily.INET, SockAddr.of(loopback("127.0.0.1")));
    SockAddr peer = SockAddr.empty();
    List<PlainFd> both = connect(server, AddressFamily.INET, SockAddr.local(server), peer);
    roundTrip(both.get(0), both.get(1));
    assertThat(peer.get()).isEqualTo(SockAddr.local(both.get(0)).get());
    assertThat(peer.family()).isEqualTo(AddressFamily.INET);
  }

  @Test
  void ipv6RoundTripWithAddresses() throws IOException {
    Needs.ipv6();
    PlainFd server = server(AddressFamily.INET6, SockAddr.of(loopback("::1")));
    SockAddr peer = SockAddr.empty();
    List<PlainFd> both = connect(server, AddressFamily.INET6, SockAddr.local(server), peer);
    roundTrip(both.get(0), both.get(1));
    assertThat(peer.get()).isEqualTo(SockAddr.local(both.get(0)).get());
    assertThat(peer.family()).isEqualTo(AddressFamily.INET6);
  }

  @Test
  void unixPathRoundTrip() throws IOException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("socket"));
    PlainFd server = server(AddressFamily.UNIX, SockAddr.of(address));
    assertThat(Files.exists(address.getPath())).isTrue();
    SockAddr peer = SockAddr.empty();
    List<PlainFd> both = connect(server, AddressFamily.UNIX, SockAddr.of(address), peer);
    roundTrip(both.get(0), both.get(1));
    assertThat(SockAddr.remote(both.get(0)).get()).isEqualTo(address);
    assertThat(peer.family()).isEqualTo(AddressFamily.UNIX);
  }

  @Test
  void abstractUnixRoundTrip() throws IOException {
    byte[] name = ("uring4j-\0-" + System.nanoTime()).getBytes(UTF_8);
    PlainFd server = server(AddressFamily.UNIX, SockAddr.unixAbstract(name));
    PlainFd client = socket(AddressFamily.UNIX, SocketType.STREAM);
    byte[] clientName = ("uring4j-client-" + System.nanoTime()).getBytes(UTF_8);
    assertThat(res(ring.bind("bind", client, SockAddr.unixAbstract(clientName)))).isZero();
    assertThat(res(ring.connect("connect", client, SockAddr.unixAbstract(name)))).isZero();
    SockAddr peer = SockAddr.empty();
    PlainFd connection = closing(end(ring.accept("accept", server, peer)).fd());
    assertThat(peer.abstractName()).isEqualTo(clientName);
    roundTrip(client, connection);
  }

  @Test
  void socketIsClosedOnExecUnlessInheritable() throws IOException {
    PlainFd plain = socket(AddressFamily.INET, SocketType.STREAM);
    assertThat(Kernel.isClosedOnExec(plain)).isTrue();
    assertThat(Kernel.statusFlags(plain) & OpenFlags.NONBLOCK).isZero();
    AddressFamily inet = AddressFamily.INET;
    PlainFd inheritable =
        closing(end(ring.socket("socket", inet, SocketType.DGRAM, 0).inheritable()).fd());
    assertThat(Kernel.isClosedOnExec(inheritable)).isFalse();
    PlainFd nonBlocking =
        closing(end(ring.socket("socket", inet, SocketType.DGRAM, 0).nonBlocking()).fd());
    assertThat(Kernel.isClosedOnExec(nonBlocking)).isTrue();
    assertThat(Kernel.statusFlags(nonBlocking) & OpenFlags.NONBLOCK).isNotZero();
  }

  @Test
  void acceptedSocketIsClosedOnExecUnlessInheritable() throws IOException {
    PlainFd server = server(AddressFamily.INET, SockAddr.of(loopback("127.0.0.1")));
    SockAddr to = SockAddr.local(server);
    for (int i = 0; i < 3; i++) {
      ok(ring.connect("connect", socket(AddressFamily.INET, SocketType.STREAM), to));
    }
    PlainFd plain = closing(end(ring.accept("accept", server)).fd());
    assertThat(Kernel.isClosedOnExec(plain)).isTrue();
    assertThat(Kernel.statusFlags(plain) & OpenFlags.NONBLOCK).isZero();
    PlainFd inheritable = closing(end(ring.accept("accept", server).inheritable()).fd());
    assertThat(Kernel.isClosedOnExec(inheritable)).isFalse();
    PlainFd nonBlocking = closing(end(ring.accept("accept", server).nonBlocking()).fd());
    assertThat(Kernel.statusFlags(nonBlocking) & OpenFlags.NONBLOCK).isNotZero();
    assertThat(Kernel.isClosedOnExec(nonBlocking)).isTrue();
  }

  @Test
  void acceptThatDoesNotWaitFailsWithoutConnection() throws IOException {
    PlainFd server = server(AddressFamily.INET, SockAddr.of(loopback("127.0.0.1")));
    int res = res(ring.accept("accept", server).doNotWait());
    Needs.known(res, "ACCEPT_DONTWAIT");
    assertThat(res).isEqualTo(-Errno.EAGAIN);
    ok(
        ring.connect(
            "connect", socket(AddressFamily.INET, SocketType.STREAM), SockAddr.local(server)));
    closing(end(ring.accept("accept", server).doNotWait()).fd());
  }

  @Test
  void acceptThatPollsFirstWaitsForConnection() throws IOException {
    PlainFd server = server(AddressFamily.INET, SockAddr.of(loopback("127.0.0.1")));
    PlainFd client = socket(AddressFamily.INET, SocketType.STREAM);
    ring.accept("accept", server).pollFirst();
    ring.submit();
    Completion<String> early = ring.poll();
    if (early != null) {
      Needs.known(early.res(), "ACCEPT_POLL_FIRST");
    }
    assertThat(early).isNull();
    Kernel.connect(client, SockAddr.local(server));
    closing(next().fd());
  }

  @Test
  void failedAcceptLeavesNoAddress() throws IOException {
    PlainFd server = server(AddressFamily.INET, SockAddr.of(loopback("127.0.0.1")));
    SockAddr peer = SockAddr.of(loopback("127.0.0.1"));
    Request accept = ring.accept("accept", server, peer).request();
    ring.submit();
    ring.cancel("cancel", accept);
    ring.submitAndWait(2);
    next();
    next();
    assertThat(peer.toBytes()).isEmpty();
  }

  @Test
  void errorsOfSocketRequests() throws IOException {
    Needs.operations(ring, Operation.BIND, Operation.LISTEN);
    PlainFd noSocket = pipe().in();
    assertThat(res(ring.listen("listen", noSocket, 1))).isEqualTo(-Errno.ENOTSOCK);
    assertThat(res(ring.accept("accept", noSocket))).isEqualTo(-Errno.ENOTSOCK);
    PlainFd server = server(AddressFamily.INET, SockAddr.of(loopback("127.0.0.1")));
    PlainFd second = socket(AddressFamily.INET, SocketType.STREAM);
    assertThat(res(ring.bind("bind", second, SockAddr.local(server)))).isEqualTo(-Errno.EADDRINUSE);
    SockAddr nobody = SockAddr.local(second);
    nobody.set(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
    assertThat(res(ring.connect("connect", second, nobody))).isEqualTo(-Errno.ECONNREFUSED);
    assertThat(res(ring.shutdown("shutdown", second, Shutdown.BOTH))).isEqualTo(-Errno.ENOTCONN);
  }

  @Test
  void shutdownEndsDirections() throws IOException {
    List<PlainFd> pair = socketPair(SocketType.STREAM);
    ring.read("read", pair.get(1), memory(1), 0);
    ring.submit();
    assertThat(ring.poll()).isNull();
    ring.shutdown("shutdown", pair.get(0), Shutdown.WRITE);
    Map<String, Integer> results = new HashMap<>();
    for (int i = 0; i < 2; i++) {
      Completion<String> completion = next();
      results.put(completion.data(), completion.res());
    }
    assertThat(results).containsEntry("shutdown", 0).containsEntry("read", 0);
    MsgHdr message = MsgHdr.send(memory("x"));
    assertThat(res(ring.sendmsg("send", pair.get(0), message, 0)))
        .as("and the process is still here: no SIGPIPE")
        .isEqualTo(-Errno.EPIPE);
    assertThat(res(ring.sendmsg("send", pair.get(1), message, 0))).as("other way").isOne();
    assertThat(res(ring.shutdown("shutdown", pair.get(0), Shutdown.BOTH))).isZero();
    assertThat(res(ring.sendmsg("send", pair.get(1), message, 0))).isEqualTo(-Errno.EPIPE);
  }

  @Test
  void twoDescriptorsArePassed() throws IOException {
    List<PlainFd> pair = socketPair(SocketType.STREAM);
    Pipe pipe = pipe();
    MsgHdr send = MsgHdr.send(memory("two "), memory("fds")).descriptors(pipe.in(), pipe.out());
    assertThat(res(ring.sendmsg("send", pair.get(0), send, 0))).isEqualTo(7);

    MemorySegment first = memory(3);
    MemorySegment second = memory(10);
    MsgHdr receive = MsgHdr.receive(first, second).maxDescriptors(2);
    assertThat(receive.descriptors()).as("before use").isEmpty();
    assertThat(res(ring.recvmsg("receive", pair.get(1), receive, 0))).isEqualTo(7);
    assertThat(text(first) + text(second)).startsWith("two fds");
    List<PlainFd> received = receive.descriptors();
    assertThat(received).hasSize(2);
    received.forEach(this::closing);
    assertThat(Kernel.target(received.get(0))).isEqualTo(Kernel.target(pipe.in()));
    assertThat(Kernel.target(received.get(1))).isEqualTo(Kernel.target(pipe.out()));
    assertThat(Kernel.isClosedOnExec(received.get(0))).isTrue();
    Kernel.write(received.get(1), "through");
    assertThat(Kernel.read(pipe.in(), 10)).isEqualTo("through");
    assertThat(receive.truncated()).isFalse();
    assertThat(receive.controlTruncated()).isFalse();
  }

  @Test
  void messageTooLongForItsBuffersIsTruncatedAndSaysSo() throws IOException {
    List<PlainFd> pair = socketPair(SocketType.DGRAM);
    ok(ring.sendmsg("send", pair.get(0), MsgHdr.send(memory("0123456789")), 0));
    MemorySegment buffer = memory(4);
    MsgHdr receive = MsgHdr.receive(buffer);
    assertThat(res(ring.recvmsg("receive", pair.get(1), receive, 0))).isEqualTo(4);
    assertThat(text(buffer)).isEqualTo("0123");
    assertThat(receive.truncated()).isTrue();
    assertThat(receive.messageFlags() & MsgFlags.TRUNC).isNotZero();

    ok(ring.sendmsg("send", pair.get(0), MsgHdr.send(memory("01234")), 0));
    assertThat(res(ring.recvmsg("real length", pair.get(1), receive, MsgFlags.TRUNC))).isEqualTo(5);
  }

  @Test
  void descriptorsWithoutRoomAreClosedAndItSaysSo() throws IOException {
    List<PlainFd> pair = socketPair(SocketType.STREAM);
    Pipe pipe = pipe();
    MsgHdr send = MsgHdr.send(memory("x")).descriptors(pipe.in(), pipe.out(), pipe.in());
    ok(ring.sendmsg("send", pair.get(0), send, 0));
    int before = Kernel.openDescriptors();
    MsgHdr receive = MsgHdr.receive(memory(1));
    ok(ring.recvmsg("receive", pair.get(1), receive, 0));
    assertThat(receive.controlTruncated()).isTrue();
    assertThat(receive.descriptors()).isEmpty();
    assertThat(Kernel.openDescriptors()).isEqualTo(before);
  }

  @Test
  void datagramTellsItsSender() throws IOException {
    Needs.operations(ring, Operation.BIND);
    PlainFd first = socket(AddressFamily.INET, SocketType.DGRAM);
    PlainFd second = socket(AddressFamily.INET, SocketType.DGRAM);
    ok(ring.bind("bind", first, SockAddr.of(loopback("127.0.0.1"))));
    ok(ring.bind("bind", second, SockAddr.of(loopback("127.0.0.1"))));
    MemorySegment buffer = memory(10);
    SockAddr sender = SockAddr.empty();
    MsgHdr receive = MsgHdr.receive(buffer).address(sender);
    ring.recvmsg("receive", second, receive, 0).pollFirst();
    ring.submit();
    MsgHdr send = MsgHdr.send(memory("datagram")).address(SockAddr.local(second));
    ring.sendmsg("send", first, send, 0);
    Map<String, Integer> results = new HashMap<>();
    for (int i = 0; i < 2; i++) {
      Completion<String> completion = next();
      results.put(completion.data(), completion.result());
    }
    assertThat(results).containsEntry("send", 8).containsEntry("receive", 8);
    assertThat(sender.get()).isEqualTo(SockAddr.local(first).get());
    assertThat(text(buffer)).startsWith("datagram");
  }

  @Test
  void receiveThatDoesNotWaitFails() throws IOException {
    List<PlainFd> pair = socketPair(SocketType.STREAM);
    MsgHdr receive = MsgHdr.receive(memory(1));
    assertThat(res(ring.recvmsg("receive", pair.get(0), receive, MsgFlags.DONTWAIT)))
        .isEqualTo(-Errno.EAGAIN);
  }

  @Test
  void messageOfTheOtherDirectionOrInFlightIsRefused() throws IOException {
    List<PlainFd> pair = socketPair(SocketType.STREAM);
    MsgHdr receive = MsgHdr.receive(memory(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ring.sendmsg("send", pair.get(0), receive, 0));
    ring.recvmsg("receive", pair.get(0), receive, 0);
    ring.submit();
    assertThatIllegalStateException()
        .isThrownBy(() -> ring.recvmsg("again", pair.get(0), receive, 0))
        .withMessageContaining("in flight");
    assertThatIllegalStateException().isThrownBy(receive::descriptors);
    Kernel.write(pair.get(1), "x");
    assertThat(next().result()).isOne();
    assertThat(ring.inFlight()).isZero();
  }
}
