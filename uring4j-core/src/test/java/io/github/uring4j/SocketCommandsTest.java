package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.uring4j.sys.NativeMemory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Commands for sockets that this machine's kernel or hardware may lack. */
class SocketCommandsTest {

  private static final PlainFd SOCKET = PlainFd.of(7);

  private final FakeKernel kernel = new FakeKernel().respond(Responder.NEVER);

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  @Test
  void timeStampsAreReadWhole() throws IOException {
    try (Ring<String> ring = RingOnFake.builder(kernel).entries(4).with(SetupFlags.CQE32).open()) {
      long stamps = RingOnFake.userData(ring.txTimestamp("stamps", SOCKET));
      ring.submit();
      int more = CompletionFlags.MORE;
      kernel.completeBig(stamps, 5, more | CompletionFlags.TSTAMP_HW, 0x1_0000_0000L, 999_999_999);
      kernel.completeBig(stamps, 6, more | 1 << 17, 1, 2);
      kernel.completeBig(stamps, 7, more | 2 << 17, 3, 4);
      kernel.completeBig(stamps, -1, more | 3 << 17 | CompletionFlags.TSTAMP_HW, 5, 6);
      kernel.completeBig(stamps, -Errno.ECANCELED, 0, 0, 0);
      List<TxTimestamp> seen = new ArrayList<>();
      ring.forEachCompletion(
          (CompletionView<String> view) -> {
            if (view.flags() == 0) {
              assertThatIllegalArgumentException().isThrownBy(() -> TxTimestamp.of(view));
            } else {
              seen.add(TxTimestamp.of(view));
            }
          });
      assertThat(seen)
          .containsExactly(
              new TxTimestamp(5, TxTimestamp.Kind.SENT, true, 0x1_0000_0000L, 999_999_999),
              new TxTimestamp(6, TxTimestamp.Kind.SCHEDULED, false, 1, 2),
              new TxTimestamp(7, TxTimestamp.Kind.ACKNOWLEDGED, false, 3, 4),
              new TxTimestamp(-1, TxTimestamp.Kind.OTHER, true, 5, 6));
      assertThat(ring.inFlight()).isZero();
    }
  }

  @Test
  void namesAreFilledInAndLengthsWithThem() throws IOException {
    SockAddr expected = SockAddr.of(new InetSocketAddress(80));
    kernel.respond(
        (sqe, out) -> {
          MemorySegment length = NativeMemory.at(sqe.addr3(), 4);
          assertThat(length.get(JAVA_INT, 0)).isEqualTo(SockAddr.CAPACITY);
          byte[] bytes = expected.toBytes();
          NativeMemory.at(sqe.addr(), bytes.length).copyFrom(MemorySegment.ofArray(bytes));
          length.set(JAVA_INT, 0, bytes.length);
          out.complete(0);
        });
    SockAddr name = SockAddr.empty();
    SockAddr peer = SockAddr.empty();
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      ring.getsockname("name", SOCKET, name);
      ring.getpeername("peer", SOCKET, peer);
      ring.submit();
      ring.forEachCompletion((data, res, flags) -> assertThat(res).isZero());
    }
    assertThat(name.get()).isEqualTo(expected.get());
    assertThat(peer.get()).isEqualTo(expected.get());
  }

  @Test
  void aNameThatWasNotToldIsNone() throws IOException {
    SockAddr name = SockAddr.of(new InetSocketAddress(80));
    kernel.respond((sqe, out) -> out.complete(-Errno.EOPNOTSUPP));
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      ring.getsockname("name", SOCKET, name);
      ring.submit();
      ring.forEachCompletion((data, res, flags) -> assertThat(res).isNegative());
    }
    assertThat(name.get()).isNull();
  }

  @Test
  void aValueThatTheKernelCannotUseIsRefused() throws IOException {
    MemorySegment heap = MemorySegment.ofArray(new int[1]);
    MemorySegment readOnly = Arena.ofAuto().allocate(4).asReadOnly();
    Refusals.assertRefused(
        kernel,
        r -> r.getsockopt("a", SOCKET, 1, 2, heap),
        IllegalArgumentException.class,
        "Java heap");
    Refusals.assertRefused(
        kernel,
        r -> r.setsockopt("a", SOCKET, 1, 2, heap),
        IllegalArgumentException.class,
        "Java heap");
    Refusals.assertRefused(
        kernel,
        r -> r.getsockopt("a", SOCKET, 1, 2, readOnly),
        IllegalArgumentException.class,
        "read-only");
    Refusals.assertRefused(
        kernel, r -> r.getpeername("a", SOCKET, null), NullPointerException.class);
    Refusals.assertRefused(
        kernel, r -> r.txTimestamp("a", SOCKET), IllegalStateException.class, "CQE_MIXED");
  }
}
