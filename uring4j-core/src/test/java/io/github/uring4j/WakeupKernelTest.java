package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ending the owner's wait from other threads. A wake-up that is lost hangs, so all are bounded. */
@Timeout(60)
class WakeupKernelTest extends OnKernel {

  private final Thread owner = Thread.currentThread();
  private final List<Thread> helpers = new ArrayList<>();

  @BeforeEach
  void needWakeup() throws IOException {
    Needs.wakeup(ring);
  }

  @AfterEach
  void joinHelpers() throws InterruptedException {
    for (Thread helper : helpers) {
      helper.join();
    }
  }

  private void start(Thread.Builder builder, Runnable task) {
    helpers.add(builder.start(task));
  }

  /** Calls wakeup once the owner is in the kernel, as far as can be seen. */
  private void wakeWhenOwnerWaits(Thread.Builder builder) {
    start(
        builder,
        () -> {
          while (!isWaiting()) {
            Thread.onSpinWait();
          }
          ring.wakeup();
        });
  }

  private boolean isWaiting() {
    for (StackTraceElement frame : owner.getStackTrace()) {
      if (frame.getMethodName().equals("enter")) {
        return true;
      }
    }
    return false;
  }

  @Test
  void platformThreadEndsAwait() throws IOException {
    wakeWhenOwnerWaits(Thread.ofPlatform());
    assertThat(ring.await()).isNull();
  }

  @Test
  void virtualThreadEndsAwait() throws IOException {
    wakeWhenOwnerWaits(Thread.ofVirtual());
    assertThat(ring.await()).isNull();
  }

  @Test
  void oneWakeupEndsWaitForFive() throws IOException {
    ring.nop("a");
    wakeWhenOwnerWaits(Thread.ofPlatform());
    assertThat(ring.submitAndWait(5)).isOne();
    assertThat(ring.poll().data()).isEqualTo("a");
    assertThat(ring.poll()).as("the wake-up is nobody's completion").isNull();
    assertThat(ring.statistics().strays()).isZero();
  }

  @Test
  void oneWakeupEndsWaitForMoreThanTheWakerSendsAtOnce() throws IOException {
    wakeWhenOwnerWaits(Thread.ofPlatform());
    assertThat(ring.submitAndWait(100)).isZero();
    assertThat(ring.await(Duration.ZERO)).isNull();
  }

  @Test
  void wakeupBeforeTheWaitEndsIt() throws IOException {
    ring.wakeup();
    assertThat(ring.await()).isNull();
    ring.wakeup();
    assertThat(ring.submitAndWait(5)).isZero();
  }

  @Test
  void wakeupsBeforeTheWaitAreOne() throws IOException {
    for (int i = 0; i < 10; i++) {
      ring.wakeup();
    }
    assertThat(ring.await()).isNull();
    ring.timeout("timeout", 10_000_000);
    assertThat(ring.await()).as("the next wait is not ended").isNotNull();
  }

  @Test
  void wakeupDoesNotHideCompletion() throws IOException {
    ring.nop("a");
    ring.submit();
    ring.wakeup();
    assertThat(ring.await().data()).isEqualTo("a");
    assertThat(ring.inFlight()).isZero();
  }

  @Test
  void wakeupDoesNotDisturbDrain() throws IOException {
    for (int i = 0; i < 20; i++) {
      wakeWhenOwnerWaits(Thread.ofPlatform());
      assertThat(ring.await()).isNull();
      ring.nop("first");
      ring.nop("drain").drain();
      ring.nop("last");
      for (String data : List.of("first", "drain", "last")) {
        assertThat(next().data()).isEqualTo(data);
      }
    }
  }

  @Test
  void manyWakersLoseNone() throws Exception {
    int wakers = 4;
    int rounds = 2_000;
    AtomicInteger posted = new AtomicInteger();
    CountDownLatch ready = new CountDownLatch(wakers);
    for (int i = 0; i < wakers; i++) {
      start(
          i % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual(),
          () -> {
            ready.countDown();
            for (int round = 0; round < rounds; round++) {
              posted.incrementAndGet();
              ring.wakeup();
              Thread.onSpinWait();
            }
          });
    }
    ready.await();
    int seen = 0;
    while (seen != wakers * rounds) {
      // Whoever posts wakes behind it, so that what is not seen yet ends this wait.
      if (posted.get() == seen) {
        assertThat(ring.await(SOON)).isNull();
      }
      seen = posted.get();
    }
  }

  /** Ping-pong: each side goes on only when the other has, so one lost wake-up stops both. */
  @Test
  void eachWakeupOfManyEndsItsOwnWait() throws Exception {
    int rounds = 20_000;
    AtomicInteger turn = new AtomicInteger();
    start(
        Thread.ofPlatform(),
        () -> {
          for (int round = 0; round < rounds; round++) {
            while (turn.get() != 2 * round) {
              Thread.onSpinWait();
            }
            turn.incrementAndGet();
            ring.wakeup();
          }
        });
    for (int round = 0; round < rounds; round++) {
      while (turn.get() != 2 * round + 1) {
        assertThat(ring.await()).isNull();
      }
      turn.incrementAndGet();
    }
    assertThat(ring.inFlight()).isZero();
  }

  /** Each owner waits for the one before it and wakes the one behind it, round and round. */
  @Test
  void tokenGoesRoundManyRings() throws Exception {
    int count = 4;
    int laps = 3_000;
    AtomicInteger token = new AtomicInteger();
    AtomicReferenceArray<Ring<String>> rings = new AtomicReferenceArray<>(count);
    CountDownLatch opened = new CountDownLatch(count);
    CountDownLatch done = new CountDownLatch(count);
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    for (int i = 0; i < count; i++) {
      int me = i;
      start(
          Thread.ofPlatform(),
          () -> {
            try (Ring<String> own = Ring.open(2)) {
              rings.set(me, own);
              opened.countDown();
              opened.await();
              for (int lap = 0; lap < laps; lap++) {
                while (token.get() != lap * count + me) {
                  own.await(SOON);
                }
                token.incrementAndGet();
                rings.get((me + 1) % count).wakeup();
              }
              done.countDown();
              done.await();
            } catch (Throwable e) {
              failures.add(e);
            }
          });
    }
    for (Thread helper : helpers) {
      helper.join();
    }
    assertThat(failures).isEmpty();
    assertThat(token.get()).isEqualTo(count * laps);
  }

  @Test
  void wakeupAfterCloseDoesNothing() throws Exception {
    ring.close();
    ring.wakeup();
    start(Thread.ofVirtual(), ring::wakeup);
    helpers.getFirst().join();
  }

  @Test
  void wakeupsDuringCloseAreHarmless() throws Exception {
    for (int i = 0; i < 50; i++) {
      Ring<String> own = Ring.open(2);
      CountDownLatch running = new CountDownLatch(1);
      Thread waker =
          Thread.ofPlatform()
              .start(
                  () -> {
                    running.countDown();
                    for (int k = 0; k < 200; k++) {
                      own.wakeup();
                    }
                  });
      running.await();
      own.await(Duration.ofMillis(1));
      own.close();
      waker.join();
    }
  }

  @Test
  void wakeupReachesRingOfEveryMode() throws IOException {
    int[] modes = {
      0,
      SetupFlags.COOP_TASKRUN | SetupFlags.TASKRUN_FLAG,
      SetupFlags.SINGLE_ISSUER | SetupFlags.DEFER_TASKRUN,
      SetupFlags.CQE32,
      SetupFlags.CQE_MIXED
    };
    for (int mode : modes) {
      try (Ring<String> own = Needs.ring(Ring.<String>builder().entries(2).only(mode))) {
        wake(own);
      }
    }
    try (Ring<String> own =
        Needs.ring(Ring.<String>builder().entries(2).pollThread(Duration.ofMillis(1)))) {
      wake(own);
    }
  }

  private void wake(Ring<String> own) throws IOException {
    for (int i = 0; i < 20; i++) {
      start(
          Thread.ofPlatform(),
          () -> {
            while (!isWaiting()) {
              Thread.onSpinWait();
            }
            own.wakeup();
          });
      assertThat(own.await()).isNull();
      own.nop("nop");
      assertThat(own.await().data()).isEqualTo("nop");
    }
    assertThat(own.statistics().strays()).isZero();
  }
}
