package io.github.uring4j;

import static io.github.uring4j.RingOnFake.collect;
import static io.github.uring4j.RingOnFake.results;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Handles, and everything else that belongs to one ring only. */
class RequestTest {

  private final FakeKernel kernel = new FakeKernel().respond(Responder.NEVER);

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  @Test
  void cancelNamesTheVeryRequest() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      ring.nop("other");
      Request request = ring.nop("a").request();
      ring.cancel("cancel", request);
      ring.submit();
      FakeSqe cancel = kernel.lastSubmitted();
      assertThat(cancel.operation()).isEqualTo("ASYNC_CANCEL");
      assertThat(cancel.addr()).isEqualTo(kernel.submitted().get(1).userData());
      assertThat(cancel.cancelFlags()).isZero();
      assertThat(results(ring)).containsExactly("cancel=0", "a=ECANCELED");
      assertThat(ring.inFlight()).isEqualTo(1);
    }
  }

  @Test
  void aCancelThatComesTooLateSaysSo() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      Request request = ring.nop("a").request();
      ring.submit();
      kernel.complete(request.userData(), 0, 0);
      // Its completion has not been collected yet: the handle is good, the request is gone.
      ring.cancel("cancel", request);
      ring.submit();
      assertThat(results(ring)).containsExactly("a=0", "cancel=ENOENT");
    }
  }

  @Test
  void aHandleGoesStaleWithTheLastCompletion() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      Request request = ring.nop("a").request();
      assertThat(request.isInFlight()).isTrue();
      ring.submit();
      kernel.complete(request.userData(), 0, CompletionFlags.MORE);
      assertThat(collect(ring)).containsExactly("a");
      assertThat(request.isInFlight()).isTrue();
      kernel.complete(request.userData(), 0, 0);
      assertThat(request.isInFlight()).isTrue();
      assertThat(collect(ring)).containsExactly("a");
      assertThat(request.isInFlight()).isFalse();
      assertThatThrownBy(() -> ring.cancel("cancel", request))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("nothing to cancel");
      // Nor does it come back with the next request in the slot.
      Request next = ring.nop("b").request();
      assertThat(request.isInFlight()).isFalse();
      assertThat(next.isInFlight()).isTrue();
      assertThat(next).isNotEqualTo(request);
      assertThatThrownBy(() -> ring.cancel("cancel", request))
          .isInstanceOf(IllegalStateException.class);
      assertThat(ring.pending()).isEqualTo(1);
    }
  }

  @Test
  void handlesOfOneRequestAreEqual() throws IOException {
    FakeKernel otherKernel = new FakeKernel();
    try (Ring<String> ring = RingOnFake.open(kernel, 4);
        Ring<String> other = RingOnFake.open(otherKernel, 4)) {
      PreparedNop prepared = ring.nop("a");
      Request request = prepared.request();
      assertThat(request).isEqualTo(prepared.request()).hasSameHashCodeAs(prepared.request());
      assertThat(request.toString()).isEqualTo(prepared.request().toString());
      assertThat(request).isNotEqualTo(ring.nop("a").request());
      assertThat(request).isNotEqualTo(new Request(other, request.userData()));
      assertThat(request.equals(null)).isFalse();
    }
    otherKernel.assertNothingLeaked();
  }

  @Test
  void theViewGivesTheHandle() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      Request request = ring.nop("a").request();
      ring.submit();
      List<Request> seen = new ArrayList<>();
      kernel.complete(request.userData(), 0, CompletionFlags.MORE);
      ring.forEachCompletion(view -> seen.add(view.request()));
      assertThat(seen).containsExactly(request);
      ring.cancel("cancel", seen.getFirst());
      ring.submit();
      assertThat(results(ring)).containsExactly("cancel=0", "a=ECANCELED");
    }
  }

  @Test
  void whatBelongsToAnotherRingIsRefusedBeforeAnythingIsQueued() throws IOException {
    FakeKernel otherKernel = new FakeKernel();
    try (Ring<String> ring = RingOnFake.open(kernel, 4);
        Ring<String> other = RingOnFake.open(otherKernel, 4)) {
      Request request = other.nop("theirs").request();
      DirectFd fd = new DirectFd(other, 3);
      MemorySegment memory = Arena.ofAuto().allocate(64);
      MemorySegment[] vector = {memory};
      RegisteredBuffer buffer = other.registerBuffer(memory);
      Chunk chunk = Region.of(buffer, 64).allocate();
      PlainFd mine = PlainFd.STDIN;
      List<ThrowingCallable> calls =
          List.of(
              () -> ring.cancel("a", request),
              () -> ring.read("a", fd, memory, 0),
              () -> ring.write("a", fd, memory, 0),
              () -> ring.readv("a", fd, vector, 0),
              () -> ring.writev("a", fd, vector, 0),
              () -> ring.readFixed("a", mine, buffer, 0, 8, 0),
              () -> ring.writeFixed("a", mine, buffer, 0, 8, 0),
              () -> ring.readFixed("a", mine, chunk, 8, 0),
              () -> ring.writeFixed("a", mine, chunk, 8, 0),
              () -> ring.readvFixed("a", mine, buffer, vector, 0),
              () -> ring.writevFixed("a", mine, buffer, vector, 0),
              () -> ring.fsync("a", fd),
              () -> ring.fdatasync("a", fd),
              () -> ring.fallocate("a", fd, 0, 0, 1),
              () -> ring.ftruncate("a", fd, 0),
              () -> ring.splice("a", fd, -1, mine, -1, 8, 0),
              () -> ring.splice("a", mine, -1, fd, -1, 8, 0),
              () -> ring.close("a", fd),
              () -> ring.pollAdd("a", fd, PollEvents.IN),
              () -> ring.bind("a", fd, SockAddr.empty()),
              () -> ring.connect("a", fd, SockAddr.empty()),
              () -> ring.listen("a", fd, 1),
              () -> ring.accept("a", fd),
              () -> ring.accept("a", fd, SockAddr.empty()),
              () -> ring.shutdown("a", fd, Shutdown.BOTH),
              () -> ring.sendmsg("a", fd, MsgHdr.send(memory), 0),
              () -> ring.recvmsg("a", fd, MsgHdr.receive(memory), 0));
      for (ThrowingCallable call : calls) {
        assertThatThrownBy(call)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("another ring");
      }
      assertThat(ring.pending()).isZero();
      assertThat(ring.inFlight()).isZero();
      chunk.free();
    }
    otherKernel.assertNothingLeaked();
  }

  @Test
  void handlesOfAClosedRingAreOfNoUse() throws IOException {
    Ring<String> ring = RingOnFake.open(kernel, 4);
    Request request = ring.nop("a").request();
    ring.close();
    assertThatThrownBy(request::isInFlight)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void aBufferThatIsNoLongerRegisteredIsRefused() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      RegisteredBuffer buffer = ring.registerBuffer(Arena.ofAuto().allocate(64));
      Chunk chunk = Region.of(buffer, 64).allocate();
      ring.unregisterBuffers();
      assertThatThrownBy(() -> ring.readFixed("a", PlainFd.STDIN, buffer, 0, 8, 0))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> ring.writeFixed("a", PlainFd.STDIN, chunk, 8, 0))
          .isInstanceOf(IllegalStateException.class);
      RegisteredBuffer second = ring.registerBuffer(Arena.ofAuto().allocate(64));
      ring.readFixed("b", PlainFd.STDIN, second, 0, 8, 0);
      assertThat(ring.inFlight()).isEqualTo(1);
    }
  }
}
