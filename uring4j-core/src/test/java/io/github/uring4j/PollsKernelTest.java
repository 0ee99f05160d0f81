package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Polls that complete again and again, that are changed, and that are removed. */
class PollsKernelTest extends OnKernel {

  private Map<String, Integer> collect(int count) throws IOException {
    Map<String, Integer> results = new HashMap<>();
    while (results.size() < count) {
      Completion<String> completion = next();
      assertThat(results.put(completion.data(), completion.res())).isNull();
    }
    return results;
  }

  @Test
  void multishotPollCompletesEachTime() throws IOException {
    Pipe pipe = pipe();
    Request poll = ring.pollAdd("poll", pipe.in(), PollEvents.IN).multishot().request();
    ring.submit();
    for (int i = 0; i < 5; i++) {
      assertThat(ring.poll()).isNull();
      Kernel.write(pipe.out(), "x");
      Completion<String> event = next();
      assertThat(event.result()).isEqualTo(PollEvents.IN);
      assertThat(event.hasMore()).isTrue();
      assertThat(poll.isInFlight()).isTrue();
      assertThat(ring.inFlight()).isOne();
    }
    ring.pollRemove("remove", poll);
    assertThat(collect(2)).containsEntry("remove", 0).containsEntry("poll", -Errno.ECANCELED);
    assertThat(poll.isInFlight()).isFalse();
  }

  @Test
  void edgeOfWhatIsThereIsToldOnce() throws IOException {
    Pipe pipe = pipe();
    Kernel.write(pipe.out(), "ab");
    ring.pollAdd("poll", pipe.in(), PollEvents.IN).multishot();
    assertThat(next().hasMore()).isTrue();
    assertThat(ring.poll()).as("nothing new").isNull();
    Kernel.write(pipe.out(), "c");
    assertThat(next().result()).isEqualTo(PollEvents.IN);
    assertThat(ring.poll()).isNull();
  }

  @Test
  void levelIsRefusedOrToldAgainAndAgain() throws IOException {
    Pipe pipe = pipe();
    Kernel.write(pipe.out(), "a");
    ring.pollAdd("poll", pipe.in(), PollEvents.IN).multishot().levelTriggered();
    Completion<String> first = next();
    if (first.errno() == Errno.EINVAL) {
      assertThat(ring.inFlight()).isZero();
    } else {
      assertThat(first.result()).isEqualTo(PollEvents.IN);
      Kernel.write(pipe.out(), "b");
      assertThat(next().result()).isEqualTo(PollEvents.IN);
    }
  }

  @Test
  void removedPollIsGone() throws IOException {
    Pipe pipe = pipe();
    Request poll = ring.pollAdd("poll", pipe.in(), PollEvents.IN).request();
    ring.submit();
    ring.pollRemove("remove", poll);
    assertThat(collect(2)).containsEntry("remove", 0).containsEntry("poll", -Errno.ECANCELED);
    assertThatIllegalStateException()
        .isThrownBy(() -> ring.pollRemove("again", poll))
        .withMessageContaining("its completion has been collected");
    Kernel.write(pipe.out(), "x");
    assertThat(ring.poll()).isNull();
  }

  @Test
  void pollThatHasCompletedIsNotFound() throws IOException {
    Pipe pipe = pipe();
    Kernel.write(pipe.out(), "x");
    Request poll = ring.pollAdd("poll", pipe.in(), PollEvents.IN).request();
    ring.submitAndWait(1);
    ring.pollRemove("remove", poll);
    ring.pollUpdate("update", poll, PollEvents.IN);
    assertThat(collect(3))
        .containsEntry("remove", -Errno.ENOENT)
        .containsEntry("update", -Errno.ENOENT)
        .containsEntry("poll", PollEvents.IN);
  }

  @Test
  void onlyPollsAreRemovedAndChanged() throws IOException {
    Request timeout = ring.timeout("timeout", SOON).request();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ring.pollRemove("remove", timeout))
        .withMessageContaining("is a timeout request, not a poll_add request");
    assertThatIllegalArgumentException().isThrownBy(() -> ring.pollUpdate("update", timeout, 1));
    assertThat(ring.pending()).isOne();
    try (Ring<String> other = Ring.open(4)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> other.pollRemove("remove", timeout))
          .withMessageContaining("belongs to another ring");
    }
  }

  @Test
  void changedPollWaitsForOtherEvents() throws IOException {
    List<PlainFd> pair = socketPair();
    Request poll = ring.pollAdd("poll", pair.get(0), PollEvents.PRI).request();
    ring.submit();
    assertThat(ring.poll()).isNull();
    ring.pollUpdate("update", poll, PollEvents.IN);
    assertThat(next().toString()).startsWith("poll_remove = 0");
    assertThat(poll.isInFlight()).isTrue();
    assertThat(ring.poll()).isNull();
    Kernel.write(pair.get(1), "x");
    assertThat(next().result()).isEqualTo(PollEvents.IN);
    assertThat(ring.inFlight()).as("still one shot").isZero();
  }

  @Test
  void changedPollCompletesAtOnceIfTheEventIsThere() throws IOException {
    Pipe pipe = pipe();
    Request poll = ring.pollAdd("poll", pipe.out(), PollEvents.PRI).request();
    ring.submit();
    ring.pollUpdate("update", poll, PollEvents.OUT);
    assertThat(collect(2)).containsEntry("update", 0).containsEntry("poll", PollEvents.OUT);
  }

  @Test
  void changedPollStaysMultishotAndBringsItsNewData() throws IOException {
    List<PlainFd> pair = socketPair();
    Request poll = ring.pollAdd("old", pair.get(0), PollEvents.PRI).multishot().request();
    ring.submit();
    ring.pollUpdate("update", poll, PollEvents.IN);
    assertThat(next().toString()).isEqualTo("poll_remove = 0 (update)");
    assertThat(ring.replaceData(poll, "new")).isEqualTo("old");
    for (int i = 0; i < 3; i++) {
      Kernel.write(pair.get(1), "x");
      Completion<String> event = next();
      assertThat(event.data()).isEqualTo("new");
      assertThat(event.result()).isEqualTo(PollEvents.IN);
      assertThat(event.hasMore()).isTrue();
    }
    ring.cancel("cancel", poll);
    assertThat(collect(2)).containsEntry("cancel", 0).containsEntry("new", -Errno.ECANCELED);
    assertThatIllegalStateException().isThrownBy(() -> ring.replaceData(poll, "too late"));
  }

  @Test
  void allBitsOfTheEventsReachTheKernel() throws IOException {
    // EPOLLEXCLUSIVE: one of several polls is woken, not all.
    int exclusive = 1 << 28;
    Pipe pipe = pipe();
    ring.pollAdd("first", pipe.in(), PollEvents.IN | exclusive);
    ring.pollAdd("second", pipe.in(), PollEvents.IN | exclusive);
    ring.submit();
    Kernel.write(pipe.out(), "x");
    assertThat(next().result()).isEqualTo(PollEvents.IN);
    assertThat(ring.poll()).isNull();
    assertThat(ring.inFlight()).isOne();
  }

  @Test
  void pollEndsTheChainThatItStartsOnlyWhenItsEventComes() throws IOException {
    Pipe pipe = pipe();
    Request poll = ring.pollAdd("poll", pipe.in(), PollEvents.IN).link().request();
    ring.read("read", pipe.in(), memory(4), 0);
    ring.submit();
    assertThat(ring.poll()).isNull();
    assertThat(poll.isInFlight()).isTrue();
    Kernel.write(pipe.out(), "abc");
    assertThat(collect(2)).containsEntry("poll", PollEvents.IN).containsEntry("read", 3);
  }

  /** liburing's poll-v-poll, the part that needs no epoll: two polls of one pipe. */
  @Test
  void severalPollsOfOneDescriptorAllComplete() throws IOException {
    Pipe pipe = pipe();
    for (int i = 0; i < 8; i++) {
      ring.pollAdd("poll " + i, pipe.in(), PollEvents.IN);
    }
    ring.submit();
    Kernel.write(pipe.out(), "x");
    assertThat(collect(8).values()).containsOnly(PollEvents.IN);
  }

  /** liburing's poll-many. */
  @Test
  void manyPollsAreTriggeredInRandomOrder() throws IOException {
    int count = 200;
    List<Pipe> pipes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pipes.add(pipe());
      ring.pollAdd(Integer.toString(i), pipes.get(i).in(), PollEvents.IN).multishot();
    }
    ring.submit();
    Random random = new Random(42);
    for (int round = 0; round < 20; round++) {
      Map<String, Integer> expected = new HashMap<>();
      while (expected.size() < 20) {
        int chosen = random.nextInt(count);
        if (expected.put(Integer.toString(chosen), PollEvents.IN) == null) {
          Kernel.write(pipes.get(chosen).out(), "x");
        }
      }
      assertThat(collect(20)).isEqualTo(expected);
      for (String each : expected.keySet()) {
        Kernel.read(pipes.get(Integer.parseInt(each)).in(), 9);
      }
    }
    assertThat(ring.inFlight()).isEqualTo(count);
  }

  /** liburing's poll-mshot-overflow: no event is lost when nobody collects. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void multishotPollWithoutRoomEndsOrGoesOnButTellsWhich(boolean defer) throws IOException {
    RingBuilder<String> builder = Ring.<String>builder().entries(2).completionEntries(2);
    try (Ring<String> small =
        Needs.ring(
            defer
                ? builder.only(SetupFlags.SINGLE_ISSUER | SetupFlags.DEFER_TASKRUN)
                : builder.only(0))) {
      Pipe pipe = pipe();
      Request poll = small.pollAdd("poll", pipe.in(), PollEvents.IN).multishot().request();
      small.submit();
      int events = 0;
      for (int i = 0; i < 3; i++) {
        // The two nops fill the queue.
        small.nop("nop");
        small.nop("nop");
        small.submit();
        Kernel.write(pipe.out(), "x");
        List<Completion<String>> seen = new ArrayList<>();
        while (seen.stream().noneMatch(each -> each.data().equals("poll"))) {
          Completion<String> completion = small.await(SOON);
          assertThat(completion).isNotNull();
          seen.add(completion);
        }
        Completion<String> event = seen.getLast();
        assertThat(event.result()).isEqualTo(PollEvents.IN);
        events++;
        assertThat(poll.isInFlight()).isEqualTo(event.hasMore());
        if (!event.hasMore()) {
          poll = small.pollAdd("poll", pipe.in(), PollEvents.IN).multishot().request();
          assertThat(small.await(SOON).result()).as("what is there").isEqualTo(PollEvents.IN);
        }
        Kernel.read(pipe.in(), 9);
        while (small.poll() != null) {}
      }
      assertThat(events).isEqualTo(3);
    }
  }

  private List<PlainFd> socketPair() {
    List<PlainFd> pair = Kernel.socketPair(SocketType.STREAM);
    pair.forEach(this::closing);
    return pair;
  }
}
