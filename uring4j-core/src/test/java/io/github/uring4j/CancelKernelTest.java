package io.github.uring4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Cancelling one request by its handle. */
class CancelKernelTest extends OnKernel {

  private Map<String, Integer> collect(int count) throws IOException {
    Map<String, Integer> results = new HashMap<>();
    while (results.size() < count) {
      Completion<String> completion = next();
      assertThat(results.put(completion.data(), completion.res())).isNull();
    }
    return results;
  }

  @Test
  void blockedReadIsCancelled() throws IOException {
    Request read = ring.read("read", pipe().in(), memory(1), 0).request();
    ring.submit();
    assertThat(ring.poll()).isNull();
    ring.cancel("cancel", read);
    assertThat(collect(2)).containsEntry("cancel", 0).containsEntry("read", -Errno.ECANCELED);
    assertThat(read.isInFlight()).isFalse();
  }

  @Test
  void readBlockedInWorkerIsInterrupted() throws IOException {
    Request read = ring.read("read", pipe().in(), memory(1), 0).async().request();
    ring.submit();
    ring.cancel("cancel", read);
    Map<String, Integer> results = collect(2);
    assertThat(results.get("cancel")).isIn(0, -Errno.EALREADY);
    assertThat(results.get("read")).isIn(-Errno.ECANCELED, -Errno.EINTR);
  }

  @Test
  void requestOfTheSameBatchIsCancelled() throws IOException {
    Request read = ring.read("read", pipe().in(), memory(1), 0).request();
    ring.cancel("cancel", read);
    assertThat(collect(2)).containsEntry("cancel", 0).containsEntry("read", -Errno.ECANCELED);
  }

  @Test
  void requestThatCompletedButWasNotCollectedIsNotFound() throws IOException {
    Request nop = ring.nop("nop").request();
    ring.submitAndWait(1);
    ring.cancel("cancel", nop);
    assertThat(collect(2)).containsEntry("cancel", -Errno.ENOENT).containsEntry("nop", 0);
  }

  @Test
  void requestThatWasCollectedIsRefusedBeforeAnythingIsQueued() throws IOException {
    Request nop = ring.nop("nop").request();
    next();
    assertThatIllegalStateException()
        .isThrownBy(() -> ring.cancel("cancel", nop))
        .withMessageContaining("there is nothing to cancel");
    assertThat(ring.pending()).isZero();
    assertThat(ring.inFlight()).isZero();
  }

  @Test
  void handleOfReusedSlotIsRefused() throws IOException {
    Request nop = ring.nop("nop").request();
    next();
    Request read = ring.read("read", pipe().in(), memory(1), 0).request();
    ring.submit();
    assertThat(UserData.slot(read.userData())).isEqualTo(UserData.slot(nop.userData()));
    assertThatIllegalStateException().isThrownBy(() -> ring.cancel("cancel", nop));
    assertThat(read.isInFlight()).isTrue();
  }

  @Test
  void handleOfAnotherRingIsRefused() throws IOException {
    Request nop = ring.nop("nop").request();
    try (Ring<String> other = Ring.open(1)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> other.cancel("cancel", nop))
          .withMessageContaining("belongs to another ring");
    }
    next();
  }

  @Test
  void onlyTheNamedRequestIsCancelled() throws IOException {
    Pipe pipe = pipe();
    Request first = ring.read("first", pipe.in(), memory(1), 0).request();
    Request second = ring.read("second", pipe.in(), memory(1), 0).request();
    ring.submit();
    ring.cancel("cancel", first);
    assertThat(collect(2)).containsEntry("cancel", 0).containsEntry("first", -Errno.ECANCELED);
    assertThat(second.isInFlight()).isTrue();
    Kernel.write(pipe.out(), "x");
    assertThat(collect(1)).containsEntry("second", 1);
  }

  @Test
  void acceptPollAndReceiveAreCancelled() throws IOException {
    PlainFd socket = closing(Kernel.socket(AddressFamily.UNIX, SocketType.STREAM));
    Kernel.bind(socket, SockAddr.unixAbstract(("u4j-" + System.nanoTime()).getBytes(UTF_8)));
    Kernel.listen(socket);
    PlainFd datagrams = closing(Kernel.socket(AddressFamily.INET, SocketType.DGRAM));
    Request accept = ring.accept("accept", socket, SockAddr.empty()).request();
    Request poll = ring.pollAdd("poll", pipe().in(), PollEvents.IN).request();
    Request receive = ring.recvmsg("receive", datagrams, MsgHdr.receive(memory(1)), 0).request();
    ring.submit();
    for (Request request : new Request[] {accept, poll, receive}) {
      ring.cancel("cancel " + request, request);
    }
    assertThat(collect(6))
        .containsEntry("accept", -Errno.ECANCELED)
        .containsEntry("poll", -Errno.ECANCELED)
        .containsEntry("receive", -Errno.ECANCELED);
  }
}
