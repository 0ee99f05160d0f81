package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.uring4j.sys.NativeMemory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments that would hurt are refused by the call, and then nothing is queued. */
class OperationArgumentsTest {

  private static final PlainFd FILE = PlainFd.of(7);

  private final FakeKernel kernel = new FakeKernel().respond(Responder.NEVER);

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  private interface Call {
    void on(Ring<String> ring) throws IOException;
  }

  private interface BufferCall {
    void on(Ring<String> ring, MemorySegment buffer) throws IOException;
  }

  private void assertRefused(Call call, Class<? extends Throwable> type, String... texts)
      throws IOException {
    Refusals.assertRefused(kernel, call::on, type, texts);
  }

  // Paths.

  @ParameterizedTest
  @ValueSource(strings = {"\0", "a\0", "\0a", "a\0b"})
  void aPathWithNulIsRefusedByEveryOperation(String path) throws IOException {
    PlainFd dir = Fd.CWD;
    List<Call> calls =
        List.of(
            r -> r.openat2("a", dir, path, OpenHow.readOnly()),
            r -> r.statx("a", dir, path, 0, 0, new Statx()),
            r -> r.linkat("a", dir, path, dir, "new", 0),
            r -> r.linkat("a", dir, "old", dir, path, 0),
            r -> r.renameat("a", dir, path, dir, "new", 0),
            r -> r.renameat("a", dir, "old", dir, path, 0),
            r -> r.symlinkat("a", path, dir, "link"),
            r -> r.symlinkat("a", "target", dir, path),
            r -> r.unlinkat("a", dir, path, 0),
            r -> r.mkdirat("a", dir, path, 0));
    for (Call call : calls) {
      assertRefused(call, IllegalArgumentException.class, "NUL");
    }
  }

  @Test
  void aPathThatCannotBeEncodedIsRefused() throws IOException {
    assertRefused(
        r -> r.unlinkat("a", Fd.CWD, "lone surrogate \ud800", 0),
        IllegalArgumentException.class,
        "UTF-8");
    assertRefused(
        r -> r.symlinkat("a", "x".repeat(40_000), Fd.CWD, "y".repeat(40_000)),
        IllegalArgumentException.class,
        "65536");
  }

  @Test
  void aMissingPathIsRefused() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      assertThatThrownBy(() -> ring.mkdirat("a", Fd.CWD, null, 0))
          .isInstanceOf(NullPointerException.class);
      assertThat(ring.pending()).isZero();
    }
  }

  @Test
  void anOpenHowThatContradictsItselfIsRefused() throws IOException {
    assertRefused(
        r -> r.openat2("a", Fd.CWD, "x", OpenHow.readOnly().mode(0600)),
        IllegalArgumentException.class,
        "CREAT");
  }

  // Buffers.

  private static final List<BufferCall> READS =
      List.of(
          (r, b) -> r.read("a", FILE, b, 0),
          (r, b) -> r.readv("a", FILE, new MemorySegment[] {native8(), b}, 0),
          (r, b) -> r.recvmsg("a", FILE, MsgHdr.receive(native8(), b), 0),
          (r, b) -> r.recv("a", FILE, b, 0));

  private static final List<BufferCall> WRITES =
      List.of(
          (r, b) -> r.write("a", FILE, b, 0),
          (r, b) -> r.writev("a", FILE, new MemorySegment[] {native8(), b}, 0),
          (r, b) -> r.sendmsg("a", FILE, MsgHdr.send(native8(), b), 0),
          (r, b) -> r.registerBuffer(b),
          (r, b) -> r.send("a", FILE, b, 0),
          (r, b) -> r.sendTo("a", FILE, b, 0, EncodingRows.ADDRESS),
          (r, b) -> r.sendv("a", FILE, new MemorySegment[] {native8(), b}, 0),
          (r, b) -> r.sendZc("a", FILE, b, 0),
          (r, b) -> r.sendZcTo("a", FILE, b, 0, EncodingRows.ADDRESS),
          (r, b) -> r.sendvZc("a", FILE, new MemorySegment[] {native8(), b}, 0),
          (r, b) -> r.sendmsgZc("a", FILE, MsgHdr.send(native8(), b), 0));

  private static MemorySegment native8() {
    return Arena.ofAuto().allocate(8);
  }

  enum Unfit {
    HEAP(IllegalArgumentException.class, "Java heap") {
      @Override
      MemorySegment make() {
        return MemorySegment.ofArray(new byte[8]);
      }
    },
    CLOSED(IllegalStateException.class, "closed") {
      @Override
      MemorySegment make() {
        try (Arena arena = Arena.ofConfined()) {
          return arena.allocate(8);
        }
      }
    },
    FOREIGN_THREADS(WrongThreadException.class, "confined to another thread") {
      @Override
      MemorySegment make() {
        MemorySegment[] made = new MemorySegment[1];
        Thread thread = Thread.ofPlatform().start(() -> made[0] = Arena.ofConfined().allocate(8));
        try {
          thread.join();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
        return made[0];
      }
    },
    MISSING(NullPointerException.class, "buffer") {
      @Override
      MemorySegment make() {
        return null;
      }
    };

    final Class<? extends Throwable> exception;
    final String text;

    Unfit(Class<? extends Throwable> exception, String text) {
      this.exception = exception;
      this.text = text;
    }

    abstract MemorySegment make();
  }

  @ParameterizedTest
  @EnumSource
  void aBufferThatTheKernelCannotUseIsRefusedByEveryOperation(Unfit unfit) throws IOException {
    MemorySegment buffer = unfit.make();
    for (BufferCall call : READS) {
      assertRefused(r -> call.on(r, buffer), unfit.exception, unfit.text);
    }
    for (BufferCall call : WRITES) {
      assertRefused(r -> call.on(r, buffer), unfit.exception, unfit.text);
    }
  }

  @Test
  void aReadOnlyBufferIsRefusedAsATargetAndTakenAsASource() throws IOException {
    MemorySegment readOnly = native8().asReadOnly();
    for (BufferCall call : READS) {
      assertRefused(r -> call.on(r, readOnly), IllegalArgumentException.class, "read-only");
    }
    for (BufferCall call : WRITES) {
      try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
        call.on(ring, readOnly);
      }
    }
  }

  @Test
  void aMessageWhoseBufferWasFreedSinceIsRefused() throws IOException {
    MsgHdr outgoing;
    MsgHdr incoming;
    try (Arena arena = Arena.ofConfined()) {
      outgoing = MsgHdr.send(arena.allocate(8));
      incoming = MsgHdr.receive(arena.allocate(8));
    }
    assertRefused(r -> r.sendmsg("a", FILE, outgoing, 0), IllegalStateException.class, "closed");
    assertRefused(r -> r.recvmsg("a", FILE, incoming, 0), IllegalStateException.class, "closed");
  }

  @Test
  void aMessageOfTheOtherDirectionIsRefused() throws IOException {
    assertRefused(
        r -> r.sendmsg("a", FILE, MsgHdr.receive(native8()), 0), IllegalArgumentException.class);
    assertRefused(
        r -> r.recvmsg("a", FILE, MsgHdr.send(native8()), 0), IllegalArgumentException.class);
  }

  @Test
  void aPlaceForAMessageServesOneRequestAtATime() throws IOException {
    MsgHdr message = MsgHdr.receive(native8());
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      ring.recvmsg("a", FILE, message, 0);
      assertThatThrownBy(() -> ring.recvmsg("b", FILE, message, 0))
          .isInstanceOf(IllegalStateException.class);
      assertThat(ring.pending()).isEqualTo(1);
    }
  }

  @Test
  void aBufferLongerThanOneRequestIsRefused() throws IOException {
    MemorySegment huge = NativeMemory.at(4096, Integer.MAX_VALUE + 1L);
    for (BufferCall call : List.of(READS.get(0), READS.get(1), WRITES.get(0), WRITES.get(1))) {
      assertRefused(r -> call.on(r, huge), IllegalArgumentException.class, "split");
    }
  }

  // Registered buffers and chunks.

  @Test
  void partsOutsideOfTheRegisteredBufferAreRefused() throws IOException {
    MemorySegment memory = Arena.ofAuto().allocate(64);
    MemorySegment inside = memory.asSlice(8, 16);
    List<int[]> ranges =
        List.of(
            new int[] {-1, 8},
            new int[] {60, 8},
            new int[] {0, 65},
            new int[] {65, 0},
            new int[] {0, -1},
            new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE});
    for (int[] range : ranges) {
      assertRefused(
          r -> r.readFixed("a", FILE, r.registerBuffer(inside), range[0], range[1], 0),
          IndexOutOfBoundsException.class);
      assertRefused(
          r -> r.writeFixed("a", FILE, r.registerBuffer(inside), range[0], range[1], 0),
          IndexOutOfBoundsException.class);
    }
    for (MemorySegment part :
        List.of(memory.asSlice(0, 8), memory.asSlice(20, 8), memory.asSlice(24, 1), memory)) {
      MemorySegment[] parts = {inside, part};
      assertRefused(
          r -> r.readvFixed("a", FILE, r.registerBuffer(inside), parts, 0),
          IllegalArgumentException.class,
          "does not lie in");
      assertRefused(
          r -> r.writevFixed("a", FILE, r.registerBuffer(inside), parts, 0),
          IllegalArgumentException.class,
          "does not lie in");
    }
  }

  @Test
  void aChunkThatIsFreeOrTooSmallOrNotRegisteredIsRefused() throws IOException {
    MemorySegment memory = Arena.ofAuto().allocate(64);
    assertRefused(
        r -> r.readFixed("a", FILE, freed(Region.of(r.registerBuffer(memory), 16)), 8, 0),
        IllegalStateException.class,
        "free");
    assertRefused(
        r -> r.writeFixed("a", FILE, freed(Region.of(r.registerBuffer(memory), 16)), 8, 0),
        IllegalStateException.class,
        "free");
    for (int length : new int[] {-1, 17}) {
      assertRefused(
          r ->
              r.readFixed("a", FILE, Region.of(r.registerBuffer(memory), 16).allocate(), length, 0),
          IllegalArgumentException.class);
      assertRefused(
          r ->
              r.writeFixed(
                  "a", FILE, Region.of(r.registerBuffer(memory), 16).allocate(), length, 0),
          IllegalArgumentException.class);
    }
    assertRefused(
        r -> r.readFixed("a", FILE, Region.of(memory, 16).allocate(), 8, 0),
        IllegalArgumentException.class,
        "not registered");
  }

  private static Chunk freed(Region region) {
    Chunk chunk = region.allocate();
    chunk.free();
    return chunk;
  }

  // Numbers.

  @Test
  void numbersOutOfRangeAreRefused() throws IOException {
    assertRefused(r -> r.timeout("a", -1), IllegalArgumentException.class, "-1");
    assertRefused(r -> r.fsync("a", FILE, -1, 0), IllegalArgumentException.class);
    assertRefused(r -> r.fsync("a", FILE, 0, -1), IllegalArgumentException.class);
    assertRefused(r -> r.fsync("a", FILE, 0, 0x1_0000_0000L), IllegalArgumentException.class);
    assertRefused(r -> r.fdatasync("a", FILE, 0, 0x1_0000_0000L), IllegalArgumentException.class);
    assertRefused(r -> r.splice("a", FILE, -1, FILE, -1, -1, 0), IllegalArgumentException.class);
    MemorySegment[] tooMany = new MemorySegment[1025];
    Arrays.fill(tooMany, native8());
    assertRefused(r -> r.readv("a", FILE, tooMany, 0), IllegalArgumentException.class, "1024");
    assertRefused(r -> r.writev("a", FILE, tooMany, 0), IllegalArgumentException.class, "1024");
  }

  @Test
  void theMostPartsThatOneRequestTakesAreTaken() throws IOException {
    MemorySegment[] many = new MemorySegment[1024];
    Arrays.fill(many, native8());
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      ring.readv("a", FILE, many, 0);
      ring.writev("b", FILE, new MemorySegment[0], 0);
      ring.submit();
      assertThat(kernel.submitted().getFirst().len()).isEqualTo(1024);
      assertThat(kernel.lastSubmitted().len()).isZero();
    }
  }

  @Test
  void aTimeoutThatEndsAfterNoCompletionIsRefusedAndStaysAsItWas() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      PreparedTimeout timeout = ring.timeout("a", 1).completions(2);
      assertThatThrownBy(() -> timeout.completions(0)).isInstanceOf(IllegalArgumentException.class);
      ring.submit();
      assertThat(kernel.lastSubmitted().off()).isEqualTo(2);
    }
  }

  // Owner.

  @Test
  void everyOperationIsTheOwnersOnly() throws Exception {
    MemorySegment shared = native8();
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      List<Throwable> thrown = new ArrayList<>();
      List<Call> calls =
          List.of(
              r -> r.nop("a"),
              r -> r.timeout("a", 1),
              r -> r.read("a", FILE, shared, 0),
              r -> r.fsync("a", FILE),
              r -> r.accept("a", FILE),
              r -> r.mkdirat("a", Fd.CWD, "x", 0),
              Ring::submit,
              Ring::poll,
              Ring::await);
      Thread.ofPlatform()
          .start(
              () -> {
                for (Call call : calls) {
                  try {
                    call.on(ring);
                  } catch (IOException | RuntimeException e) {
                    thrown.add(e);
                  }
                }
              })
          .join();
      assertThat(thrown).hasSize(calls.size()).allMatch(WrongThreadException.class::isInstance);
      assertThat(ring.pending()).isZero();
    }
  }
}
