package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Queues that are too small, waiting, and collecting. */
class MechanicsKernelTest extends OnKernel {

  @Test
  void moreAreInFlightThanTheQueuesHaveEntries() throws IOException {
    try (Pipe pipe = Kernel.pipe();
        Ring<Integer> tiny = Ring.open(2)) {
      MemorySegment buffer = memory(100);
      for (int i = 0; i < 100; i++) {
        tiny.read(i, pipe.in(), buffer.asSlice(i, 1), 0);
      }
      tiny.submit();
      assertThat(tiny.inFlight()).isEqualTo(100);
      assertThat(tiny.dump().lines().filter(line -> line.contains("read fd "))).hasSize(100);
      Kernel.write(pipe.out(), "x".repeat(100));
      boolean[] seen = new boolean[100];
      while (tiny.inFlight() != 0) {
        Completion<Integer> completion = tiny.await(SOON);
        assertThat(completion.result()).isOne();
        assertThat(seen[completion.data()]).isFalse();
        seen[completion.data()] = true;
      }
      assertThat(text(buffer)).isEqualTo("x".repeat(100));
    }
  }

  @Test
  void queueOfOneEntryIsEnough() throws IOException {
    try (Ring<Integer> one = Ring.open(1)) {
      for (int i = 0; i < 1000; i++) {
        one.nop(i);
      }
      one.submit();
      for (int i = 0; i < 1000; i++) {
        assertThat(one.await(SOON).data()).isEqualTo(i);
      }
      assertThat(one.await(Duration.ZERO)).isNull();
    }
  }

  @Test
  void overflowLosesNothing() throws IOException {
    int count = 10_000;
    try (Ring<Integer> small = Ring.open(4)) {
      for (int i = 0; i < count; i++) {
        small.nop(i);
      }
      small.submit();
      assertThat(small.inFlight()).isEqualTo(count);
      assertThat(small.completionEntries()).isEqualTo(8);
      List<Integer> order = new ArrayList<>();
      while (small.inFlight() != 0) {
        assertThat(small.forEachCompletion((Integer data, int res, int flags) -> order.add(data)))
            .isPositive();
      }
      assertThat(order).hasSize(count).isSorted().doesNotHaveDuplicates();
      assertThat(small.statistics().lost()).isZero();
      assertThat(small.statistics().strays()).isZero();
    }
  }

  @Test
  void overflowWithoutDeferredWorkLosesNothing() throws IOException {
    try (Ring<Integer> small = Ring.<Integer>builder().entries(2).only(0).open()) {
      for (int i = 0; i < 1000; i++) {
        small.nop(i);
      }
      small.submit();
      for (int i = 0; i < 1000; i++) {
        assertThat(small.poll().data()).isEqualTo(i);
      }
      assertThat(small.poll()).isNull();
      assertThat(small.statistics().lost()).isZero();
    }
  }

  @Test
  void waitForMoreThanTheCompletionQueueHoldsIsRefused() throws IOException {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ring.submitAndWait(ring.completionEntries() + 1));
    assertThatIllegalArgumentException().isThrownBy(() -> ring.submitAndWait(-1));
  }

  @Test
  void waitForAllThatTheCompletionQueueHoldsEnds() throws IOException {
    try (Ring<Integer> small = Ring.open(2)) {
      for (int i = 0; i < 10; i++) {
        small.nop(i);
      }
      small.submitAndWait(small.completionEntries());
      assertThat(small.ready()).isGreaterThanOrEqualTo(small.completionEntries());
    }
  }

  @Test
  void ensureSpaceSubmitsWhatIsInTheWay() throws IOException {
    try (Ring<Integer> small = Ring.open(4)) {
      small.nop(1);
      small.nop(2);
      small.ensureSpace(2);
      assertThat(small.pending()).isEqualTo(2);
      small.ensureSpace(3);
      assertThat(small.pending()).isZero();
      assertThat(small.spaceLeft()).isEqualTo(4);
      assertThatIllegalArgumentException().isThrownBy(() -> small.ensureSpace(5));
      assertThatIllegalArgumentException().isThrownBy(() -> small.ensureSpace(0));
    }
  }

  @Test
  void chainThatDoesNotFitIsRefused() throws IOException {
    try (Ring<Integer> small = Ring.open(2)) {
      small.nop(1).link();
      small.nop(2).link();
      assertThatIllegalStateException()
          .isThrownBy(() -> small.nop(3))
          .withMessageContaining("ensureSpace(n)");
      assertThat(small.inFlight()).isEqualTo(2);
    }
  }

  @Test
  void handlersGetAllThatIsThereInOrder() throws IOException {
    for (String data : List.of("a", "b", "c")) {
      ring.nop(data);
    }
    ring.submitAndWait(3);
    List<String> seen = new ArrayList<>();
    assertThat(
            ring.forEachCompletion(
                (String data, int res, int flags) -> seen.add(data + res + flags)))
        .isEqualTo(3);
    assertThat(seen).containsExactly("a00", "b00", "c00");
    assertThat(ring.forEachCompletion((String data, int res, int flags) -> seen.add(data)))
        .isZero();
  }

  @Test
  void viewsTellEverything() throws IOException {
    Request request = ring.nop("a").request();
    ring.openat2("b", Fd.CWD, path("missing"), OpenHow.readOnly());
    ring.submitAndWait(2);
    List<String> seen = new ArrayList<>();
    List<CompletionView<String>> kept = new ArrayList<>();
    int count =
        ring.forEachCompletion(
            (CompletionView<String> view) -> {
              seen.add(view.toString());
              if (view.data().equals("a")) {
                assertThat(view.request()).isEqualTo(request);
              }
              kept.add(view);
            });
    assertThat(count).isEqualTo(2);
    assertThat(seen)
        .containsExactlyInAnyOrder("nop = 0 (a)", "openat2 " + path("missing") + " = ENOENT (b)");
    assertThatIllegalStateException().isThrownBy(() -> kept.getFirst().data());
  }

  @Test
  void handlerMayPrepareAndSubmit() throws IOException {
    int[] left = {1000};
    ring.nop("again");
    while (left[0] > 0) {
      ring.submitAndWait(1);
      ring.forEachCompletion(
          (String data, int res, int flags) -> {
            if (--left[0] > 0) {
              ring.nop(data);
              if (left[0] % 2 == 0) {
                ring.submit();
              }
            }
          });
    }
    assertThat(ring.inFlight()).isZero();
  }

  @Test
  void completionWhoseHandlerThrewIsConsumedAndTheRestStays() throws IOException {
    for (String data : List.of("a", "b", "c")) {
      ring.nop(data);
    }
    ring.submitAndWait(3);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                ring.forEachCompletion(
                    (String data, int res, int flags) -> {
                      throw new IOException("from " + data);
                    }))
        .withMessage("from a");
    assertThat(ring.poll().data()).isEqualTo("b");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                ring.forEachCompletion(
                    (CompletionView<String> view) -> {
                      throw new IOException("from " + view.data());
                    }))
        .withMessage("from c");
    assertThat(ring.inFlight()).isZero();
  }

  @Test
  void handlerMayNotCollectOrClose() throws IOException {
    ring.nop("a");
    ring.submitAndWait(1);
    ring.forEachCompletion(
        (String data, int res, int flags) -> {
          assertThatIllegalStateException().isThrownBy(() -> ring.poll());
          assertThatIllegalStateException().isThrownBy(() -> ring.await());
          assertThatIllegalStateException().isThrownBy(() -> ring.close());
        });
    assertThat(end(ring.nop("b")).data()).isEqualTo("b");
  }

  @Test
  void awaitTimesOut() throws IOException {
    ring.read("read", pipe().in(), memory(1), 0);
    Duration wait = Duration.ofMillis(30);
    long start = System.nanoTime();
    assertThat(ring.await(wait)).isNull();
    assertThat(System.nanoTime() - start).isBetween(wait.toNanos(), SOON.toNanos());
    assertThat(ring.pending()).as("it was submitted").isZero();
    assertThat(ring.await(Duration.ZERO)).isNull();
    assertThat(ring.await(Duration.ofSeconds(-1))).isNull();
  }

  @Test
  void submitAndWaitTimesOut() throws IOException {
    ring.nop("a");
    ring.nop("b");
    long start = System.nanoTime();
    assertThat(ring.submitAndWait(3, Duration.ofMillis(30))).isEqualTo(2);
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(30_000_000);
    assertThat(ring.ready()).isEqualTo(2);
    assertThat(ring.submitAndWait(2, Duration.ofDays(1_000_000))).as("is there").isZero();
  }

  @Test
  void awaitWithVeryLongTimeoutWaits() throws IOException {
    ring.timeout("timeout", 1_000_000);
    assertThat(ring.await(Duration.ofSeconds(Long.MAX_VALUE)).data()).isEqualTo("timeout");
  }
}
