package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Chains on the running kernel: what runs, what does not, and what is told of it. */
@Timeout(60)
class ChainKernelTest extends OnKernel {

  /** Collects so many completions, as "data result". */
  private List<String> collect(Ring<String> from, int count) throws IOException {
    List<String> told = new ArrayList<>();
    while (told.size() < count) {
      Completion<String> completion = from.await(SOON);
      assertThat(completion).as("after %s", told).isNotNull();
      told.add(
          completion.data()
              + " "
              + (completion.res() < 0 ? "-" + Errno.name(-completion.res()) : completion.res()));
    }
    return told;
  }

  private List<String> collect(int count) throws IOException {
    return collect(ring, count);
  }

  private void assertQuiet() throws IOException {
    ring.nop("nothing else");
    assertThat(next().data()).isEqualTo("nothing else");
    assertThat(ring.inFlight()).isZero();
    assertThat(ring.statistics().strays()).isZero();
  }

  private static final PlainFd BAD = PlainFd.of(1_000_000);

  @Test
  void stepsRunInOrder() throws IOException {
    PlainFd file = create("file");
    try (Chain chain = ring.chain(3)) {
      ring.write("write", file, memory("text"), 0);
      ring.fsync("sync", file);
      ring.read("read", file, memory(4), 0);
      assertThat(chain.end()).isEqualTo(3);
    }
    assertThat(collect(3)).containsExactly("write 4", "sync 0", "read 4");
    assertQuiet();
  }

  @Test
  void whatIsNotRunIsTold() throws IOException {
    try (Chain chain = ring.chain(4)) {
      ring.nop("first");
      ring.fsync("bad", BAD);
      ring.nop("third");
      ring.nop("fourth");
      chain.end();
    }
    ring.nop("no member");
    assertThat(collect(5))
        .containsExactlyInAnyOrder(
            "first 0", "bad -EBADF", "third -ECANCELED", "fourth -ECANCELED", "no member 0");
    assertQuiet();
  }

  @Test
  void aHardLinkGoesOnAfterAFailure() throws IOException {
    try (Chain chain = ring.chain(3)) {
      ring.fsync("bad", BAD).hardlink();
      ring.nop("next");
      ring.nop("last");
      chain.end();
    }
    assertThat(collect(3)).containsExactly("bad -EBADF", "next 0", "last 0");
  }

  @Test
  void aShortReadBreaksTheChain() throws IOException {
    PlainFd file = create("file");
    ok(ring.write("write", file, memory("text"), 0));
    try (Chain chain = ring.chain(2)) {
      ring.read("short", file, memory(100), 0);
      ring.nop("next");
      chain.end();
    }
    assertThat(collect(2)).containsExactly("short 4", "next -ECANCELED");
  }

  @Test
  void chainsOfOneSubmitDoNotTouchEachOther() throws IOException {
    PlainFd file = create("file");
    for (String name : List.of("a", "b")) {
      try (Chain chain = ring.chain(2)) {
        ring.fsync(name + "1", name.equals("a") ? BAD : file);
        ring.nop(name + "2");
        chain.end();
      }
    }
    assertThat(collect(4)).containsExactlyInAnyOrder("a1 -EBADF", "a2 -ECANCELED", "b1 0", "b2 0");
  }

  @Test
  void aChainThatIsClosedWithoutEndWasNeverThere() throws IOException {
    PlainFd file = create("file");
    ring.nop("before");
    try (Chain chain = ring.chain(2)) {
      ring.read("taken back", file, memory(8), 0);
      ring.nop("taken back too");
      assertThat(chain).hasToString("a chain of 2 of 2");
    }
    assertThat(ring.pending()).isEqualTo(1);
    assertThat(ring.inFlight()).isEqualTo(1);
    ring.nop("after");
    assertThat(collect(2)).containsExactlyInAnyOrder("before 0", "after 0");
    assertQuiet();
  }

  @Test
  void anExceptionInTheMiddleTakesTheChainBack() throws IOException {
    assertThatThrownBy(
            () -> {
              try (Chain chain = ring.chain(2)) {
                ring.nop("taken back");
                ring.timeout("bad", -1);
                chain.end();
              }
            })
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(ring.pending()).isZero();
    assertQuiet();
  }

  @Test
  void nothingIsSubmittedWhileAChainIsOpen() throws IOException {
    try (Chain chain = ring.chain(2)) {
      assertThatThrownBy(ring::submit)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("chain is open");
      ring.nop("a");
      assertThatThrownBy(ring::submit).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(ring::await).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> ring.chain(1)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(ring::endChain).isInstanceOf(IllegalStateException.class);
      ring.nop("b");
      assertThatThrownBy(() -> ring.nop("one too many"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("2 request(s)");
      chain.end();
      assertThatThrownBy(chain::end).isInstanceOf(IllegalStateException.class);
    }
    assertThat(collect(2)).containsExactly("a 0", "b 0");
  }

  @Test
  void aChainThatDoesNotFitIsRefusedAndOneThatDoesSubmitsWhatIsPending() throws IOException {
    try (Ring<String> small = Needs.ring(Ring.<String>builder().entries(4))) {
      assertThatThrownBy(() -> small.chain(5))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 to 4");
      assertThatThrownBy(() -> small.chain(0)).isInstanceOf(IllegalArgumentException.class);
      for (int round = 0; round < 3; round++) {
        small.nop("pending");
        small.nop("pending");
        try (Chain chain = small.chain(3)) {
          assertThat(small.pending()).isZero();
          small.nop("a");
          small.nop("b");
          small.fsync("c", BAD);
          chain.end();
        }
        assertThat(collect(small, 5))
            .containsExactly("pending 0", "pending 0", "a 0", "b 0", "c -EBADF");
      }
    }
  }

  @Test
  void anEmptyChainIsNothing() throws IOException {
    ring.nop("before");
    try (Chain chain = ring.chain(2)) {
      assertThat(chain.end()).isZero();
    }
    ring.nop("after");
    assertThat(collect(2)).containsExactly("before 0", "after 0");
  }

  @Test
  void aChainMayBeginBehindALinkedRequestOnlyWhenThatChainHasEnded() throws IOException {
    ring.nop("a").link();
    assertThatThrownBy(() -> ring.chain(2)).isInstanceOf(IllegalStateException.class);
    ring.nop("b");
    try (Chain chain = ring.chain(2)) {
      ring.nop("c").link();
      PreparedNop last = ring.nop("d");
      assertThatThrownBy(last::unlink).isInstanceOf(IllegalStateException.class);
      chain.end();
    }
    assertThat(collect(4)).containsSubsequence("a 0", "b 0").containsSubsequence("c 0", "d 0");
  }

  @Test
  void theRingMayBeClosedWithAChainOpen() throws IOException {
    Ring<String> other = Needs.ring(Ring.<String>builder().entries(4));
    try (Chain chain = other.chain(2)) {
      other.nop("never submitted");
      other.close();
      assertThat(chain).hasToString("no open chain");
    }
  }

  // Skipping completions.

  private void endSkipped(Chain chain) {
    chain.skipSuccess();
    chain.end();
  }

  @Test
  void withSkipSuccessOnlyTheLastReports() throws IOException {
    PlainFd file = create("file");
    for (int round = 0; round < 3; round++) {
      try (Chain chain = ring.chain(4)) {
        ring.write("write", file, memory("text"), 0);
        ring.nop("nop");
        ring.nop("another");
        ring.read("read", file, memory(4), 0);
        endSkipped(chain);
      }
      assertThat(ring.inFlight()).isEqualTo(4);
      assertThat(collect(1)).containsExactly("read 4");
      assertThat(ring.inFlight()).isZero();
    }
    assertQuiet();
  }

  @Test
  void whoFailsReportsAndSoDoThoseThatAreNotRun() throws IOException {
    for (int bad = 0; bad < 4; bad++) {
      List<String> expected = new ArrayList<>();
      try (Chain chain = ring.chain(4)) {
        for (int step = 0; step < 4; step++) {
          if (step == bad) {
            ring.read(step + "", BAD, memory(1), 0);
            expected.add(step + " -EBADF");
          } else {
            ring.nop(step + "");
            if (step > bad) {
              expected.add(step + " -ECANCELED");
            }
          }
        }
        endSkipped(chain);
      }
      assertThat(collect(expected.size())).isEqualTo(expected);
      assertQuiet();
    }
  }

  @Test
  void aHardLinkGoesOnAfterAFailureThatReports() throws IOException {
    try (Chain chain = ring.chain(4)) {
      ring.nop("first");
      ring.read("bad", BAD, memory(1), 0).hardlink();
      ring.nop("next");
      ring.nop("last");
      endSkipped(chain);
    }
    assertThat(collect(2)).containsExactly("bad -EBADF", "last 0");
    assertQuiet();
  }

  @Test
  void aFailureBehindAHardLinkThatReportedEndsTheRest() throws IOException {
    try (Chain chain = ring.chain(6)) {
      ring.nop("first");
      ring.read("bad", BAD, memory(1), 0).hardlink();
      ring.nop("next");
      ring.read("bad too", BAD, memory(1), 0);
      ring.nop("not run").hardlink();
      ring.nop("not run either");
      endSkipped(chain);
    }
    assertThat(collect(4))
        .containsExactly(
            "bad -EBADF", "bad too -EBADF", "not run -ECANCELED", "not run either -ECANCELED");
    assertQuiet();
  }

  @Test
  void aShortReadThatSkipsReportsAsAFailureDoes() throws IOException {
    PlainFd file = create("file");
    ok(ring.write("write", file, memory("text"), 0));
    try (Chain chain = ring.chain(3)) {
      ring.nop("first");
      ring.read("short", file, memory(100), 0);
      ring.nop("last");
      endSkipped(chain);
    }
    assertThat(collect(2)).containsExactly("short 4", "last -ECANCELED");
    assertQuiet();
  }

  @Test
  void aRequestThatTheKernelRefusesAtOnceLosesNobody() throws IOException {
    PlainFd file = create("file");
    try (Chain chain = ring.chain(3)) {
      ring.nop("first");
      // The kernel knows no such flag, and fails the chain before any of it runs: it tells of the
      // first only.
      ring.splice("refused", file, 0, file, 0, 1, 0x4000_0000);
      ring.nop("last");
      endSkipped(chain);
    }
    assertThat(collect(3))
        .containsExactly("first -ECANCELED", "refused -ECANCELED", "last -ECANCELED");
    assertQuiet();
  }

  private interface Step {
    void prepare(String data) throws IOException;
  }

  /** Each fails, and none would be there to fail otherwise. */
  private Map<Operation, Step> failing() throws IOException {
    PlainFd reading = open("file", OpenFlags.RDONLY | OpenFlags.CREAT);
    PlainFd pipe = pipe().in();
    PlainFd socket =
        closing(end(ring.socket("socket", AddressFamily.INET, SocketType.STREAM, 0)).fd());
    String missing = path("missing/file");
    PlainFd dir = Fd.CWD;
    Map<Operation, Step> steps = new EnumMap<>(Operation.class);
    steps.put(Operation.FSYNC, data -> ring.fsync(data, pipe));
    steps.put(Operation.FALLOCATE, data -> ring.fallocate(data, reading, 0, 0, 1));
    steps.put(Operation.FTRUNCATE, data -> ring.ftruncate(data, reading, 1));
    steps.put(Operation.STATX, data -> ring.statx(data, dir, missing, 0, 0, new Statx()));
    steps.put(Operation.RENAMEAT, data -> ring.renameat(data, dir, missing, dir, missing, 0));
    steps.put(Operation.UNLINKAT, data -> ring.unlinkat(data, dir, missing, 0));
    steps.put(Operation.MKDIRAT, data -> ring.mkdirat(data, dir, missing, 0));
    steps.put(Operation.SYMLINKAT, data -> ring.symlinkat(data, "target", dir, missing));
    steps.put(Operation.LINKAT, data -> ring.linkat(data, dir, missing, dir, missing, 0));
    steps.put(Operation.SHUTDOWN, data -> ring.shutdown(data, socket, Shutdown.BOTH));
    steps.put(Operation.OPENAT2, data -> ring.openat2(data, dir, missing, OpenHow.readOnly()));
    steps.put(Operation.CLOSE, data -> ring.close(data, BAD));
    steps.put(Operation.WRITE, data -> ring.write(data, reading, memory(1), 0));
    steps.put(Operation.READ, data -> ring.read(data, BAD, memory(1), 0));
    steps.put(Operation.LISTEN, data -> ring.listen(data, reading, 1));
    steps.put(Operation.ACCEPT, data -> ring.accept(data, reading));
    steps.put(
        Operation.CONNECT,
        data ->
            ring.connect(
                data,
                reading,
                SockAddr.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1))));
    return steps;
  }

  /**
   * Whether an error breaks a chain depends on the operation, and nobody says so but the kernel.
   */
  @Test
  void theOperationTellsWhetherItsFailureBreaksAChain() throws IOException {
    for (Map.Entry<Operation, Step> step : failing().entrySet()) {
      try (Chain chain = ring.chain(2)) {
        step.getValue().prepare("fails");
        ring.nop("next");
        chain.end();
      }
      List<String> told = collect(2);
      assertThat(told.getFirst()).as("%s", step.getKey()).startsWith("fails -E");
      assertThat(told.getLast())
          .as("%s", step.getKey())
          .isEqualTo(step.getKey().breaksChain() ? "next -ECANCELED" : "next 0");
    }
  }

  @Test
  void whoseFailureWouldNotBeToldIsRefusedBeforeTheLast() throws IOException {
    PlainFd file = create("file");
    try (Chain chain = ring.chain(3)) {
      ring.write("write", file, memory("text"), 0);
      ring.fsync("sync", file);
      chain.skipSuccess();
      assertThat(chain.end()).as("the last reports").isEqualTo(2);
    }
    assertThat(collect(1)).containsExactly("sync 0");
    try (Chain chain = ring.chain(3)) {
      ring.write("write", file, memory("text"), 0);
      ring.fsync("sync", file);
      ring.nop("last");
      chain.skipSuccess();
      assertThatThrownBy(chain::end)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("fsync", "request 2");
    }
    assertQuiet();
  }

  @Test
  void cancellingAMemberEndsItAndThoseBehind() throws IOException {
    Pipe pipe = pipe();
    Request read;
    try (Chain chain = ring.chain(3)) {
      ring.nop("first");
      read = ring.read("blocked", pipe.in(), memory(1), 0).request();
      ring.nop("last");
      endSkipped(chain);
    }
    ring.submit();
    // Runs the kernel's part up to the read.
    assertThat(ring.poll()).isNull();
    ring.cancel("cancel", read);
    assertThat(collect(3))
        .containsExactlyInAnyOrder("cancel 0", "blocked -ECANCELED", "last -ECANCELED");
    assertThat(read.isInFlight()).isFalse();
    assertQuiet();
  }

  @Test
  void closeEndsWhileSuchAChainIsBlocked() throws IOException {
    Pipe pipe = pipe();
    try (Ring<String> other = Needs.ring(Ring.<String>builder().entries(8))) {
      try (Chain chain = other.chain(3)) {
        other.nop("first");
        other.read("blocked", pipe.in(), memory(1), 0);
        other.nop("last");
        endSkipped(chain);
      }
      other.submit();
      assertThat(other.inFlight()).isEqualTo(3);
    }
  }

  @Test
  void closeEndsWithSuchAChainNotSubmitted() throws IOException {
    try (Ring<String> other = Needs.ring(Ring.<String>builder().entries(8))) {
      other.nop("submitted");
      other.submit();
      try (Chain chain = other.chain(2)) {
        other.nop("first");
        other.nop("last");
        endSkipped(chain);
      }
    }
  }

  @Test
  void drainAndSkippingExcludeEachOther() throws IOException {
    try (Chain chain = ring.chain(2)) {
      ring.nop("first");
      ring.nop("last");
      endSkipped(chain);
    }
    assertThat(collect(1)).containsExactly("last 0");
    PreparedNop nop = ring.nop("drain");
    assertThatThrownBy(nop::drain)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("skipped completions");
    assertThat(collect(1)).containsExactly("drain 0");
    try (Ring<String> other = Needs.ring(Ring.<String>builder().entries(4))) {
      other.nop("drain").drain();
      try (Chain chain = other.chain(2)) {
        assertThatThrownBy(chain::skipSuccess)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("drained");
      }
      assertThat(collect(other, 1)).containsExactly("drain 0");
    }
  }

  /** All shapes at random; every request is told of exactly once, or succeeded and was skipped. */
  @Test
  void nothingIsLostOrDoubledOverManyChains() throws IOException {
    Random random = new Random(7);
    PlainFd file = create("file");
    ok(ring.write("write", file, memory("text"), 0));
    for (int round = 0; round < 3_000; round++) {
      int length = 2 + random.nextInt(6);
      boolean skip = random.nextBoolean();
      List<String> expected = new ArrayList<>();
      try (Chain chain = ring.chain(length)) {
        boolean cancelled = false;
        for (int step = 0; step < length; step++) {
          boolean last = step == length - 1;
          int kind = random.nextInt(8);
          String name = round + "." + step;
          Prepared<?> request =
              switch (kind) {
                case 0 -> ring.read(name, BAD, memory(1), 0);
                case 1 -> ring.read(name, file, memory(100), 0);
                default -> ring.nop(name);
              };
          boolean hard = random.nextInt(4) == 0 && !(skip && step == 0);
          if (hard) {
            request.hardlink();
          }
          boolean fails = kind < 2;
          if (cancelled) {
            expected.add(name + " -ECANCELED");
          } else if (fails || last || !skip) {
            expected.add(name + (kind == 0 ? " -EBADF" : kind == 1 ? " 4" : " 0"));
          }
          cancelled |= fails && !hard;
        }
        if (skip) {
          chain.skipSuccess();
        }
        chain.end();
      }
      assertThat(collect(expected.size())).as("round %d", round).isEqualTo(expected);
      assertThat(ring.inFlight()).as("round %d", round).isZero();
    }
    assertQuiet();
  }

  /** When the kernel fails such a chain before any of it runs, it tells of the first only. */
  @Test
  void aHardLinkFromTheFirstDoesNotSkip() throws IOException {
    try (Chain chain = ring.chain(3)) {
      ring.nop("first").hardlink();
      ring.splice("refused", BAD, 0, BAD, 0, 1, 0x4000_0000);
      ring.nop("last");
      assertThatThrownBy(() -> endSkipped(chain))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("begin with a nop");
    }
    assertThat(ring.pending() + ring.inFlight()).isZero();
  }

  /**
   * The thread takes 8 entries of each ring in turn, which would make two chains of one: the second
   * would run although the first fails.
   */
  @Test
  void ringsThatShareAPollThreadHaveNoChains() throws IOException {
    Duration idle = Duration.ofMillis(1);
    try (Ring<String> first = Needs.ring(Ring.<String>builder().entries(4).pollThread(idle))) {
      first.chain(2).close();
      try (Ring<String> own =
          Needs.ring(Ring.<String>builder().entries(4).pollThread(idle).attachTo(first))) {
        for (Ring<String> each : List.of(first, own)) {
          assertThatThrownBy(() -> each.chain(2))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("poll thread");
        }
      }
    }
    try (Ring<String> workers = Needs.ring(Ring.<String>builder().entries(4).attachTo(ring))) {
      workers.chain(2).close();
    }
  }
}
