package io.github.uring4j;

import static io.github.uring4j.RingOnFake.collect;
import static io.github.uring4j.RingOnFake.collectAll;
import static io.github.uring4j.RingOnFake.nops;
import static io.github.uring4j.RingOnFake.numbers;
import static io.github.uring4j.RingOnFake.userData;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rings with entries of another size or in another place than usual. */
class RingEntrySizesTest {

  private static final int REWINDING = SetupFlags.SQ_REWIND | SetupFlags.NO_SQARRAY;

  private final FakeKernel kernel = new FakeKernel().unsupportedSetupFlags(0);

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  private Ring<String> open(int entries, int flags) throws IOException {
    return RingOnFake.builder(kernel).entries(entries).only(flags).open();
  }

  private static List<String> extras(Ring<String> ring) throws IOException {
    List<String> seen = new ArrayList<>();
    ring.forEachCompletion(
        view -> seen.add(view.data() + " " + view.extra1() + " " + view.extra2()));
    return seen;
  }

  // Completions.

  @Test
  void wideCompletionsBringTheirExtraBytes() throws IOException {
    kernel.respond(
        (sqe, out) -> {
          int n = kernel.submitted().size();
          out.completeBig(n, 0, 10L * n, -n);
        });
    kernel.startIndicesAt(0xFFFF_FFFD);
    try (Ring<String> ring = open(4, SetupFlags.CQE32)) {
      nops(ring, 1, 4);
      ring.submit();
      assertThat(extras(ring)).containsExactly("1 10 -1", "2 20 -2", "3 30 -3", "4 40 -4");
      nops(ring, 5, 12);
      ring.submit();
      assertThat(ring.ready()).isEqualTo(8);
      assertThat(collect(ring)).isEqualTo(numbers(5, 12));
    }
  }

  @Test
  void extraBytesSurviveBeingMovedAside() throws IOException {
    kernel.busyWhileOverflown();
    kernel.respond(
        (sqe, out) -> {
          if (!out.cancels()) {
            int n = kernel.submitted().size();
            out.completeBig(n, 0, n, -n);
          }
        });
    try (Ring<String> ring = open(2, SetupFlags.CQE32)) {
      nops(ring, 1, 12);
      ring.submit();
      List<String> seen = new ArrayList<>();
      for (List<String> some = extras(ring); !some.isEmpty(); some = extras(ring)) {
        seen.addAll(some);
      }
      assertThat(seen).hasSize(12).startsWith("1 1 -1", "2 2 -2").endsWith("12 12 -12");
    }
  }

  @Test
  void aMixedRingTakesBothSizesAndPadding() throws IOException {
    kernel.respond(Responder.NEVER);
    try (Ring<String> ring = open(4, SetupFlags.CQE_MIXED)) {
      assertThat(ring.completionEntries()).isEqualTo(8);
      // Wide and narrow ones by turns: some wide one meets the end of the ring.
      for (int round = 0; round < 20; round++) {
        long narrow = userData(ring.nop("narrow"));
        long wide = userData(ring.nop("wide"));
        ring.submit();
        kernel.complete(narrow, 0, 0);
        kernel.completeBig(wide, 0, 0, round, -round);
        List<String> seen = new ArrayList<>();
        ring.forEachCompletion(
            view ->
                seen.add(
                    view.data().equals("wide")
                        ? "wide " + view.extra1() + " " + view.extra2()
                        : "narrow"));
        assertThat(seen).containsExactly("narrow", "wide " + round + " " + -round);
      }
      assertThat(ring.statistics().strays()).isZero();
      assertThat(ring.ready()).isZero();
    }
  }

  @Test
  void paddingAloneIsNoCompletion() throws IOException {
    kernel.respond(Responder.NEVER);
    try (Ring<String> ring = open(4, SetupFlags.CQE_MIXED)) {
      long userData = userData(ring.nop("a"));
      ring.submit();
      kernel.postSkip();
      assertThat(ring.poll()).isNull();
      kernel.postSkip();
      kernel.whenWaiting(() -> kernel.completeBig(userData, 4, 0, 1, 2));
      Completion<String> completion = ring.await();
      assertThat(completion.data()).isEqualTo("a");
      assertThat(completion.res()).isEqualTo(4);
      assertThat(ring.statistics().strays()).isZero();
    }
  }

  @Test
  void aMixedRingThatIsBusyKeepsOrderAndSizes() throws IOException {
    kernel.busyWhileOverflown();
    kernel.respond(
        (sqe, out) -> {
          if (out.cancels()) {
            return;
          }
          int n = kernel.submitted().size();
          if (n % 2 == 0) {
            out.completeBig(0, 0, n, n);
          } else {
            out.complete(0);
          }
        });
    try (Ring<String> ring = open(2, SetupFlags.CQE_MIXED)) {
      nops(ring, 1, 30);
      ring.submit();
      assertThat(collectAll(ring)).isEqualTo(numbers(1, 30));
    }
  }

  // Submissions.

  @ParameterizedTest
  @ValueSource(ints = {0, SetupFlags.NO_SQARRAY, SetupFlags.SUBMIT_ALL | SetupFlags.NO_SQARRAY})
  void entriesAreFoundWithAndWithoutTheArray(int flags) throws IOException {
    kernel.startIndicesAt(0xFFFF_FFF9);
    try (Ring<String> ring = open(4, flags)) {
      for (int i = 0; i < 30; i += 3) {
        nops(ring, i, i + 2);
        ring.submit();
        assertThat(collect(ring)).isEqualTo(numbers(i, i + 2));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {SetupFlags.SQE128, SetupFlags.SQE128 | REWINDING})
  void theSecondHalfOfALongEntryIsZero(int flags) throws IOException {
    try (Ring<String> ring = open(4, flags)) {
      for (int round = 0; round < 3; round++) {
        nops(ring, 1, 4);
        ring.submit();
        assertThat(collect(ring)).isEqualTo(numbers(1, 4));
      }
      // The fake kernel fills an entry that it has taken with 0xFF.
      assertThat(kernel.submitted())
          .hasSize(12)
          .allSatisfy(
              sqe -> {
                assertThat(sqe.bytes()).hasSize(128);
                assertThat(sqe.hex().substring(128)).isEqualTo("00".repeat(64));
              });
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {REWINDING, REWINDING | SetupFlags.SQE128})
  void aRewindingQueueStartsAtTheFirstEntryEachTime(int flags) throws IOException {
    kernel.startIndicesAt(5);
    try (Ring<String> ring = open(4, flags)) {
      assertThat(ring.spaceLeft()).isEqualTo(4);
      for (int i = 0; i < 30; i += 3) {
        nops(ring, i, i + 2);
        assertThat(ring.pending()).isEqualTo(3);
        assertThat(ring.submit()).isEqualTo(3);
        assertThat(ring.pending()).isZero();
        assertThat(collect(ring)).isEqualTo(numbers(i, i + 2));
      }
      nops(ring, 1, 11);
      ring.submit();
      assertThat(collectAll(ring)).isEqualTo(numbers(1, 11));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {REWINDING, REWINDING | SetupFlags.SQE128})
  void aPartialSubmitOfARewindingQueueMovesTheRestToTheFront(int flags) throws IOException {
    kernel.nextEnterTakesAtMost(1).nextEnterTakesAtMost(2);
    try (Ring<String> ring = open(8, flags)) {
      nops(ring, 1, 5);
      assertThat(ring.submit()).isEqualTo(5);
      assertThat(collect(ring)).isEqualTo(numbers(1, 5));
      kernel.nextEnterTakesAtMost(2).nextEnterFails(Errno.ENXIO);
      nops(ring, 6, 9);
      assertThatThrownBy(ring::submit).isInstanceOf(ErrnoException.class);
      assertThat(ring.pending()).isEqualTo(2);
      nops(ring, 10, 12);
      assertThat(ring.submit()).isEqualTo(5);
      assertThat(collect(ring)).isEqualTo(numbers(6, 12));
      assertThat(ring.statistics().submitted()).isEqualTo(12);
    }
  }

  @Test
  void closeDropsWhatARewindingQueueStillHas() throws IOException {
    kernel.respond(Responder.NEVER);
    try (Ring<String> ring = open(8, REWINDING)) {
      nops(ring, 1, 3);
      ring.submit();
      nops(ring, 4, 6);
      kernel.nextEnterTakesAtMost(1).nextEnterFails(Errno.ENXIO);
      assertThatThrownBy(ring::submit).isInstanceOf(ErrnoException.class);
      assertThat(ring.pending()).isEqualTo(2);
    }
    assertThat(kernel.inFlight()).isEmpty();
  }

  @Test
  void whatARewindingQueueHandedOverBeforeCompletionsWereLostIsCancelled() throws IOException {
    // The queue shows two: the first two requests end, one is lost, one stays.
    kernel.respond(
        (sqe, out) -> {
          if (!out.cancels() && kernel.submitted().size() <= 3) {
            out.complete(0);
          }
        });
    kernel.dropOverflow();
    Ring<String> ring =
        RingOnFake.builder(kernel).entries(4).completionEntries(4).only(REWINDING).open();
    kernel.post(1, 0, 0);
    kernel.post(1, 0, 0);
    nops(ring, 1, 4);
    assertThatThrownBy(ring::submit).hasMessageContaining("EBADR");
    assertThat(kernel.inFlight()).hasSize(1);
    assertThat(ring.pending()).isZero();
    ring.close();
    assertThat(kernel.inFlight()).isEmpty();
  }
}
