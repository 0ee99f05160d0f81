package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.uring4j.sys.LinuxSyscalls;
import io.github.uring4j.sys.NativeMemory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Advice on memory. */
class MemoryKernelTest extends OnKernel {

  private static final int PAGES = 8;

  private MemorySegment memory;

  @BeforeEach
  void map() {
    LinuxSyscalls syscalls = new LinuxSyscalls();
    long size = PAGES * PageSize.BYTES;
    memory = NativeMemory.at(syscalls.mmap(size, -1, 0), size);
    closing(() -> syscalls.munmap(memory.address(), size));
  }

  private int advise(MemorySegment part, MemoryAdvice advice) throws IOException {
    return res(ring.madvise("advice", part, advice));
  }

  @Test
  void pagesThatAreNotNeededAreZeroAgain() throws IOException {
    memory.fill((byte) 'x');
    MemorySegment second = memory.asSlice(PageSize.BYTES, PageSize.BYTES);
    assertThat(advise(second, MemoryAdvice.DONTNEED)).isZero();
    assertThat(memory.get(JAVA_BYTE, PageSize.BYTES - 1)).isEqualTo((byte) 'x');
    assertThat(second.mismatch(MemorySegment.ofArray(new byte[(int) PageSize.BYTES])))
        .isEqualTo(-1);
    assertThat(memory.get(JAVA_BYTE, 2 * PageSize.BYTES)).isEqualTo((byte) 'x');
  }

  @Test
  void pagesArePopulated() throws IOException {
    assertThat(Kernel.residentPages(memory)).isZero();
    MemorySegment half = memory.asSlice(0, PAGES / 2 * PageSize.BYTES);
    int res = advise(half, MemoryAdvice.POPULATE_WRITE);
    Needs.known(res, "MADV_POPULATE_WRITE");
    assertThat(res).isZero();
    assertThat(Kernel.residentPages(half)).isEqualTo(PAGES / 2);
    assertThat(advise(memory, MemoryAdvice.POPULATE_READ)).isZero();
    assertThat(memory.get(JAVA_BYTE, 0)).isZero();
  }

  @Test
  void filesThatAreMappedAreBroughtIn() throws Exception {
    Needs.pageCache(directory);
    Files.write(directory.resolve("file"), new byte[(int) memory.byteSize()]);
    PlainFd fd = open("file", OpenFlags.RDWR);
    ok(ring.fsync("clean", fd));
    ok(ring.fadvise("drop", fd, 0, 0, FileAdvice.DONTNEED));
    try (Arena arena = Arena.ofConfined();
        FileChannel channel = FileChannel.open(directory.resolve("file"))) {
      MemorySegment mapped =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, memory.byteSize(), arena);
      assertThat(Kernel.residentPages(mapped)).isZero();
      assertThat(advise(mapped, MemoryAdvice.WILLNEED)).isZero();
      Await.until(() -> Kernel.residentPages(mapped) == PAGES);
    }
  }

  /** As /proc/self/smaps has them. */
  @ParameterizedTest
  @CsvSource({
    "RANDOM, rr, NORMAL",
    "SEQUENTIAL, sr, NORMAL",
    "DONTFORK, dc, DOFORK",
    "DONTDUMP, dd, DODUMP",
    "WIPEONFORK, wf, KEEPONFORK",
    "MERGEABLE, mg, UNMERGEABLE",
    "HUGEPAGE, hg, NOHUGEPAGE",
    "NOHUGEPAGE, nh, HUGEPAGE"
  })
  void adviceStaysWithTheMapping(MemoryAdvice advice, String flag, MemoryAdvice opposite)
      throws IOException {
    assertThat(Kernel.mappingFlags(memory)).doesNotContain(flag);
    int res = advise(memory, advice);
    Needs.known(res, "MADV_" + advice);
    assertThat(res).isZero();
    assertThat(Kernel.mappingFlags(memory)).contains(flag);
    assertThat(advise(memory, opposite)).isZero();
    assertThat(Kernel.mappingFlags(memory)).doesNotContain(flag);
  }

  @Test
  void pagesAreGivenUp() throws IOException {
    memory.fill((byte) 'x');
    for (MemoryAdvice advice :
        new MemoryAdvice[] {MemoryAdvice.COLD, MemoryAdvice.PAGEOUT, MemoryAdvice.FREE}) {
      assertThat(advise(memory, advice)).as("%s", advice).isZero();
    }
    assertThat(memory.get(JAVA_BYTE, 0)).isIn((byte) 'x', (byte) 0);
  }

  @Test
  void memoryOfNoSizeIsFine() throws IOException {
    assertThat(advise(memory.asSlice(0, 0), MemoryAdvice.DONTNEED)).isZero();
  }

  @Test
  void whatIsNotMappedIsAnError() throws IOException {
    MemorySegment nothing = NativeMemory.at(PageSize.BYTES, 1L << 33);
    assertThat(advise(nothing, MemoryAdvice.NORMAL)).isEqualTo(-Errno.ENOMEM);
    assertThat(advise(memory, MemoryAdvice.REMOVE)).isEqualTo(-Errno.EINVAL);
  }
}
