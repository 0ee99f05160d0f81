package io.github.uring4j;

import static io.github.uring4j.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.uring4j.EncodingRows.Preparing;
import io.github.uring4j.sys.NativeMemory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What requests that send and receive refuse beyond what all operations do. */
class TransferArgumentsTest {

  private static final PlainFd SOCKET = PlainFd.of(7);

  private final FakeKernel kernel = new FakeKernel().respond(Responder.NEVER);
  private final MemorySegment memory = Arena.ofAuto().allocate(64);

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  @Test
  void moreThanOneRequestCanTransferIsRefused() throws IOException {
    MemorySegment huge = NativeMemory.at(4096, Integer.MAX_VALUE + 1L);
    List<Preparing> calls =
        List.of(
            r -> r.send("a", SOCKET, huge, 0),
            r -> r.sendTo("a", SOCKET, huge, 0, EncodingRows.ADDRESS),
            r -> r.recv("a", SOCKET, huge, 0),
            r -> r.sendZc("a", SOCKET, huge, 0),
            r -> r.sendZcTo("a", SOCKET, huge, 0, EncodingRows.ADDRESS));
    for (Preparing call : calls) {
      assertRefused(kernel, call, IllegalArgumentException.class, "split");
    }
    MemorySegment[] tooMany = new MemorySegment[1025];
    Arrays.fill(tooMany, memory);
    assertRefused(
        kernel, r -> r.sendv("a", SOCKET, tooMany, 0), IllegalArgumentException.class, "1024");
    assertRefused(
        kernel, r -> r.sendvZc("a", SOCKET, tooMany, 0), IllegalArgumentException.class, "1024");
  }

  @Test
  void aNegativeLimitIsRefused() throws IOException {
    assertRefused(
        kernel,
        r -> r.send("a", SOCKET, TransferEncodingRows.group(r), -1, 0),
        IllegalArgumentException.class,
        "-1");
    assertRefused(
        kernel,
        r -> r.recv("a", SOCKET, TransferEncodingRows.group(r), -1, 0),
        IllegalArgumentException.class,
        "-1");
  }

  @Test
  void aGroupOfAnotherRingIsRefused() throws IOException {
    try (Ring<String> other = RingOnFake.open(new FakeKernel(), 4)) {
      BufferGroup group = TransferEncodingRows.group(other);
      assertRefused(
          kernel,
          r -> r.send("a", SOCKET, group, 0, 0),
          IllegalArgumentException.class,
          "another ring");
      assertRefused(
          kernel,
          r -> r.recv("a", SOCKET, group, 0, 0),
          IllegalArgumentException.class,
          "another ring");
    }
  }

  @Test
  void aMissingAddressOrGroupIsRefused() throws IOException {
    List<Preparing> calls =
        List.of(
            r -> r.sendTo("a", SOCKET, memory, 0, null),
            r -> r.sendZcTo("a", SOCKET, memory, 0, null),
            r -> r.send("a", SOCKET, (BufferGroup) null, 0, 0),
            r -> r.recv("a", SOCKET, (BufferGroup) null, 0, 0));
    for (Preparing call : calls) {
      assertRefused(kernel, call, NullPointerException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"-1,8", "60,8", "0,65", "65,0", "0,-1", "2147483647,2147483647"})
  void aPartOutsideOfTheRegisteredBufferIsRefused(long offset, int length) throws IOException {
    MemorySegment inside = memory.asSlice(8, 16);
    assertRefused(
        kernel,
        r -> r.sendZcFixed("a", SOCKET, r.registerBuffer(inside), offset, length, 0),
        IndexOutOfBoundsException.class);
    assertRefused(
        kernel,
        r ->
            r.sendZcFixedTo(
                "a", SOCKET, r.registerBuffer(inside), offset, length, 0, EncodingRows.ADDRESS),
        IndexOutOfBoundsException.class);
  }

  @Test
  void aMessageOutsideOfTheRegisteredBufferIsRefused() throws IOException {
    MemorySegment inside = memory.asSlice(8, 16);
    MsgHdr message = MsgHdr.send(inside, memory.asSlice(20, 8));
    assertRefused(
        kernel,
        r -> r.sendmsgZcFixed("a", SOCKET, r.registerBuffer(inside), message, 0),
        IllegalArgumentException.class,
        "does not lie in");
    // It is not in flight.
    message.descriptors(PlainFd.STDIN);
  }

  @Test
  void aBufferNoLongerRegisteredAndAFreeChunkAreRefused() throws IOException {
    Preparing unregistered =
        r -> {
          RegisteredBuffer buffer = r.registerBuffer(memory);
          r.unregisterBuffers();
          r.sendZcFixed("a", SOCKET, buffer, 0, 8, 0);
        };
    assertRefused(kernel, unregistered, IllegalStateException.class, "registered");
    Preparing freed =
        r -> {
          Chunk chunk = Region.of(r.registerBuffer(memory), 16).allocate();
          chunk.free();
          r.sendZcFixed("a", SOCKET, chunk, 8, 0);
        };
    assertRefused(kernel, freed, IllegalStateException.class, "free");
    assertRefused(
        kernel,
        r -> r.sendZcFixed("a", SOCKET, Region.of(r.registerBuffer(memory), 16).allocate(), 17, 0),
        IllegalArgumentException.class);
    assertRefused(
        kernel,
        r -> r.sendZcFixed("a", SOCKET, Region.of(memory, 16).allocate(), 8, 0),
        IllegalArgumentException.class,
        "not registered");
  }

  @Test
  void messagesOfTheOtherDirectionAreRefused() throws IOException {
    MsgHdr incoming = MsgHdr.receive(memory);
    assertRefused(
        kernel, r -> r.sendmsgZc("a", SOCKET, incoming, 0), IllegalArgumentException.class);
    assertRefused(
        kernel,
        r -> r.sendmsgZcFixed("a", SOCKET, r.registerBuffer(memory), incoming, 0),
        IllegalArgumentException.class);
  }

  // Modifiers: what is refused leaves the request as it was.

  @Test
  void whatNeedsAGroupIsRefusedWithout() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      PreparedSend send = ring.send("a", SOCKET, memory, 0);
      assertThatIllegalStateException().isThrownBy(send::bundle).withMessageContaining("Group");
      ring.submit();
      assertThat(kernel.lastSubmitted().ioprio()).isZero();
      PreparedReceive receive = ring.recv("a", SOCKET, memory, 0);
      assertThatIllegalStateException().isThrownBy(receive::bundle).withMessageContaining("Group");
      ring.submit();
      assertThat(kernel.lastSubmitted().ioprio()).isZero();
    }
  }

  @Test
  void aReceiveThatRepeatsHasItsOwnRules() throws IOException {
    assertRefused(
        kernel,
        r -> r.recvMultishot("a", SOCKET, TransferEncodingRows.group(r), 0, MsgFlags.WAITALL),
        IllegalArgumentException.class,
        "WAITALL");
    assertRefused(
        kernel,
        r -> r.recvMultishot("a", SOCKET, TransferEncodingRows.group(r), -1, 0),
        IllegalArgumentException.class,
        "-1");
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      PreparedReceiveMultishot receive =
          ring.recvMultishot("a", SOCKET, TransferEncodingRows.group(ring), 0, 0);
      assertThatIllegalArgumentException().isThrownBy(() -> receive.endAfter(0));
      ring.submit();
      assertThat(kernel.lastSubmitted().fileIndex()).isZero();
    }
  }

  @Test
  void aGroupIsHeldUntilTheLastCompletion() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      BufferGroup group = TransferEncodingRows.group(ring);
      ring.send("a", SOCKET, group, 0, 0);
      ring.recv("b", SOCKET, group, 0, 0).bundle();
      ring.recvMultishot("c", SOCKET, group, 0, 0).bundle();
      assertThat(group.inFlight()).isEqualTo(3);
      ring.submit();
      for (FakeSqe sqe : kernel.submitted()) {
        kernel.complete(sqe.userData(), -Errno.ECANCELED, 0);
      }
      ring.forEachCompletion((data, res, flags) -> {});
      assertThat(group.inFlight()).isZero();
    }
  }

  @Test
  void anAcceptThatRepeatsHasNoPeerAndNoSlotOfItsOwn() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      PreparedAccept withPeer = ring.accept("a", SOCKET, SockAddr.empty());
      assertThatIllegalStateException()
          .isThrownBy(withPeer::multishot)
          .withMessageContaining("SockAddr.remote");
      PreparedAccept withSlot = ring.accept("b", SOCKET).direct(0);
      assertThatIllegalStateException()
          .isThrownBy(withSlot::multishot)
          .withMessageContaining("direct()");
      PreparedAccept repeated = ring.accept("c", SOCKET).multishot();
      assertThatIllegalStateException().isThrownBy(() -> repeated.direct(0));
      ring.submit();
      assertThat(kernel.submitted()).extracting(FakeSqe::ioprio).containsExactly(0, 0, 1);
      assertThat(kernel.lastSubmitted().fileIndex()).isZero();
    }
  }
}
