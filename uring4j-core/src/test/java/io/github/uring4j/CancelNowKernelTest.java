package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cancelling by a call. */
class CancelNowKernelTest extends OnKernel {

  private static final Duration LONG = Duration.ofHours(1);

  private Map<String, Integer> collect(int count) throws IOException {
    Map<String, Integer> results = new HashMap<>();
    while (results.size() < count) {
      Completion<String> completion = next();
      assertThat(results.put(completion.data(), completion.res())).isNull();
    }
    return results;
  }

  private static void assertErrno(int errno, ThrowingCallable call) {
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.errno()).isEqualTo(errno))
        .withMessageStartingWith("register_sync_cancel ");
  }

  @Test
  void requestIsCancelledAndItsCompletionCollected() throws IOException {
    Request read = ring.read("read", pipe().in(), memory(1), 0).request();
    ring.submit();
    assertThat(ring.cancelNow(read, Duration.ZERO)).isZero();
    assertThat(read.isInFlight()).as("until it is collected").isTrue();
    ring.getEvents();
    assertErrno(Errno.ENOENT, () -> ring.cancelNow(read, Duration.ZERO));
    assertThat(collect(1)).containsEntry("read", -Errno.ECANCELED);
    assertThatIllegalStateException().isThrownBy(() -> ring.cancelNow(read, Duration.ZERO));
  }

  @Test
  void requestThatIsNotSubmittedIsNotFound() throws IOException {
    Request read = ring.read("read", pipe().in(), memory(1), 0).request();
    assertErrno(Errno.ENOENT, () -> ring.cancelNow(read, LONG));
    assertThat(ring.pending()).isOne();
  }

  @ParameterizedTest
  @ValueSource(longs = {10, Long.MAX_VALUE / 1_000})
  void requestInWorkerIsWaitedFor(long seconds) throws IOException {
    Request read = ring.read("read", pipe().in(), memory(1), 0).async().request();
    ring.submit();
    assertThat(ring.cancelNow(read, Duration.ofSeconds(seconds))).isZero();
    // It has ended, or is not even taken by a worker: nothing is left to wait for.
    ring.getEvents();
    assertThat(ring.ready()).isOne();
    assertThat(next().errno()).isIn(Errno.ECANCELED, Errno.EINTR);
  }

  @Test
  void requestThatBlocksWorkerIsWaitedForAsLongAsItRuns() throws IOException {
    Pipe from = pipe();
    Pipe to = pipe();
    for (int i = 0; i < 50; i++) {
      Request splice = ring.splice("splice", from.in(), -1, to.out(), -1, 4, 0).async().request();
      ring.submit();
      // When the worker has begun, nothing tells.
      LockSupport.parkNanos(i * 10_000L);
      assertThat(ring.cancelNow(splice, LONG)).isZero();
      assertThat(next().errno()).isIn(Errno.ECANCELED, Errno.EINTR, Errno.ERESTARTSYS);
    }
  }

  @Test
  void workersOfAPollThreadAreReachedByRequestsOnly() throws IOException {
    RingBuilder<String> builder = Ring.<String>builder().entries(4).pollThread(SOON);
    try (Ring<String> own = Needs.ring(builder)) {
      Pipe pipe = pipe();
      Request splice =
          own.splice("splice", pipe().in(), -1, pipe.out(), -1, 4, 0).async().request();
      own.submit();
      // Linux may come to search them one day; then there is nothing left to cancel.
      try {
        own.cancelNow(splice, Duration.ZERO);
      } catch (ErrnoException e) {
        assertThat(e.errno()).isEqualTo(Errno.ENOENT);
        own.cancel("cancel", splice);
        assertThat(own.await().res()).isIn(0, -Errno.EALREADY, -Errno.EINTR, -Errno.ERESTARTSYS);
      }
      assertThat(own.await()).isNotNull();
      own.forEachCompletion((data, res, flags) -> {});
      assertThat(splice.isInFlight()).isFalse();
    }
  }

  @Test
  void requestsAreCancelledByFileAndByOperation() throws IOException {
    Pipe pipe = pipe();
    ring.pollAdd("poll 1", pipe.in(), PollEvents.IN);
    ring.pollAdd("poll 2", pipe.in(), PollEvents.IN);
    ring.read("read", pipe.in(), memory(1), 0);
    ring.timeout("timeout", LONG);
    ring.submit();
    CancelTarget polls = CancelTarget.of(pipe.in(), Operation.POLL_ADD);
    assertThat(ring.cancelNow(polls, Duration.ZERO)).isZero();
    ring.getEvents();
    assertThat(ring.cancelNow(polls.all(), Duration.ZERO)).isOne();
    assertThat(collect(2)).containsOnlyKeys("poll 1", "poll 2");
    assertErrno(Errno.ENOENT, () -> ring.cancelNow(polls, Duration.ZERO));
    assertThat(ring.cancelNow(CancelTarget.of(pipe.in()).all(), Duration.ZERO)).isOne();
    assertThat(collect(1)).containsEntry("read", -Errno.ECANCELED);
    assertThat(ring.cancelNow(CancelTarget.of(Operation.TIMEOUT), Duration.ZERO)).isZero();
    assertThat(collect(1)).containsEntry("timeout", -Errno.ECANCELED);
    assertErrno(
        Errno.EBADF, () -> ring.cancelNow(CancelTarget.of(PlainFd.of(1_000_000)), Duration.ZERO));
  }

  @Test
  void anythingIsCancelled() throws IOException {
    for (int i = 0; i < 10; i++) {
      ring.timeout("timeout " + i, LONG);
      ring.pollAdd("poll " + i, pipe().in(), PollEvents.IN).multishot();
    }
    ring.submit();
    assertThat(ring.cancelNow(CancelTarget.any(), SOON)).isEqualTo(20);
    assertThat(collect(20).values()).containsOnly(-Errno.ECANCELED);
    assertThat(ring.cancelNow(CancelTarget.any().all(), SOON)).isZero();
  }

  @Test
  void whatIsOfAnotherRingIsRefused() throws IOException {
    Request timeout = ring.timeout("timeout", LONG).request();
    try (Ring<String> other = Ring.open(4)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> other.cancelNow(timeout, Duration.ZERO));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> other.cancelNow(CancelTarget.of(new DirectFd(ring, 0)), Duration.ZERO));
    }
  }
}
