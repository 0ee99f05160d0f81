package io.github.uring4j;

import static io.github.uring4j.abi.LinuxConstants.O_RDWR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rings of buffers, where they lie, and reads that pick from them. */
class BufferRingKernelTest extends OnKernel {

  /** Where ring and buffers lie. */
  enum Memory {
    OWN {
      @Override
      BufferRing open(BufferRingBuilder builder) throws IOException {
        return builder.open();
      }
    },
    OF_THE_KERNEL {
      @Override
      BufferRing open(BufferRingBuilder builder) throws IOException {
        return builder.kernelMemory().open();
      }
    },
    OF_THE_CALLER {
      @Override
      BufferRing open(BufferRingBuilder builder) throws IOException {
        return builder.memory(Arena.ofAuto().allocate(1 << 16)).open();
      }
    };

    abstract BufferRing open(BufferRingBuilder builder) throws IOException;
  }

  private PlainFd file(String content) throws IOException {
    PlainFd file = open("file", O_RDWR | OpenFlags.CREAT);
    ok(ring.write("write", file, memory(content), 0));
    return file;
  }

  @ParameterizedTest
  @EnumSource
  void aReadPicksABufferAndTheLeaseGivesItBack(Memory where) throws IOException {
    BufferRing buffers = where.open(ring.bufferRing().entries(4).bufferSize(16));
    PlainFd file = file("hello, world");
    for (int round = 0; round < 10; round++) {
      Completion<String> completion = end(ring.read("read", file, buffers, 0, 7));
      assertThat(completion.result()).isEqualTo(5);
      assertThat(buffers.available()).isEqualTo(3);
      try (BufferLease lease = completion.buffer()) {
        assertThat(text(lease.segment())).isEqualTo("world");
        assertThat(lease.buffer(0)).isEqualTo(CompletionFlags.bufferId(completion.flags()));
      }
      assertThat(buffers.available()).isEqualTo(4);
    }
    assertThat(buffers.leases()).isZero();
    buffers.close();
    buffers.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> ring.read("read", file, buffers, 0, 0))
        .withMessageContaining("closed");
  }

  @Test
  void whatNoHandlerTakesGoesBack() throws IOException {
    BufferRing buffers = ring.bufferRing(2, 16);
    PlainFd file = file("hello");
    List<String> seen = new ArrayList<>();
    CompletionHandler<String> taking =
        (data, res, flags) -> seen.add(text(buffers.take(flags).segment()));
    CompletionHandler<String> indifferent = (data, res, flags) -> seen.add(data);
    CompletionViewHandler<String> looking = view -> seen.add(view.operation().cName());
    for (int round = 0; round < 3; round++) {
      ring.readv("read", file, buffers, 3, 0);
      ring.submitAndWait(1);
      ring.forEachCompletion(indifferent);
      ring.readv("read", file, buffers, 3, 0);
      ring.submitAndWait(1);
      ring.forEachCompletion(looking);
      assertThat(buffers.available()).isEqualTo(2);
    }
    assertThat(seen).containsExactly("read", "readv", "read", "readv", "read", "readv");
    seen.clear();
    for (int left = 1; left >= 0; left--) {
      ring.readv("read", file, buffers, 3, 0);
      ring.submitAndWait(1);
      ring.forEachCompletion(taking);
      assertThat(buffers.available()).isEqualTo(left);
    }
    assertThat(seen).containsExactly("hel", "hel");
    assertThat(res(ring.read("read", file, buffers, 0, 0))).isEqualTo(-Errno.ENOBUFS);
  }

  @Test
  void aMultishotReadOfAPipeGoesOnUntilTheBuffersAreGone() throws IOException {
    BufferRing buffers = ring.bufferRing(2, 16);
    Pipe pipe = pipe();
    ring.readMultishot("read", pipe.in(), buffers, 0);
    List<BufferLease> leases = new ArrayList<>();
    for (String text : List.of("one", "two")) {
      Kernel.write(pipe.out(), text);
      Completion<String> completion = next();
      assertThat(completion.hasMore()).isTrue();
      assertThat(text(completion.buffer().segment())).isEqualTo(text);
      leases.add(completion.buffer());
    }
    Kernel.write(pipe.out(), "three");
    Completion<String> last = next();
    assertThat(last.errno()).isEqualTo(Errno.ENOBUFS);
    assertThat(last.hasMore()).isFalse();
    assertThatIllegalStateException().isThrownBy(last::buffer);
    leases.forEach(BufferLease::close);
    ring.readMultishot("read", pipe.in(), buffers, 0);
    Completion<String> more = next();
    MemorySegment three = more.buffer().segment();
    assertThat(text(three)).isEqualTo("three");
    more.buffer().close();
    assertThat(buffers.available()).isEqualTo(2);
  }
}
