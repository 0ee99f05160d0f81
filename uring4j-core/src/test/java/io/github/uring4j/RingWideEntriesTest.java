package io.github.uring4j;

import static io.github.uring4j.RingOnFake.collect;
import static io.github.uring4j.RingOnFake.collectAll;
import static io.github.uring4j.RingOnFake.nops;
import static io.github.uring4j.abi.IoUringConstants.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries of 128 bytes: two places of a mixed queue, one of a wide one, none of others. */
class RingWideEntriesTest {

  private final FakeKernel kernel = new FakeKernel().unsupportedSetupFlags(0);

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  private Ring<String> open(int entries, int flags) throws IOException {
    return RingOnFake.builder(kernel).entries(entries).only(flags).open();
  }

  private Ring<String> mixed(int entries) throws IOException {
    return open(entries, SetupFlags.SQE_MIXED);
  }

  /** What the kernel took: operations, with padding as {@code -}. */
  private List<String> taken() {
    return kernel.submitted().stream()
        .map(sqe -> sqe.userData() == UserData.PADDING ? "-" : sqe.operation())
        .toList();
  }

  @Test
  void aRingOfNarrowEntriesRefusesThem() throws IOException {
    try (Ring<String> ring = open(4, 0)) {
      assertThatThrownBy(() -> ring.nop128("a"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("SQE_MIXED");
      assertThat(ring.inFlight()).isZero();
    }
    try (Ring<String> ring = mixed(1)) {
      assertThatThrownBy(() -> ring.nop128("a"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("more entries");
      ring.nop("b");
      assertThat(ring.submit()).isOne();
    }
  }

  @Test
  void aWideRingTakesThemLikeAnyOther() throws IOException {
    try (Ring<String> ring = open(4, SetupFlags.SQE128)) {
      for (int i = 0; i < 3; i++) {
        ring.nop128("wide");
        ring.nop("narrow");
      }
      ring.submit();
      assertThat(taken()).containsExactly("NOP128", "NOP", "NOP128", "NOP", "NOP128", "NOP");
      assertThat(kernel.submitted()).allMatch(sqe -> sqe.bytes().length == 128);
    }
  }

  @Test
  void aMixedRingTakesBothSizesInOneSubmit() throws IOException {
    try (Ring<String> ring = mixed(8)) {
      ring.nop("1");
      ring.nop128("2");
      ring.nop("3");
      ring.nop128("4");
      assertThat(ring.pending()).isEqualTo(6);
      ring.submit();
      assertThat(kernel.calls("enter")).hasSize(1);
      assertThat(taken()).containsExactly("NOP", "NOP128", "NOP", "NOP128");
      assertThat(kernel.submitted().get(1).bytes()).hasSize(128);
      assertThat(kernel.submitted().get(2).bytes()).hasSize(64);
      assertThat(collect(ring)).containsExactly("1", "2", "3", "4");
    }
  }

  @Test
  void theSecondHalfCarriesNothingOfItsPredecessor() throws IOException {
    try (Ring<String> ring = mixed(4)) {
      for (int i = 0; i < 6; i++) {
        nops(ring, 1, 2);
        ring.nop128("wide");
        ring.submit();
        byte[] bytes = kernel.lastSubmitted().bytes();
        assertThat(Arrays.copyOfRange(bytes, 64, 128)).containsOnly(0);
        collect(ring);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 0x7FFF_FFFE, 0xFFFF_FFFD})
  void noEntryGoesOverTheEndOfTheQueue(int firstIndex) throws IOException {
    kernel.startIndicesAt(firstIndex);
    try (Ring<String> ring = mixed(4)) {
      List<String> expected = new ArrayList<>();
      List<String> seen = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        String data = Integer.toString(i);
        if (i % 3 == 1) {
          ring.nop(data);
        } else {
          ring.nop128(data);
        }
        expected.add(data);
        if (i % 7 == 0) {
          ring.submit();
        }
        seen.addAll(collect(ring));
      }
      ring.submit();
      seen.addAll(collect(ring));
      assertThat(seen).isEqualTo(expected);
      assertThat(taken()).contains("-");
      assertThat(ring.statistics().strays()).isZero();
      assertThat(ring.inFlight()).isZero();
    }
  }

  @Test
  void aQueueOfTwoTakesThem() throws IOException {
    try (Ring<String> ring = mixed(2)) {
      ring.nop("1");
      ring.nop128("2");
      ring.nop128("3");
      ring.nop("4");
      ring.submit();
      assertThat(taken()).containsExactly("NOP", "-", "NOP128", "NOP128", "NOP");
      assertThat(collectAll(ring)).containsExactly("1", "2", "3", "4");
    }
  }

  @Test
  void aRewindingQueueTakesThemWithoutPadding() throws IOException {
    int rewinding = SetupFlags.SQ_REWIND | SetupFlags.NO_SQARRAY;
    try (Ring<String> ring = open(4, SetupFlags.SQE_MIXED | rewinding)) {
      nops(ring, 1, 3);
      ring.nop128("4");
      ring.submit();
      assertThat(taken()).containsExactly("NOP", "NOP", "NOP", "NOP128");
      assertThat(collect(ring)).containsExactly("1", "2", "3", "4");
    }
  }

  /** Padding at the end, which is no place of a chain of its own. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void paddingIsALinkOfTheChainThatItStandsIn(boolean hard) throws IOException {
    try (Ring<String> ring = mixed(8)) {
      nops(ring, 1, 6);
      ring.submit();
      collect(ring);
      kernel.forgetCalls();
      PreparedNop first = ring.nop("first").async();
      PreparedNop same = hard ? first.hardlink() : first.link();
      same.request();
      ring.nop128("second").link();
      ring.nop("third");
      ring.submit();
      int link = hard ? IOSQE_IO_HARDLINK : IOSQE_IO_LINK;
      assertThat(taken()).containsExactly("NOP", "-", "NOP128", "NOP");
      assertThat(kernel.submitted().stream().map(FakeSqe::flags))
          .containsExactly(IOSQE_ASYNC | link, link, IOSQE_IO_LINK, 0);
      assertThat(kernel.calls("enter")).hasSize(1);
    }
  }

  @Test
  void aChainThatDoesNotFitWithItsPaddingIsRefused() throws IOException {
    try (Ring<String> ring = mixed(4)) {
      nops(ring, 1, 2);
      ring.nop("3").link();
      assertThatThrownBy(() -> ring.nop128("4"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("endChain()");
      ring.endChain();
      ring.nop128("4").link();
      ring.endChain();
      ring.submit();
      assertThat(taken()).containsExactly("NOP", "NOP", "NOP", "-", "NOP128");
      assertThat(kernel.submitted()).allMatch(sqe -> sqe.flags() == 0);
    }
  }

  @Test
  void aChainHasRoomForWhatItWasBegunWithOnly() throws IOException {
    try (Ring<String> ring = mixed(8)) {
      nops(ring, 1, 5);
      ring.submit();
      try (Chain chain = ring.chain(2)) {
        ring.nop("1");
        ring.nop("2");
        assertThatThrownBy(() -> ring.nop128("3"))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("begun for 2");
        chain.end();
      }
      try (Chain chain = ring.chain(3)) {
        ring.nop128("4");
        ring.nop("5");
        ring.nop128("6");
        chain.end();
      }
      ring.submit();
      assertThat(taken().subList(5, 11))
          .containsExactly("NOP", "NOP", "-", "NOP128", "NOP", "NOP128");
      assertThat(kernel.submitted().subList(7, 11).stream().map(FakeSqe::flags))
          .containsExactly(0, IOSQE_IO_LINK, IOSQE_IO_LINK, 0);
    }
  }

  @Test
  void aRefusedOperationBehindPaddingLeavesNoTrace() throws IOException {
    try (Ring<String> ring = mixed(4)) {
      nops(ring, 1, 3);
      ring.submit();
      collect(ring);
      ring.claimWide();
      ring.nop("narrow");
      ring.submit();
      assertThat(kernel.lastSubmitted().operation()).isEqualTo("NOP");
      assertThat(kernel.submitted()).hasSize(4);
      assertThat(collect(ring)).containsExactly("narrow");
    }
  }

  @Test
  void nobodyWaitsForPadding() throws IOException {
    kernel.respond(
        (sqe, out) -> {
          if (sqe.userData() == UserData.PADDING) {
            out.complete(0);
          } else {
            out.cancels();
          }
        });
    try (Ring<String> ring = mixed(4)) {
      nops(ring, 1, 3);
      ring.nop128("wide");
      kernel.wheneverWaiting(() -> kernel.complete(kernel.inFlight().getFirst().userData(), 0, 0));
      ring.submitAndWait(1);
      assertThat(collect(ring)).containsExactly("1");
      ring.submitAndWait(2);
      assertThat(collect(ring)).containsExactly("2", "3");
      ring.submitAndWait(1);
      assertThat(collect(ring)).containsExactly("wide");
    }
  }

  @Test
  void paddingAmongWhatIsReadyDoesNotCount() throws IOException {
    kernel.respond(Responder.NEVER);
    try (Ring<String> ring = mixed(4)) {
      nops(ring, 1, 3);
      ring.nop128("wide");
      ring.submit();
      for (FakeSqe sqe : kernel.inFlight()) {
        if (sqe.opcode() == IORING_OP_NOP && kernel.submitted().indexOf(sqe) > 1) {
          kernel.complete(sqe.userData(), 0, 0);
        }
      }
      assertThat(ring.ready()).isEqualTo(2);
      kernel.whenWaiting(() -> kernel.complete(kernel.inFlight().getFirst().userData(), 0, 0));
      ring.submitAndWait(2);
      assertThat(collect(ring)).containsExactly("3", "1");
      kernel.respond(Responder.AT_ONCE);
    }
  }

  @Test
  void closeDropsWhatWasNotSubmitted() throws IOException {
    try (Ring<String> ring = mixed(4)) {
      nops(ring, 1, 3);
      ring.submit();
      ring.nop128("wide");
      ring.nop("narrow");
      assertThat(ring.inFlight()).isEqualTo(5);
    }
    assertThat(kernel.submitted()).hasSize(3);
  }
}
