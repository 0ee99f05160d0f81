package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class WakeupsTest {

  private final List<Integer> posted = new ArrayList<>();

  @Test
  void aFailedPostIsTriedAgainByTheNextWakeup() {
    Wakeups wakeups =
        new Wakeups(
            3,
            (fd, userData, res, count) -> {
              posted.add(count);
              switch (posted.size()) {
                case 1 -> throw new IOException("not now");
                case 2 -> throw new OutOfMemoryError("nor now");
                default -> {}
              }
            });
    wakeups.beginWait(2);
    assertThatThrownBy(wakeups::wakeup).isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(wakeups::wakeup).isInstanceOf(OutOfMemoryError.class);
    wakeups.wakeup();
    wakeups.wakeup();
    assertThat(posted).containsExactly(2, 2, 2);
    assertThat(wakeups.endWait()).isTrue();
    assertThat(wakeups.endWait()).isFalse();
  }

  @Test
  void closeWaitsForAPostInProgressAndLetsNoOtherBegin() throws Exception {
    CountDownLatch posting = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    Wakeups wakeups =
        new Wakeups(
            3,
            (fd, userData, res, count) -> {
              posting.countDown();
              try {
                mayEnd.await();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
              posted.add(count);
            });
    wakeups.beginWait(1);
    Thread waker = Thread.ofPlatform().start(wakeups::wakeup);
    posting.await();
    Thread closer = Thread.ofPlatform().start(wakeups::close);
    assertThat(closer.join(Duration.ofMillis(20))).as("closed while posting").isFalse();
    mayEnd.countDown();
    waker.join();
    closer.join();
    assertThat(posted).containsExactly(1);
    wakeups.endWait();
    wakeups.beginWait(1);
    wakeups.wakeup();
    assertThat(posted).containsExactly(1);
  }

  @Test
  void messagesThroughARingWakeAsCallsDo() throws Exception {
    try (Ring<String> ring = Ring.<String>builder().entries(4).poster(Waker::post).open()) {
      for (int waitFor = 1; waitFor <= 5; waitFor++) {
        Thread waker = Thread.ofVirtual().start(ring::wakeup);
        ring.submitAndWait(waitFor);
        waker.join();
        ring.poll();
      }
    }
  }

  @Test
  void anAwaitThatFoundACompletionLeavesTheWakeupForTheNext() throws IOException {
    try (Ring<String> ring = Ring.open(4)) {
      ring.nop("nop");
      ring.submit();
      ring.wakeup();
      assertThat(ring.await().data()).isEqualTo("nop");
      assertThat(ring.await()).isNull();
      assertThat(ring.await(Duration.ofMillis(1))).isNull();
    }
  }
}
