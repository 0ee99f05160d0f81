package io.github.uring4j;

import static io.github.uring4j.RingOnFake.collect;
import static io.github.uring4j.RingOnFake.collectAll;
import static io.github.uring4j.RingOnFake.nops;
import static io.github.uring4j.RingOnFake.numbers;
import static io.github.uring4j.abi.IoUringConstants.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queues of another size while the ring runs. */
class RingResizeTest {

  private final FakeKernel kernel = new FakeKernel().unsupportedSetupFlags(0);

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  private Ring<String> open(int entries, int moreFlags) throws IOException {
    return RingOnFake.builder(kernel)
        .entries(entries)
        .only(SetupFlags.SINGLE_ISSUER | SetupFlags.DEFER_TASKRUN | moreFlags)
        .open();
  }

  @ParameterizedTest
  @CsvSource({
    "8, 16, 0",
    "2, 4, 0",
    "4, 8, 0",
    "3, 5, 0xFFFFFFFE",
    "32, 32, 0x7FFFFFFF",
    "2, 64, 0xFFFFFFFF"
  })
  void whatIsPendingAndWhatIsCompletedStays(int entries, int completionEntries, String firstIndex)
      throws IOException {
    kernel.startIndicesAt(Long.decode(firstIndex).intValue());
    for (int flags : new int[] {0, SetupFlags.NO_SQARRAY, SetupFlags.SQE128, SetupFlags.CQE32}) {
      try (Ring<String> ring = open(4, flags)) {
        nops(ring, 1, 3);
        ring.submit();
        nops(ring, 4, 5);
        ring.resize(entries, completionEntries);
        assertThat(ring.entries()).isEqualTo(entries == 3 ? 4 : entries);
        assertThat(ring.completionEntries())
            .isEqualTo(completionEntries == 5 ? 8 : completionEntries);
        assertThat(ring.pending()).isEqualTo(2);
        assertThat(ring.ready()).isEqualTo(3);
        assertThat(ring.submit()).isEqualTo(2);
        assertThat(collectAll(ring)).isEqualTo(numbers(1, 5));
        for (int i = 0; i < 20; i++) {
          ring.nop("again");
          assertThat(ring.await().data()).isEqualTo("again");
        }
      }
    }
  }

  @Test
  void aChainThatIsPendingGoesOn() throws IOException {
    try (Ring<String> ring = open(4, 0)) {
      PreparedNop first = ring.nop("1").link();
      ring.resize(8, 16);
      assertThatThrownBy(first::unlink).isInstanceOf(IllegalStateException.class);
      ring.nop("2").link();
      ring.nop("3").link();
      ring.endChain();
      assertThat(ring.submit()).isEqualTo(3);
      assertThat(kernel.submitted().stream().map(FakeSqe::flags))
          .containsExactly(IOSQE_IO_LINK, IOSQE_IO_LINK, 0);
    }
  }

  @Test
  void anOpenChainKeepsTheRingAsItIs() throws IOException {
    try (Ring<String> ring = open(4, 0)) {
      Chain chain = ring.chain(2);
      ring.nop("1");
      assertThatThrownBy(() -> ring.resize(8, 16))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("a chain is open");
      ring.nop("2");
      chain.end();
      ring.resize(8, 16);
      assertThat(ring.submit()).isEqualTo(2);
    }
  }

  @Test
  void aHandlerMayResize() throws IOException {
    try (Ring<String> ring = open(4, 0)) {
      nops(ring, 1, 4);
      ring.submit();
      List<String> seen = new ArrayList<>();
      ring.forEachCompletion(
          (data, res, flags) -> {
            seen.add(data);
            if (data.equals("2")) {
              ring.resize(2, 2);
            } else if (data.equals("3")) {
              ring.resize(64, 128);
            }
          });
      assertThat(seen).isEqualTo(numbers(1, 4));
    }
  }

  @Test
  void completionsThatDoNotFitAreMovedAside() throws IOException {
    try (Ring<String> ring = open(8, 0)) {
      nops(ring, 1, 8);
      ring.submit();
      ring.resize(2, 2);
      nops(ring, 9, 10);
      ring.submit();
      assertThat(collectAll(ring)).isEqualTo(numbers(1, 10));
    }
  }

  @Test
  void requestsThatDoNotFitAreTold() throws IOException {
    try (Ring<String> ring = open(8, 0)) {
      nops(ring, 1, 5);
      assertThatThrownBy(() -> ring.resize(4, 8))
          .isInstanceOf(ErrnoException.class)
          .hasMessageContaining("EOVERFLOW")
          .hasMessageContaining("more is pending");
      assertThat(ring.entries()).isEqualTo(8);
      ring.submit();
      assertThat(collect(ring)).isEqualTo(numbers(1, 5));
    }
  }

  @Test
  void sizesThatNoRingHasAreRefused() throws IOException {
    try (Ring<String> ring = open(4, 0)) {
      for (int[] sizes :
          new int[][] {{0, 8}, {-1, 8}, {8, 4}, {32_769, 65_536}, {4, 65_537}, {4, -1}}) {
        assertThatThrownBy(() -> ring.resize(sizes[0], sizes[1]))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("%d and %d".formatted(sizes[0], sizes[1]));
      }
      assertThat(kernel.calls("register")).isEmpty();
    }
  }

  @Test
  void ringsThatCannotBeResizedAreToldApart() throws IOException {
    try (Ring<String> ring = RingOnFake.builder(kernel).only(SetupFlags.SINGLE_ISSUER).open()) {
      assertThatThrownBy(() -> ring.resize(8, 8))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("DEFER_TASKRUN")
          .hasMessageContaining("this one has SINGLE_ISSUER");
    }
    kernel.failRegister(IORING_REGISTER_RESIZE_RINGS, Errno.EINVAL);
    try (Ring<String> ring = open(4, 0)) {
      ring.nop("a");
      assertThatThrownBy(() -> ring.resize(8, 8))
          .isInstanceOf(ErrnoException.class)
          .hasMessageContaining("Linux 6.13");
      assertThat(ring.await().data()).isEqualTo("a");
    }
  }

  @Test
  void wideEntriesThatAreNotSubmittedAreNotSplit() throws IOException {
    try (Ring<String> ring = open(8, SetupFlags.SQE_MIXED)) {
      ring.nop("1");
      ring.nop128("2");
      assertThatThrownBy(() -> ring.resize(2, 2))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("submit them");
      ring.resize(16, 32);
      ring.submit();
      ring.resize(2, 4);
      ring.nop128("3");
      ring.submit();
      assertThat(collectAll(ring)).containsExactly("1", "2", "3");
    }
    try (Ring<String> ring = open(8, SetupFlags.SQ_REWIND | SetupFlags.NO_SQARRAY)) {
      ring.nop("1");
      assertThatThrownBy(() -> ring.resize(16, 32)).isInstanceOf(IllegalStateException.class);
      ring.submit();
      ring.resize(16, 32);
      ring.nop("2");
      assertThat(ring.submit()).isOne();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void aRingWhoseNewMemoryCannotBeMappedIsOnlyClosed(int ordinal) throws IOException {
    kernel.failMmap(ordinal, Errno.ENOMEM);
    try (Ring<String> ring = open(4, 0)) {
      ring.nop("a");
      assertThat(kernel.calls("mmap")).as("before resizing").hasSize(3);
      assertThatThrownBy(() -> ring.resize(8, 8))
          .isInstanceOf(ErrnoException.class)
          .hasMessageContaining("ENOMEM")
          .hasMessageContaining("only be closed");
      assertThatThrownBy(() -> ring.await(Duration.ZERO))
          .isInstanceOf(ErrnoException.class)
          .hasMessageContaining("EBADR");
    }
  }

  @Test
  void memoryThatIsNotForChildrenIsSoAfterResizing() throws IOException {
    try (Ring<String> ring = open(4, 0)) {
      ring.dontFork();
      assertThat(kernel.calls("madvise")).hasSize(2).allMatch(call -> call.endsWith(", 10)"));
      ring.resize(8, 8);
      assertThat(kernel.calls("madvise")).hasSize(4);
    }
  }
}
