package io.github.uring4j.examples;

import io.github.uring4j.AddressFamily;
import io.github.uring4j.Completion;
import io.github.uring4j.PlainFd;
import io.github.uring4j.Request;
import io.github.uring4j.Ring;
import io.github.uring4j.SockAddr;
import io.github.uring4j.SocketType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Waits a while for a connection that does not come, and cancels the wait. */
public final class Cancelling {

  private Cancelling() {}

  /**
   * Prints what the kernel answered.
   *
   * @param args none
   * @throws IOException if something fails
   */
  public static void main(String[] args) throws IOException {
    waitInVain().forEach(System.out::println);
  }

  static List<String> waitInVain() throws IOException {
    List<String> answers = new ArrayList<>();
    try (Ring<String> ring = Ring.open(8)) {
      PlainFd listener = listen(ring);
      // @start region="cancel"
      Request accept = ring.accept("accept", listener).request();
      Completion<String> first = ring.await(Duration.ofMillis(50)); // null: nobody came
      if (first == null) {
        ring.cancel("cancel", accept);
        answers.add(LogFile.next(ring).toString()); // async_cancel = 0 (cancel)
        answers.add(LogFile.next(ring).toString()); // accept fd 7 = ECANCELED (accept)
      }
      // @end region="cancel"
      listener.close();
    }
    return answers;
  }

  private static PlainFd listen(Ring<String> ring) throws IOException {
    ring.socket("socket", AddressFamily.INET, SocketType.STREAM, 0);
    PlainFd listener = LogFile.next(ring).fd();
    SockAddr address = SockAddr.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    // @start region="link"
    ring.bind("bind", listener, address).link(); // listen starts when bind has succeeded
    ring.listen("listen", listener, 16);
    ring.submit();
    // @end region="link"
    LogFile.next(ring).result();
    LogFile.next(ring).result();
    return listener;
  }
}
