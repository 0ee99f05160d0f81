package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Accepting again and again, and what else accept meets. */
class AcceptKernelTest extends SocketsOnKernel {

  /** Has one accepted; needs a kernel that repeats accepts. */
  private Request acceptRepeatedly(PlainFd listener) throws IOException {
    Needs.operations(ring, Operation.SOCKET); // as old as accepts that repeat
    Request accept = ring.accept("accept", listener).multishot().request();
    ring.submit();
    return accept;
  }

  @Test
  void oneRequestAcceptsManyConnections() throws IOException {
    PlainFd listener = listener();
    Request accept = acceptRepeatedly(listener);
    Set<Integer> descriptors = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      PlainFd client = client(listener);
      Completion<String> accepted = next();
      assertThat(accepted.hasMore()).isTrue();
      PlainFd connection = closing(accepted.fd());
      assertThat(descriptors.add(connection.value())).isTrue();
      assertThat(SockAddr.remote(connection).get()).isEqualTo(SockAddr.local(client).get());
      assertThat(Kernel.isClosedOnExec(connection)).isTrue();
      assertThat(accept.isInFlight()).isTrue();
    }
    ring.cancel("cancel", accept);
    Completion<String> last = of("accept", all());
    assertThat(last.errno()).isEqualTo(Errno.ECANCELED);
    assertThat(last.hasMore()).isFalse();
  }

  @Test
  void eachConnectionMayTakeAFreeSlot() throws IOException {
    ring.registerFilesSparse(3);
    PlainFd listener = listener();
    ring.accept("accept", listener).multishot().direct();
    ring.submit();
    Set<DirectFd> slots = new HashSet<>();
    for (String text : List.of("one", "two", "three")) {
      Kernel.write(client(listener), text);
      Completion<String> accepted = next();
      assertThat(accepted.hasMore()).isTrue();
      assertThat(slots.add(accepted.directFd())).isTrue();
      MemorySegment buffer = memory(8);
      ring.recv("in", accepted.directFd(), buffer, 0);
      int length = next().result();
      assertThat(text(buffer.asSlice(0, length))).isEqualTo(text);
    }
    client(listener);
    Completion<String> full = next();
    assertThat(full.errno()).isEqualTo(Errno.ENFILE);
    assertThat(full.hasMore()).isFalse();
  }

  @Test
  void connectionsThatWaitAreAcceptedAtOnce() throws IOException {
    PlainFd listener = listener();
    client(listener);
    client(listener);
    Request accept = acceptRepeatedly(listener);
    closing(next().fd());
    closing(next().fd());
    assertThat(ring.poll()).isNull();
    assertThat(accept.isInFlight()).isTrue();
  }

  @Test
  void aFullCompletionQueueMayEndItButLosesNoConnection() throws IOException {
    ring.close();
    ring = Ring.open(1);
    PlainFd listener = listener();
    acceptRepeatedly(listener);
    int clients = ring.completionEntries() * 3;
    int accepted = 0;
    for (int i = 0; i < clients; i++) {
      client(listener);
    }
    while (accepted < clients) {
      Completion<String> completion = next();
      closing(completion.fd());
      accepted++;
      if (!completion.hasMore()) {
        acceptRepeatedly(listener);
      }
    }
    assertThat(ring.poll()).isNull();
  }

  @Test
  void connectionsThatNobodyTookAreClosedWithTheRing() throws IOException {
    PlainFd listener = listener();
    acceptRepeatedly(listener);
    PlainFd first = client(listener);
    PlainFd second = client(listener);
    int before = Kernel.openDescriptors();
    // Lets the kernel complete them; nobody collects.
    ring.submitAndWait(2);
    assertThat(Kernel.openDescriptors()).isEqualTo(before + 2);
    ring.close();
    assertThat(Kernel.read(first, 1)).isEmpty();
    assertThat(Kernel.read(second, 1)).isEmpty();
    ring = Needs.ring(Ring.<String>builder().entries(64));
  }

  @Test
  void closingTheListenerDoesNotEndIt() throws IOException {
    PlainFd listener = Kernel.socket(AddressFamily.INET, SocketType.STREAM);
    Kernel.bind(listener, loopback());
    Kernel.listen(listener);
    Request accept = acceptRepeatedly(listener);
    ok(ring.close("close", listener));
    assertThat(accept.isInFlight()).isTrue();
    ring.cancel("cancel", accept);
    assertThat(of("accept", all()).errno()).isEqualTo(Errno.ECANCELED);
  }

  @Test
  void shuttingTheListenerDownEndsIt() throws IOException {
    PlainFd listener = listener();
    acceptRepeatedly(listener);
    ring.shutdown("shutdown", listener, Shutdown.BOTH);
    List<Completion<String>> both = all();
    assertThat(of("shutdown", both).result()).isZero();
    assertThat(of("accept", both).errno()).isEqualTo(Errno.EINVAL);
  }

  @Test
  void aSocketThatDoesNotListenIsAnError() throws IOException {
    PlainFd socket = socket(SocketType.STREAM);
    Completion<String> accepted = end(ring.accept("accept", socket).multishot());
    assertThat(accepted.errno()).isEqualTo(Errno.EINVAL);
    assertThat(accepted.hasMore()).isFalse();
  }

  @Test
  void acceptsThatWaitAreServedInTheirOrder() throws IOException {
    PlainFd listener = listener();
    ring.accept("first", listener);
    ring.submit();
    ring.accept("second", listener);
    ring.submit();
    client(listener);
    Completion<String> first = next();
    assertThat(first.data()).isEqualTo("first");
    closing(first.fd());
    client(listener);
    Completion<String> second = next();
    assertThat(second.data()).isEqualTo("second");
    closing(second.fd());
  }

  @Test
  void theCompletionSaysWhetherMoreWait() throws IOException {
    PlainFd listener = listener();
    client(listener);
    client(listener);
    Completion<String> one = end(ring.accept("accept", listener));
    closing(one.fd());
    assertThat(one.flags()).isEqualTo(CompletionFlags.SOCK_NONEMPTY);
    Completion<String> two = end(ring.accept("accept", listener));
    closing(two.fd());
    assertThat(two.flags()).isZero();
  }

  @Test
  void whatIsLinkedToAnAcceptWaitsForIt() throws IOException {
    PlainFd listener = listener();
    ring.accept("accept", listener).link();
    ring.nop("after");
    ring.submit();
    assertThat(ring.poll()).isNull();
    client(listener);
    List<Completion<String>> both = all();
    closing(of("accept", both).fd());
    assertThat(of("after", both).result()).isZero();
  }

  @Test
  void anAcceptThatIsCancelledBreaksItsChain() throws IOException {
    PlainFd listener = listener();
    Request accept = ring.accept("accept", listener).request();
    ring.submit();
    ring.cancel("cancel", accept).link();
    ring.accept("second", listener).doNotWait().link();
    ring.nop("after");
    List<Completion<String>> four = all();
    assertThat(of("cancel", four).result()).isZero();
    assertThat(of("accept", four).errno()).isEqualTo(Errno.ECANCELED);
    assertThat(of("second", four).errno()).isEqualTo(Errno.EAGAIN);
    assertThat(of("after", four).errno()).isEqualTo(Errno.ECANCELED);
  }
}
