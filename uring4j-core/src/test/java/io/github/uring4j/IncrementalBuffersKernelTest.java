package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Incremental rings of buffers: one buffer for the data of many completions. */
class IncrementalBuffersKernelTest extends OnKernel {

  private BufferRing incremental(int entries, int size, int minLeft) throws IOException {
    return ring.bufferRing().entries(entries).bufferSize(size).incremental(minLeft).open();
  }

  /** Writes, and takes what the multishot read that is in flight brings. */
  private BufferLease through(Pipe pipe, String text) throws IOException {
    Kernel.write(pipe.out(), text);
    Completion<String> completion = next();
    assertThat(completion.hasMore()).isTrue();
    BufferLease lease = completion.buffer();
    assertThat(text(lease.segment())).isEqualTo(text);
    return lease;
  }

  @Test
  void aPipeFillsOneBufferAfterTheOther() throws IOException {
    BufferRing buffers = incremental(2, 10, 0);
    Pipe pipe = Kernel.pipe();
    closing(pipe.in());
    ring.readMultishot("read", pipe.in(), buffers, 0);
    List<BufferLease> leases = new ArrayList<>();
    for (String text : List.of("abcd", "efg", "hij", "klmnopqrst")) {
      leases.add(through(pipe, text));
    }
    assertThat(leases).extracting(lease -> lease.offset(0)).containsExactly(0L, 4L, 7L, 10L);
    assertThat(buffers.available()).isZero();
    leases.forEach(BufferLease::close);
    assertThat(buffers.available()).isEqualTo(2);
    for (int i = 0; i < 1000; i++) {
      through(pipe, i % 10 + "x").close();
    }
    assertThat(buffers.available()).isEqualTo(2);
    // The end of the pipe uses no buffer.
    pipe.out().close();
    assertThat(next().res()).isZero();
    assertThat(buffers.available()).isEqualTo(2);
    assertThat(buffers.leases()).isZero();
  }

  @Test
  void severalPipesShareTheBuffers() throws IOException {
    BufferRing buffers = incremental(4, 64, 0);
    List<Pipe> pipes = List.of(pipe(), pipe(), pipe());
    for (int i = 0; i < pipes.size(); i++) {
      ring.readMultishot(Integer.toString(i), pipes.get(i).in(), buffers, 0);
    }
    ring.submit();
    String[] seen = {"", "", ""};
    for (int round = 0; round < 50; round++) {
      for (int i = 0; i < pipes.size(); i++) {
        Kernel.write(pipes.get(i).out(), (char) ('a' + i) + Integer.toString(round) + ";");
      }
      Completion<String> completion = next();
      try (BufferLease lease = completion.buffer()) {
        seen[Integer.parseInt(completion.data())] += text(lease.segment());
      }
    }
    for (int i = 0; i < pipes.size(); i++) {
      char letter = (char) ('a' + i);
      StringBuilder expected = new StringBuilder();
      for (int round = 0; round < 50; round++) {
        expected.append(letter).append(round).append(';');
      }
      while (seen[i].length() < expected.length()) {
        Completion<String> completion = next();
        try (BufferLease lease = completion.buffer()) {
          seen[Integer.parseInt(completion.data())] += text(lease.segment());
        }
      }
      assertThat(seen[i]).isEqualTo(expected.toString());
    }
  }

  @Test
  void aFileIsReadPartByPart() throws IOException {
    BufferRing buffers = incremental(2, 90, 0);
    PlainFd file = create("file");
    String content = "0123456789".repeat(10);
    ok(ring.write("write", file, memory(content), 0));
    StringBuilder read = new StringBuilder();
    while (true) {
      Completion<String> completion = end(ring.read("read", file, buffers, 30, read.length()));
      if (completion.result() == 0) {
        break;
      }
      try (BufferLease lease = completion.buffer()) {
        read.append(text(lease.segment()));
      }
    }
    assertThat(read).hasToString(content);
    assertThat(buffers.available()).isEqualTo(2);
    // After the gaps that the ends of the file left, data lies where the completions say.
    for (int i = 0; i < 40; i++) {
      Completion<String> completion = end(ring.read("read", file, buffers, 30, 95));
      try (BufferLease lease = completion.buffer()) {
        assertThat(text(lease.segment())).isEqualTo("56789");
      }
      assertThat(buffers.available()).isEqualTo(2);
    }
  }

  @Test
  void theEndOfAPipeKeepsTheBuffer() throws IOException {
    BufferRing buffers = incremental(1, 64, 0);
    Pipe pipe = Kernel.pipe();
    closing(pipe.in());
    Kernel.write(pipe.out(), "hello");
    end(ring.read("read", pipe.in(), buffers, 32, 0)).buffer().close();
    pipe.out().close();
    for (int i = 0; i < 3; i++) {
      assertThat(res(ring.read("read", pipe.in(), buffers, 32, 0))).isZero();
      assertThat(buffers.available()).isEqualTo(1);
    }
    assertThat(buffers.head()).isZero();
  }

  @Test
  void aBufferWithLessThanTheMinimumLeftIsNotUsedAgain() throws IOException {
    BufferRing buffers = incremental(2, 10, 4);
    Pipe pipe = pipe();
    ring.readMultishot("read", pipe.in(), buffers, 0);
    BufferLease first = through(pipe, "abcdef");
    assertThat(buffers.available()).isEqualTo(2);
    BufferLease second = through(pipe, "g");
    assertThat(buffers.available()).isEqualTo(1);
    BufferLease third = through(pipe, "h");
    assertThat(first.buffer(0)).isEqualTo(second.buffer(0)).isNotEqualTo(third.buffer(0));
    first.close();
    second.close();
    assertThat(buffers.available()).isEqualTo(2);
    third.close();
  }

  @Test
  void closingItWhileAReadWaitsEndsTheReadWithoutBuffer() throws IOException {
    BufferRing buffers = incremental(2, 10, 0);
    Pipe pipe = pipe();
    ring.readMultishot("read", pipe.in(), buffers, 0);
    BufferLease lease = through(pipe, "abc");
    buffers.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> ring.readMultishot("read", pipe.in(), buffers, 0));
    Kernel.write(pipe.out(), "def");
    assertThat(next().errno()).isEqualTo(Errno.ENOBUFS);
    assertThat(text(lease.segment())).isEqualTo("abc");
    lease.close();
    assertThat(Kernel.read(pipe.in(), 10)).isEqualTo("def");
  }

  @Test
  void closingItLeavesWhatHasArrived() throws IOException {
    BufferRing buffers = incremental(2, 10, 0);
    Pipe pipe = pipe();
    ring.readMultishot("read", pipe.in(), buffers, 0);
    ring.submit();
    for (String text : List.of("abc", "def")) {
      Kernel.write(pipe.out(), text);
      ring.getEvents();
    }
    assertThat(ring.ready()).isEqualTo(2);
    buffers.close();
    BufferLease first = next().buffer();
    BufferLease second = next().buffer();
    assertThat(text(first.segment())).isEqualTo("abc");
    assertThat(text(second.segment())).isEqualTo("def");
    first.close();
    second.close();
  }
}
