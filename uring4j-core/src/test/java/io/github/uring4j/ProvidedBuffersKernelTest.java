package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Buffers of the older kind: provided, picked, removed. */
class ProvidedBuffersKernelTest extends OnKernel {

  @Test
  void theKernelPicksEachInItsTurnAndTakesItAgainByAnotherRequest() throws IOException {
    ProvidedBuffers buffers = ring.providedBuffers(memory(64), 16);
    PlainFd file = create("file");
    ok(ring.write("write", file, memory("hello, world"), 0));
    assertThat(res(ring.read("read", file, buffers, 0, 0))).isEqualTo(-Errno.ENOBUFS);
    ok(ring.provideBuffers("provide", buffers, 0, 4));
    List<BufferLease> leases = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      leases.add(end(ring.read("read", file, buffers, 5, 7)).buffer());
      assertThat(leases.get(i).buffer(0)).isEqualTo(i);
      assertThat(text(leases.get(i).segment())).isEqualTo("world");
    }
    assertThat(buffers.available()).isZero();
    assertThat(res(ring.readv("read", file, buffers, 5, 0))).isEqualTo(-Errno.ENOBUFS);
    leases.get(2).close();
    ok(ring.provideBuffers("provide", buffers, 2, 1));
    try (BufferLease lease = end(ring.readv("read", file, buffers, 5, 0)).buffer()) {
      assertThat(lease.buffer(0)).isEqualTo(2);
      assertThat(text(lease.segment())).isEqualTo("hello");
    }
  }

  @Test
  void aReadIsCutAtTheBuffersSizeAndAtWhatIsAskedFor() throws IOException {
    ProvidedBuffers buffers = ring.providedBuffers(memory(64), 16);
    PlainFd file = create("file");
    ok(ring.write("write", file, memory("0123456789".repeat(3)), 0));
    ok(ring.provideBuffers("provide", buffers, 0, 4));
    assertThat(end(ring.read("read", file, buffers, 1000, 0)).buffer().length()).isEqualTo(16);
    assertThat(end(ring.read("read", file, buffers, 0, 0)).buffer().length()).isEqualTo(16);
    assertThat(end(ring.readv("read", file, buffers, 7, 0)).buffer().length()).isEqualTo(7);
  }

  @Test
  void whatIsRemovedIsFreeAgain() throws IOException {
    ProvidedBuffers buffers = ring.providedBuffers(memory(64), 16);
    assertThat(res(ring.removeBuffers("remove", buffers))).isEqualTo(-Errno.ENOENT);
    ok(ring.provideBuffers("provide", buffers, 0, 3));
    PlainFd file = create("file");
    ok(ring.write("write", file, memory("hello"), 0));
    BufferLease lease = end(ring.read("read", file, buffers, 0, 0)).buffer();
    assertThat(ok(ring.removeBuffers("remove", buffers))).isEqualTo(2);
    assertThat(buffers.available()).isZero();
    assertThat(buffers.isFree(1) && buffers.isFree(2)).isTrue();
    lease.close();
    ok(ring.provideBuffers("provide", buffers, 0, 4));
    assertThat(buffers.available()).isEqualTo(4);
  }

  @Test
  void theEndOfAFileAndAnErrorLeaveNoBufferBehind() throws IOException {
    ProvidedBuffers buffers = ring.providedBuffers(memory(16), 16);
    PlainFd empty = create("empty");
    PlainFd writable = open("empty", OpenFlags.WRONLY);
    for (int round = 0; round < 3; round++) {
      ok(ring.provideBuffers("provide", buffers, 0, 1));
      assertThat(res(ring.read("read", empty, buffers, 0, 0))).isZero();
      if (!buffers.isFree(0)) {
        assertThat(ok(ring.removeBuffers("remove", buffers))).isEqualTo(1);
      }
      ok(ring.provideBuffers("provide", buffers, 0, 1));
      assertThat(res(ring.read("read", writable, buffers, 0, 0))).isEqualTo(-Errno.EBADF);
      if (!buffers.isFree(0)) {
        assertThat(ok(ring.removeBuffers("remove", buffers))).isEqualTo(1);
      }
      assertThat(buffers.available()).isZero();
    }
  }

  @Test
  void aMultishotReadUsesThemOneByOne() throws IOException {
    ProvidedBuffers buffers = ring.providedBuffers(memory(32), 16);
    ok(ring.provideBuffers("provide", buffers, 0, 2));
    Pipe pipe = pipe();
    ring.readMultishot("read", pipe.in(), buffers, 0);
    for (String text : List.of("one", "two")) {
      Kernel.write(pipe.out(), text);
      assertThat(text(next().buffer().segment())).isEqualTo(text);
    }
    Kernel.write(pipe.out(), "three");
    Completion<String> last = next();
    assertThat(last.errno()).isEqualTo(Errno.ENOBUFS);
    assertThat(last.hasMore()).isFalse();
  }

  @Test
  void allIdsThatThereCanBeAreUsed() throws IOException {
    MemorySegment memory = memory(1 << 16);
    ProvidedBuffers buffers = ring.providedBuffers(memory, 1);
    ok(ring.provideBuffers("provide", buffers, 32_760, 16));
    PlainFd file = create("file");
    ok(ring.write("write", file, memory("0123456789abcdef"), 0));
    for (int i = 0; i < 16; i++) {
      try (BufferLease lease = end(ring.read("read", file, buffers, 0, i)).buffer()) {
        assertThat(lease.buffer(0)).isEqualTo(32_760 + i);
      }
    }
    assertThat(text(memory.asSlice(32_760, 16))).isEqualTo("0123456789abcdef");
    assertThatIllegalStateException().isThrownBy(() -> leaseTwice(buffers, file));
  }

  private void leaseTwice(ProvidedBuffers buffers, PlainFd file) throws IOException {
    ok(ring.provideBuffers("provide", buffers, 65_535, 1));
    BufferLease lease = end(ring.read("read", file, buffers, 0, 0)).buffer();
    assertThat(lease.buffer(0)).isEqualTo(65_535);
    lease.close();
    lease.close();
  }
}
