package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.uring4j.sys.NativeMemory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A table of several registered buffers, and what becomes of each. */
class BufferTableKernelTest extends OnKernel {

  private PlainFd file;

  @BeforeEach
  void files() throws IOException {
    Files.writeString(directory.resolve("file"), "0123456789");
    file = open("file", OpenFlags.RDWR);
  }

  /** Reads through a buffer and gives what is in it then. */
  private String read(RegisteredBuffer buffer, int length, long offset) throws IOException {
    buffer.segment().fill((byte) '.');
    assertThat(ok(ring.readFixed("read", file, buffer, 1, length, offset))).isEqualTo(length);
    return text(buffer.segment());
  }

  private static void assertFails(int errno, String text, ThrowingCallable call) {
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(call)
        .withMessageContaining(text)
        .satisfies(e -> assertThat(e.errno()).as("%s", e).isEqualTo(errno));
  }

  private void assertUnregistered(RegisteredBuffer buffer) {
    assertThatIllegalStateException()
        .isThrownBy(() -> ring.readFixed("read", file, buffer, 0, 1, 0))
        .withMessageContaining("is registered no longer");
    assertThat(ring.inFlight()).isZero();
  }

  @Test
  void eachBufferOfSeveralIsUsedByItsIndex() throws IOException {
    List<RegisteredBuffer> buffers = ring.registerBuffers(memory(5), null, memory(6), memory(4096));
    assertThat(buffers.get(1)).isNull();
    assertThat(buffers.get(2).index()).isEqualTo(2);
    assertThat(read(buffers.get(0), 3, 0)).isEqualTo(".012.");
    assertThat(read(buffers.get(2), 4, 4)).isEqualTo(".4567.");
    MemorySegment[] parts = {
      buffers.get(3).segment().asSlice(0, 2), buffers.get(3).segment().asSlice(4000, 3)
    };
    assertThat(ok(ring.readvFixed("read", file, buffers.get(3), parts, 0))).isEqualTo(5);
    assertThat(text(parts[1])).isEqualTo("234");
    assertThat(ok(ring.writevFixed("write", file, buffers.get(3), parts, 5))).isEqualTo(5);
    Region region = Region.of(buffers.get(3), 16);
    Chunk chunk = region.allocate();
    assertThat(ok(ring.readFixed("read", file, chunk, 5, 5))).isEqualTo(5);
    assertThat(text(chunk.segment(5))).isEqualTo("01234");
    assertThat(ok(ring.writeFixed("write", file, buffers.get(2), 1, 4, 0))).isEqualTo(4);
    assertThat(Files.readString(directory.resolve("file"))).isEqualTo("4567401234");
  }

  @Test
  void buffersThatLieOverEachOtherAndAcrossPagesWork() throws IOException {
    MemorySegment memory = Arena.ofAuto().allocate(1 << 20, 4096);
    List<RegisteredBuffer> buffers =
        ring.registerBuffers(memory, memory.asSlice(4090, 12), memory.asSlice(4095, 4097 * 3));
    assertThat(read(buffers.get(1), 10, 0)).isEqualTo(".0123456789.");
    assertThat(text(memory.asSlice(4091, 10))).isEqualTo("0123456789");
    assertThat(read(buffers.get(2), 10, 0)).startsWith(".0123456789.");
    assertThat(ok(ring.readFixed("read", file, buffers.getFirst(), 4090, 10, 0))).isEqualTo(10);
    assertThat(text(memory.asSlice(4090, 10))).isEqualTo("0123456789");
  }

  @Test
  void emptySlotsAreFilledReplacedAndEmptied() throws IOException {
    ring.registerBuffersSparse(10);
    List<RegisteredBuffer> buffers = ring.registerBuffersUpdate(8, memory(4), memory(5));
    assertThat(read(buffers.get(1), 3, 0)).isEqualTo(".012.");
    RegisteredBuffer replaced = ring.registerBuffersUpdate(9, memory(6)).getFirst();
    assertThat(read(replaced, 4, 1)).isEqualTo(".1234.");
    assertUnregistered(buffers.get(1));
    assertThat(read(buffers.getFirst(), 2, 0)).isEqualTo(".01.");
    ring.registerBuffersUpdate(8, (MemorySegment) null);
    assertUnregistered(buffers.getFirst());
    ring.unregisterBuffers();
    assertUnregistered(replaced);
    ring.registerBuffers(memory(8));
    assertUnregistered(replaced);
  }

  @Test
  void wrongSlotsAndSegmentsAreRefusedAndChangeNothing() throws IOException {
    assertFails(Errno.ENXIO, "none is registered", () -> ring.registerBuffersUpdate(0, memory(1)));
    RegisteredBuffer buffer = ring.registerBuffers(memory(5), memory(5)).getFirst();
    for (int first : new int[] {-1, 1, 2, Integer.MAX_VALUE}) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> ring.registerBuffersUpdate(first, memory(1), memory(1)));
    }
    MemorySegment heap = MemorySegment.ofArray(new byte[4]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ring.registerBuffersUpdate(0, memory(1), heap))
        .withMessageContaining("heap");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ring.registerBuffersUpdate(0, memory(1), memory(0)))
        .withMessageContaining("1 byte to 1 GiB");
    assertThatIllegalArgumentException().isThrownBy(() -> ring.registerBuffersUpdate(0));
    assertFails(Errno.EBUSY, "unregister it first", () -> ring.registerBuffers(memory(1)));
    assertFails(Errno.EBUSY, "unregister it first", () -> ring.registerBuffersSparse(1));
    assertThat(read(buffer, 3, 0)).isEqualTo(".012.");
  }

  @Test
  void numbersOfBuffersOutOfRangeAreRefused() throws IOException {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ring.registerBuffersSparse(16_385))
        .withMessage("a table of registered buffers has 1 to 16384 slots, not 16385");
    assertThatIllegalArgumentException().isThrownBy(() -> ring.registerBuffersSparse(0));
    assertThatIllegalArgumentException().isThrownBy(() -> ring.registerBuffers());
    MemorySegment[] all = new MemorySegment[16_384];
    Arrays.fill(all, memory(5));
    assertThat(read(ring.registerBuffers(all).getLast(), 3, 0))
        .as("index 16383")
        .isEqualTo(".012.");
  }

  @Test
  void updateStopsAtTheOneThatTheKernelRefuses() throws IOException {
    ring.registerBuffersSparse(4);
    MemorySegment unmapped = NativeMemory.at(4096, 8);
    RegisteredBuffer[] before = new RegisteredBuffer[2];
    before[0] = ring.registerBuffersUpdate(0, memory(5)).getFirst();
    before[1] = ring.registerBuffersUpdate(2, memory(5)).getFirst();
    assertFails(
        Errno.EFAULT,
        "slot 1",
        () -> ring.registerBuffersUpdate(0, memory(6), unmapped, memory(6)));
    assertUnregistered(before[0]);
    assertThat(read(before[1], 3, 0)).as("behind the one refused").isEqualTo(".012.");
    assertFails(
        Errno.EFAULT,
        "",
        () -> {
          ring.unregisterBuffers();
          ring.registerBuffers(memory(4), unmapped);
        });
    assertFails(Errno.ENXIO, "none is registered", () -> ring.unregisterBuffers());
  }

  @Test
  void requestInFlightOutlivesItsSlot() throws IOException {
    Pipe pipe = pipe();
    RegisteredBuffer buffer = ring.registerBuffers(memory(4)).getFirst();
    ring.readFixed("read", pipe.in(), buffer, 0, 4, 0);
    ring.submit();
    ring.registerBuffersUpdate(0, memory(4));
    Kernel.write(pipe.out(), "data");
    assertThat(next().result()).isEqualTo(4);
    assertThat(text(buffer.segment())).isEqualTo("data");
  }
}
