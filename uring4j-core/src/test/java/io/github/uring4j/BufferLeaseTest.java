package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may take a lease, how long it is good, and that nothing is lost whatever a handler does. */
class BufferLeaseTest {

  private static final PlainFd FILE = PlainFd.of(7);

  private final FakeKernel kernel = new FakeKernel().respond(Responder.NEVER);
  private Ring<String> ring;
  private BufferRing buffers;

  @BeforeEach
  void openRing() throws IOException {
    ring = RingOnFake.open(kernel, 8);
    buffers = ring.bufferRing(2, 8);
  }

  @AfterEach
  void nothingLeaks() throws IOException {
    ring.close();
    kernel.assertNothingLeaked();
  }

  private static String text(MemorySegment segment) {
    return new String(segment.toArray(JAVA_BYTE), UTF_8);
  }

  private FakeBufferRing fake() {
    return kernel.bufferRing(buffers.id());
  }

  /** Lets a multishot read bring a text, with more to come. */
  private void bring(long request, String text) {
    kernel.complete(request, text.length(), fake().receive(text) | CompletionFlags.MORE);
  }

  private long multishot() throws IOException {
    long request = RingOnFake.userData(ring.readMultishot("a", FILE, buffers, 0));
    ring.submit();
    return request;
  }

  @Test
  void aHandlerTakesTheLeaseByFlags() throws IOException {
    bring(multishot(), "abc");
    List<BufferLease> taken = new ArrayList<>();
    ring.forEachCompletion(
        (data, res, flags) -> {
          taken.add(buffers.take(flags));
          assertThat(buffers.take(flags)).isSameAs(taken.getFirst());
        });
    assertThat(text(taken.getFirst().segment())).isEqualTo("abc");
    assertThat(fake().available()).isEqualTo(1);
    taken.getFirst().close();
    assertThat(fake().available()).isEqualTo(2);
  }

  @Test
  void onlyTheGroupWhoseCompletionIsHandledGivesALease() throws IOException {
    BufferRing other = ring.bufferRing(2, 8);
    bring(multishot(), "abc");
    ring.forEachCompletion(
        (data, res, flags) -> {
          assertThatIllegalStateException().isThrownBy(() -> other.take(flags));
          assertThatIllegalStateException().isThrownBy(() -> buffers.take(0));
          assertThatIllegalStateException().isThrownBy(() -> buffers.take(flags ^ 0x10000));
        });
    assertThatIllegalStateException()
        .isThrownBy(() -> buffers.take(CompletionFlags.BUFFER))
        .withMessageContaining("while the handler runs");
    assertThat(fake().available()).isEqualTo(2);
  }

  @Test
  void aHandlerThatThrowsLosesNoBuffer() throws IOException {
    long request = multishot();
    for (int round = 0; round < 3; round++) {
      bring(request, "abc");
      CompletionHandler<String> failing =
          (data, res, flags) -> {
            throw new IOException("failing");
          };
      assertThatThrownBy(() -> ring.forEachCompletion(failing)).hasMessage("failing");
      bring(request, "def");
      CompletionViewHandler<String> failingView =
          view -> {
            throw new IllegalArgumentException("failing too");
          };
      assertThatThrownBy(() -> ring.forEachCompletion(failingView)).hasMessage("failing too");
      assertThat(fake().available()).isEqualTo(2);
    }
  }

  @Test
  void whatAHandlerTookBeforeItThrewIsItsOwn() throws IOException {
    bring(multishot(), "abc");
    AtomicReference<BufferLease> taken = new AtomicReference<>();
    assertThatThrownBy(
            () ->
                ring.forEachCompletion(
                    view -> {
                      taken.set(view.buffer());
                      throw new IOException("failing");
                    }))
        .hasMessage("failing");
    assertThat(text(taken.get().segment())).isEqualTo("abc");
    assertThat(fake().available()).isEqualTo(1);
  }

  @Test
  void memoryThatWasFreedEarlyLosesNoBuffer() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      buffers = ring.bufferRing().entries(2).bufferSize(8).memory(arena.allocate(16)).open();
      long request = multishot();
      kernel.complete(request, 3, fake().receive("abc"));
    }
    assertThatExceptionOfType(MemoryFreedException.class).isThrownBy(ring::poll);
    assertThat(buffers.leases()).isZero();
    assertThat(buffers.inFlight()).isZero();
    assertThat(buffers.available()).isEqualTo(2);
  }

  @Test
  void aCompletionMadeInAHandlerHasTheBufferOnlyIfItWasTaken() throws IOException {
    long request = multishot();
    List<Completion<String>> kept = new ArrayList<>();
    bring(request, "abc");
    ring.forEachCompletion(view -> kept.add(view.toCompletion()));
    assertThatIllegalStateException()
        .isThrownBy(kept.getFirst()::buffer)
        .withMessageContaining("take it there");
    bring(request, "def");
    ring.forEachCompletion(
        view -> {
          BufferLease lease = view.buffer();
          kept.add(view.toCompletion());
          assertThat(view.buffer()).isSameAs(lease);
        });
    assertThat(text(kept.getLast().buffer().segment())).isEqualTo("def");
    assertThat(buffers.available()).isEqualTo(1);
  }

  @Test
  void aViewWithoutBufferHasNone() throws IOException {
    ring.nop("b");
    ring.submit();
    kernel.complete(kernel.lastSubmitted().userData(), 0, 0);
    ring.forEachCompletion(
        view ->
            assertThatIllegalStateException()
                .isThrownBy(view::buffer)
                .withMessageContaining("no data came in a buffer"));
  }

  @Test
  void aClosedLeaseIsRefused() throws IOException {
    bring(multishot(), "abc");
    BufferLease lease = ring.poll().buffer();
    assertThat(lease.isOpen()).isTrue();
    assertThat(lease.group()).isSameAs(buffers);
    lease.close();
    assertThat(lease.isOpen()).isFalse();
    assertThat(lease).asString().startsWith("a closed lease");
    assertThatIllegalStateException().isThrownBy(lease::close);
    assertThatIllegalStateException().isThrownBy(lease::segment);
    assertThatIllegalStateException().isThrownBy(() -> lease.segment(0));
    assertThatIllegalStateException().isThrownBy(lease::length);
    assertThatIllegalStateException().isThrownBy(lease::count);
    assertThatIllegalStateException().isThrownBy(() -> lease.length(0));
    assertThatIllegalStateException().isThrownBy(() -> lease.offset(0));
    assertThatIllegalStateException().isThrownBy(() -> lease.buffer(0));
    assertThatIllegalStateException().isThrownBy(() -> lease.provide(1));
    assertThat(fake().available()).isEqualTo(2);
  }

  @Test
  void aStaleLeaseIsRefusedForManyLeasesToCome() throws IOException {
    long request = multishot();
    bring(request, "abc");
    BufferLease stale = ring.poll().buffer();
    stale.close();
    for (int i = 0; i < 64; i++) {
      bring(request, "def");
      try (BufferLease lease = ring.poll().buffer()) {
        assertThat(lease).isNotSameAs(stale);
        assertThatIllegalStateException().isThrownBy(stale::segment);
      }
    }
  }

  @Test
  void aPartThatIsNotThereIsRefused() throws IOException {
    bring(multishot(), "abc");
    try (BufferLease lease = ring.poll().buffer()) {
      assertThat(lease).asString().startsWith("a lease of 1 part(s), 3 bytes");
      for (int part : new int[] {-1, 1}) {
        assertThatThrownBy(() -> lease.segment(part)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> lease.length(part)).isInstanceOf(IndexOutOfBoundsException.class);
      }
    }
  }

  @Test
  void onlyTheOwnerGivesBack() throws Exception {
    bring(multishot(), "abc");
    BufferLease lease = ring.poll().buffer();
    MemorySegment segment = lease.segment();
    List<Throwable> thrown = new ArrayList<>();
    AtomicReference<String> read = new AtomicReference<>();
    Thread.ofPlatform()
        .start(
            () -> {
              read.set(text(segment));
              thrown.add(catchThrowable(lease::close));
              thrown.add(catchThrowable(buffers::available));
              thrown.add(catchThrowable(buffers::close));
              thrown.add(catchThrowable(() -> buffers.take(0)));
            })
        .join();
    assertThat(thrown).hasSize(4).allMatch(WrongThreadException.class::isInstance);
    assertThat(read).hasValue("abc");
    lease.close();
    assertThat(fake().available()).isEqualTo(2);
  }

  @Test
  void aRequestThatPicksItsBufferMustReportIt() throws IOException {
    try (Chain chain = ring.chain(2)) {
      ring.read("a", FILE, buffers, 0, 0);
      ring.nop("b");
      chain.skipSuccess();
      assertThatIllegalStateException().isThrownBy(chain::end).withMessageContaining("buffer");
    }
    assertThat(buffers.inFlight()).isZero();
    try (Chain chain = ring.chain(2)) {
      ring.nop("a");
      ring.read("b", FILE, buffers, 0, 0);
      chain.skipSuccess();
      assertThat(chain.end()).isEqualTo(2);
    }
    assertThat(buffers.inFlight()).isEqualTo(1);
  }

  // The end.

  @Test
  void aLeaseOutlivesItsRingOfBuffers() throws IOException {
    long request = multishot();
    bring(request, "abc");
    BufferLease lease = ring.poll().buffer();
    int flags = fake().receive("def");
    buffers.close();
    buffers.close();
    assertThat(text(lease.segment())).isEqualTo("abc");
    // What had its buffer already, such as a read that waits for the disk.
    kernel.complete(request, 3, flags | CompletionFlags.MORE);
    BufferLease late = ring.poll().buffer();
    assertThat(text(late.segment())).isEqualTo("def");
    late.close();
    lease.close();
    assertThatIllegalStateException().isThrownBy(lease::close);
    assertThatIllegalStateException().isThrownBy(buffers::available);
    kernel.complete(request, -Errno.ENOBUFS, 0);
    assertThat(ring.poll().errno()).isEqualTo(Errno.ENOBUFS);
  }

  @Test
  void anIdIsNotGivenAgainWhileRequestsUseIt() throws IOException {
    long request = multishot();
    int id = buffers.id();
    buffers.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> ring.bufferRing().id(id).open())
        .withMessageContaining("in flight");
    assertThat(ring.bufferRing(2, 8).id()).isNotEqualTo(id);
    kernel.complete(request, -Errno.ENOBUFS, 0);
    assertThat(ring.poll().errno()).isEqualTo(Errno.ENOBUFS);
    assertThat(ring.bufferRing().id(id).open().id()).isEqualTo(id);
  }

  @Test
  void closingTheRingEndsAllGroupsAndLeavesTheirLeases() throws IOException {
    BufferRing mapped = ring.bufferRing().entries(2).kernelMemory().open();
    ring.readMultishot("b", FILE, mapped, 0);
    long request = multishot();
    bring(request, "abc");
    BufferLease lease = ring.poll().buffer();
    bring(request, "def");
    ring.close();
    assertThat(text(lease.segment())).isEqualTo("abc");
    lease.close();
    assertThatIllegalStateException().isThrownBy(lease::close);
    assertThatIllegalStateException().isThrownBy(mapped::available);
    mapped.close();
  }

  // Sending.

  @Test
  void filledBuffersAreSentInTheirOrder() throws IOException {
    BufferRing out = ring.bufferRing().entries(2).bufferSize(8).forSending().open();
    FakeBufferRing fakeOut = kernel.bufferRing(out.id());
    assertThat(out.available()).isZero();
    assertThat(fakeOut.available()).isZero();
    BufferLease first = out.acquire();
    BufferLease second = out.acquire();
    assertThat(out.tryAcquire()).isNull();
    assertThatThrownBy(out::acquire).isInstanceOf(NoSuchElementException.class);
    fill(second, "two");
    fill(first, "three");
    assertThat(out.available()).isEqualTo(2);
    int flags = fakeOut.nameNext();
    assertThat(fakeOut.send()).isEqualTo("two");
    BufferLease sent = out.arrived(3, flags, false);
    assertThat(text(sent.segment())).isEqualTo("two");
    assertThat(out.tryAcquire()).isNull();
    sent.close();
    BufferLease again = out.acquire();
    assertThat(again.segment().byteSize()).isEqualTo(8);
    again.close();
    assertThatIllegalStateException().isThrownBy(again::close);
    assertThat(out.leases()).isZero();
    assertThat(fakeOut.send()).isEqualTo("three");
  }

  private static void fill(BufferLease lease, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    MemorySegment.copy(bytes, 0, lease.segment(), JAVA_BYTE, 0, bytes.length);
    lease.provide(bytes.length);
  }

  @Test
  void aSentBufferCanBeFilledAndSentAgain() throws IOException {
    BufferRing out = ring.bufferRing().entries(1).bufferSize(8).forSending().open();
    FakeBufferRing fakeOut = kernel.bufferRing(out.id());
    fill(out.acquire(), "one");
    for (String text : List.of("two", "three", "four")) {
      int flags = fakeOut.nameNext();
      int length = fakeOut.send().length();
      BufferLease sent = out.arrived(length, flags, false);
      MemorySegment.copy(text.getBytes(UTF_8), 0, out.memory(), JAVA_BYTE, 0, text.length());
      sent.provide(text.length());
      assertThat(out.available()).isEqualTo(1);
    }
    assertThat(fakeOut.send()).isEqualTo("four");
  }

  @Test
  void whatCannotBeProvidedIsRefused() throws IOException {
    BufferRing out = ring.bufferRing().entries(1).bufferSize(8).forSending().open();
    BufferLease lease = out.acquire();
    for (int length : new int[] {-1, 0, 9}) {
      assertThatThrownBy(() -> lease.provide(length)).isInstanceOf(IllegalArgumentException.class);
    }
    lease.provide(8);
    assertThat(out.available()).isEqualTo(1);
    assertThatIllegalStateException()
        .isThrownBy(buffers::acquire)
        .withMessageContaining("forSending");
    bring(multishot(), "abc");
    BufferLease received = ring.poll().buffer();
    assertThatIllegalStateException().isThrownBy(() -> received.provide(1));
    assertThat(received.isOpen()).isTrue();
    received.close();
  }
}
