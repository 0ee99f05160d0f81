package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.uring4j.EncodingRows.Preparing;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the operations on futexes, processes, epoll, pipes and commands refuse. */
class HolderArgumentsTest {

  private static final PlainFd FILE = PlainFd.of(7);
  private static final MemorySegment WORDS = Arena.ofAuto().allocate(16, 8);

  private final FakeKernel kernel = new FakeKernel().respond(Responder.NEVER);

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  private void assertRefused(Preparing call, Class<? extends Throwable> type, String... texts)
      throws IOException {
    Refusals.assertRefused(kernel, call, type, texts);
  }

  private static FutexWord[] one(MemorySegment word, int flags) {
    return new FutexWord[] {new FutexWord(word, 0, flags)};
  }

  private void assertRefusedAsWord(
      MemorySegment word, int flags, Class<? extends Throwable> type, String text)
      throws IOException {
    assertRefused(r -> r.futexWait("a", word, 0, -1, flags), type, text);
    assertRefused(r -> r.futexWake("a", word, 0, -1, flags), type, text);
    assertRefused(r -> r.futexWaitv("a", one(word, flags)), type, text);
  }

  @Test
  void whatIsNoWordIsRefused() throws IOException {
    Class<IllegalArgumentException> type = IllegalArgumentException.class;
    assertRefusedAsWord(WORDS.asSlice(1, 4), 0, type, "aligned");
    assertRefusedAsWord(WORDS.asSlice(0, 3), 0, type, "4 bytes");
    assertRefusedAsWord(WORDS.asSlice(4, 8), FutexFlags.NUMA, type, "8 bytes");
    assertRefusedAsWord(WORDS.asSlice(0, 4), FutexFlags.NUMA, type, "8 bytes");
    assertRefusedAsWord(WORDS.asReadOnly(), FutexFlags.NUMA, type, "read-only");
    assertRefusedAsWord(MemorySegment.ofArray(new int[1]), 0, type, "Java heap");
    MemorySegment closed;
    try (Arena arena = Arena.ofConfined()) {
      closed = arena.allocate(4, 4);
    }
    assertRefusedAsWord(closed, 0, IllegalStateException.class, "closed");
  }

  @Test
  void aWordThatMayOnlyBeReadIsWaitedAt() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      ring.futexWait("a", WORDS.asReadOnly(), 0);
      assertThat(ring.pending()).isEqualTo(1);
    }
  }

  @Test
  void masksAndCountsThatMeanNothingAreRefused() throws IOException {
    Class<IllegalArgumentException> type = IllegalArgumentException.class;
    assertRefused(r -> r.futexWait("a", WORDS, 0, 0, 0), type, "mask");
    assertRefused(r -> r.futexWake("a", WORDS, 1, 0, 0), type, "mask");
    assertRefused(r -> r.futexWake("a", WORDS, -1), type, "-1");
    assertRefused(r -> r.futexWaitv("a", new FutexWord[0]), type, "1 to 128");
    FutexWord[] many = new FutexWord[129];
    Arrays.fill(many, FutexWord.of(WORDS, 0));
    assertRefused(r -> r.futexWaitv("a", many), type, "129");
    assertRefused(r -> r.futexWaitv("a", new FutexWord[1]), NullPointerException.class);
  }

  @Test
  void waitingForNothingIsRefused() throws IOException {
    assertRefused(
        r -> r.waitid("a", IdType.PID, 1, new SigInfo(), WaitidOptions.NOHANG),
        IllegalArgumentException.class,
        "NOHANG",
        "EXITED");
    assertRefused(r -> r.waitid("a", IdType.ALL, 1, 0), IllegalArgumentException.class);
    assertRefused(r -> r.waitid("a", null, 1, 4), NullPointerException.class);
    assertRefused(r -> r.waitid("a", IdType.PID, 1, null, 4), NullPointerException.class);
  }

  @Test
  void aHolderServesOneRequestAtATime() throws IOException {
    SigInfo info = new SigInfo();
    EpollEventArray ready = new EpollEventArray(1);
    PipeEnds ends = new PipeEnds();
    List<Preparing> calls =
        List.of(
            r -> r.waitid("a", IdType.PID, 1, info, WaitidOptions.EXITED),
            r -> r.epollWait("a", FILE, ready),
            r -> r.pipe("a", ends));
    try (Ring<String> ring = RingOnFake.open(kernel, 4);
        Ring<String> other = RingOnFake.open(new FakeKernel(), 4)) {
      for (Preparing call : calls) {
        call.on(ring);
        int pending = ring.pending();
        for (Ring<String> each : List.of(ring, other)) {
          assertThatThrownBy(() -> call.on(each))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("in flight");
        }
        assertThat(ring.pending()).isEqualTo(pending);
        assertThat(other.pending()).isZero();
      }
    }
    // Dropped with the ring, they are free again.
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      for (Preparing call : calls) {
        call.on(ring);
      }
      assertThat(ring.pending()).isEqualTo(3);
    }
  }

  @Test
  void capacitiesAreAtLeastOne() {
    for (int capacity : new int[] {0, -1, (1 << 20) + 1}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new EpollEventArray(capacity));
    }
    assertThatThrownBy(() -> new EpollEventArray(1).data(0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void slotsThatNoTableHasAreRefusedForPipes() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      PreparedPipe pipe = ring.pipe("a", new PipeEnds());
      for (int slot : new int[] {-1, (1 << 20) - 1, Integer.MAX_VALUE}) {
        assertThatIllegalArgumentException().isThrownBy(() -> pipe.direct(slot));
      }
      ring.submit();
      assertThat(kernel.lastSubmitted().fileIndex()).isZero();
    }
  }

  @Test
  void payloadsThatTheEntryHasNoRoomForAreRefused() throws IOException {
    MemorySegment payload = MemorySegment.ofArray(new byte[17]);
    assertRefused(
        r -> r.uringCmd("a", FILE, 1, payload), IllegalArgumentException.class, "16 bytes");
    assertRefused(
        r -> r.uringCmd128("a", FILE, 1, MemorySegment.ofArray(new byte[81])),
        IllegalArgumentException.class,
        "80 bytes");
    assertRefused(r -> r.uringCmd128("a", FILE, 1, payload), IllegalStateException.class, "SQE128");
    MemorySegment closed;
    try (Arena arena = Arena.ofConfined()) {
      closed = arena.allocate(8);
    }
    assertRefused(r -> r.uringCmd("a", FILE, 1, closed), IllegalStateException.class, "closed");
    assertRefused(r -> r.blockDiscard("a", FILE, -1, 1), IllegalArgumentException.class);
    assertRefused(r -> r.blockDiscard("a", FILE, 1, -1), IllegalArgumentException.class);
  }

  @Test
  void aPayloadFillsAllOfAWideEntry() throws IOException {
    byte[] bytes = new byte[80];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i + 1);
    }
    try (Ring<String> ring = RingOnFake.builder(kernel).entries(4).with(SetupFlags.SQE128).open()) {
      ring.uringCmd("a", FILE, 1, MemorySegment.ofArray(bytes));
      ring.uringCmd128("b", FILE, 1, MemorySegment.ofArray(bytes));
      ring.uringCmd("c", FILE, 1, MemorySegment.ofArray(Arrays.copyOf(bytes, 20)));
      ring.submit();
      List<FakeSqe> submitted = kernel.submitted();
      assertThat(submitted.get(0).cmd()).isEqualTo(bytes);
      assertThat(submitted.get(1).cmd()).isEqualTo(bytes);
      assertThat(submitted.get(2).cmd()).isEqualTo(Arrays.copyOf(Arrays.copyOf(bytes, 20), 80));
    }
  }

  @Test
  void memoryOfACommandIsHeldAndReportedWhenItIsFreed() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      long blocks = ring.scratch().blocksInUse();
      try (Arena arena = Arena.ofConfined()) {
        ring.uringCmd("a", FILE, 1, MemorySegment.NULL).keep(arena.allocate(8)).keep(WORDS);
      }
      ring.submit();
      kernel.complete(kernel.lastSubmitted().userData(), 0, 0);
      assertThatThrownBy(ring::poll).isInstanceOf(MemoryFreedException.class);
      assertThat(ring.scratch().blocksInUse()).isEqualTo(blocks);
      assertThatThrownBy(() -> ring.uringCmd("b", FILE, 1, MemorySegment.NULL).keep(heap()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static MemorySegment heap() {
    return MemorySegment.ofArray(new byte[8]);
  }

  @Test
  void protectionInformationIsCheckedAsABuffer() throws IOException {
    MemorySegment readOnly = WORDS.asReadOnly();
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      long blocks = ring.scratch().blocksInUse();
      PreparedIo read = ring.read("a", FILE, WORDS, 0);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> read.protectionInfo(readOnly, 0, 0, 0))
          .withMessageContaining("read-only");
      assertThatIllegalArgumentException().isThrownBy(() -> read.protectionInfo(heap(), 0, 0, 0));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> read.protectionInfo(WORDS, 0x1_0000, 0, 0));
      assertThatIllegalArgumentException().isThrownBy(() -> read.protectionInfo(WORDS, 0, -1, 0));
      assertThat(ring.scratch().blocksInUse()).isEqualTo(blocks);
      ring.write("b", FILE, WORDS, 0).protectionInfo(readOnly, 0, 0xffff, 0);
      assertThatThrownBy(() -> read.protectionInfo(WORDS, 0, 0, 0))
          .isInstanceOf(IllegalStateException.class);
      assertThat(ring.scratch().blocksInUse()).isEqualTo(blocks + 1);
      ring.submit();
      assertThat(kernel.submitted().getFirst().attrTypeMask()).isZero();
    }
  }

  @Test
  void aChunkWithProtectionInformationIsHeldAsLongAsOneWithout() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      Chunk chunk = Region.of(ring.registerBuffer(WORDS), 16).allocate();
      ring.writeFixed("a", FILE, chunk, 8, 0).protectionInfo(WORDS, 0, 0, 0);
      ring.submit();
      assertThatThrownBy(chunk::free).isInstanceOf(IllegalStateException.class);
      kernel.complete(kernel.lastSubmitted().userData(), 8, 0);
      assertThat(ring.poll().result()).isEqualTo(8);
      chunk.free();
    }
  }
}
