package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** To the device, space, length, page cache. */
class StorageKernelTest extends OnKernel {

  private static final int BLOCKS = 16;
  private static final int BLOCK = 4096;

  @Test
  void fsyncAndFdatasyncTakeRanges() throws IOException {
    PlainFd fd = create("file");
    ok(ring.write("write", fd, memory("0123456789"), 0));
    assertThat(res(ring.fsync("fsync", fd))).isZero();
    assertThat(res(ring.fdatasync("fdatasync", fd))).isZero();
    assertThat(res(ring.fsync("fsync", fd, 0, 4))).isZero();
    assertThat(res(ring.fdatasync("fdatasync", fd, 2, 5))).isZero();
    assertThat(res(ring.fsync("fsync", pipe().in()))).isEqualTo(-Errno.EINVAL);
  }

  @Test
  void fallocateGrowsFileUnlessToKeepItsSize() throws IOException {
    PlainFd fd = create("file");
    Path file = directory.resolve("file");
    assertThat(res(ring.fallocate("allocate", fd, 0, 0, 4096))).isZero();
    assertThat(file).hasSize(4096);
    assertThat(res(ring.fallocate("keep", fd, FallocateFlags.KEEP_SIZE, 4096, 4096))).isZero();
    assertThat(file).hasSize(4096);
    Statx statx = new Statx();
    ok(ring.statx("statx", fd, "", AtFlags.EMPTY_PATH, StatxMask.BLOCKS, statx));
    assertThat(statx.blocks()).isEqualTo(16);
  }

  @Test
  void ftruncateSetsLength() throws IOException {
    Needs.operations(ring, Operation.FTRUNCATE);
    put("file", "0123456789");
    PlainFd fd = open("file", OpenFlags.RDWR);
    assertThat(res(ring.ftruncate("shorter", fd, 4))).isZero();
    assertThat(content("file")).isEqualTo("0123");
    assertThat(res(ring.ftruncate("longer", fd, 6))).isZero();
    assertThat(content("file")).isEqualTo("0123\0\0");
  }

  @ParameterizedTest
  @ValueSource(longs = {2L << 30, 1L << 30, 1L << 29, 0})
  void ftruncateGoesFarBeyondWhatIsAllocated(long length) throws IOException {
    PlainFd fd = create("file");
    assertThat(res(ring.ftruncate("truncate", fd, length))).isZero();
    assertThat(Files.size(directory.resolve("file"))).isEqualTo(length);
  }

  @Test
  void ftruncateWantsARegularFileOpenForWriting() throws IOException {
    assertThat(res(ring.ftruncate("pipe", pipe().out(), 0))).isEqualTo(-Errno.EINVAL);
    create("file");
    PlainFd reading = open("file", OpenFlags.RDONLY);
    assertThat(res(ring.ftruncate("reading", reading, 0))).isEqualTo(-Errno.EINVAL);
    assertThat(res(ring.ftruncate("negative", open("file", OpenFlags.RDWR), -1)))
        .isEqualTo(-Errno.EINVAL);
  }

  @Test
  void allocatedSpaceIsSyncedInAChain() throws IOException {
    PlainFd fd = create("file");
    ring.fallocate("allocate", fd, 0, 0, 128 * 1024).link();
    ring.fsync("sync", fd);
    assertThat(next().result()).isZero();
    assertThat(next().result()).isZero();
    assertThat(Files.size(directory.resolve("file"))).isEqualTo(128 * 1024);
  }

  private PlainFd createBlocks() throws IOException {
    byte[] content = new byte[BLOCKS * BLOCK];
    for (int block = 0; block < BLOCKS; block++) {
      Arrays.fill(content, block * BLOCK, (block + 1) * BLOCK, (byte) ('a' + block));
    }
    Files.write(directory.resolve("file"), content);
    return open("file", OpenFlags.RDWR);
  }

  /** The first byte of each block. */
  private String blocks() throws IOException {
    byte[] content = Files.readAllBytes(directory.resolve("file"));
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < content.length; at += BLOCK) {
      text.append(content[at] == 0 ? '-' : (char) content[at]);
    }
    return text.toString();
  }

  @Test
  void fallocateMakesHolesZerosAndShiftsWhatIsBehind() throws IOException {
    PlainFd fd = createBlocks();
    int hole = FallocateFlags.PUNCH_HOLE | FallocateFlags.KEEP_SIZE;
    int punched = res(ring.fallocate("hole", fd, hole, 2 * BLOCK, 2 * BLOCK));
    Needs.supported(punched, "holes");
    assertThat(punched).isZero();
    assertThat(blocks()).isEqualTo("ab--efghijklmnop");
    int zeroed = res(ring.fallocate("zero", fd, FallocateFlags.ZERO_RANGE, 5 * BLOCK, BLOCK));
    Needs.supported(zeroed, "FALLOC_FL_ZERO_RANGE");
    assertThat(zeroed).isZero();
    assertThat(blocks()).isEqualTo("ab--e-ghijklmnop");
    int collapsed =
        res(ring.fallocate("collapse", fd, FallocateFlags.COLLAPSE_RANGE, 0, 4 * BLOCK));
    Needs.supported(collapsed, "FALLOC_FL_COLLAPSE_RANGE");
    assertThat(collapsed).isZero();
    assertThat(blocks()).isEqualTo("e-ghijklmnop");
    assertThat(res(ring.fallocate("insert", fd, FallocateFlags.INSERT_RANGE, BLOCK, BLOCK)))
        .isZero();
    assertThat(blocks()).isEqualTo("e--ghijklmnop");
  }

  @Test
  void fallocateSaysWhatItCannotDo() throws IOException {
    PlainFd fd = create("file");
    assertThat(res(ring.fallocate("no length", fd, 0, 0, 0))).isEqualTo(-Errno.EINVAL);
    assertThat(res(ring.fallocate("hole of no size", fd, FallocateFlags.PUNCH_HOLE, 0, BLOCK)))
        .isIn(-Errno.EOPNOTSUPP, -Errno.EINVAL);
    assertThat(res(ring.fallocate("pipe", pipe().out(), 0, 0, 1))).isEqualTo(-Errno.ESPIPE);
    PlainFd reading = open("file", OpenFlags.RDONLY);
    assertThat(res(ring.fallocate("reading", reading, 0, 0, 1))).isEqualTo(-Errno.EBADF);
  }

  @Test
  void syncFileRangeTakesRangesAndFlags() throws IOException {
    PlainFd fd = createBlocks();
    int all =
        SyncFileRangeFlags.WAIT_BEFORE | SyncFileRangeFlags.WRITE | SyncFileRangeFlags.WAIT_AFTER;
    assertThat(res(ring.syncFileRange("range", fd, BLOCK, BLOCK, all))).isZero();
    assertThat(res(ring.syncFileRange("all", fd, 0, 0, SyncFileRangeFlags.WRITE))).isZero();
    assertThat(res(ring.syncFileRange("unknown flag", fd, 0, 0, 0x80))).isEqualTo(-Errno.EINVAL);
    assertThat(res(ring.syncFileRange("pipe", pipe().out(), 0, 0, all))).isEqualTo(-Errno.ESPIPE);
  }

  @Test
  void fadviseDropsAndFillsThePageCache() throws Exception {
    Needs.pageCache(directory);
    PlainFd fd = createBlocks();
    assertThat(res(ring.fsync("clean", fd))).isZero();
    try (Arena arena = Arena.ofShared();
        FileChannel channel = FileChannel.open(directory.resolve("file"))) {
      MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, BLOCKS * BLOCK, arena);
      assertThat(Kernel.residentPages(mapped)).isEqualTo(mapped.byteSize() / PageSize.BYTES);
      assertThat(res(ring.fadvise("drop", fd, 0, 0, FileAdvice.DONTNEED))).isZero();
      assertThat(Kernel.residentPages(mapped)).isZero();
      assertThat(res(ring.fadvise("fill", fd, 0, BLOCKS * BLOCK, FileAdvice.WILLNEED))).isZero();
      Await.until(() -> Kernel.residentPages(mapped) == mapped.byteSize() / PageSize.BYTES);
      long far = 0x1_0000_0000L;
      assertThat(res(ring.fadvise("drop", fd, 0, far, FileAdvice.DONTNEED))).isZero();
      assertThat(Kernel.residentPages(mapped)).isZero();
    }
  }

  @Test
  void allAdviceIsTakenOnFilesAndNoneOnPipes() throws IOException {
    PlainFd fd = create("file");
    for (FileAdvice advice : FileAdvice.values()) {
      assertThat(res(ring.fadvise("file", fd, 0, 0, advice))).as("%s", advice).isZero();
      assertThat(res(ring.fadvise("pipe", pipe().in(), 0, 0, advice))).isEqualTo(-Errno.ESPIPE);
    }
  }
}
