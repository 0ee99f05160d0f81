package io.github.uring4j;

import java.lang.foreign.MemorySegment;
import java.util.NoSuchElementException;

/**
 * Memory split into chunks of equal size that are handed out and taken back without allocating
 * anything.
 *
 * <p>Chunks are handed out first in, first out: one that was freed is used again as late as
 * possible, so that the mistake of using it after that has the best chance to be refused. Bytes at
 * the end that fill no chunk are unused.
 *
 * <p>The memory belongs to whoever allocated it and must outlive the use of every chunk; the region
 * owns only the list of what is free.
 *
 * <p>Thread rule: one thread, the owner of the ring that the chunks are used on. Nothing here is
 * synchronised or checked.
 */
public final class Region {

  private final MemorySegment memory;
  private final RegisteredBuffer buffer;
  private final int chunkSize;

  /** A circular queue: {@link #available} chunks from {@link #head} on. */
  private final Chunk[] free;

  private int head;
  private int available;

  private Region(MemorySegment memory, RegisteredBuffer buffer, int chunkSize) {
    if (chunkSize <= 0) {
      throw new IllegalArgumentException("chunk size %d must be positive".formatted(chunkSize));
    }
    Buffers.checkNative(memory, true);
    long count = memory.byteSize() / chunkSize;
    if (count > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "chunk size %d makes %d chunks of %d bytes, more than %d: choose a larger one"
              .formatted(chunkSize, count, memory.byteSize(), Integer.MAX_VALUE));
    }
    this.memory = memory;
    this.buffer = buffer;
    this.chunkSize = chunkSize;
    free = new Chunk[(int) count];
    available = free.length;
    for (int i = 0; i < free.length; i++) {
      free[i] = new Chunk(this, (long) i * chunkSize);
    }
  }

  /**
   * Splits a registered buffer; the fixed operations take its chunks.
   *
   * @param buffer the memory
   * @param chunkSize in bytes
   * @return the region, all free; with no chunk at all if the buffer is smaller than one
   * @throws IllegalArgumentException if chunkSize is not positive, or makes more than
   *     2<sup>31</sup>-1 chunks
   */
  public static Region of(RegisteredBuffer buffer, int chunkSize) {
    return new Region(buffer.segment(), buffer, chunkSize);
  }

  /**
   * Splits any native memory.
   *
   * @param memory native and writable
   * @param chunkSize in bytes
   * @return the region, all free; with no chunk at all if the memory is smaller than one
   * @throws IllegalArgumentException if chunkSize is not positive or makes more than
   *     2<sup>31</sup>-1 chunks, or if memory is on the heap or read-only
   * @throws IllegalStateException if the memory's arena has been closed
   * @throws WrongThreadException if the memory is confined to another thread
   */
  public static Region of(MemorySegment memory, int chunkSize) {
    return new Region(memory, null, chunkSize);
  }

  /**
   * Takes the chunk that has been free for longest.
   *
   * @return the chunk, with whatever its last user left in it, the caller's until {@link
   *     Chunk#free()}
   * @throws NoSuchElementException if none is free; {@link #tryAllocate()} is the form for who
   *     expects that
   */
  public Chunk allocate() {
    Chunk chunk = tryAllocate();
    if (chunk == null) {
      throw new NoSuchElementException(
          "all %d chunks of %d bytes are in use: free one first, or ask with tryAllocate()"
              .formatted(free.length, chunkSize));
    }
    return chunk;
  }

  /**
   * Takes the chunk that has been free for longest, if there is one.
   *
   * @return the chunk, with whatever its last user left in it, the caller's until {@link
   *     Chunk#free()}; null if none is free
   */
  public Chunk tryAllocate() {
    if (available == 0) {
      return null;
    }
    Chunk chunk = free[head];
    head = wrapped(head + 1L);
    available--;
    chunk.allocated();
    return chunk;
  }

  /**
   * How many chunks are free.
   *
   * @return 0 to {@link #chunkCount()}
   */
  public int available() {
    return available;
  }

  /**
   * The size of every chunk.
   *
   * @return in bytes, positive
   */
  public int chunkSize() {
    return chunkSize;
  }

  /**
   * How many chunks there are, free and in use.
   *
   * @return zero or more
   */
  public int chunkCount() {
    return free.length;
  }

  /** Takes back a chunk that knows that it is in use. */
  void release(Chunk chunk) {
    free[wrapped((long) head + available)] = chunk;
    available++;
  }

  private int wrapped(long position) {
    return (int) (position < free.length ? position : position - free.length);
  }

  /** The memory that all chunks lie in. */
  MemorySegment memory() {
    return memory;
  }

  /** What the memory is registered as, or null. */
  RegisteredBuffer buffer() {
    return buffer;
  }

  @Override
  public String toString() {
    return "region of %d chunks of %d bytes, %d free".formatted(free.length, chunkSize, available);
  }
}
