package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Arenas that are closed while the kernel uses their memory: reported, loudly, at completion. */
class FreedMemoryKernelTest extends OnKernel {

  /** Every way to collect a completion. */
  enum Form {
    POLL {
      @Override
      void collect(Ring<String> ring, List<String> handled) throws IOException {
        ring.poll();
      }
    },
    AWAIT {
      @Override
      void collect(Ring<String> ring, List<String> handled) throws IOException {
        ring.await();
      }
    },
    AWAIT_WITH_TIMEOUT {
      @Override
      void collect(Ring<String> ring, List<String> handled) throws IOException {
        ring.await(Duration.ofSeconds(1));
      }
    },
    HANDLER {
      @Override
      void collect(Ring<String> ring, List<String> handled) throws IOException {
        ring.forEachCompletion((String data, int res, int flags) -> handled.add(data));
      }
    },
    VIEW_HANDLER {
      @Override
      void collect(Ring<String> ring, List<String> handled) throws IOException {
        ring.forEachCompletion((CompletionView<String> view) -> handled.add(view.data()));
      }
    };

    abstract void collect(Ring<String> ring, List<String> handled) throws IOException;
  }

  private Pipe pipe;

  @BeforeEach
  void makePipe() {
    pipe = pipe();
  }

  /**
   * Ends a read with its arena closed, cancelled so that the kernel does not write to memory that
   * somebody else may have by now. Three completions are ready.
   */
  private void endReadOfFreedMemory(boolean vectored) throws IOException {
    Request read;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(16);
      if (vectored) {
        MemorySegment[] buffers = {memory(4), buffer};
        read = ring.readv("freed", pipe.in(), buffers, 0).request();
      } else {
        read = ring.read("freed", pipe.in(), buffer, 0).request();
      }
      ring.submit();
    }
    ring.cancel("cancel", read);
    ring.nop("nop");
    ring.submitAndWait(3);
  }

  @ParameterizedTest
  @EnumSource
  void everyFormOfCollectingReports(Form form) throws IOException {
    for (boolean vectored : new boolean[] {false, true}) {
      endReadOfFreedMemory(vectored);
      List<String> handled = new ArrayList<>();
      int thrown = 0;
      for (int i = 0; i < 10 && ring.inFlight() != 0; i++) {
        try {
          form.collect(ring, handled);
        } catch (MemoryFreedException e) {
          thrown++;
          assertThat(e)
              .hasMessageContaining("memory was freed while the kernel could use it")
              .hasMessageContaining(vectored ? "readv" : "read fd " + pipe.in().value())
              .hasMessageContaining("(freed)")
              .hasMessageContaining("ECANCELED");
        }
      }
      assertThat(thrown).as("once, and nothing behind it is lost").isOne();
      assertThat(ring.inFlight()).isZero();
      assertThat(end(ring.nop("still good")).res()).isZero();
    }
  }

  @Test
  void mappingThatIsGoneIsReportedWithTheKernelsAnswer() throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            directory.resolve("mapped"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, 1 << 20, arena);
        ring.read("freed", pipe.in(), mapped, 0);
        ring.submit();
      }
      Kernel.write(pipe.out(), "data");
      assertThatExceptionOfType(MemoryFreedException.class)
          .isThrownBy(() -> ring.await(SOON))
          .withMessageContaining("EFAULT");
    }
  }

  @Test
  void messageBufferThatIsGoneIsReported() throws IOException {
    List<PlainFd> pair = Kernel.socketPair(SocketType.STREAM);
    pair.forEach(this::closing);
    Request receive;
    try (Arena arena = Arena.ofConfined()) {
      receive = ring.recvmsg("freed", pair.get(0), MsgHdr.receive(arena.allocate(4)), 0).request();
      ring.submit();
    }
    ring.cancel("cancel", receive);
    ring.submitAndWait(2);
    int thrown = 0;
    while (ring.inFlight() != 0) {
      try {
        ring.poll();
      } catch (MemoryFreedException e) {
        assertThat(e).hasMessageContaining("recvmsg");
        thrown++;
      }
    }
    assertThat(thrown).isOne();
  }

  @Test
  void chunkWhoseMemoryIsGoneIsReported() throws IOException {
    Chunk chunk;
    Request read;
    try (Arena arena = Arena.ofConfined()) {
      chunk = Region.of(ring.registerBuffer(arena.allocate(64)), 64).allocate();
      read = ring.readFixed("freed", pipe.in(), chunk, 4, 0).request();
      ring.submit();
    }
    ring.cancel("cancel", read);
    ring.submitAndWait(2);
    int thrown = 0;
    while (ring.inFlight() != 0) {
      try {
        ring.poll();
      } catch (MemoryFreedException e) {
        thrown++;
      }
    }
    assertThat(thrown).isOne();
    chunk.free();
  }

  @Test
  void memoryThatIsGoneBeforeTheCallIsRefused() {
    MemorySegment gone;
    try (Arena arena = Arena.ofConfined()) {
      gone = arena.allocate(16);
    }
    assertThatIllegalStateException()
        .isThrownBy(() -> ring.read("read", pipe.in(), gone, 0))
        .withMessageContaining("arena has been closed");
    assertThat(ring.inFlight()).isZero();
  }

  @Test
  void closeDoesNotMindMemoryThatIsGone() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      ring.read("freed", pipe.in(), arena.allocate(16), 0);
      ring.submit();
    }
    ring.close();
  }
}
