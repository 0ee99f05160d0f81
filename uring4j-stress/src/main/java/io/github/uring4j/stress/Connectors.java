package io.github.uring4j.stress;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.uring4j.BufferLease;
import io.github.uring4j.Fd;
import io.github.uring4j.Operation;
import io.github.uring4j.PlainFd;
import io.github.uring4j.Prepared;
import io.github.uring4j.Ring;
import io.github.uring4j.SockAddr;
import java.io.IOException;

/** Connects that wait for room in the queue of a listener. */
final class Connectors extends Victim {

  private final String name;
  private final SockAddr address;
  private final PlainFd listener;
  private PlainFd client;
  private int knocks;
  private int taken;
  private int connected;

  Connectors(long seed) throws IOException {
    super("CONNECT");
    name = "u4j-connect-%d-%d".formatted(ProcessHandle.current().pid(), seed);
    address = SockAddr.unixAbstract(name.getBytes(UTF_8));
    listener = Os.unixListener(name, 1);
    fill();
  }

  private void fill() throws IOException {
    while (Os.knock(name)) {
      knocks++;
    }
  }

  @Override
  Prepared<?> prepare(Ring<Victim> ring) throws IOException {
    client = Os.unixSocket();
    return ring.connect(this, client, address);
  }

  @Override
  Fd fd() {
    return client;
  }

  @Override
  Operation operation() {
    return Operation.CONNECT;
  }

  @Override
  void provoke() throws IOException {
    if (Os.takeConnection(listener)) {
      taken++;
    }
  }

  @Override
  void succeeded(int res, BufferLease lease) {
    connected++;
  }

  @Override
  void settle() throws IOException {
    client.close();
    while (Os.takeConnection(listener)) {
      taken++;
    }
    Stress.check(
        dropped ? taken >= knocks + connected : taken == knocks + connected,
        "%s: %d connections taken, %d made",
        this,
        taken,
        knocks + connected);
    knocks = 0;
    taken = 0;
    connected = 0;
    fill();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
