package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Cancelling by file, by operation, by both, or anything. */
class CancelTargetsKernelTest extends OnKernel {

  private static final Duration LONG = Duration.ofHours(1);

  private Pipe first;
  private Pipe second;

  /** Two polls and a read on one pipe, a read on another, a timeout. */
  private void prepare() throws IOException {
    first = pipe();
    second = pipe();
    ring.pollAdd("poll 1", first.in(), PollEvents.IN);
    ring.read("read 1", first.in(), memory(1), 0);
    ring.pollAdd("poll 2", first.in(), PollEvents.IN);
    ring.read("other", second.in(), memory(1), 0);
    ring.timeout("timeout", LONG);
    ring.submit();
  }

  private int cancel(CancelTarget target) throws IOException {
    ring.cancel("cancel", target);
    Completion<String> answer = next();
    while (!answer.data().equals("cancel")) {
      ended.put(answer.data(), answer.res());
      answer = next();
    }
    for (Completion<String> more = ring.poll(); more != null; more = ring.poll()) {
      ended.put(more.data(), more.res());
    }
    Needs.known(answer.res(), "ASYNC_CANCEL flags");
    return answer.res();
  }

  private final Map<String, Integer> ended = new HashMap<>();

  private void assertCancelled(String... names) {
    assertThat(ended).containsOnlyKeys(names);
    assertThat(ended.values()).allMatch(res -> res == -Errno.ECANCELED);
  }

  @Test
  void oneOfTheRequestsOnFileIsCancelled() throws IOException {
    prepare();
    assertThat(cancel(CancelTarget.of(first.in()))).isZero();
    assertThat(ended).hasSize(1).doesNotContainKeys("other", "timeout");
    assertThat(cancel(CancelTarget.of(first.in()))).isZero();
    assertThat(cancel(CancelTarget.of(first.in()))).isZero();
    assertCancelled("poll 1", "poll 2", "read 1");
    assertThat(cancel(CancelTarget.of(first.in()))).isEqualTo(-Errno.ENOENT);
  }

  @Test
  void allRequestsOnFileAreCancelledAndCounted() throws IOException {
    prepare();
    assertThat(cancel(CancelTarget.of(first.in()).all())).isEqualTo(3);
    assertCancelled("poll 1", "poll 2", "read 1");
    assertThat(cancel(CancelTarget.of(first.in()).all())).isZero();
  }

  @Test
  void anotherDescriptorOfTheFileDoesAsWell() throws IOException {
    prepare();
    PlainFd same = closing(Kernel.duplicate(first.in()));
    assertThat(cancel(CancelTarget.of(same).all())).isEqualTo(3);
    assertCancelled("poll 1", "poll 2", "read 1");
  }

  @Test
  void descriptorThatIsNotOpenIsToldApart() throws IOException {
    prepare();
    assertThat(cancel(CancelTarget.of(PlainFd.of(1_000_000)))).isEqualTo(-Errno.EBADF);
    assertThat(cancel(CancelTarget.of(new DirectFd(ring, 3)))).isEqualTo(-Errno.EBADF);
    assertThat(ended).isEmpty();
  }

  @Test
  void requestsOnDirectDescriptorAreCancelled() throws IOException {
    Pipe pipe = pipe();
    DirectFd direct = ring.registerFiles(pipe.in()).getFirst();
    ring.read("read", direct, memory(1), 0);
    ring.pollAdd("poll", direct, PollEvents.IN);
    ring.read("other", pipe().in(), memory(1), 0);
    ring.submit();
    assertThat(cancel(CancelTarget.of(direct).all())).isEqualTo(2);
    assertCancelled("read", "poll");
  }

  @Test
  void requestsOfAnOperationAreCancelled() throws IOException {
    prepare();
    assertThat(cancel(CancelTarget.of(Operation.POLL_ADD).all())).isEqualTo(2);
    assertCancelled("poll 1", "poll 2");
    assertThat(cancel(CancelTarget.of(Operation.TIMEOUT))).isZero();
    assertCancelled("poll 1", "poll 2", "timeout");
    assertThat(cancel(CancelTarget.of(Operation.RECV))).isEqualTo(-Errno.ENOENT);
    assertThat(cancel(CancelTarget.of(Operation.RECV).all())).isZero();
  }

  @Test
  void requestsOfAnOperationOnFileAreCancelled() throws IOException {
    prepare();
    assertThat(cancel(CancelTarget.of(first.in(), Operation.READ).all())).isOne();
    assertCancelled("read 1");
    assertThat(cancel(CancelTarget.of(second.in(), Operation.POLL_ADD))).isEqualTo(-Errno.ENOENT);
  }

  @Test
  void anythingIsCancelled() throws IOException {
    prepare();
    assertThat(cancel(CancelTarget.any())).isEqualTo(5);
    assertCancelled("poll 1", "poll 2", "read 1", "other", "timeout");
    assertThat(cancel(CancelTarget.any().all())).isZero();
  }

  @Test
  void directDescriptorOfAnotherRingIsRefused() throws IOException {
    try (Ring<String> other = Ring.open(4)) {
      CancelTarget target = CancelTarget.of(new DirectFd(other, 0));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ring.cancel("cancel", target))
          .withMessageContaining("belongs to another ring");
      assertThat(ring.inFlight()).isZero();
    }
  }

  @Test
  void targetsAreValues() {
    PlainFd fd = PlainFd.of(7);
    CancelTarget target = CancelTarget.of(fd, Operation.READ);
    assertThat(target)
        .isEqualTo(CancelTarget.of(PlainFd.of(7), Operation.READ))
        .hasSameHashCodeAs(CancelTarget.of(PlainFd.of(7), Operation.READ))
        .isNotEqualTo(target.all())
        .isNotEqualTo(CancelTarget.of(fd))
        .isNotEqualTo(CancelTarget.of(Operation.READ))
        .hasToString("any request read on fd 7");
    assertThat(CancelTarget.any().all()).hasToString("all requests");
  }
}
