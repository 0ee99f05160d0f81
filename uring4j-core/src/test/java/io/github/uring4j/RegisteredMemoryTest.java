package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** Being registered makes memory no safer. */
class RegisteredMemoryTest {

  private final FakeKernel kernel = new FakeKernel();

  @Test
  void memoryWhoseArenaWasClosedIsRefused() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      RegisteredBuffer buffer;
      Chunk chunk;
      try (Arena arena = Arena.ofConfined()) {
        buffer = ring.registerBuffer(arena.allocate(64));
        chunk = Region.of(buffer, 64).allocate();
      }
      for (IoCall call :
          new IoCall[] {
            () -> ring.readFixed("a", PlainFd.STDIN, buffer, 0, 8, 0),
            () -> ring.writeFixed("a", PlainFd.STDIN, buffer, 0, 8, 0),
            () -> ring.readFixed("a", PlainFd.STDIN, chunk, 8, 0),
            () -> ring.writeFixed("a", PlainFd.STDIN, chunk, 8, 0)
          }) {
        assertThatThrownBy(call::run).isInstanceOf(IllegalStateException.class);
      }
      assertThat(ring.inFlight()).isZero();
    }
  }

  @Test
  void readOnlyMemoryIsNoTarget() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      MemorySegment memory = Arena.ofAuto().allocate(64).asReadOnly();
      RegisteredBuffer buffer = ring.registerBuffer(memory);
      assertThatThrownBy(() -> ring.readFixed("a", PlainFd.STDIN, buffer, 0, 8, 0))
          .isInstanceOf(IllegalArgumentException.class);
      ring.writeFixed("b", PlainFd.STDIN, buffer, 0, 8, 0);
      assertThat(ring.inFlight()).isOne();
    }
  }

  @Test
  void userDataThatCannotBeShownHidesNoReport() throws IOException {
    Object hostile =
        new Object() {
          @Override
          public String toString() {
            throw new UnsupportedOperationException("no");
          }
        };
    try (Ring<Object> ring = Ring.<Object>builder().syscalls(() -> kernel).open()) {
      ring.nop(hostile);
      assertThat(ring.dump()).contains("nop, data ", "whose toString failed", "no");
      ring.submit();
      assertThat(ring.poll()).asString().contains("nop = 0 (", "whose toString failed");
    }
  }

  private interface IoCall {
    void run() throws IOException;
  }
}
