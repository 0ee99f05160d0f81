package io.github.uring4j.cli;

import io.github.uring4j.Chunk;
import io.github.uring4j.Fd;
import io.github.uring4j.PreparedIo;
import io.github.uring4j.Region;
import io.github.uring4j.RegisteredBuffer;
import io.github.uring4j.Ring;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * The memory that all copies go through: one region, registered with the ring if the process may
 * lock that much, split into blocks.
 *
 * <p>The block that was given back last is taken first: it is the one still in the caches.
 */
final class CopyBuffers {

  /** More than any device asks for with direct I/O, and what pages are aligned to. */
  static final int ALIGNMENT = 4096;

  private final Ring<Block> ring;
  private final int blockSize;
  private final MemorySegment memory;

  /** Null if the memory is not registered. */
  private final RegisteredBuffer registered;

  private final String whyNotRegistered;
  private final Block[] free;
  private int freeCount;

  CopyBuffers(Ring<Block> ring, int count, int blockSize) throws CommandFailedException {
    this.ring = ring;
    this.blockSize = blockSize;
    memory = allocate(count, blockSize);
    RegisteredBuffer buffer = null;
    String reason = null;
    try {
      buffer = ring.registerBuffer(memory);
    } catch (IOException e) {
      reason = Errors.text(e);
    }
    registered = buffer;
    whyNotRegistered = reason;
    Region region = buffer == null ? Region.of(memory, blockSize) : Region.of(buffer, blockSize);
    free = new Block[count];
    for (int i = count - 1; i >= 0; i--) {
      Chunk chunk = region.allocate();
      free[i] = new Block(chunk);
    }
    freeCount = count;
  }

  /** Of an automatic arena: it lives as long as the ring may use it. */
  private static MemorySegment allocate(int count, int blockSize) throws CommandFailedException {
    try {
      return Arena.ofAuto().allocate((long) count * blockSize, ALIGNMENT);
    } catch (OutOfMemoryError e) {
      throw new CommandFailedException(
          "no memory for %d blocks of %d bytes: give a smaller --depth or --block-size"
              .formatted(count, blockSize),
          e);
    }
  }

  /** Why plain buffers are used instead of registered ones; empty if they are registered. */
  Optional<String> whyNotRegistered() {
    return Optional.ofNullable(whyNotRegistered);
  }

  int blockSize() {
    return blockSize;
  }

  /** A free block, or null. */
  Block take() {
    return freeCount == 0 ? null : free[--freeCount];
  }

  void give(Block block) {
    free[freeCount++] = block;
  }

  /** Reads into a block. */
  PreparedIo read(Block block, Fd fd, int at, int length, long offset) throws IOException {
    return registered == null
        ? ring.read(block, fd, memory.asSlice(block.chunk.offset() + at, length), offset)
        : ring.readFixed(block, fd, registered, block.chunk.offset() + at, length, offset);
  }

  /** Writes from a block. */
  PreparedIo write(Block block, Fd fd, int at, int length, long offset) throws IOException {
    return registered == null
        ? ring.write(block, fd, memory.asSlice(block.chunk.offset() + at, length), offset)
        : ring.writeFixed(block, fd, registered, block.chunk.offset() + at, length, offset);
  }
}
