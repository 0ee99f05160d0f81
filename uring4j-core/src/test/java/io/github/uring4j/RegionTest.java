package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.uring4j.sys.NativeMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RegionTest {

  private static final int CHUNK = 16;
  private static final int COUNT = 4;
  private static final int TAIL = 5;

  private final MemorySegment memory = Arena.ofAuto().allocate(CHUNK * COUNT + TAIL);
  private final Region region = Region.of(memory, CHUNK);

  @Test
  void splitsMemoryIntoEqualChunksAndLeavesTheTail() {
    assertThat(region.chunkCount()).isEqualTo(COUNT);
    assertThat(region.chunkSize()).isEqualTo(CHUNK);
    assertThat(region.available()).isEqualTo(COUNT);
    for (int i = 0; i < COUNT; i++) {
      Chunk chunk = region.allocate();
      assertThat(chunk.offset()).isEqualTo((long) i * CHUNK);
      assertThat(chunk.length()).isEqualTo(CHUNK);
      assertThat(chunk.segment()).isEqualTo(memory.asSlice((long) i * CHUNK, CHUNK));
      assertThat(chunk.buffer()).isNull();
    }
    assertThat(region).hasToString("region of 4 chunks of 16 bytes, 0 free");
  }

  @Test
  void chunkSizeThatIsNotPositiveIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Region.of(memory, 0))
        .withMessage("chunk size 0 must be positive");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Region.of(memory, -1))
        .withMessage("chunk size -1 must be positive");
  }

  @Test
  void moreChunksThanAnIntCountsAreRefused() {
    MemorySegment vast = NativeMemory.at(0, 1L << 32);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Region.of(vast, 1))
        .withMessageContaining("makes 4294967296 chunks");
  }

  @Test
  void memoryThatTheKernelCannotFillIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Region.of(MemorySegment.ofArray(new byte[CHUNK]), CHUNK));
    assertThatIllegalArgumentException().isThrownBy(() -> Region.of(memory.asReadOnly(), CHUNK));
  }

  @Test
  void memorySmallerThanOneChunkHasNone() {
    Region none = Region.of(memory.asSlice(0, CHUNK - 1), CHUNK);
    assertThat(none.chunkCount()).isZero();
    assertThat(none.tryAllocate()).isNull();
  }

  @Test
  void exhaustionIsAnExceptionOrNullAsAskedFor() {
    for (int i = 0; i < COUNT; i++) {
      assertThat(region.tryAllocate()).isNotNull();
    }
    assertThat(region.tryAllocate()).isNull();
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(region::allocate)
        .withMessageStartingWith("all 4 chunks of 16 bytes are in use")
        .withMessageContaining("tryAllocate()");
  }

  @Test
  void randomUseBehavesAsAQueueOfFreeChunks() {
    Random random = new Random(42);
    List<Chunk> used = new ArrayList<>();
    Deque<Long> free = new ArrayDeque<>();
    for (int i = 0; i < COUNT; i++) {
      free.add((long) i * CHUNK);
    }
    for (int step = 0; step < 10_000; step++) {
      if (random.nextBoolean()) {
        Chunk chunk = region.tryAllocate();
        Long expected = free.poll();
        assertThat(chunk == null ? null : chunk.offset()).isEqualTo(expected);
        if (chunk != null) {
          used.add(chunk);
        }
      } else if (!used.isEmpty()) {
        Chunk chunk = used.remove(random.nextInt(used.size()));
        chunk.free();
        free.add(chunk.offset());
      }
      assertThat(region.available()).isEqualTo(free.size());
    }
  }

  @Test
  void secondFreeIsRefused() {
    Chunk chunk = region.allocate();
    chunk.free();
    assertThatIllegalStateException()
        .isThrownBy(chunk::free)
        .withMessageStartingWith("the chunk of 16 bytes at offset 0 is free");
    assertThat(region.available()).isEqualTo(COUNT);
  }

  @Test
  void freedChunkRefusesEveryUseOfItsMemory() {
    Chunk chunk = region.allocate();
    chunk.free();
    assertThatIllegalStateException().isThrownBy(chunk::segment);
    assertThatIllegalStateException().isThrownBy(() -> chunk.segment(1));
    assertThatIllegalStateException().isThrownBy(() -> chunk.toBytes(1));
    assertThatIllegalStateException().isThrownBy(chunk::hold);
  }

  @Test
  void chunkInFlightIsNotFreed() {
    Chunk chunk = region.allocate();
    chunk.hold();
    chunk.hold();
    chunk.unhold();
    assertThatIllegalStateException()
        .isThrownBy(chunk::free)
        .withMessageStartingWith("the chunk of 16 bytes at offset 0 is used by 1 request(s)");
    chunk.unhold();
    chunk.free();
    assertThat(region.available()).isEqualTo(COUNT);
  }

  @Test
  void partsOfAChunkStartAtItsStart() {
    region.allocate();
    Chunk chunk = region.allocate();
    chunk.segment().fill((byte) 7);
    memory.set(JAVA_BYTE, CHUNK, (byte) 1);
    assertThat(chunk.segment(2)).isEqualTo(memory.asSlice(CHUNK, 2));
    assertThat(chunk.segment(0).byteSize()).isZero();
    assertThat(chunk.segment(CHUNK)).isEqualTo(chunk.segment());
    assertThat(chunk.toBytes(3)).containsExactly(1, 7, 7);
  }

  @Test
  void lengthsBeyondTheChunkAreRefused() {
    Chunk chunk = region.allocate();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> chunk.segment(CHUNK + 1))
        .withMessage("requested length 17 > chunk size 16");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> chunk.toBytes(-1))
        .withMessage("requested length -1 is negative");
  }

  @Test
  void chunksOfARegisteredBufferKnowIt() {
    Object ring = new Object();
    RegisteredBuffer buffer = new RegisteredBuffer(ring, 2, memory);
    assertThat(Region.of(buffer, CHUNK).allocate().buffer()).isSameAs(buffer);
    assertThat(buffer.ring()).isSameAs(ring);
    assertThat(buffer.index()).isEqualTo(2);
    assertThat(buffer.segment()).isSameAs(memory);
    assertThat(buffer.byteSize()).isEqualTo(memory.byteSize());
    assertThat(buffer).hasToString("registered buffer 2 of 69 bytes");
    assertThat(buffer.isRegistered()).isTrue();
    buffer.unregistered();
    assertThat(buffer.isRegistered()).isFalse();
    assertThat(buffer).hasToString("unregistered buffer 2 of 69 bytes");
  }
}
