package io.github.uring4j;

import java.lang.foreign.MemorySegment;

/**
 * Memory that a ring has registered with the kernel (IORING_REGISTER_BUFFERS): pinned and mapped
 * once, so that requests with the fixed operations save that work each time.
 *
 * <p>Made by rings only, and good only on the ring that made it: another one refuses it. The memory
 * belongs to whoever allocated it, and must stay allocated until the buffer is unregistered or the
 * ring closed.
 *
 * <p>Thread rule: that of the ring, whose owner thread alone may use it.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man2/io_uring_register.2.html">io_uring_register(2)</a>
 */
public final class RegisteredBuffer {

  private final Object ring;
  private final int index;
  private final MemorySegment segment;
  private boolean registered = true;

  /**
   * Memory just registered with this ring, which is compared by identity, at this index of its
   * table.
   */
  RegisteredBuffer(Object ring, int index, MemorySegment segment) {
    assert index >= 0 : index;
    this.ring = ring;
    this.index = index;
    this.segment = segment;
  }

  /**
   * The memory.
   *
   * @return all of it, the same segment each time
   */
  public MemorySegment segment() {
    return segment;
  }

  /**
   * The index in the ring's table of registered buffers.
   *
   * @return zero or more
   */
  public int index() {
    return index;
  }

  /**
   * The size of the memory.
   *
   * @return in bytes
   */
  public long byteSize() {
    return segment.byteSize();
  }

  /** The only ring on which this is good. */
  Object ring() {
    return ring;
  }

  /** Whether the ring's table still holds it. */
  boolean isRegistered() {
    return registered;
  }

  /** Called by the ring when its table no longer holds it; for good. */
  void unregistered() {
    registered = false;
  }

  @Override
  public String toString() {
    return "%sregistered buffer %d of %d bytes"
        .formatted(registered ? "" : "un", index, segment.byteSize());
  }
}
