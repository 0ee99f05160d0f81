package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuffersTest {

  private static final int SIZE = 16;

  @Test
  void nativeMemoryOfEveryArenaPasses() {
    try (Arena confined = Arena.ofConfined();
        Arena shared = Arena.ofShared()) {
      assertThatNoException()
          .isThrownBy(
              () -> {
                Buffers.checkNative(confined.allocate(SIZE), true);
                Buffers.checkNative(shared.allocate(SIZE), true);
                Buffers.checkNative(Arena.ofAuto().allocate(SIZE), true);
                Buffers.checkNative(Arena.global().allocate(SIZE), true);
                Buffers.checkNative(MemorySegment.NULL, true);
              });
    }
  }

  @Test
  void mappedFilePasses(@TempDir Path directory) throws Exception {
    Path file = Files.write(directory.resolve("file"), new byte[SIZE]);
    try (Arena arena = Arena.ofConfined();
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MemorySegment map = channel.map(FileChannel.MapMode.READ_ONLY, 0, SIZE, arena);
      assertThatNoException().isThrownBy(() -> Buffers.checkNative(map, false));
      assertThatIllegalArgumentException().isThrownBy(() -> Buffers.checkNative(map, true));
    }
  }

  @Test
  void nullIsRefused() {
    assertThatNullPointerException()
        .isThrownBy(() -> Buffers.checkNative(null, false))
        .withMessage("buffer");
  }

  @Test
  void heapMemoryIsRefusedWithTheRemedy() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Buffers.checkNative(MemorySegment.ofArray(new byte[SIZE]), false))
        .withMessageContaining("heap")
        .withMessageContaining("allocate it with an Arena");
  }

  @Test
  void readOnlyMemoryIsRefusedAsTargetOnly() {
    MemorySegment readOnly = Arena.ofAuto().allocate(SIZE).asReadOnly();
    assertThatNoException().isThrownBy(() -> Buffers.checkNative(readOnly, false));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Buffers.checkNative(readOnly, true))
        .withMessageContaining("read-only");
  }

  @Test
  void closedMemoryIsRefused() {
    MemorySegment closed;
    try (Arena arena = Arena.ofConfined()) {
      closed = arena.allocate(SIZE);
    }
    assertThatIllegalStateException()
        .isThrownBy(() -> Buffers.checkNative(closed, false))
        .withMessageContaining("has been closed");
  }

  @Test
  void memoryConfinedToAnotherThreadIsRefused() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment confined = arena.allocate(SIZE);
      CompletableFuture<Void> elsewhere =
          CompletableFuture.runAsync(() -> Buffers.checkNative(confined, false));
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(elsewhere::join)
          .withCauseInstanceOf(WrongThreadException.class)
          .withMessageContaining("confined to another thread than Thread[")
          .withMessageContaining("Arena.ofShared()");
    }
  }

  @Test
  void lengthsOfOneRequestPass() {
    assertThat(Buffers.checkLength(0)).isEqualTo(0);
    assertThat(Buffers.checkLength(Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
    assertThat(Buffers.checkLength(Arena.ofAuto().allocate(SIZE))).isEqualTo(SIZE);
  }

  @Test
  void lengthsBeyondOneRequestAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Buffers.checkLength(1L << 31))
        .withMessage(
            "length 2147483648 exceeds the 2147483647 bytes of one request: split it into"
                + " several");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Buffers.checkLength(-1))
        .withMessage("length -1 is negative");
  }
}
