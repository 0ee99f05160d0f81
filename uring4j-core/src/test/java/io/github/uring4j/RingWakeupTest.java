package io.github.uring4j;

import static io.github.uring4j.RingOnFake.collect;
import static io.github.uring4j.RingOnFake.nops;
import static io.github.uring4j.RingOnFake.numbers;
import static io.github.uring4j.RingOnFake.userData;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.uring4j.sys.NativeMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wake-ups: they end the owner's wait, or its next one, and nobody else notices them. */
class RingWakeupTest {

  private final FakeKernel kernel = new FakeKernel().respond(Responder.NEVER);

  /** What was asked to be posted: descriptor and count. */
  private final List<String> posts = new ArrayList<>();

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  private Ring<String> open() throws IOException {
    return Ring.<String>builder()
        .entries(4)
        .registerDescriptor(false)
        .syscalls(() -> kernel)
        .poster(
            (fd, userData, res, count) -> {
              assertThat(fd).isEqualTo(kernel.fd());
              posts.add("post " + count);
              for (int i = 0; i < count; i++) {
                kernel.post(UserData.WAKEUP, 0, 0);
              }
            })
        .open();
  }

  @Test
  void aWakeupBeforeAWaitEndsItBeforeItBegins() throws IOException {
    try (Ring<String> ring = open()) {
      ring.wakeup();
      ring.nop("a");
      assertThat(ring.await()).isNull();
      assertThat(kernel.submitted()).hasSize(1);
      // Nobody waited, so nothing was posted.
      assertThat(posts).isEmpty();
      assertThat(kernel.calls("enter")).containsExactly("enter(to_submit=1, min_complete=0, 0)");
    }
  }

  @Test
  void aWakeupEndsOneWaitOnly() throws IOException {
    try (Ring<String> ring = open()) {
      long userData = userData(ring.nop("a"));
      ring.wakeup();
      assertThat(ring.await()).isNull();
      kernel.whenWaiting(() -> kernel.complete(userData, 0, 0));
      assertThat(ring.await().data()).isEqualTo("a");
    }
  }

  @Test
  void aWakeupDuringAWaitEndsIt() throws IOException {
    try (Ring<String> ring = open()) {
      ring.nop("a");
      kernel.whenWaiting(ring::wakeup);
      assertThat(ring.await()).isNull();
      assertThat(posts).containsExactly("post 1");
      assertThat(collect(ring)).isEmpty();
      assertThat(ring.statistics().strays()).isZero();
    }
  }

  @Test
  void aWakeupEndsAWaitWithATimeOut() throws IOException {
    try (Ring<String> ring = open()) {
      ring.nop("a");
      kernel.whenWaiting(ring::wakeup);
      assertThat(ring.await(Duration.ofHours(1))).isNull();
      kernel.whenWaiting(ring::wakeup);
      assertThat(ring.submitAndWait(1, Duration.ofHours(1))).isZero();
      assertThat(posts).containsExactly("post 1", "post 1");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void asManyArePostedAsTheOwnerWaitsFor(int completions) throws IOException {
    try (Ring<String> ring = open()) {
      nops(ring, 1, 3);
      kernel.whenWaiting(ring::wakeup);
      assertThat(ring.submitAndWait(completions)).isEqualTo(3);
      assertThat(posts).containsExactly("post " + completions);
      assertThat(collect(ring)).isEmpty();
    }
  }

  @Test
  void severalWakeupsAreOne() throws IOException {
    try (Ring<String> ring = open()) {
      ring.nop("a");
      kernel.whenWaiting(
          () -> {
            ring.wakeup();
            ring.wakeup();
            ring.wakeup();
          });
      assertThat(ring.await()).isNull();
      assertThat(posts).containsExactly("post 1");
      ring.wakeup();
      ring.wakeup();
      assertThat(ring.await()).isNull();
      assertThat(posts).hasSize(1);
    }
  }

  @Test
  void aWakeupAfterAWaitIsForTheNextOne() throws IOException {
    try (Ring<String> ring = open()) {
      long userData = userData(ring.nop("a"));
      kernel.whenWaiting(() -> kernel.complete(userData, 0, 0));
      assertThat(ring.await().data()).isEqualTo("a");
      ring.wakeup();
      assertThat(posts).isEmpty();
      assertThat(ring.submit()).isZero();
      assertThat(ring.poll()).isNull();
      assertThat(ring.await()).isNull();
    }
  }

  @Test
  void aWakeupDoesNotKeepTheOwnerFromWhatIsThere() throws IOException {
    kernel.respond(Responder.AT_ONCE);
    try (Ring<String> ring = open()) {
      nops(ring, 1, 2);
      ring.submit();
      ring.wakeup();
      assertThat(ring.await().data()).isEqualTo("1");
      assertThat(ring.await().data()).isEqualTo("2");
    }
  }

  @Test
  void aWakeupAndACompletionAtOnceBothCount() throws IOException {
    try (Ring<String> ring = open()) {
      long userData = userData(ring.nop("a"));
      kernel.whenWaiting(
          () -> {
            ring.wakeup();
            kernel.complete(userData, 0, 0);
          });
      assertThat(ring.await().data()).isEqualTo("a");
      assertThat(ring.inFlight()).isZero();
    }
  }

  @Test
  void aWakeupThatArrivesWhenTheWaitHasEndedIsInvisible() throws IOException {
    try (Ring<String> ring = open()) {
      long userData = userData(ring.nop("a"));
      ring.submit();
      kernel.post(UserData.WAKEUP, 0, 0);
      assertThat(ring.poll()).isNull();
      kernel.post(UserData.WAKEUP, 0, 0);
      assertThat(collect(ring)).isEmpty();
      kernel.post(UserData.WAKEUP, 0, 0);
      kernel.whenWaiting(() -> kernel.complete(userData, 0, 0));
      assertThat(ring.await().data()).isEqualTo("a");
      kernel.post(UserData.WAKEUP, 0, 0);
      assertThat(ring.await(Duration.ofMillis(1))).isNull();
      assertThat(ring.statistics().strays()).isZero();
      assertThat(ring.statistics().completed()).isEqualTo(1);
    }
  }

  @Test
  void pollFindsWhatIsBehindAStaleWakeup() throws IOException {
    try (Ring<String> ring = open()) {
      nops(ring, 1, 2);
      ring.submit();
      kernel.post(UserData.WAKEUP, 0, 0);
      kernel.complete(kernel.inFlight().getFirst().userData(), 0, 0);
      assertThat(ring.poll().data()).isEqualTo("1");
      kernel.post(UserData.WAKEUP, 0, 0);
      // This one the kernel holds back.
      kernel.deferCompletions();
      kernel.complete(kernel.inFlight().getFirst().userData(), 0, 0);
      assertThat(ring.poll().data()).isEqualTo("2");
    }
  }

  @Test
  void forEachFindsWhatTheKernelHoldsBackBehindAStaleWakeup() throws IOException {
    try (Ring<String> ring = open()) {
      ring.nop("a");
      ring.submit();
      kernel.post(UserData.WAKEUP, 0, 0);
      kernel.deferCompletions();
      kernel.complete(kernel.inFlight().getFirst().userData(), 0, 0);
      assertThat(collect(ring)).containsExactly("a");
    }
  }

  @Test
  void wakeupsThatFillTheQueueHoldNothingUp() throws IOException {
    try (Ring<String> ring = open()) {
      nops(ring, 1, 3);
      ring.submit();
      for (int i = 0; i < 8; i++) {
        kernel.post(UserData.WAKEUP, 0, 0);
      }
      for (FakeSqe sqe : kernel.inFlight()) {
        kernel.complete(sqe.userData(), 0, 0);
      }
      assertThat(kernel.backlog()).isEqualTo(3);
      assertThat(ring.await().data()).isEqualTo("1");
      assertThat(collect(ring)).isEqualTo(numbers(2, 3));
    }
  }

  @Test
  void afterCloseNothingIsPosted() throws IOException {
    Ring<String> ring = open();
    ring.close();
    ring.wakeup();
    assertThat(posts).isEmpty();
  }

  @Test
  void aWakeupWhileClosingIsNotPosted() throws IOException {
    kernel.onCancel(sqe -> FakeKernel.KEEPS_RUNNING);
    Ring<String> ring = open();
    long userData = userData(ring.nop("a"));
    ring.submit();
    kernel.whenWaiting(ring::wakeup);
    kernel.whenWaiting(() -> kernel.complete(userData, 0, 0));
    ring.close();
    assertThat(posts).isEmpty();
  }

  @Test
  void aWakeupThatNobodyTookDoesNotCutCloseShort() throws IOException {
    kernel.onCancel(sqe -> FakeKernel.KEEPS_RUNNING);
    Ring<String> ring = open();
    long userData = userData(ring.nop("a"));
    ring.submit();
    ring.wakeup();
    kernel.whenWaiting(() -> kernel.complete(userData, 0, 0));
    ring.close();
    assertThat(kernel.inFlight()).isEmpty();
  }

  @Test
  void aFailureToPostIsTheWakers() throws IOException {
    FakeKernel other = new FakeKernel().respond(Responder.NEVER);
    try (Ring<String> ring =
        Ring.<String>builder()
            .syscalls(() -> other)
            .poster(
                (fd, userData, res, count) -> {
                  throw new ErrnoException(Errno.EMFILE, "post", "");
                })
            .open()) {
      ring.nop("a");
      other.whenWaiting(
          () -> assertThatThrownBy(ring::wakeup).isInstanceOf(UncheckedIOException.class));
      other.whenWaiting(() -> other.complete(other.inFlight().getFirst().userData(), 0, 0));
      assertThat(ring.await()).isNotNull();
    }
    other.assertNothingLeaked();
  }

  @Test
  void aRingWithARegisteredDescriptorOnlyCannotBeWoken() throws IOException {
    MemorySegment rings = page();
    MemorySegment entries = page();
    RingBuilder<String> builder =
        RingOnFake.builder(kernel)
            .entries(4)
            .memory(rings, entries)
            .with(SetupFlags.REGISTERED_FD_ONLY);
    try (Ring<String> ring = builder.open()) {
      long userData = userData(ring.nop("a"));
      kernel.whenWaiting(
          () -> assertThatThrownBy(ring::wakeup).isInstanceOf(UnsupportedOperationException.class));
      kernel.whenWaiting(() -> kernel.complete(userData, 0, 0));
      assertThat(ring.await()).isNotNull();
    }
    kernel.munmap(rings.address(), rings.byteSize());
    kernel.munmap(entries.address(), entries.byteSize());
  }

  private MemorySegment page() {
    return NativeMemory.at(kernel.mmap(4096, -1, 0), 4096);
  }

  @Test
  void anyThreadMayWake() throws Exception {
    try (Ring<String> ring = open()) {
      ring.nop("a");
      kernel.whenWaiting(
          () -> {
            Thread waker = Thread.ofPlatform().start(ring::wakeup);
            assertThatCode(waker::join).doesNotThrowAnyException();
          });
      assertThat(ring.await()).isNull();
      assertThat(posts).containsExactly("post 1");
    }
  }
}
