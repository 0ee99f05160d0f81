package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Buffers of the older kind: whose each is, by what requests have said. */
class ProvidedBuffersTest {

  private static final PlainFd FILE = PlainFd.of(7);

  private final FakeKernel kernel = new FakeKernel().respond(Responder.NEVER);
  private Ring<String> ring;
  private ProvidedBuffers buffers;

  @BeforeEach
  void openRing() throws IOException {
    ring = RingOnFake.open(kernel, 8);
    buffers = ring.providedBuffers(Arena.ofAuto().allocate(64), 16);
  }

  @AfterEach
  void nothingLeaks() throws IOException {
    ring.close();
    kernel.assertNothingLeaked();
  }

  private static int named(int buffer) {
    return CompletionFlags.BUFFER | buffer << 16;
  }

  private void provide(int first, int count) throws IOException {
    complete(ring.provideBuffers("provide", buffers, first, count), 0);
  }

  private Completion<String> complete(Prepared<?> prepared, int res) throws IOException {
    return complete(prepared, res, 0);
  }

  private Completion<String> complete(Prepared<?> prepared, int res, int flags) throws IOException {
    long request = RingOnFake.userData(prepared);
    ring.submit();
    kernel.complete(request, res, flags);
    return ring.poll();
  }

  @Test
  void memoryIsSplitIntoBuffersThatAreFree() {
    assertThat(buffers.count()).isEqualTo(4);
    assertThat(buffers.bufferSize()).isEqualTo(16);
    assertThat(buffers.available()).isZero();
    assertThat(buffers.isFree(3)).isTrue();
    assertThatThrownBy(() -> buffers.isFree(4)).isInstanceOf(IndexOutOfBoundsException.class);
    MemorySegment memory = Arena.ofAuto().allocate(70_000);
    assertThat(ring.providedBuffers(memory, 1).count()).isEqualTo(65_536);
    assertThat(ring.providedBuffers(memory, 70_000).count()).isEqualTo(1);
  }

  @Test
  void aBufferGoesToTheKernelThenToALeaseThenIsFree() throws IOException {
    provide(1, 2);
    assertThat(buffers.available()).isEqualTo(2);
    assertThat(buffers.isFree(0)).isTrue();
    assertThat(buffers.isFree(1)).isFalse();
    Completion<String> read = complete(ring.read("read", FILE, buffers, 0, 0), 3, named(2));
    BufferLease lease = read.buffer();
    assertThat(lease.offset(0)).isEqualTo(32);
    assertThat(lease.length()).isEqualTo(3);
    assertThat(buffers.isFree(2)).isFalse();
    assertThat(buffers.available()).isEqualTo(1);
    assertThatIllegalStateException()
        .isThrownBy(() -> provide(2, 1))
        .withMessageContaining("leased");
    lease.close();
    assertThat(buffers.isFree(2)).isTrue();
    provide(2, 1);
    assertThat(buffers.available()).isEqualTo(2);
  }

  @Test
  void idsFrom32768OnAreRead() throws IOException {
    buffers = ring.providedBuffers(Arena.ofAuto().allocate(65_536), 1);
    provide(0, 65_536);
    for (int buffer : new int[] {32_767, 32_768, 65_535}) {
      complete(ring.read("read", FILE, buffers, 0, 0), 1, named(buffer)).buffer().close();
      assertThat(buffers.isFree(buffer)).isTrue();
    }
    assertThat(buffers.available()).isEqualTo(65_533);
  }

  @Test
  void aProvisionThatFailsLeavesTheBuffersFree() throws IOException {
    assertThat(complete(ring.provideBuffers("a", buffers, 0, 4), -Errno.ENOMEM).errno())
        .isEqualTo(Errno.ENOMEM);
    assertThat(buffers.available()).isZero();
    provide(0, 4);
    assertThat(buffers.available()).isEqualTo(4);
  }

  @Test
  void aBufferMayComeBackBeforeItsProvisionCompletes() throws IOException {
    long provision = RingOnFake.userData(ring.provideBuffers("provide", buffers, 0, 2));
    Completion<String> read = complete(ring.read("read", FILE, buffers, 0, 0), 3, named(0));
    kernel.complete(provision, 0, 0);
    assertThat(ring.poll().res()).isZero();
    assertThat(buffers.available()).isEqualTo(1);
    read.buffer().close();
    assertThat(buffers.isFree(0)).isTrue();
  }

  @Test
  void aBufferWithoutDataIsFreeAtOnce() throws IOException {
    provide(0, 4);
    Completion<String> read = complete(ring.read("read", FILE, buffers, 0, 0), 0, named(3));
    assertThatIllegalStateException().isThrownBy(read::buffer);
    assertThat(buffers.isFree(3)).isTrue();
    assertThat(buffers.leases()).isZero();
  }

  @Test
  void aBufferThatTheKernelDoesNotHaveIsNotBelieved() throws IOException {
    provide(0, 2);
    for (int buffer : new int[] {2, 4, 65_535}) {
      assertThatIllegalStateException()
          .isThrownBy(() -> complete(ring.read("a", FILE, buffers, 0, 0), 1, named(buffer)))
          .withMessageContaining("buffer " + buffer);
    }
    assertThat(ring.inFlight()).isZero();
    assertThat(buffers.available()).isEqualTo(2);
  }

  @Test
  void removingMakesAllFreeThatTheKernelHad() throws IOException {
    provide(0, 4);
    BufferLease lease = complete(ring.read("read", FILE, buffers, 0, 0), 3, named(0)).buffer();
    assertThat(complete(ring.removeBuffers("remove", buffers), 3).res()).isEqualTo(3);
    assertThat(buffers.available()).isZero();
    assertThat(buffers.isFree(1)).isTrue();
    assertThat(buffers.isFree(0)).isFalse();
    lease.close();
    provide(0, 4);
    assertThat(complete(ring.removeBuffers("remove", buffers), -Errno.ECANCELED).res())
        .isEqualTo(-Errno.ECANCELED);
    assertThat(buffers.available()).isEqualTo(4);
    assertThat(complete(ring.removeBuffers("remove", buffers), -Errno.ENOENT).res())
        .isEqualTo(-Errno.ENOENT);
    assertThat(buffers.available()).isZero();
  }

  @Test
  void removingIsNotMixedWithOtherRequests() throws IOException {
    provide(0, 4);
    ring.read("read", FILE, buffers, 0, 0);
    assertThatIllegalStateException()
        .isThrownBy(() -> ring.removeBuffers("remove", buffers))
        .withMessageContaining("in flight");
    ring.submit();
    kernel.complete(kernel.lastSubmitted().userData(), -Errno.EIO, 0);
    assertThat(ring.poll().errno()).isEqualTo(Errno.EIO);
    long removal = RingOnFake.userData(ring.removeBuffers("remove", buffers));
    assertThatIllegalStateException()
        .isThrownBy(() -> ring.read("read", FILE, buffers, 0, 0))
        .withMessageContaining("being removed");
    assertThatIllegalStateException().isThrownBy(() -> ring.removeBuffers("remove", buffers));
    assertThat(ring.pending()).isEqualTo(1);
    ring.submit();
    kernel.complete(removal, 4, 0);
    assertThat(ring.poll().res()).isEqualTo(4);
    ring.read("read", FILE, buffers, 0, 0);
  }

  @Test
  void whatCannotBeProvidedIsRefused() throws IOException {
    provide(0, 1);
    assertThatIllegalStateException()
        .isThrownBy(() -> ring.provideBuffers("a", buffers, 0, 4))
        .withMessageContaining("with the kernel");
    int[][] ranges = {{-1, 1}, {0, 0}, {0, -1}, {1, 4}, {4, 1}, {1, Integer.MAX_VALUE}};
    for (int[] range : ranges) {
      assertThatThrownBy(() -> ring.provideBuffers("a", buffers, range[0], range[1]))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
    assertThat(buffers.isFree(1)).isTrue();
    assertThat(ring.pending()).isZero();
    MemorySegment memory = Arena.ofAuto().allocate(64);
    assertThatIllegalArgumentException().isThrownBy(() -> ring.providedBuffers(memory, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> ring.providedBuffers(memory, 65));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ring.providedBuffers(memory.asReadOnly(), 1));
  }

  @Test
  void memoryThatIsFreedIsNotProvidedAndItsUseIsReported() throws IOException {
    long provision;
    try (Arena arena = Arena.ofConfined()) {
      buffers = ring.providedBuffers(arena.allocate(64), 16);
      provision = RingOnFake.userData(ring.provideBuffers("a", buffers, 0, 2));
      ring.submit();
    }
    kernel.complete(provision, 0, 0);
    assertThatThrownBy(ring::poll).isInstanceOf(MemoryFreedException.class);
    assertThatIllegalStateException()
        .isThrownBy(() -> ring.provideBuffers("a", buffers, 2, 2))
        .withMessageContaining("arena has been closed");
  }
}
