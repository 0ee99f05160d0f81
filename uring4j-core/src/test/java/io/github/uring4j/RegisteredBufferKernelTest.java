package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The registered buffer, whole, in vectors and in chunks. */
class RegisteredBufferKernelTest extends OnKernel {

  private static final int SIZE = 1024;

  private RegisteredBuffer buffer;
  private PlainFd file;

  @BeforeEach
  void register() throws IOException {
    buffer = ring.registerBuffer(memory(SIZE));
    Files.writeString(directory.resolve("file"), "A test file");
    file = open("file", OpenFlags.RDWR);
  }

  private MemorySegment part(long offset, long size) {
    return buffer.segment().asSlice(offset, size);
  }

  @Test
  void fixedReadAndWrite() throws IOException {
    assertThat(res(ring.readFixed("read", file, buffer, 6, 6, 0))).isEqualTo(6);
    assertThat(text(part(0, 12))).isEqualTo("\0\0\0\0\0\0A test");
    assertThat(res(ring.readFixed("read", file, buffer, 0, 6, -1))).isEqualTo(6);
    assertThat(res(ring.readFixed("read", file, buffer, 0, 100, -1))).isEqualTo(5);
    assertThat(text(part(0, 5))).isEqualTo(" file");
    assertThat(res(ring.writeFixed("write", file, buffer, 6, 6, 5))).isEqualTo(6);
    assertThat(Files.readString(directory.resolve("file"))).isEqualTo("A tesA test");
  }

  @Test
  void rangeOutsideTheBufferIsRefused() {
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> ring.readFixed("read", file, buffer, SIZE - 1, 2, 0));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> ring.writeFixed("write", file, buffer, -1, 2, 0));
    assertThat(ring.inFlight()).isZero();
  }

  @Test
  void vectoredFixedReadAndWrite() throws IOException {
    Needs.operations(ring, Operation.READV_FIXED, Operation.WRITEV_FIXED);
    MemorySegment[] parts = {part(100, 2), part(0, 5)};
    assertThat(res(ring.readvFixed("read", file, buffer, parts, 0))).isEqualTo(7);
    assertThat(text(parts[0])).isEqualTo("A ");
    assertThat(text(parts[1])).isEqualTo("test ");
    MemorySegment[] swapped = {parts[1], parts[0]};
    assertThat(res(ring.writevFixed("write", file, buffer, swapped, 0))).isEqualTo(7);
    assertThat(Files.readString(directory.resolve("file"))).isEqualTo("test A file");
  }

  @Test
  void foreignBufferInVectorIsRejected() throws IOException {
    MemorySegment[] foreign = {part(0, 4), memory(4)};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ring.readvFixed("read", file, buffer, foreign, 0))
        .withMessageContaining("does not lie in the registered buffer 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ring.writevFixed("write", file, buffer, foreign, 0));
    assertThat(ring.inFlight()).isZero();
  }

  @Test
  void bufferOfAnotherRingIsRejected() throws IOException {
    try (Ring<String> other = Ring.open(1)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> other.readFixed("read", file, buffer, 0, 1, 0))
          .withMessageContaining("belongs to another ring");
    }
  }

  @Test
  void secondRegistrationIsRefusedUntilTheFirstIsTakenBack() throws IOException {
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(() -> ring.registerBuffer(memory(SIZE)))
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EBUSY));
    assertThat(res(ring.readFixed("read", file, buffer, 0, 1, 0))).as("still good").isOne();

    ring.unregisterBuffers();
    assertThatIllegalStateException()
        .isThrownBy(() -> ring.readFixed("read", file, buffer, 0, 1, 0))
        .withMessageContaining("no longer");
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(() -> ring.unregisterBuffers())
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.ENXIO));

    RegisteredBuffer second = ring.registerBuffer(memory(SIZE));
    assertThat(res(ring.readFixed("read", file, second, 0, 6, 0))).isEqualTo(6);
    assertThatIllegalStateException()
        .as("the first stays unregistered")
        .isThrownBy(() -> ring.readFixed("read", file, buffer, 0, 1, 0));
  }

  @Test
  void requestInFlightOutlivesTheRegistration() throws IOException {
    Pipe pipe = pipe();
    ring.readFixed("read", pipe.in(), buffer, 0, 4, 0);
    ring.submit();
    ring.unregisterBuffers();
    Kernel.write(pipe.out(), "data");
    assertThat(next().result()).isEqualTo(4);
    assertThat(text(part(0, 4))).isEqualTo("data");
  }

  @Test
  void chunkSizeOfZeroIsRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Region.of(buffer, 0))
        .withMessage("chunk size 0 must be positive");
  }

  @Test
  void chunksAreReadAndWritten() throws IOException {
    Region region = Region.of(buffer, 16);
    Chunk first = region.allocate();
    Chunk second = region.allocate();
    assertThat(res(ring.readFixed("read", file, first, 6, 0))).isEqualTo(6);
    assertThat(res(ring.readFixed("read", file, second, 16, 6))).isEqualTo(5);
    assertThat(text(first.segment(6))).isEqualTo("A test");
    assertThat(text(second.segment(5))).isEqualTo(" file");
    assertThat(res(ring.writeFixed("write", file, second, 5, 0))).isEqualTo(5);
    assertThat(Files.readString(directory.resolve("file"))).isEqualTo(" filet file");
  }

  @Test
  void lengthBeyondTheChunkIsRejected() {
    Chunk chunk = Region.of(buffer, 16).allocate();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ring.readFixed("read", file, chunk, 17, 0))
        .withMessage("requested length 17 > chunk size 16");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ring.writeFixed("write", file, chunk, 17, 0));
    assertThat(ring.inFlight()).isZero();
  }

  @Test
  void chunkOfAnotherRingIsRejected() throws IOException {
    Chunk chunk = Region.of(buffer, 16).allocate();
    Chunk unregistered = Region.of(memory(SIZE), 16).allocate();
    try (Ring<String> other = Ring.open(1)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> other.readFixed("read", file, chunk, 1, 0))
          .withMessageContaining("belongs to another ring");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> other.readFixed("read", file, unregistered, 1, 0))
          .withMessageContaining("not registered");
    }
  }

  @Test
  void chunkCannotBeFreedWhileTheKernelHasIt() throws IOException {
    Region region = Region.of(buffer, SIZE);
    Chunk chunk = region.allocate();
    Pipe pipe = pipe();
    ring.readFixed("read", pipe.in(), chunk, 4, 0);
    ring.submit();
    assertThatIllegalStateException()
        .isThrownBy(chunk::free)
        .withMessageContaining("used by 1 request(s) in flight");
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(region::allocate);
    Kernel.write(pipe.out(), "data");
    next();
    chunk.free();
    assertThatIllegalStateException().isThrownBy(chunk::free).withMessageContaining("is free");
    assertThatIllegalStateException()
        .isThrownBy(() -> ring.readFixed("read", file, chunk, 1, 0))
        .withMessageContaining("is free");
  }
}
