package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Flags and attributes of single reads and writes. */
class TransferFlagsKernelTest extends OnKernel {

  private static final int BLOCK = 4096;

  private static MemorySegment block() {
    return Arena.ofAuto().allocate(BLOCK, BLOCK).fill((byte) 'x');
  }

  @Test
  void dataThatIsNotCachedLeavesThePageCache() throws Exception {
    Needs.pageCache(directory);
    byte[] content = new byte[16 * BLOCK];
    Arrays.fill(content, (byte) 'x');
    Files.write(directory.resolve("file"), content);
    PlainFd fd = open("file", OpenFlags.RDWR);
    ok(ring.fsync("clean", fd));
    ok(ring.fadvise("drop", fd, 0, 0, FileAdvice.DONTNEED));
    MemorySegment buffer = block().fill((byte) 0);
    int res = res(ring.read("read", fd, buffer, 0).rwFlags(RwFlags.DONTCACHE));
    Needs.supported(res, "RWF_DONTCACHE");
    assertThat(res).isEqualTo(BLOCK);
    assertThat(buffer.mismatch(block())).isEqualTo(-1);
    try (Arena arena = Arena.ofShared();
        FileChannel channel = FileChannel.open(directory.resolve("file"))) {
      MemorySegment first = channel.map(FileChannel.MapMode.READ_ONLY, 0, BLOCK, arena);
      Await.until(() -> Kernel.residentPages(first) == 0);
    }
  }

  @Test
  void aWriteThatHonoursItsOffsetDoesNotAppend() throws IOException {
    put("file", "0123456789");
    PlainFd fd = open("file", OpenFlags.WRONLY | OpenFlags.APPEND);
    assertThat(res(ring.write("append", fd, memory("a"), 0))).isEqualTo(1);
    int res = res(ring.write("at offset", fd, memory("b"), 0).rwFlags(RwFlags.NOAPPEND));
    Needs.supported(res, "RWF_NOAPPEND");
    assertThat(res).isEqualTo(1);
    assertThat(content("file")).isEqualTo("b123456789a");
  }

  @Test
  void aWriteToAClosedPipeFails() throws IOException {
    PipeEnds ends = new PipeEnds();
    ok(ring.pipe("pipe", ends));
    ends.readEnd().close();
    closing(ends.writeEnd());
    int res = res(ring.write("write", ends.writeEnd(), memory("x"), 0).rwFlags(RwFlags.NOSIGNAL));
    Needs.supported(res, "RWF_NOSIGNAL");
    assertThat(res).isEqualTo(-Errno.EPIPE);
  }

  @Test
  void anAtomicWriteNeedsADeviceThatHasThem() throws IOException {
    PlainFd fd = create("file");
    Statx statx = new Statx();
    ok(ring.statx("stat", fd, "", AtFlags.EMPTY_PATH, StatxMask.WRITE_ATOMIC, statx));
    int res = res(ring.write("atomic", fd, block(), 0).rwFlags(RwFlags.ATOMIC));
    assertThat(res).as("buffered").isIn(-Errno.EOPNOTSUPP, -Errno.EINVAL);
    assertThat(res(ring.read("atomic", fd, block(), 0).rwFlags(RwFlags.ATOMIC)))
        .as("a read")
        .isIn(-Errno.EOPNOTSUPP, -Errno.EINVAL);
    assertThat(Files.size(directory.resolve("file"))).isZero();
  }

  @Test
  void protectionInformationNeedsADeviceThatHasIt() throws IOException {
    MemorySegment info = memory(64);
    PlainFd fd = create("file");
    assertThat(res(ring.write("write", fd, block(), 0).protectionInfo(info, PiFlags.GUARD, 0, 0)))
        .isEqualTo(-Errno.EINVAL);
    PlainFd direct = open("file", OpenFlags.RDWR | OpenFlags.DIRECT);
    assertThat(
            res(ring.write("write", direct, block(), 0).protectionInfo(info, PiFlags.GUARD, 0, 0)))
        .isEqualTo(-Errno.EINVAL);
    MemorySegment[] blocks = {block(), block()};
    assertThat(res(ring.readv("read", direct, blocks, 0).protectionInfo(info, 0, 0, 0)))
        .isEqualTo(-Errno.EINVAL);
    assertThat(res(ring.write("without", direct, block(), 0))).isEqualTo(BLOCK);
  }
}
