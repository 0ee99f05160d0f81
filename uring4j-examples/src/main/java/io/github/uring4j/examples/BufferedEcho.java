package io.github.uring4j.examples;

import io.github.uring4j.AddressFamily;
import io.github.uring4j.BufferLease;
import io.github.uring4j.BufferRing;
import io.github.uring4j.CompletionView;
import io.github.uring4j.Errno;
import io.github.uring4j.PlainFd;
import io.github.uring4j.Ring;
import io.github.uring4j.SockAddr;
import io.github.uring4j.SocketType;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Sends back what it receives, on any number of connections with a few buffers for all of them. */
public final class BufferedEcho implements AutoCloseable {

  /** The user data of each request: what to do with its completions. */
  private interface Step {
    void completed(CompletionView<Step> completion) throws IOException;
  }

  private final Ring<Step> ring;
  private final BufferRing buffers;
  private final PlainFd listener;
  private final Deque<Connection> waiting = new ArrayDeque<>();
  private int toServe;

  BufferedEcho(Path path) throws IOException {
    ring = Ring.open(64);
    buffers = ring.bufferRing(4, 4096);
    ring.socket(null, AddressFamily.UNIX, SocketType.STREAM, 0);
    listener = LogFile.next(ring).fd();
    ring.bind(null, listener, SockAddr.of(UnixDomainSocketAddress.of(path)));
    LogFile.next(ring).result();
    ring.listen(null, listener, 16);
    LogFile.next(ring).result();
  }

  /**
   * Serves one connection after the other, for ever.
   *
   * @param args the path to listen at
   * @throws IOException if something fails
   */
  public static void main(String[] args) throws IOException {
    try (BufferedEcho echo = new BufferedEcho(Path.of(args[0]))) {
      echo.serve(Integer.MAX_VALUE);
    }
  }

  /** Returns when so many connections have ended. */
  void serve(int connections) throws IOException {
    toServe = connections;
    ring.accept(this::accepted, listener);
    while (toServe > 0) {
      ring.submitAndWait(1);
      collect();
    }
  }

  private void accepted(CompletionView<Step> completion) throws IOException {
    receive(new Connection(completion.fd()));
    ring.accept(this::accepted, listener);
  }

  // @start region="multishot"
  private void receive(Connection connection) throws IOException {
    Step step = completion -> received(connection, completion);
    ring.recvMultishot(step, connection.socket, buffers, 0, 0); // once, for all that comes
  }

  private void received(Connection connection, CompletionView<Step> completion) throws IOException {
    if (completion.res() > 0) {
      connection.echo(completion.buffer()); // a lease: the buffer is ours until we close it
    }
    if (completion.hasMore()) {
      return;
    }
    if (completion.res() > 0 || completion.res() == -Errno.ENOBUFS) {
      waiting.add(connection); // no buffer was left; what comes waits in the socket
    } else {
      connection.receivedAll();
    }
  }

  private void collect() throws IOException {
    ring.forEachCompletion(completion -> completion.data().completed(completion));
    // What the handlers gave back is with the kernel now.
    while (buffers.available() > 0 && !waiting.isEmpty()) {
      receive(waiting.remove());
    }
  }

  // @end region="multishot"

  private final class Connection {

    private final PlainFd socket;
    private final Deque<BufferLease> toSend = new ArrayDeque<>();
    private int sentOfFirst;
    private boolean ended;

    Connection(PlainFd socket) {
      this.socket = socket;
    }

    void receivedAll() throws IOException {
      ended = true;
      closeIfDone();
    }

    void echo(BufferLease lease) throws IOException {
      toSend.add(lease);
      if (toSend.size() == 1) {
        send();
      }
    }

    private void send() throws IOException {
      ring.send(this::sent, socket, toSend.element().segment().asSlice(sentOfFirst), 0);
    }

    private void sent(CompletionView<Step> completion) throws IOException {
      sentOfFirst += Math.max(completion.res(), 0);
      if (completion.res() < 0) {
        toSend.forEach(BufferLease::close); // nobody wants them
        toSend.clear();
      } else if (sentOfFirst == toSend.element().length()) {
        toSend.remove().close();
        sentOfFirst = 0;
      }
      if (!toSend.isEmpty()) {
        send();
      }
      closeIfDone();
    }

    private void closeIfDone() throws IOException {
      if (ended && toSend.isEmpty()) {
        socket.close();
        toServe--;
      }
    }
  }

  @Override
  public void close() throws IOException {
    ring.close();
    listener.close();
  }
}
