package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queues of another size while the ring runs. */
class ResizeKernelTest extends OnKernel {

  private static final int DEFERRING = SetupFlags.SINGLE_ISSUER | SetupFlags.DEFER_TASKRUN;

  private <T> Ring<T> open(int entries, int moreFlags) throws IOException {
    return Needs.ring(Ring.<T>builder().entries(entries).only(DEFERRING | moreFlags));
  }

  private static void collectInOrder(Ring<Integer> ring, int first, int last) throws IOException {
    for (int i = first; i <= last; i++) {
      Completion<Integer> completion = ring.await(SOON);
      assertThat(completion).isNotNull();
      assertThat(completion.data()).isEqualTo(i);
      assertThat(completion.res()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        SetupFlags.NO_SQARRAY,
        SetupFlags.SQE128,
        SetupFlags.CQE32,
        SetupFlags.SQE128 | SetupFlags.CQE32,
        SetupFlags.CQE_MIXED,
        SetupFlags.TASKRUN_FLAG | SetupFlags.SUBMIT_ALL
      })
  void whatIsPendingAndCompletedStays(int moreFlags) throws IOException {
    try (Ring<Integer> sized = open(8, moreFlags)) {
      Random random = new Random(7);
      int next = 0;
      int collected = 0;
      for (int round = 0; round < 200; round++) {
        int completed = random.nextInt(9);
        for (int i = 0; i < completed; i++) {
          sized.nop(next++);
        }
        sized.submit();
        int pending = random.nextInt(5);
        sized.ensureSpace(4);
        for (int i = 0; i < pending; i++) {
          sized.nop(next++);
        }
        int entries = 4 << random.nextInt(5);
        sized.resize(entries, entries << random.nextInt(3));
        assertThat(sized.entries()).isEqualTo(entries);
        assertThat(sized.pending()).isEqualTo(pending);
        assertThat(sized.submit()).isEqualTo(pending);
        int some = random.nextInt(next - collected + 1);
        if (next - collected > 20) {
          some = next - collected;
        }
        collectInOrder(sized, collected, collected + some - 1);
        collected += some;
      }
      collectInOrder(sized, collected, next - 1);
      assertThat(sized.inFlight()).isZero();
      assertThat(sized.statistics().strays()).isZero();
    }
  }

  @Test
  void requestsInFlightComplete() throws IOException {
    try (Ring<String> sized = open(4, 0)) {
      Pipe pipe = pipe();
      Request read = sized.read("read", pipe.in(), memory(4), 0).request();
      Request poll = sized.pollAdd("poll", pipe.in(), PollEvents.IN).multishot().request();
      sized.submit();
      sized.resize(64, 256);
      Kernel.write(pipe.out(), "abc");
      List<String> seen = new ArrayList<>();
      while (seen.size() < 2) {
        Completion<String> completion = sized.await(SOON);
        assertThat(completion).isNotNull();
        seen.add(completion.data());
      }
      assertThat(seen).containsExactlyInAnyOrder("read", "poll");
      assertThat(read.isInFlight()).isFalse();
      assertThat(poll.isInFlight()).isTrue();
      sized.resize(1, 1);
      sized.cancel("cancel", poll);
      assertThat(sized.await(SOON)).isNotNull();
      assertThat(sized.await(SOON)).isNotNull();
      assertThat(sized.inFlight()).isZero();
    }
  }

  @Test
  void completionsHeldBackFindRoomInLargerQueue() throws IOException {
    try (Ring<Integer> small =
        Needs.ring(Ring.<Integer>builder().entries(2).completionEntries(2).only(DEFERRING))) {
      for (int i = 0; i < 20; i++) {
        small.nop(i);
      }
      small.submit();
      assertThat(small.hasOverflow()).isTrue();
      small.resize(8, 64);
      small.getEvents();
      assertThat(small.hasOverflow()).isFalse();
      collectInOrder(small, 0, 19);
    }
  }

  @Test
  void handlerGrowsTheRingItCollectsFrom() throws IOException {
    try (Ring<Integer> small = open(4, 0)) {
      for (int i = 0; i < 8; i++) {
        small.nop(i);
      }
      small.submit();
      List<Integer> seen = new ArrayList<>();
      small.forEachCompletion(
          (data, res, flags) -> {
            seen.add(data);
            if (data % 3 == 1) {
              small.nop(100 + data);
              small.resize(16 << (data / 3), 32 << (data / 3));
              small.submit();
            }
          });
      assertThat(seen).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
      collectInOrder(small, 101, 101);
      collectInOrder(small, 104, 104);
      collectInOrder(small, 107, 107);
    }
  }

  @Test
  void eventfdStaysAsItWas() throws IOException {
    PlainFd eventfd = closing(Kernel.eventfd());
    try (Ring<String> sized = open(4, 0)) {
      sized.registerEventfd(eventfd);
      sized.eventfdEnabled(false);
      sized.resize(8, 16);
      assertThat(sized.isEventfdEnabled()).isFalse();
      assertThat(end(sized, sized.nop("nop")).res()).isZero();
      assertThat(Kernel.takeCount(eventfd)).isZero();
      sized.eventfdEnabled(true);
      sized.resize(16, 16);
      assertThat(end(sized, sized.nop("nop")).res()).isZero();
      assertThat(Kernel.takeCount(eventfd)).isPositive();
    }
  }

  @Test
  void wakeupAndMemoryOfTheRingAreNotAffected() throws IOException {
    long before = Kernel.mappedRings();
    try (Ring<String> sized = open(4, 0)) {
      for (int i = 0; i < 20; i++) {
        sized.resize(4 << (i % 4), 8 << (i % 4));
        assertThat(Kernel.mappedRings()).isEqualTo(before + 2);
      }
      sized.wakeup();
      assertThat(sized.await()).isNull();
    }
    assertThat(Kernel.mappedRings()).isEqualTo(before);
  }

  @Test
  void moreThanFitsIsToldAndChangesNothing() throws IOException {
    try (Ring<Integer> sized = open(8, 0)) {
      for (int i = 0; i < 7; i++) {
        sized.nop(i);
      }
      assertThatExceptionOfType(ErrnoException.class)
          .isThrownBy(() -> sized.resize(4, 8))
          .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EOVERFLOW));
      assertThat(sized.entries()).isEqualTo(8);
      assertThat(sized.submit()).isEqualTo(7);
      collectInOrder(sized, 0, 6);
    }
  }

  @Test
  void ringThatDoesNotDeferIsRefused() throws IOException {
    try (Ring<Integer> plain = Needs.ring(Ring.<Integer>builder().entries(4).only(0))) {
      assertThatIllegalStateException()
          .isThrownBy(() -> plain.resize(8, 16))
          .withMessageContaining("DEFER_TASKRUN");
    }
  }

  @Test
  void wideCompletionsOfMixedSizeAreNotSplit() throws IOException {
    try (Ring<Integer> mixed = open(8, SetupFlags.CQE_MIXED)) {
      int next = 0;
      for (int round = 0; round < 50; round++) {
        int first = next;
        for (int i = 0; i < 3 + round % 5; i++) {
          if ((round + i) % 2 == 0) {
            mixed.nop(next).wide(next, ~next);
          } else {
            mixed.nop(next);
          }
          next++;
        }
        mixed.submit();
        mixed.resize(8 >> (round % 2), 32 >> (round % 3));
        List<Integer> seen = new ArrayList<>();
        while (first + seen.size() < next) {
          mixed.submitAndWait(1);
          mixed.forEachCompletion(
              view -> {
                seen.add(view.data());
                if ((view.flags() & CompletionFlags.CQE32) != 0) {
                  assertThat(view.extra1()).isEqualTo((long) view.data());
                  assertThat(view.extra2()).isEqualTo(~view.extra1());
                }
              });
        }
        assertThat(seen).hasSize(next - first).doesNotHaveDuplicates();
      }
      assertThat(mixed.statistics().strays()).isZero();
    }
  }
}
