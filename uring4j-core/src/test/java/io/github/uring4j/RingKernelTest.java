package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Queue depth, no-operations, statistics and probing. */
class RingKernelTest extends OnKernel {

  @Test
  void depthOfZeroIsRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ring.open(0))
        .withMessageContaining("entries must be 1 to 32768, not 0");
  }

  @Test
  void depthIsRoundedUpToPowerOfTwo() throws IOException {
    try (Ring<String> odd = Ring.open(5)) {
      assertThat(odd.entries()).isEqualTo(8);
      assertThat(odd.completionEntries()).isEqualTo(16);
    }
  }

  @Test
  void fullQueueSubmitsAndGoesOn() throws IOException {
    try (Ring<String> one = Ring.open(1)) {
      one.nop("a");
      assertThat(one.spaceLeft()).isZero();
      one.nop("b");
      assertThat(one.pending()).as("the first went to make room").isOne();
      assertThat(one.inFlight()).isEqualTo(2);
      assertThat(one.await(SOON).data()).isEqualTo("a");
      assertThat(one.await(SOON).data()).isEqualTo("b");
      assertThat(one.inFlight()).isZero();
    }
  }

  @Test
  void slotIsReused() throws IOException {
    int capacity = ring.table().capacity();
    Request before = null;
    for (int i = 0; i < 3 * capacity; i++) {
      PreparedNop nop = ring.nop("a");
      Request request = nop.request();
      assertThat(end(nop).data()).isEqualTo("a");
      if (before != null) {
        assertThat(UserData.slot(request.userData())).isEqualTo(UserData.slot(before.userData()));
        assertThat(request).isNotEqualTo(before);
      }
      before = request;
    }
    assertThat(ring.table().capacity()).isEqualTo(capacity);
  }

  @Test
  void nopReturnsZeroAndItsData() throws IOException {
    String data = "data";
    Completion<String> completion = end(ring.nop(data));
    assertThat(completion.res()).isZero();
    assertThat(completion.result()).isZero();
    assertThat(completion.data()).isSameAs(data);
    assertThat(completion.operation()).isEqualTo(Operation.NOP);
    assertThat(completion.hasMore()).isFalse();
    assertThat(completion).hasToString("nop = 0 (data)");
  }

  @Test
  void completionsOfNopsComeInOrder() throws IOException {
    for (String data : List.of("a", "b", "c")) {
      ring.nop(data);
    }
    assertThat(ring.submitAndWait(3)).isEqualTo(3);
    List<String> order = new ArrayList<>();
    ring.forEachCompletion((String data, int res, int flags) -> order.add(data));
    assertThat(order).containsExactly("a", "b", "c");
  }

  @Test
  void statisticsFollowRequest() throws IOException {
    assertThat(ring.statistics())
        .hasToString(
            "submitted 0 in 0 enters, completed 0, in flight 0, pending 0, ready 0, lost 0, dropped"
                + " 0, strays 0");
    ring.nop("a");
    assertThat(ring.statistics())
        .hasToString(
            "submitted 0 in 0 enters, completed 0, in flight 1, pending 1, ready 0, lost 0, dropped"
                + " 0, strays 0");
    assertThat(ring.submit()).isOne();
    assertThat(ring.submit()).as("nothing left").isZero();
    assertThat(ring.statistics())
        .hasToString(
            "submitted 1 in 1 enters, completed 0, in flight 1, pending 0, ready 1, lost 0, dropped"
                + " 0, strays 0");
    assertThat(ring.dump()).contains("nop, data a, request ").contains("submitted 1 in 1 enters");
    assertThat(ring.poll().data()).isEqualTo("a");
    assertThat(ring.poll()).isNull();
    assertThat(ring.statistics())
        .hasToString(
            "submitted 1 in 1 enters, completed 1, in flight 0, pending 0, ready 0, lost 0, dropped"
                + " 0, strays 0");
    assertThat(ring.dump()).contains("nothing in flight");
  }

  @Test
  void pollDoesNotSubmit() throws IOException {
    ring.nop("a");
    assertThat(ring.poll()).isNull();
    assertThat(ring.pending()).isOne();
    ring.submit();
    assertThat(ring.poll().data()).isEqualTo("a");
  }

  @Test
  void probeAgreesWithTheKernel() throws IOException {
    Probe probe = ring.probe();
    assertThat(probe.supported())
        .as("what every kernel has that the ring runs on")
        .contains(Operation.NOP, Operation.READV, Operation.OPENAT2, Operation.SHUTDOWN);
    assertThat(probe.supports(Operation.NOP)).isTrue();
    assertThat(probe.toString()).startsWith("the kernel has [NOP, READV, WRITEV, ");
    for (Operation operation : Operation.values()) {
      assertThat(probe.supports(operation))
          .as("%s", operation)
          .isEqualTo(probe.supported().contains(operation));
    }
    assertThat(ring.features() & Features.NODROP).isEqualTo(Features.NODROP);
  }

  @Test
  void requestIsInFlightUntilItsCompletionIsCollected() throws IOException {
    Request request = ring.nop("a").request();
    assertThat(request.isInFlight()).isTrue();
    ring.submitAndWait(1);
    assertThat(request.isInFlight()).isTrue();
    ring.poll();
    assertThat(request.isInFlight()).isFalse();
  }

  @Test
  void preparedRequestIsGoodUntilTheNextOne() throws IOException {
    PreparedNop first = ring.nop("a");
    PreparedNop second = ring.nop("b");
    assertThatIllegalStateException().isThrownBy(first::link);
    second.link().unlink();
    ring.submit();
    assertThatIllegalStateException().isThrownBy(second::drain);
    ring.submitAndWait(2);
  }

  @Test
  void submitInTheMiddleOfChainIsRefused() throws IOException {
    ring.nop("a").link();
    assertThatIllegalStateException()
        .isThrownBy(() -> ring.submit())
        .withMessageContaining("runs out of order");
    ring.nop("b");
    assertThat(ring.submit()).isEqualTo(2);
  }

  @Test
  void errorNamesOperationPathAndErrno() throws IOException {
    String missing = path("missing");
    Completion<String> completion = end(ring.openat2("open", Fd.CWD, missing, OpenHow.readOnly()));
    assertThat(completion.isError()).isTrue();
    assertThat(completion.errno()).isEqualTo(Errno.ENOENT);
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(completion::fd)
        .withMessage("openat2 %s: ENOENT (No such file or directory)", missing);
  }
}
