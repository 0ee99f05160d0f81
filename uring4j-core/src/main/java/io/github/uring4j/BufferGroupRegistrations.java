package io.github.uring4j;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Giving a ring buffers that the kernel picks from.
 *
 * <p>On a {@link Ring} each method is for the owner thread and throws WrongThreadException on
 * another, IllegalStateException when it is closed; on a {@link DisabledRing} for the thread that
 * opened it, and IllegalStateException when it has been enabled or closed.
 */
public sealed interface BufferGroupRegistrations permits Ring, DisabledRing {

  /**
   * A builder for a ring of buffers with more than sizes.
   *
   * @return a new builder
   * @kernel 5.19
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_setup_buf_ring.3.html">io_uring_setup_buf_ring(3)</a>
   */
  default BufferRingBuilder bufferRing() {
    return new BufferRingBuilder(Registrations.of(this));
  }

  /**
   * Makes a ring of buffers to receive in, with memory of its own.
   *
   * @param entries how many buffers, a power of two, 1 to 32768
   * @param bufferSize the size of each in bytes, positive
   * @return the ring of buffers, closed with this at the latest
   * @throws IllegalArgumentException if an argument is out of its range
   * @throws ErrnoException if the kernel refuses: ENOMEM if it exceeds what the process may lock
   * @kernel 5.19
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_setup_buf_ring.3.html">io_uring_setup_buf_ring(3)</a>
   */
  default BufferRing bufferRing(int entries, int bufferSize) throws IOException {
    return bufferRing().entries(entries).bufferSize(bufferSize).open();
  }

  /**
   * Makes a group of buffers of the older kind, all of them free: {@link
   * BufferGroupOperations#provideBuffers} hands them to the kernel.
   *
   * @param memory native and writable, which is split into buffers; must stay allocated until the
   *     ring is closed or all buffers are removed
   * @param bufferSize the size of each in bytes, positive
   * @return the group, of at most 65536 buffers
   * @throws IllegalArgumentException if the memory is smaller than one buffer, on the heap or
   *     read-only, or {@code bufferSize} is not positive
   * @throws IllegalStateException if the memory's arena is closed
   * @kernel 5.7
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_provide_buffers.3.html">io_uring_prep_provide_buffers(3)</a>
   */
  default ProvidedBuffers providedBuffers(MemorySegment memory, int bufferSize) {
    Registrations registrations = Registrations.of(this);
    Buffers.checkNative(memory, true);
    if (bufferSize < 1 || bufferSize > memory.byteSize()) {
      throw new IllegalArgumentException(
          "memory of %d bytes cannot be split into buffers of %d"
              .formatted(memory.byteSize(), bufferSize));
    }
    int count = (int) Math.min(memory.byteSize() / bufferSize, ProvidedBuffers.MAX_COUNT);
    BufferGroups groups = registrations.resources().groups();
    ProvidedBuffers group =
        new ProvidedBuffers(registrations, groups.freeId(), memory, bufferSize, count);
    groups.add(group);
    return group;
  }
}
