package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the operations on storage, pipes, memory and attributes refuse. */
class FileArgumentsTest {

  private final FakeKernel kernel = new FakeKernel().respond(Responder.NEVER);

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  private void assertRefused(
      EncodingRows.Preparing call, Class<? extends Throwable> type, String... texts)
      throws IOException {
    Refusals.assertRefused(kernel, call, type, texts);
  }

  private static final PlainFd FILE = PlainFd.of(7);
  private static final long PAGE = PageSize.BYTES;
  private static final MemorySegment MEMORY = Arena.ofAuto().allocate(2 * PAGE, PAGE);

  private static MemorySegment closed() {
    try (Arena arena = Arena.ofConfined()) {
      return arena.allocate(PAGE, PAGE);
    }
  }

  @Test
  void modesWithOtherBitsThanPermissionsAreRefused() throws IOException {
    assertRefused(
        r -> r.openat("a", Fd.CWD, "x", OpenFlags.CREAT, 010000),
        IllegalArgumentException.class,
        "octal");
  }

  @Test
  void pathsAndNamesWithNulAreRefused() throws IOException {
    MemorySegment value = MEMORY;
    List<EncodingRows.Preparing> names =
        List.of(
            r -> r.fgetxattr("a", FILE, "a\0b", value),
            r -> r.getxattr("a", "path", "a\0b", value),
            r -> r.fsetxattr("a", FILE, "a\0b", value, XattrMode.SET),
            r -> r.setxattr("a", "path", "a\0b", value, XattrMode.SET));
    for (EncodingRows.Preparing call : names) {
      assertRefused(call, IllegalArgumentException.class, "the name of the attribute", "NUL");
    }
    List<EncodingRows.Preparing> paths =
        List.of(
            r -> r.openat("a", Fd.CWD, "a\0b", 0, 0),
            r -> r.getxattr("a", "a\0b", "user.x", value),
            r -> r.setxattr("a", "a\0b", "user.x", value, XattrMode.SET));
    for (EncodingRows.Preparing call : paths) {
      assertRefused(call, IllegalArgumentException.class, "the path", "NUL");
    }
  }

  @Test
  void rangesThatTheEntryCannotSayAreRefused() throws IOException {
    long tooLong = 0x1_0000_0000L;
    List<EncodingRows.Preparing> calls =
        List.of(
            r -> r.syncFileRange("a", FILE, -1, 0, 0),
            r -> r.syncFileRange("a", FILE, 0, -1, 0),
            r -> r.syncFileRange("a", FILE, 0, tooLong, 0),
            r -> r.fadvise("a", FILE, -1, 0, FileAdvice.NORMAL),
            r -> r.fadvise("a", FILE, 0, -1, FileAdvice.NORMAL),
            r -> r.tee("a", FILE, FILE, -1, 0));
    for (EncodingRows.Preparing call : calls) {
      assertRefused(call, IllegalArgumentException.class);
    }
  }

  @Test
  void choicesThatAreMissingAreRefused() throws IOException {
    List<EncodingRows.Preparing> calls =
        List.of(
            r -> r.openat("a", null, "x", 0, 0),
            r -> r.fadvise("a", FILE, 0, 0, null),
            r -> r.madvise("a", MEMORY, null),
            r -> r.fsetxattr("a", FILE, "user.x", MEMORY, null),
            r -> r.setxattr("a", "x", "user.x", MEMORY, null));
    for (EncodingRows.Preparing call : calls) {
      assertRefused(call, NullPointerException.class);
    }
  }

  @Test
  void whatIsRefusedTakesNoScratchMemory() throws IOException {
    List<EncodingRows.Preparing> calls =
        List.of(
            r -> r.openat("a", null, "x", 0, 0),
            r -> r.openat2("a", null, "x", OpenHow.readOnly()),
            r -> r.statx("a", null, "x", 0, 0, new Statx()),
            r -> r.linkat("a", null, "x", Fd.CWD, "y", 0),
            r -> r.linkat("a", Fd.CWD, "x", null, "y", 0),
            r -> r.renameat("a", null, "x", Fd.CWD, "y", 0),
            r -> r.renameat("a", Fd.CWD, "x", null, "y", 0),
            r -> r.symlinkat("a", "x", null, "y"),
            r -> r.unlinkat("a", null, "x", 0),
            r -> r.mkdirat("a", null, "x", 0),
            r -> r.fsetxattr("a", FILE, "user.x", MEMORY, null));
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      long blocks = ring.scratch().blocksInUse();
      for (EncodingRows.Preparing call : calls) {
        assertThatThrownBy(() -> call.on(ring)).isInstanceOf(NullPointerException.class);
        assertThat(ring.scratch().blocksInUse()).isEqualTo(blocks);
        assertThat(ring.pending()).isZero();
      }
    }
  }

  @Test
  void memoryThatIsNotWholePagesIsRefused() throws IOException {
    List<MemorySegment> parts =
        List.of(MEMORY.asSlice(8, PAGE), MEMORY.asSlice(0, PAGE - 1), MEMORY.asSlice(0, PAGE + 8));
    for (MemorySegment part : parts) {
      assertRefused(
          r -> r.madvise("a", part, MemoryAdvice.DONTNEED),
          IllegalArgumentException.class,
          "whole pages");
    }
  }

  @Test
  void memoryThatIsReadOnlyIsNotAdvisedAway() throws IOException {
    MemorySegment readOnly = MEMORY.asReadOnly();
    List<MemoryAdvice> changes =
        List.of(
            MemoryAdvice.DONTNEED,
            MemoryAdvice.FREE,
            MemoryAdvice.REMOVE,
            MemoryAdvice.POPULATE_WRITE);
    for (MemoryAdvice advice : changes) {
      assertRefused(
          r -> r.madvise("a", readOnly, advice), IllegalArgumentException.class, "read-only");
    }
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      ring.madvise("a", readOnly, MemoryAdvice.WILLNEED);
    }
  }

  private void assertRefusedByAll(MemorySegment memory, Class<? extends Throwable> type)
      throws IOException {
    assertRefused(r -> r.fgetxattr("a", FILE, "user.x", memory), type);
    assertRefused(r -> r.getxattr("a", "x", "user.x", memory), type);
    assertRefused(r -> r.fsetxattr("a", FILE, "user.x", memory, XattrMode.SET), type);
    assertRefused(r -> r.setxattr("a", "x", "user.x", memory, XattrMode.SET), type);
    assertRefused(r -> r.madvise("a", memory, MemoryAdvice.NORMAL), type);
  }

  @Test
  void valuesThatTheKernelCannotUseAreRefused() throws IOException {
    assertRefusedByAll(MemorySegment.ofArray(new byte[8]), IllegalArgumentException.class);
    assertRefusedByAll(closed(), IllegalStateException.class);
    MemorySegment readOnly = MEMORY.asReadOnly();
    assertRefused(r -> r.fgetxattr("a", FILE, "user.x", readOnly), IllegalArgumentException.class);
    assertRefused(r -> r.getxattr("a", "x", "user.x", readOnly), IllegalArgumentException.class);
  }
}
