package io.github.uring4j;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One of the equal parts that a {@link Region} splits its memory into.
 *
 * <p>A chunk is the caller's from {@link Region#allocate()} to {@link #free()}, which must wait for
 * the completion of every request that uses it. The memory belongs to whoever allocated what the
 * region was made of.
 *
 * <p>The same object is handed out again later, so that nothing is allocated. So a reference that
 * was kept after free is refused only while the chunk is free; once somebody else has it, the stale
 * reference looks like his, and freeing it frees his. Forget the reference when you free.
 *
 * <p>Thread rule: one thread, the region's.
 */
public final class Chunk {

  private final Region region;
  private final long offset;
  private final MemorySegment segment;

  private boolean inUse;

  /** How many requests of the ring, made and not yet completed, use the memory. */
  private int holds;

  Chunk(Region region, long offset) {
    this.region = region;
    this.offset = offset;
    segment = region.memory().asSlice(offset, region.chunkSize());
  }

  /**
   * Gives the chunk back to its region.
   *
   * @throws IllegalStateException if it is free already, or a request that uses it has not
   *     completed
   */
  public void free() {
    checkInUse();
    if (holds != 0) {
      throw new IllegalStateException(
          "%s is used by %d request(s) in flight: free it after their completions"
              .formatted(this, holds));
    }
    inUse = false;
    region.release(this);
  }

  /**
   * Where it starts in the region's memory.
   *
   * @return in bytes, zero or more
   */
  public long offset() {
    return offset;
  }

  /**
   * Its size.
   *
   * @return in bytes, the region's chunk size
   */
  public int length() {
    return region.chunkSize();
  }

  /**
   * All of its memory.
   *
   * @return the same segment each time; not to be used once the chunk is freed
   * @throws IllegalStateException if the chunk is free
   */
  public MemorySegment segment() {
    checkInUse();
    return segment;
  }

  /**
   * The first bytes of its memory, as a new segment.
   *
   * @param length in bytes, 0 to {@link #length()}
   * @return not to be used once the chunk is freed
   * @throws IllegalArgumentException if length is out of its range
   * @throws IllegalStateException if the chunk is free
   */
  public MemorySegment segment(int length) {
    checkInUse();
    checkLength(length);
    return segment.asSlice(0, length);
  }

  /**
   * A copy of the first bytes of its memory.
   *
   * @param length in bytes, 0 to {@link #length()}
   * @return the bytes
   * @throws IllegalArgumentException if length is out of its range
   * @throws IllegalStateException if the chunk is free
   */
  public byte[] toBytes(int length) {
    checkInUse();
    checkLength(length);
    byte[] bytes = new byte[length];
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, 0, bytes, 0, length);
    return bytes;
  }

  /**
   * What the region was made of.
   *
   * @return the registered buffer, or null if the memory is not registered
   */
  public RegisteredBuffer buffer() {
    return region.buffer();
  }

  /**
   * Refuses a length that the chunk does not have.
   *
   * @throws IllegalArgumentException if length is negative or more than {@link #length()}
   */
  void checkLength(int length) {
    if (length < 0 || length > length()) {
      throw new IllegalArgumentException(
          length < 0
              ? "requested length %d is negative".formatted(length)
              : "requested length %d > chunk size %d".formatted(length, length()));
    }
  }

  /** Called by the region when it hands the chunk out. */
  void allocated() {
    assert !inUse && holds == 0 : this;
    inUse = true;
  }

  /**
   * Called by the ring when it makes a request that uses the memory.
   *
   * @throws IllegalStateException if the chunk is free
   */
  void hold() {
    checkInUse();
    holds++;
  }

  /**
   * Called by the ring when such a request has completed, or was dropped before it was submitted.
   */
  void unhold() {
    assert holds > 0 : this;
    holds--;
  }

  /** The memory, whoever has the chunk. */
  MemorySegment memory() {
    return segment;
  }

  private void checkInUse() {
    if (!inUse) {
      throw new IllegalStateException(
          "%s is free: it must not be used, or freed again, before allocate() hands it out"
              .formatted(this));
    }
  }

  @Override
  public String toString() {
    return "the chunk of %d bytes at offset %d".formatted(length(), offset);
  }
}
