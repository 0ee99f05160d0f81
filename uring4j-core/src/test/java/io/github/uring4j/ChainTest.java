package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.uring4j.abi.IoUringConstants;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Chains, where the order of what the kernel tells matters, or what it is told. */
class ChainTest {

  private final FakeKernel kernel = new FakeKernel().respond(Responder.NEVER);

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  private static final int LINK = IoUringConstants.IOSQE_IO_LINK;
  private static final int HARD = IoUringConstants.IOSQE_IO_HARDLINK;
  private static final int SKIP = IoUringConstants.IOSQE_CQE_SKIP_SUCCESS;

  private List<Integer> flagsSubmitted() {
    return kernel.submitted().stream().map(FakeSqe::flags).toList();
  }

  private static List<String> collect(Ring<String> ring) throws IOException {
    List<String> told = new ArrayList<>();
    ring.forEachCompletion((data, res, flags) -> told.add(data + " " + res));
    return told;
  }

  @Test
  void allButTheLastLinkAndOneKindOfLinkAtATime() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 8)) {
      try (Chain chain = ring.chain(4)) {
        ring.nop("a");
        ring.nop("b").hardlink();
        ring.nop("c").hardlink().link();
        ring.nop("d").hardlink();
        chain.end();
      }
      ring.nop("e");
      ring.submit();
      assertThat(flagsSubmitted()).containsExactly(LINK, HARD, LINK, 0, 0);
    }
  }

  @Test
  void skippingMarksAllButTheLast() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 8)) {
      try (Chain chain = ring.chain(3)) {
        ring.nop("a");
        ring.nop("b").hardlink();
        ring.nop("c");
        chain.skipSuccess().end();
      }
      ring.submit();
      assertThat(flagsSubmitted()).containsExactly(LINK | SKIP, HARD | SKIP, 0);
      assertThat(kernel.submitted())
          .allMatch(sqe -> UserData.isInternal(sqe.userData()))
          .noneMatch(sqe -> UserData.isOwn(sqe.userData()));
    }
  }

  @Test
  void aChainOfOneSkipsNothing() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 8)) {
      try (Chain chain = ring.chain(3)) {
        ring.nop("a");
        chain.skipSuccess().end();
      }
      ring.submit();
      assertThat(flagsSubmitted()).containsExactly(0);
      assertThat(UserData.isInternal(kernel.lastSubmitted().userData())).isFalse();
    }
  }

  @Test
  void aKernelThatCannotSkipIsNotAskedTo() throws IOException {
    kernel.features(~IoUringConstants.IORING_FEAT_CQE_SKIP);
    try (Ring<String> ring = RingOnFake.open(kernel, 8);
        Chain chain = ring.chain(2)) {
      assertThatThrownBy(chain::skipSuccess)
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("5.17");
    }
  }

  /** Three members, of which the kernel has told nothing yet. */
  private List<Long> skippedChain(Ring<String> ring) throws IOException {
    try (Chain chain = ring.chain(3)) {
      ring.nop("a");
      ring.nop("b");
      ring.nop("c");
      chain.skipSuccess().end();
    }
    ring.submit();
    return kernel.submitted().stream().map(FakeSqe::userData).toList();
  }

  @Test
  void whatIsMadeUpComesAfterTheFailureAndBeforeWhatComesLater() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 8)) {
      List<Long> members = skippedChain(ring);
      ring.nop("later");
      ring.submit();
      kernel.complete(members.get(0), -5, 0);
      assertThat(ring.poll().data()).isEqualTo("a");
      kernel.complete(kernel.lastSubmitted().userData(), 0, 0);
      assertThat(ring.ready()).isEqualTo(3);
      assertThat(collect(ring)).containsExactly("b -125", "c -125", "later 0");
      assertThat(ring.inFlight()).isZero();
      kernel.complete(members.get(1), -Errno.ECANCELED, 0);
      kernel.complete(members.get(2), -Errno.ECANCELED, 0);
    }
  }

  @Test
  void whatTheKernelTellsAllTheSameIsNotToldTwice() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 8)) {
      List<Long> members = skippedChain(ring);
      for (long member : members) {
        kernel.complete(member, -5, 0);
      }
      List<String> told = collect(ring);
      told.addAll(collect(ring));
      assertThat(told).containsExactly("a -5", "b -125", "c -125");
      assertThat(ring.statistics().strays()).isEqualTo(2);
      // Their slots are used again without harm.
      skippedChain(ring);
      kernel.complete(kernel.lastSubmitted().userData(), 0, 0);
      assertThat(collect(ring)).containsExactly("c 0");
      assertThat(ring.inFlight()).isZero();
      kernel.inFlight().forEach(sqe -> kernel.complete(sqe.userData(), 0, 0));
    }
  }

  @Test
  void aWaitIsEndedByWhatIsMadeUp() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 8)) {
      List<Long> members = skippedChain(ring);
      kernel.whenWaiting(() -> kernel.complete(members.get(1), -5, 0));
      assertThat(ring.await().data()).isEqualTo("b");
      assertThat(ring.await().data()).isEqualTo("c");
      assertThat(ring.inFlight()).isZero();
      kernel.complete(members.get(0), 0, 0);
      kernel.complete(members.get(2), 0, 0);
    }
  }

  @Test
  void memoryOfAMemberThatWasFreedTooEarlyIsReportedAndNobodyIsLost() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 8)) {
      try (Arena arena = Arena.ofConfined()) {
        try (Chain chain = ring.chain(3)) {
          ring.nop("a");
          ring.read("b", PlainFd.of(7), arena.allocate(8), 0);
          ring.nop("c");
          chain.skipSuccess().end();
        }
        ring.submit();
      }
      kernel.complete(kernel.lastSubmitted().userData(), 0, 0);
      assertThat(collect(ring)).containsExactly("c 0");
      MemoryFreedException freed =
          catchThrowableOfType(MemoryFreedException.class, () -> collect(ring));
      assertThat(freed.completion().data()).isEqualTo("b");
      assertThat(ring.inFlight()).isZero();
      kernel.inFlight().forEach(sqe -> kernel.complete(sqe.userData(), 0, 0));
    }
  }

  @Test
  void closingForgetsNoMember() throws IOException {
    Ring<String> ring = RingOnFake.open(kernel, 8);
    List<Long> members = skippedChain(ring);
    kernel.onCancel(
        sqe -> sqe.userData() == members.get(1) ? -Errno.ECANCELED : FakeKernel.KEEPS_RUNNING);
    ring.close();
    assertThat(kernel.calls("munmap")).isNotEmpty();
  }

  @Test
  void requestsWithMoreThanOneCompletionAreRefused() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 8)) {
      try (Chain chain = ring.chain(2)) {
        ring.timeout("ticks", 1_000).multishot();
        ring.nop("last");
        assertThatThrownBy(() -> chain.skipSuccess().end())
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("request 1", "more than one completion");
        assertThat(chain).hasToString("a chain of 2 of 2");
      }
      try (Chain chain = ring.chain(2)) {
        ring.nop("first");
        ring.linkTimeout("limit", 1_000);
        assertThatThrownBy(() -> chain.skipSuccess().end())
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("link timeout");
      }
      assertThat(ring.pending()).isZero();
      assertThat(ring.inFlight()).isZero();
    }
  }

  @Test
  void memoryOfAMemberWithMoreThanABufferIsReportedToo() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 8)) {
      try (Arena arena = Arena.ofConfined();
          Chain chain = ring.chain(2)) {
        ring.read("a", PlainFd.of(7), arena.allocate(8), 0)
            .protectionInfo(Arena.ofAuto().allocate(8), 0, 0, 0);
        ring.nop("b");
        chain.skipSuccess().end();
        ring.submit();
      }
      kernel.complete(kernel.lastSubmitted().userData(), 0, 0);
      assertThat(collect(ring)).containsExactly("b 0");
      assertThatThrownBy(() -> collect(ring)).isInstanceOf(MemoryFreedException.class);
      assertThat(ring.inFlight()).isZero();
      kernel.inFlight().forEach(sqe -> kernel.complete(sqe.userData(), 0, 0));
    }
  }

  @Test
  void aDescriptorThatNobodyWouldLearnOfIsRefused() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 8)) {
      ring.registerFilesSparse(4);
      try (Chain chain = ring.chain(2)) {
        ring.openat("open", Fd.CWD, "a", OpenFlags.RDONLY, 0);
        ring.nop("last");
        assertHidden(chain.skipSuccess());
      }
      try (Chain chain = ring.chain(2)) {
        ring.accept("accept", PlainFd.of(7)).direct();
        ring.nop("last");
        assertHidden(chain.skipSuccess());
      }
      try (Chain chain = ring.chain(2)) {
        ring.installFd("install", ring.directFd(0));
        ring.nop("last");
        assertHidden(chain.skipSuccess());
      }
      assertThat(ring.inFlight()).isZero();
      try (Chain chain = ring.chain(2)) {
        ring.openat("open", Fd.CWD, "a", OpenFlags.RDONLY, 0).direct(1);
        ring.openat("last", Fd.CWD, "a", OpenFlags.RDONLY, 0);
        assertThat(chain.skipSuccess().end()).isEqualTo(2);
      }
    }
  }

  private static void assertHidden(Chain chain) {
    assertThatThrownBy(chain::end)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("request 1 of the chain makes a descriptor");
  }
}
