package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Futexes: who waits is woken, by this ring, another one, or a thread. */
class FutexKernelTest extends OnKernel {

  private static final VarHandle INT = JAVA_INT.varHandle();

  private final MemorySegment words = Arena.ofShared().allocate(64, 8);
  private final MemorySegment word = words.asSlice(0, 4);
  private final MemorySegment other = words.asSlice(8, 4);

  @BeforeEach
  void needsFutexes() throws IOException {
    Needs.operations(ring, Operation.FUTEX_WAIT, Operation.FUTEX_WAKE, Operation.FUTEX_WAITV);
  }

  private static void set(MemorySegment word, int value) {
    INT.setRelease(word, 0L, value);
  }

  private void submitAndSeeNothing() throws IOException {
    ring.submit();
    assertThat(ring.poll()).isNull();
  }

  /** All completions that are there after so many, as data and result. */
  private List<String> collect(int count) throws IOException {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Completion<String> completion = next();
      all.add(completion.data() + " " + completion.res());
    }
    assertThat(ring.poll()).isNull();
    return all;
  }

  @Test
  void aWaiterIsWoken() throws IOException {
    ring.futexWait("wait", word, 0);
    submitAndSeeNothing();
    set(word, 1);
    ring.futexWake("wake", word, 1);
    assertThat(collect(2)).containsExactlyInAnyOrder("wait 0", "wake 1");
  }

  @Test
  void aWordThatHoldsSomethingElseIsNotWaitedAt() throws IOException {
    set(word, 1);
    assertThat(res(ring.futexWait("wait", word, 0))).isEqualTo(-Errno.EAGAIN);
    set(word, -1);
    assertThat(res(ring.futexWait("wait", word, 1))).isEqualTo(-Errno.EAGAIN);
    FutexWord[] two = {FutexWord.of(other, 0), FutexWord.of(word, 0)};
    assertThat(res(ring.futexWaitv("waitv", two))).isEqualTo(-Errno.EAGAIN);
    ring.futexWait("all bits", word, -1);
    submitAndSeeNothing();
    ring.futexWake("wake", word, 1);
    assertThat(collect(2)).containsExactlyInAnyOrder("all bits 0", "wake 1");
  }

  @Test
  void theFirstThatCameIsWokenFirst() throws IOException {
    ring.futexWait("first", word, 0);
    ring.futexWait("second", word, 0);
    submitAndSeeNothing();
    ring.futexWake("one", word, 1);
    assertThat(collect(2)).containsExactlyInAnyOrder("first 0", "one 1");
    ring.futexWake("rest", word, Integer.MAX_VALUE);
    assertThat(collect(2)).containsExactlyInAnyOrder("second 0", "rest 1");
  }

  @Test
  void severalAreWokenAtOnceAndNoneIfNoneIsAskedFor() throws IOException {
    ring.futexWait("a", word, 0);
    ring.futexWaitv("b", new FutexWord[] {FutexWord.of(word, 0)});
    submitAndSeeNothing();
    ring.futexWake("none", word, 0);
    assertThat(collect(1)).containsExactly("none 0");
    ring.futexWake("both", word, 2);
    assertThat(collect(3)).containsExactlyInAnyOrder("a 0", "b 0", "both 2");
    ring.futexWake("nobody", word, 2);
    assertThat(collect(1)).containsExactly("nobody 0");
  }

  @Test
  void masksMeetByTheirBits() throws IOException {
    ring.futexWait("low", word, 0, 0b0011, 0);
    ring.futexWait("high", word, 0, 0x8000_0000, 0);
    submitAndSeeNothing();
    ring.futexWake("neither", word, 9, 0b0100, 0);
    assertThat(collect(1)).containsExactly("neither 0");
    ring.futexWake("wake", word, 9, 0x8000_0100, 0);
    assertThat(collect(2)).containsExactlyInAnyOrder("high 0", "wake 1");
    ring.futexWake("wake", word, 9, 0b0010, 0);
    assertThat(collect(2)).containsExactlyInAnyOrder("low 0", "wake 1");
  }

  @Test
  void privateAndSharedDoNotMeet() throws IOException {
    ring.futexWait("private", word, 0, -1, FutexFlags.PRIVATE);
    submitAndSeeNothing();
    ring.futexWake("shared", word, 1);
    assertThat(collect(1)).containsExactly("shared 0");
    ring.futexWake("private too", word, 1, -1, FutexFlags.PRIVATE);
    assertThat(collect(2)).containsExactlyInAnyOrder("private 0", "private too 1");
  }

  @Test
  void theResultOfSeveralIsTheIndexOfTheOneThatWasWoken() throws IOException {
    FutexWord[] three = {
      FutexWord.of(word, 0),
      new FutexWord(words.asSlice(4, 4), 0, FutexFlags.PRIVATE),
      FutexWord.of(other, 0)
    };
    for (int index : new int[] {2, 0, 1}) {
      ring.futexWaitv("wait", three);
      submitAndSeeNothing();
      ring.futexWake("wake", three[index].word(), 1, -1, three[index].futexFlags());
      assertThat(collect(2)).containsExactlyInAnyOrder("wait " + index, "wake 1");
    }
  }

  @Test
  void asManyWordsAsTheKernelTakes() throws IOException {
    MemorySegment many = Arena.ofAuto().allocate(128 * 4, 4);
    FutexWord[] all = new FutexWord[128];
    for (int i = 0; i < all.length; i++) {
      all[i] = FutexWord.of(many.asSlice(i * 4L, 4), 0);
    }
    ring.futexWaitv("wait", all);
    submitAndSeeNothing();
    ring.futexWake("wake", all[127].word(), 1);
    assertThat(collect(2)).containsExactlyInAnyOrder("wait 127", "wake 1");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anotherRingOnAnotherThreadWakes(boolean several) throws Exception {
    if (several) {
      ring.futexWaitv("wait", new FutexWord[] {FutexWord.of(other, 0), FutexWord.of(word, 0)});
    } else {
      ring.futexWait("wait", word, 0);
    }
    submitAndSeeNothing();
    CompletableFuture<Integer> woken = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try (Ring<String> waker = Ring.open(4)) {
                    set(word, 1);
                    woken.complete(end(waker, waker.futexWake("wake", word, 1)).result());
                  } catch (IOException | RuntimeException | AssertionError e) {
                    woken.completeExceptionally(e);
                  }
                });
    assertThat(next().result()).isEqualTo(several ? 1 : 0);
    thread.join();
    assertThat(woken.get()).isEqualTo(1);
  }

  @Test
  void aThreadThatWaitsByASystemCallIsWoken() throws Exception {
    CompletableFuture<Long> result = new CompletableFuture<>();
    Thread waiting = Thread.ofPlatform().start(() -> result.complete(Kernel.futexWait(word, 0)));
    // It may not have come yet, and that only the kernel knows.
    Await.until(() -> ok(ring.futexWake("wake", word, 1)) == 1);
    waiting.join();
    assertThat(result.get()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void waitingCanBeCancelled(boolean several) throws IOException {
    Request wait =
        several
            ? ring.futexWaitv("wait", new FutexWord[] {FutexWord.of(word, 0)}).request()
            : ring.futexWait("wait", word, 0).request();
    submitAndSeeNothing();
    ring.cancel("cancel", wait);
    // Linux 6.18 counts what it found here, although one was named.
    assertThat(collect(2))
        .contains("wait " + -Errno.ECANCELED)
        .containsAnyOf("cancel 0", "cancel 1");
    wait = ring.futexWait("wait", word, 0).request();
    submitAndSeeNothing();
    assertThat(ring.cancelNow(wait, Duration.ZERO)).isIn(0, 1);
    assertThat(collect(1)).containsExactly("wait " + -Errno.ECANCELED);
    ring.futexWake("wake", word, 1);
    assertThat(collect(1)).as("nobody waits any more").containsExactly("wake 0");
  }

  @Test
  void waitersOnWorkersAreWokenToo() throws IOException {
    ring.futexWait("wait", word, 0).async();
    ring.submit();
    int woken = 0;
    List<String> seen = new ArrayList<>();
    while (woken == 0) {
      ring.futexWake("wake", word, 1);
      Completion<String> completion = next();
      if (completion.data().equals("wake")) {
        woken = completion.result();
      } else {
        seen.add(completion.data());
        woken = next().result();
      }
    }
    while (ring.inFlight() > 0) {
      seen.add(next().data());
    }
    assertThat(seen).containsExactly("wait");
  }

  @Test
  void theNodeOfANumaFutexIsFilledIn() throws IOException {
    set(words.asSlice(4, 4), -1);
    int woken = res(ring.futexWake("wake", words, 1, -1, FutexFlags.NUMA));
    Needs.known(woken, "FUTEX2_NUMA");
    assertThat(woken).isZero();
    ring.futexWait("wait", words, 0, -1, FutexFlags.NUMA);
    submitAndSeeNothing();
    assertThat(words.get(JAVA_INT, 4)).isNotNegative();
    ring.futexWake("wake", words, 1, -1, FutexFlags.NUMA);
    assertThat(collect(2)).containsExactlyInAnyOrder("wait 0", "wake 1");
  }

  @Test
  void flagsThatTheKernelDoesNotKnowAreAnError() throws IOException {
    int unknown = 0x1000;
    assertThat(res(ring.futexWait("wait", word, 0, -1, unknown))).isEqualTo(-Errno.EINVAL);
    assertThat(res(ring.futexWake("wake", word, 0, -1, unknown))).isEqualTo(-Errno.EINVAL);
    assertThat(res(ring.futexWaitv("waitv", new FutexWord[] {new FutexWord(word, 0, unknown)})))
        .isEqualTo(-Errno.EINVAL);
  }

  @Test
  void aWordThatIsFreedMeanwhileIsReported() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment freed = arena.allocate(4, 4);
      ring.cancel("cancel", ring.futexWait("wait", freed, 0).request()).link().unlink();
      ring.submit();
    }
    assertThatExceptionOfType(MemoryFreedException.class)
        .isThrownBy(
            () -> {
              next();
              next();
            });
  }
}
