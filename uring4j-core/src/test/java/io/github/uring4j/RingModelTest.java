package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A ring against a kernel that does anything that kernels do, in any order: every completion that
 * the kernel gave reaches the request that it is for, once, in order, and nothing stays behind.
 */
class RingModelTest {

  private static final int STEPS = 4_000;

  /** Each run, with all that it needs. */
  private static final class Run {

    final Random random;
    final FakeKernel kernel = new FakeKernel();
    final Ring<String> ring;
    final MemorySegment buffer = Arena.ofAuto().allocate(64);
    final Region region;

    /** The requests prepared that have not ended, with the results that are still to be seen. */
    final Map<String, Deque<Integer>> expected = new HashMap<>();

    /** What the kernel calls them. */
    final Map<Long, String> names = new HashMap<>();

    final Map<String, Chunk> chunks = new HashMap<>();
    final List<String> log = new ArrayList<>();
    int prepared;
    int ended;
    int depth;

    Run(long seed, int entries, int completionEntries, int flags) throws IOException {
      random = new Random(seed);
      kernel.unsupportedSetupFlags(0).startIndicesAt(-random.nextInt(64));
      kernel.respond(this::respond);
      if (random.nextBoolean()) {
        kernel.busyWhileOverflown();
      }
      RingBuilder<String> builder =
          RingOnFake.builder(kernel).entries(entries).completionEntries(completionEntries);
      ring = (flags < 0 ? builder : builder.only(flags)).open();
      region = Region.of(ring.registerBuffer(buffer), 8);
      kernel.wheneverWaiting(this::completeSome);
    }

    private int number(int bound) {
      return random.nextInt(bound);
    }

    // The kernel's side.

    private void respond(FakeSqe sqe, Completions out) {
      if (out.cancels() || UserData.isInternal(sqe.userData())) {
        return;
      }
      switch (number(4)) {
        case 0 -> {
          int res = number(100) - 50;
          expect(sqe.userData(), res);
          out.complete(res);
        }
        case 1 -> {
          expect(sqe.userData(), 7);
          out.complete(7, CompletionFlags.MORE);
        }
        default -> {}
      }
    }

    private void expect(long userData, int res) {
      expected.get(names.get(userData)).add(res);
    }

    /** Something happens in the kernel. */
    private void completeSome() {
      List<FakeSqe> inFlight = kernel.inFlight();
      if (inFlight.isEmpty()) {
        return;
      }
      for (int i = number(3); i >= 0 && !kernel.inFlight().isEmpty(); i--) {
        List<FakeSqe> now = kernel.inFlight();
        FakeSqe sqe = now.get(number(now.size()));
        int res = number(100) - 50;
        boolean more = number(4) == 0;
        expect(sqe.userData(), res);
        kernel.complete(sqe.userData(), res, more ? CompletionFlags.MORE : 0);
      }
    }

    private void disturb() {
      switch (number(8)) {
        case 0 -> kernel.nextEnterTakesAtMost(number(3));
        case 1 -> kernel.nextEnterFails(Errno.EINTR);
        case 2 -> kernel.nextEnterFails(Errno.EAGAIN);
        case 3 -> kernel.nextEnterFails(Errno.EBUSY);
        case 4 -> kernel.whenWaiting(kernel::interruptWait);
        case 5 -> kernel.post(random.nextLong() & Long.MAX_VALUE, 0, 0);
        case 6 -> kernel.whenWaiting(ring::wakeup);
        default -> completeSome();
      }
    }

    // The application's side.

    private void prepare() throws IOException {
      String name = "r" + prepared++;
      expected.put(name, new ArrayDeque<>());
      Prepared<?> request =
          switch (number(6)) {
            case 0 -> ring.read(name, PlainFd.STDIN, buffer, 0);
            case 1 -> ring.mkdirat(name, Fd.CWD, "x".repeat(number(300)), 0);
            case 2 -> ring.timeout(name, 1);
            case 3 -> withChunk(name);
            default -> ring.nop(name);
          };
      names.put(request.request().userData(), name);
      log.add("prepared " + name);
    }

    private Prepared<?> withChunk(String name) throws IOException {
      Chunk chunk = region.tryAllocate();
      if (chunk == null) {
        return ring.nop(name);
      }
      // A claim may submit; the chunk is this request's from here on.
      chunks.put(name, chunk);
      return ring.readFixed(name, PlainFd.STDIN, chunk, 8, 0);
    }

    private void completed(String name, int res, int flags) throws IOException {
      log.add("completed " + name + " " + res);
      Deque<Integer> results = expected.get(name);
      assertThat(results).describedAs("of a request that has not ended: " + name).isNotNull();
      assertThat(results.poll()).isEqualTo(res);
      if (!CompletionFlags.hasMore(flags)) {
        assertThat(results).isEmpty();
        expected.remove(name);
        ended++;
        Chunk chunk = chunks.remove(name);
        if (chunk != null) {
          chunk.free();
        }
      }
      if (depth == 0 && number(10) == 0) {
        // Not from within the handler of a handler's.
        depth++;
        for (int i = number(4); i >= 0; i--) {
          prepare();
        }
        if (number(2) == 0) {
          ring.submit();
        }
        depth--;
      }
    }

    private void taken(Completion<String> completion) throws IOException {
      if (completion != null) {
        depth++;
        completed(completion.data(), completion.res(), completion.flags());
        depth--;
      }
    }

    private void step() throws IOException {
      switch (number(14)) {
        case 0, 1, 2, 3 -> prepare();
        case 4 -> ring.submit();
        case 5 ->
            ring.submitAndWait(number(Math.min(3, ring.completionEntries() + 1)), Duration.ZERO);
        case 6 -> taken(ring.poll());
        case 7 -> taken(ring.await(Duration.ofNanos(number(100_000))));
        case 8 -> ring.forEachCompletion(this::completed);
        case 9 -> ring.forEachCompletion(view -> completed(view.data(), view.res(), view.flags()));
        case 10 -> ring.ensureSpace(1 + number(ring.entries()));
        case 11 -> {
          if (number(2) == 0) {
            ring.wakeup();
          }
        }
        default -> disturb();
      }
      assertThat(ring.inFlight()).isEqualTo(expected.size());
      assertThat(ring.pending()).isBetween(0, ring.entries());
    }

    private void drain() throws IOException {
      depth = 1;
      while (ring.inFlight() != 0) {
        ring.submit();
        completeSome();
        ring.forEachCompletion(this::completed);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // seed, entries, completion entries, flags (-1: chosen)
    "1, 2, 4, -1",
    "2, 2, 4, -1",
    "3, 2, 4, 0",
    "4, 2, 2, -1",
    "5, 1, 1, -1",
    "6, 8, 16, -1",
    "7, 8, 8, 0",
    "8, 64, 256, -1",
    "9, 2, 4, 1114112",
    "10, 2, 4, 2048",
    "11, 4, 8, 262144",
    "12, 4, 4, 1024"
  })
  void everyRequestCompletesOnceAndNothingIsLeft(
      long seed, int entries, int completionEntries, int flags) throws IOException {
    Run run = new Run(seed, entries, completionEntries, flags);
    long scratchBefore = run.ring.scratch().blocksInUse();
    try (Ring<String> ring = run.ring) {
      for (int i = 0; i < STEPS; i++) {
        run.step();
      }
      run.drain();
      assertThat(run.expected).isEmpty();
      assertThat(run.ended).isEqualTo(run.prepared).isGreaterThan(STEPS / 8);
      assertThat(ring.statistics().completed()).isEqualTo(run.ended);
      assertThat(ring.statistics().submitted()).isEqualTo(run.prepared);
      assertThat(ring.statistics().lost()).isZero();
      assertThat(ring.scratch().blocksInUse()).isEqualTo(scratchBefore);
      assertThat(run.region.available()).isEqualTo(run.region.chunkCount());
      assertThat(run.kernel.inFlight()).isEmpty();
    } catch (AssertionError | RuntimeException e) {
      int from = Math.max(run.log.size() - 30, 0);
      fail("seed " + seed + ", last " + run.log.subList(from, run.log.size()), e);
    }
    run.kernel.assertNothingLeaked();
  }

  @ParameterizedTest
  @CsvSource({"21, 2, 4, -1", "22, 2, 4, 0", "23, 16, 32, -1", "24, 2, 2, -1"})
  void closeAtAnyMomentLeavesNothing(long seed, int entries, int completionEntries, int flags)
      throws IOException {
    for (int steps = 0; steps < 120; steps += 3) {
      Run run = new Run(seed * 1_000 + steps, entries, completionEntries, flags);
      try (Ring<String> ring = run.ring) {
        for (int i = 0; i < steps; i++) {
          run.step();
        }
        run.kernel.respond(Responder.NEVER);
        assertThat(ring.inFlight()).isEqualTo(run.expected.size());
      } catch (AssertionError | RuntimeException e) {
        fail("seed " + seed + ", steps " + steps, e);
      }
      // Those that were dropped or cancelled let go of what they used.
      run.chunks.values().forEach(Chunk::free);
      assertThat(run.region.available()).isEqualTo(run.region.chunkCount());
      run.kernel.assertNothingLeaked();
    }
  }
}
