package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose a buffer is at every time: the kernel's, a lease's, or nobody's. */
class BufferRingTest {

  private static final PlainFd FILE = PlainFd.of(7);

  private final FakeKernel kernel = new FakeKernel().respond(Responder.NEVER);
  private Ring<String> ring;

  @BeforeEach
  void openRing() throws IOException {
    ring = RingOnFake.open(kernel, 8);
  }

  @AfterEach
  void nothingLeaks() throws IOException {
    ring.close();
    kernel.assertNothingLeaked();
  }

  private static String text(MemorySegment segment) {
    return new String(segment.toArray(JAVA_BYTE), UTF_8);
  }

  /** All parts of a lease, such as {@code ab|c}. */
  private static String parts(BufferLease lease) {
    List<String> parts = new ArrayList<>();
    for (int part = 0; part < lease.count(); part++) {
      parts.add(text(lease.segment(part)));
    }
    return String.join("|", parts);
  }

  private FakeBufferRing fake(BufferRing buffers) {
    return kernel.bufferRing(buffers.id());
  }

  /** What a request brings that receives a text into the group. */
  private BufferLease receive(BufferRing buffers, String text, boolean bundle) {
    return buffers.arrived(text.length(), fake(buffers).receive(text), bundle);
  }

  // A plain ring.

  @Test
  void aReadThatCompletesLendsItsBufferAndCloseGivesItBack() throws IOException {
    BufferRing buffers = ring.bufferRing(2, 8);
    for (int round = 0; round < 5; round++) {
      long request = RingOnFake.userData(ring.read("a", FILE, buffers, 0, 0));
      assertThat(buffers.inFlight()).isEqualTo(1);
      ring.submit();
      kernel.complete(request, 3, fake(buffers).receive("abc"));
      Completion<String> completion = ring.poll();
      BufferLease lease = completion.buffer();
      assertThat(completion.buffer()).isSameAs(lease);
      assertThat(text(lease.segment())).isEqualTo("abc");
      assertThat(fake(buffers).available()).isEqualTo(1);
      lease.close();
      assertThat(fake(buffers).available()).isEqualTo(2);
    }
    assertThat(buffers.available()).isEqualTo(2);
    assertThat(buffers.inFlight()).isZero();
  }

  @Test
  void theTailWrapsAt65536() throws IOException {
    BufferRing buffers = ring.bufferRing(4, 8);
    for (int round = 0; round < 70_000; round++) {
      try (BufferLease lease = receive(buffers, "x" + round % 1000, false)) {
        assertThat(text(lease.segment())).isEqualTo("x" + round % 1000);
      }
    }
    assertThat(fake(buffers).available()).isEqualTo(4);
    assertThat(buffers.head()).isEqualTo(70_000 - 65_536);
  }

  @Test
  void theLargestRingHandsOutAllOfItsIds() throws IOException {
    BufferRing buffers = ring.bufferRing(32_768, 1);
    for (int id = 0; id < 32_768; id++) {
      assertThat(receive(buffers, "x", false).buffer(0)).isEqualTo(id);
    }
    assertThat(buffers.available()).isZero();
    assertThat(fake(buffers).available()).isZero();
  }

  @Test
  void buffersThatComeBackInAnotherOrderAreHandedOutInThatOrder() throws IOException {
    BufferRing buffers = ring.bufferRing(4, 8);
    List<BufferLease> leases = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      leases.add(receive(buffers, "x", false));
    }
    for (int id : new int[] {2, 0, 3, 1}) {
      leases.get(id).close();
    }
    for (int id : new int[] {2, 0, 3, 1}) {
      assertThat(receive(buffers, "y", false).buffer(0)).isEqualTo(id);
    }
  }

  @Test
  void aDatagramThatWasCutHasNoMoreBytesThanItsBuffer() throws IOException {
    BufferRing buffers = ring.bufferRing(4, 8);
    int flags = fake(buffers).receive("12345678");
    try (BufferLease lease = buffers.arrived(100, flags, false)) {
      assertThat(lease.length()).isEqualTo(8);
    }
    assertThat(fake(buffers).available()).isEqualTo(4);
  }

  @Test
  void aBufferThatTheKernelDoesNotHaveIsNotBelieved() throws IOException {
    BufferRing buffers = ring.bufferRing(2, 8);
    receive(buffers, "x", false);
    for (int id : new int[] {0, 2, 0xffff}) {
      long request = RingOnFake.userData(ring.read("a", FILE, buffers, 0, 0));
      ring.submit();
      kernel.complete(request, 1, CompletionFlags.BUFFER | id << 16);
      assertThatIllegalStateException()
          .isThrownBy(ring::poll)
          .withMessageContaining("buffer " + id);
      assertThat(ring.inFlight()).isZero();
    }
    assertThat(buffers.leases()).isEqualTo(1);
    assertThat(buffers.available()).isEqualTo(1);
  }

  // No data.

  @Test
  void aBufferWithoutDataGoesBackAtOnce() throws IOException {
    BufferRing buffers = ring.bufferRing(2, 8);
    for (int res : new int[] {0, -Errno.ECANCELED}) {
      long request = RingOnFake.userData(ring.read("a", FILE, buffers, 0, 0));
      ring.submit();
      kernel.complete(request, res, fake(buffers).pickFor(8));
      Completion<String> completion = ring.poll();
      assertThatIllegalStateException().isThrownBy(completion::buffer);
      assertThat(fake(buffers).available()).isEqualTo(2);
    }
  }

  @Test
  void aBufferThatIsNamedAndStaysIsNotGivenTwice() throws IOException {
    BufferRing buffers = ring.bufferRing(2, 8);
    assertThat(buffers.arrived(-Errno.EIO, fake(buffers).nameNext(), false)).isNull();
    assertThat(buffers.available()).isEqualTo(2);
    assertThat(fake(buffers).available()).isEqualTo(2);
  }

  @Test
  void whereTheKernelCannotTellANamedBufferCountsAsConsumed() throws IOException {
    kernel.failRegister(IORING_REGISTER_PBUF_STATUS, Errno.EINVAL);
    BufferRing buffers = ring.bufferRing(2, 8);
    assertThat(buffers.arrived(0, fake(buffers).pickFor(8), false)).isNull();
    assertThat(fake(buffers).available()).isEqualTo(2);
    assertThatThrownBy(buffers::head).isInstanceOf(ErrnoException.class);
  }

  // Bundles.

  @Test
  void aBundleSpansBuffersInRingOrderAcrossTheWrap() throws IOException {
    BufferRing buffers = ring.bufferRing(4, 4);
    for (int round = 0; round < 10; round++) {
      BufferLease first = receive(buffers, "abcdefghij", true);
      assertThat(parts(first)).isEqualTo("abcd|efgh|ij");
      assertThat(first.length()).isEqualTo(10);
      assertThat(first.length(2)).isEqualTo(2);
      assertThatIllegalStateException().isThrownBy(first::segment).withMessageContaining("3 parts");
      BufferLease second = receive(buffers, "klmn", true);
      assertThat(parts(second)).isEqualTo("klmn");
      assertThat(buffers.available()).isZero();
      second.close();
      first.close();
      assertThat(fake(buffers).available()).isEqualTo(4);
    }
  }

  @Test
  void theBuffersOfABundleArePublishedTogether() throws IOException {
    BufferRing buffers = ring.bufferRing(4, 4);
    BufferLease all = receive(buffers, "abcdefghijklmnop", true);
    assertThat(all.count()).isEqualTo(4);
    all.close();
    assertThat(parts(receive(buffers, "abcdefgh", true))).isEqualTo("abcd|efgh");
  }

  @Test
  void aBundleWithMoreBytesThanTheKernelHadIsNotBelieved() throws IOException {
    BufferRing buffers = ring.bufferRing(2, 4);
    int flags = fake(buffers).receive("abcdefgh");
    assertThatIllegalStateException().isThrownBy(() -> buffers.arrived(9, flags, true));
    assertThat(buffers.leases()).isZero();
    assertThat(fake(buffers).available()).isEqualTo(2);
  }

  // Incremental rings.

  private BufferRing incremental(int entries, int size, int minLeft) throws IOException {
    return ring.bufferRing().entries(entries).bufferSize(size).incremental(minLeft).open();
  }

  @Test
  void anIncrementalBufferGoesBackWhenItIsFullAndAllItsLeasesAreClosed() throws IOException {
    BufferRing buffers = incremental(2, 10, 0);
    BufferLease one = receive(buffers, "abcd", false);
    BufferLease two = receive(buffers, "efg", false);
    BufferLease three = receive(buffers, "hij", false);
    assertThat(text(one.segment()) + text(two.segment()) + text(three.segment()))
        .isEqualTo("abcdefghij");
    assertThat(List.of(one.buffer(0), two.buffer(0), three.buffer(0))).containsOnly(0);
    assertThat(two.offset(0)).isEqualTo(4);
    assertThat(buffers.available()).isEqualTo(1);
    one.close();
    three.close();
    assertThat(fake(buffers).available()).isEqualTo(1);
    two.close();
    assertThat(fake(buffers).available()).isEqualTo(2);
    BufferLease next = receive(buffers, "k", false);
    assertThat(next.buffer(0)).isEqualTo(1);
    next.close();
    assertThat(buffers.available()).isEqualTo(2);
    BufferLease rest = receive(buffers, "lmnopqrst", false);
    assertThat(rest.offset(0)).isEqualTo(11);
    rest.close();
    // The buffer that was filled and given back begins at its start again.
    assertThat(receive(buffers, "u", false).offset(0)).isZero();
  }

  @Test
  void anIncrementalBundleEndsSomewhereInItsLastBuffer() throws IOException {
    BufferRing buffers = incremental(4, 4, 0);
    BufferLease one = receive(buffers, "abcdef", true);
    BufferLease two = receive(buffers, "ghijk", true);
    assertThat(parts(one)).isEqualTo("abcd|ef");
    assertThat(parts(two)).isEqualTo("gh|ijk");
    one.close();
    assertThat(fake(buffers).available()).isEqualTo(3);
    two.close();
    assertThat(fake(buffers).available()).isEqualTo(4);
  }

  @Test
  void aBufferWithLessThanTheMinimumLeftIsFull() throws IOException {
    BufferRing buffers = incremental(2, 10, 4);
    receive(buffers, "abcdef", false).close();
    assertThat(buffers.available()).isEqualTo(2);
    BufferLease last = receive(buffers, "g", false);
    assertThat(last.offset(0)).isEqualTo(6);
    assertThat(buffers.available()).isEqualTo(1);
    last.close();
    assertThat(fake(buffers).available()).isEqualTo(2);
  }

  @Test
  void aReadThatGotLessThanItTookFromTheBufferLeavesAGap() throws IOException {
    BufferRing buffers = incremental(2, 10, 0);
    fake(buffers).saysNothingOfTheRest();
    for (int round = 0; round < 2; round++) {
      long request = RingOnFake.userData(ring.read("a", FILE, buffers, 4, 0));
      ring.submit();
      kernel.complete(request, 3, fake(buffers).pickFor(4));
      BufferLease lease = ring.poll().buffer();
      assertThat(lease.offset(0)).isEqualTo(4L * round);
      assertThat(lease.length()).isEqualTo(3);
      lease.close();
      assertThat(buffers.available()).isEqualTo(2);
      assertThat(fake(buffers).available()).isEqualTo(2);
    }
    // The end of the file takes the last two bytes, and with them the buffer.
    long request = RingOnFake.userData(ring.read("a", FILE, buffers, 0, 0));
    ring.submit();
    kernel.complete(request, 0, fake(buffers).pickFor(2));
    assertThat(ring.poll().res()).isZero();
    assertThat(fake(buffers).available()).isEqualTo(2);
    assertThat(receive(buffers, "x", false).buffer(0)).isEqualTo(1);
  }

  @Test
  void anIncrementalRingServesOneRequestOrMultishotOnes() throws IOException {
    BufferRing buffers = incremental(2, 10, 0);
    long alone = RingOnFake.userData(ring.read("a", FILE, buffers, 0, 0));
    assertThatIllegalStateException().isThrownBy(() -> ring.read("b", FILE, buffers, 0, 0));
    assertThatIllegalStateException().isThrownBy(() -> ring.readv("b", FILE, buffers, 0, 0));
    assertThatIllegalStateException()
        .isThrownBy(() -> ring.readMultishot("b", FILE, buffers, 0))
        .withMessageContaining("multishot");
    assertThat(ring.pending()).isEqualTo(1);
    ring.submit();
    kernel.complete(alone, -Errno.EIO, 0);
    assertThat(ring.poll().res()).isEqualTo(-Errno.EIO);
    ring.readMultishot("c", FILE, buffers, 0);
    ring.readMultishot("d", FILE, buffers, 0);
    assertThatIllegalStateException().isThrownBy(() -> ring.read("e", FILE, buffers, 0, 0));
    assertThat(buffers.inFlight()).isEqualTo(2);
  }

  @Test
  void aCutThatIsCountedIsRefusedInAnIncrementalRing() throws IOException {
    BufferRing buffers = incremental(2, 10, 0);
    int trunc = MsgFlags.TRUNC;
    for (ThrowingCallable receive :
        List.<ThrowingCallable>of(
            () -> ring.recv("a", FILE, buffers, 0, trunc),
            () -> ring.recvMultishot("a", FILE, buffers, 0, trunc))) {
      assertThatIllegalArgumentException().isThrownBy(receive).withMessageContaining("TRUNC");
    }
    assertThat(ring.pending()).isZero();
    ring.recv("a", FILE, ring.bufferRing(2, 8), 0, trunc);
  }

  @Test
  void aBufferThatTheKernelDoesNotHaveKeepsNoRingFromClosing() throws IOException {
    BufferRing buffers = ring.bufferRing(2, 8);
    long read = RingOnFake.userData(ring.read("read", FILE, buffers, 0, 0));
    ring.submit();
    kernel.complete(read, 1, CompletionFlags.BUFFER | 9 << 16);
    ring.close();
    kernel.assertNothingLeaked();
  }
}
