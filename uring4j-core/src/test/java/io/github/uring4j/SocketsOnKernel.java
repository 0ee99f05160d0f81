package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A test of the ring on the running kernel that has sockets to send and receive over. */
abstract class SocketsOnKernel extends OnKernel {

  /** Two ends of a connection. */
  record Connection(PlainFd one, PlainFd other) {}

  static SockAddr loopback() {
    return SockAddr.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  /** Two Unix sockets that are connected to each other. */
  Connection unixPair(SocketType type) {
    List<PlainFd> pair = Kernel.socketPair(type);
    pair.forEach(this::closing);
    return new Connection(pair.get(0), pair.get(1));
  }

  PlainFd socket(SocketType type) {
    return closing(Kernel.socket(AddressFamily.INET, type));
  }

  /** A socket that listens on the loopback interface. */
  PlainFd listener() {
    PlainFd listener = socket(SocketType.STREAM);
    Kernel.bind(listener, loopback());
    Kernel.listen(listener);
    return listener;
  }

  /** A client of a listener, not yet accepted. */
  PlainFd client(PlainFd listener) throws IOException {
    PlainFd client = socket(SocketType.STREAM);
    Kernel.connect(client, SockAddr.local(listener));
    return client;
  }

  /** Two TCP sockets that are connected to each other. */
  Connection tcp() throws IOException {
    PlainFd listener = listener();
    PlainFd client = client(listener);
    return new Connection(client, closing(Kernel.accept(listener, SockAddr.empty())));
  }

  /** A bound datagram socket, and one that sends to it. */
  Connection udp() throws IOException {
    PlainFd receiver = socket(SocketType.DGRAM);
    Kernel.bind(receiver, loopback());
    PlainFd sender = socket(SocketType.DGRAM);
    Kernel.connect(sender, SockAddr.local(receiver));
    return new Connection(sender, receiver);
  }

  /** Submits, and collects completions until no request is in flight. */
  List<Completion<String>> all() throws IOException {
    List<Completion<String>> completions = new ArrayList<>();
    while (ring.inFlight() != 0) {
      completions.add(next());
    }
    return completions;
  }

  /** The completion of this request among some. */
  static Completion<String> of(String data, List<Completion<String>> completions) {
    List<Completion<String>> found =
        completions.stream().filter(each -> each.data().equals(data)).toList();
    assertThat(found).as(data).hasSize(1);
    return found.getFirst();
  }
}
