package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The flyweight that an operation returns is good until the next operation or submit. */
class PreparedTest {

  private final FakeKernel kernel = new FakeKernel();

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  private static void assertStale(Prepared<?> prepared) {
    List<Runnable> uses =
        List.of(
            prepared::link,
            prepared::hardlink,
            prepared::unlink,
            prepared::drain,
            prepared::async,
            prepared::request);
    for (Runnable use : uses) {
      assertThatThrownBy(use::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("another operation or a submit");
    }
  }

  @Test
  void itIsStaleAfterAnotherOperation() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 8)) {
      PreparedNop stale = ring.nop("a");
      ring.nop("b");
      assertStale(stale);
      ring.submit();
      assertThat(kernel.submitted()).allMatch(sqe -> sqe.flags() == 0);
    }
  }

  @Test
  void itIsStaleAfterAnOperationOfAnotherKind() throws IOException {
    MemorySegment buffer = Arena.ofAuto().allocate(8);
    try (Ring<String> ring = RingOnFake.open(kernel, 8)) {
      PreparedNop nop = ring.nop("a");
      PreparedIo read = ring.read("b", PlainFd.STDIN, buffer, 0);
      assertStale(nop);
      PreparedTimeout timeout = ring.timeout("c", 1);
      assertStale(read);
      assertThatThrownBy(() -> read.rwFlags(RwFlags.NOWAIT))
          .isInstanceOf(IllegalStateException.class);
      PreparedSocket socket = ring.socket("d", AddressFamily.INET, SocketType.STREAM, 0);
      assertStale(timeout);
      assertThatThrownBy(timeout::absolute).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(timeout::expirySucceeds).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> timeout.completions(1)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> timeout.clock(Clock.BOOTTIME))
          .isInstanceOf(IllegalStateException.class);
      PreparedAccept accept = ring.accept("e", PlainFd.STDIN);
      assertStale(socket);
      assertThatThrownBy(socket::inheritable).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(socket::nonBlocking).isInstanceOf(IllegalStateException.class);
      PreparedMessage message = ring.sendmsg("f", PlainFd.STDIN, MsgHdr.send(buffer), 0);
      assertStale(accept);
      assertThatThrownBy(accept::inheritable).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(accept::nonBlocking).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(accept::doNotWait).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(accept::pollFirst).isInstanceOf(IllegalStateException.class);
      ring.nop("g");
      assertStale(message);
      assertThatThrownBy(message::pollFirst).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void itIsStaleAfterEveryKindOfSubmit() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 8)) {
      PreparedNop prepared = ring.nop("a");
      ring.submit();
      assertStale(prepared);
      prepared = ring.nop("b");
      ring.submitAndWait(1);
      assertStale(prepared);
      prepared = ring.nop("c");
      assertThat(ring.await()).isNotNull();
      assertStale(prepared);
      prepared = ring.nop("d");
      ring.nop("e");
      ring.ensureSpace(8);
      assertStale(prepared);
    }
  }

  @Test
  void itIsStaleAfterASubmitThatSubmittedNothing() throws IOException {
    kernel.nextEnterFails(Errno.ENXIO);
    try (Ring<String> ring = RingOnFake.open(kernel, 8)) {
      PreparedNop prepared = ring.nop("a");
      assertThatThrownBy(ring::submit).isInstanceOf(ErrnoException.class);
      assertStale(prepared);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 65, 127, 129})
  void itIsStaleAfterManyOperations(int operations) throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 256)) {
      PreparedNop prepared = ring.nop("a");
      for (int i = 0; i < operations; i++) {
        ring.nop("later");
      }
      assertStale(prepared);
    }
  }

  @Test
  void theObjectIsUsedAgainAfter64OperationsOfItsKindOnly() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 256)) {
      PreparedNop first = ring.nop("a");
      for (int i = 1; i < 64; i++) {
        assertThat(ring.nop("later")).isNotSameAs(first);
      }
      assertThat(ring.nop("again")).isSameAs(first);
    }
  }

  @Test
  void lookingAndCollectingLeaveItGood() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 8)) {
      ring.nop("a");
      ring.submit();
      PreparedNop prepared = ring.nop("b");
      assertThat(ring.poll()).isNotNull();
      assertThat(RingOnFake.collect(ring)).isEmpty();
      assertThat(ring.pending()).isEqualTo(1);
      assertThat(ring.statistics()).isNotNull();
      ring.ensureSpace(1);
      prepared.async();
      ring.submit();
      assertThat(kernel.lastSubmitted().flags()).isNotZero();
    }
  }

  @Test
  void itIsOfNoUseOnceTheRingIsClosed() throws IOException {
    Ring<String> ring = RingOnFake.open(kernel, 8);
    PreparedNop prepared = ring.nop("a");
    ring.close();
    assertThatThrownBy(prepared::link)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void anotherThreadMayNotUseIt() throws Exception {
    try (Ring<String> ring = RingOnFake.open(kernel, 8)) {
      PreparedNop prepared = ring.nop("a");
      Throwable[] thrown = new Throwable[1];
      Thread thread =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      prepared.link();
                    } catch (RuntimeException e) {
                      thrown[0] = e;
                    }
                  });
      thread.join();
      assertThat(thrown[0]).isInstanceOf(WrongThreadException.class);
      ring.submit();
      assertThat(kernel.lastSubmitted().flags()).isZero();
    }
  }
}
