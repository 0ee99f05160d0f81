package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages between rings, and from threads without one. A lost one hangs, so all are bounded. */
@Timeout(60)
class MailboxKernelTest extends OnKernel {

  private Ring<String> other;
  private Mailbox mailbox;

  @BeforeEach
  void openAnother() throws IOException {
    Needs.operations(ring, Operation.MSG_RING);
    other = closing(Needs.ring(Ring.<String>builder().entries(4)));
    mailbox = ring.mailbox("mail");
  }

  private void assertMail(int message) throws IOException {
    Completion<String> mail = next();
    assertThat(mail.data()).isEqualTo("mail");
    assertThat(mail.res()).isEqualTo(message);
    assertThat(mail.operation()).isEqualTo(Operation.MSG_RING);
    assertThat(mail.hasMore()).isTrue();
  }

  @Test
  void aMessageFromAnotherRingIsACompletionHere() throws IOException {
    assertThat(end(other, other.msgRing("sent", mailbox, 77)).result()).isZero();
    assertMail(77);
    end(other, other.msgRing("sent", mailbox, -5));
    assertMail(-5);
    assertThat(ring.inFlight()).isZero();
    assertThat(ring.statistics().strays()).isZero();
  }

  @Test
  void aRingMaySendToItself() throws IOException {
    ring.msgRing("sent", mailbox, 3);
    List<String> got = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      got.add(next().data());
    }
    assertThat(got).containsExactlyInAnyOrder("mail", "sent");
  }

  @Test
  void flagsArriveWithTheMessage() throws IOException {
    end(
        other,
        other.msgRing("sent", mailbox, 1).flags(0xabcd_0000 | CompletionFlags.SOCK_NONEMPTY));
    Completion<String> mail = next();
    assertThat(mail.flags())
        .isEqualTo(0xabcd_0000 | CompletionFlags.SOCK_NONEMPTY | CompletionFlags.MORE);
  }

  @Test
  void flagsByWhichARingReadsItsCompletionsAreRefused() throws IOException {
    PreparedRingMessage message = other.msgRing("sent", mailbox, 1);
    for (int flag :
        new int[] {
          CompletionFlags.BUFFER,
          CompletionFlags.MORE,
          CompletionFlags.NOTIF,
          CompletionFlags.SKIP,
          CompletionFlags.CQE32
        }) {
      assertThatThrownBy(() -> message.flags(flag))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(CompletionFlags.toString(flag));
    }
    assertThat(end(other, message).res()).isZero();
    assertMail(1);
  }

  @Test
  void anyThreadMayPostAndThatEndsTheWait() throws Exception {
    Thread poster = Thread.ofVirtual().start(() -> assertThat(mailbox.post(42)).isTrue());
    assertMail(42);
    poster.join();
  }

  @Test
  void nothingIsLostOrDoubledAmongManyPosters() throws Exception {
    int threads = 4;
    int each = 2_000;
    List<Thread> posters = new ArrayList<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    for (int t = 0; t < threads; t++) {
      int first = t * each;
      posters.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      for (int i = 0; i < each; i++) {
                        assertThat(mailbox.post(first + i)).isTrue();
                      }
                    } catch (RuntimeException | AssertionError e) {
                      failure.set(e);
                    }
                  }));
    }
    int[] last = new int[threads];
    boolean[] seen = new boolean[threads * each];
    int got = 0;
    while (got < threads * each && failure.get() == null) {
      ring.submitAndWait(1, SOON);
      int before = got;
      got +=
          ring.forEachCompletion(
              (data, res, flags) -> {
                assertThat(seen[res]).isFalse();
                seen[res] = true;
                assertThat(res % each).isGreaterThanOrEqualTo(last[res / each]);
                last[res / each] = res % each;
              });
      assertThat(got).as("in time").isGreaterThan(before);
    }
    for (Thread poster : posters) {
      poster.join();
    }
    assertThat(failure.get()).isNull();
    assertThat(got).isEqualTo(threads * each);
  }

  @Test
  void severalMailboxesAreToldApart() throws IOException {
    Mailbox second = ring.mailbox("second");
    end(other, other.msgRing("sent", second, 1));
    Completion<String> mail = next();
    assertThat(mail.data()).isEqualTo("second");
    end(other, other.msgRing("sent", mailbox, 2));
    assertMail(2);
  }

  @Test
  void aClosedMailboxGetsNothing() throws IOException {
    ring.closeMailbox(mailbox);
    ring.closeMailbox(mailbox);
    assertThat(mailbox.post(1)).isFalse();
    assertThatThrownBy(() -> other.msgRing("sent", mailbox, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThat(other.pending()).isZero();
    // Its slot is used again, and mail for the old one is not mail for the new one.
    Mailbox next = ring.mailbox("next");
    assertThat(next.userData()).isNotEqualTo(mailbox.userData());
  }

  @Test
  void mailThatIsOnTheWayWhenItsBoxIsClosedIsDropped() throws IOException {
    end(other, other.msgRing("sent", mailbox, 1));
    ring.closeMailbox(mailbox);
    ring.nop("after");
    assertThat(next().data()).isEqualTo("after");
    assertThat(ring.poll()).isNull();
    assertThat(ring.statistics().strays()).isEqualTo(1);
  }

  @Test
  void aMailboxDoesNotKeepTheRingOpen() throws IOException {
    Mailbox box;
    try (Ring<String> third = Needs.ring(Ring.<String>builder().entries(4))) {
      box = third.mailbox("box");
      third.nop("ends");
      third.await(SOON);
      assertThat(third.dump()).contains("mailbox, data box");
    }
    assertThat(box.post(1)).isFalse();
    assertThatThrownBy(() -> other.msgRing("sent", box, 1))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void postingWhileTheRingClosesNeitherFailsNorReachesAnother() throws Exception {
    for (int round = 0; round < 200; round++) {
      Ring<String> target = Needs.ring(Ring.<String>builder().entries(4));
      Mailbox box = target.mailbox("box");
      target.nop("first");
      target.submit();
      CountDownLatch started = new CountDownLatch(1);
      AtomicReference<Throwable> failure = new AtomicReference<>();
      Thread poster =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      started.countDown();
                      while (box.post(1)) {
                        Thread.onSpinWait();
                      }
                    } catch (RuntimeException e) {
                      failure.set(e);
                    }
                  });
      started.await();
      target.close();
      poster.join();
      assertThat(failure.get()).isNull();
    }
    assertThat(ring.poll()).isNull();
    assertThat(other.poll()).isNull();
  }

  @Test
  void aMailboxOfAnotherRingIsNotClosedHere() {
    assertThatThrownBy(() -> other.closeMailbox(mailbox))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another ring");
  }

  @Test
  void aDisabledRingHasMailboxesToo() throws IOException {
    try (DisabledRing<String> disabled = Ring.<String>builder().entries(4).openDisabled()) {
      Mailbox box = disabled.mailbox("early");
      assertThat(end(ring, ring.msgRing("sent", box, 1)).res()).isEqualTo(-Errno.EBADFD);
      try (Ring<String> enabled = disabled.enable()) {
        end(ring, ring.msgRing("sent", box, 2));
        Completion<String> mail = enabled.await(SOON);
        assertThat(mail.data()).isEqualTo("early");
        assertThat(mail.res()).isEqualTo(2);
      }
    }
  }
}
