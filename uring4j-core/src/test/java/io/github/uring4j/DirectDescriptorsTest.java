package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which descriptor a completion brings: a plain or a direct one. */
class DirectDescriptorsTest {

  private final FakeKernel kernel = new FakeKernel();

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  private Completion<String> opened(Ring<String> ring, Prepared<?> request, int res)
      throws IOException {
    kernel.respond((sqe, out) -> out.complete(res));
    assertThat(request.request().isInFlight()).isTrue();
    return ring.await();
  }

  private static PreparedOpen open(Ring<String> ring) throws IOException {
    return ring.openat2("a", Fd.CWD, "x", OpenHow.readOnly());
  }

  @Test
  void aSlotThatWasGivenIsTheDescriptorWhateverTheResult() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      Completion<String> completion = opened(ring, open(ring).direct(7), 0);
      assertThat(completion.directFd()).isEqualTo(ring.directFd(7));
      assertThat(completion.toString()).contains(" = direct descriptor 7 (");
      assertThatThrownBy(completion::fd)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("directFd()");
    }
  }

  @Test
  void aSlotThatTheKernelPickedIsTheResult() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      assertThat(opened(ring, open(ring).direct(), 3).directFd()).isEqualTo(ring.directFd(3));
      assertThat(opened(ring, ring.accept("a", PlainFd.of(9)).direct(), 0).directFd())
          .isEqualTo(ring.directFd(0));
    }
  }

  @Test
  void aPlainDescriptorIsNoDirectOne() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      Completion<String> completion = opened(ring, open(ring), 11);
      assertThat(completion.fd()).isEqualTo(PlainFd.of(11));
      assertThatThrownBy(completion::directFd)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("fd 11");
      Completion<String> nop = opened(ring, ring.nop("b"), 0);
      assertThatThrownBy(nop::directFd).hasMessageContaining("makes no descriptor");
    }
  }

  @Test
  void aFailureMakesNone() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      Completion<String> completion = opened(ring, open(ring).direct(), -Errno.ENFILE);
      assertThatThrownBy(completion::directFd).hasMessageContaining("ENFILE");
      assertThatThrownBy(completion::fd).hasMessageContaining("ENFILE");
    }
  }

  @Test
  void aSlotDoesNotOutliveItsRequestInTheTable() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      opened(ring, open(ring).direct(5), 0);
      assertThat(opened(ring, open(ring), 12).fd()).isEqualTo(PlainFd.of(12));
    }
  }

  @Test
  void aViewTellsTheSame() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      kernel.respond((sqe, out) -> out.complete(2));
      open(ring).direct();
      open(ring);
      ring.submit();
      List<Fd> made = new ArrayList<>();
      ring.forEachCompletion(view -> made.add(made.isEmpty() ? view.directFd() : view.fd()));
      assertThat(made).containsExactly(ring.directFd(2), PlainFd.of(2));
    }
  }

  @Test
  void whatNobodyCollectsIsClosedOnlyIfItIsPlain() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      int plain = kernel.openDescriptor();
      kernel.respond((sqe, out) -> out.complete(sqe.fileIndex() == 0 ? plain : 31));
      open(ring);
      open(ring).direct();
      open(ring).direct(4);
      ring.submit();
      kernel.forgetCalls();
    }
    // The first is closed, then the ring's own.
    assertThat(kernel.calls("close")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void aSlotThatNoTableHasIsRefused(int slot) throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      assertThatThrownBy(() -> ring.directFd(slot))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1048575");
      kernel.respond((sqe, out) -> out.complete(11));
      PreparedOpen open = open(ring);
      assertThatThrownBy(() -> open.direct(slot)).isInstanceOf(IllegalArgumentException.class);
      assertThat(ring.await().fd()).isEqualTo(PlainFd.of(11));
    }
  }
}
