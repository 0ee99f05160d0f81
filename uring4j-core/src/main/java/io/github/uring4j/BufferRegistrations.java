package io.github.uring4j;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Registering buffers with a ring: memory that the kernel pins and maps once instead of in each
 * request that uses it.
 *
 * <p>On a {@link Ring} each method is for the owner thread and throws WrongThreadException on
 * another, IllegalStateException when it is closed; on a {@link DisabledRing} for any thread, one
 * at a time, and IllegalStateException when it has been enabled or closed.
 */
public sealed interface BufferRegistrations permits Ring, DisabledRing {

  /**
   * Registers one buffer with the kernel, which pins its memory and saves the work of that in each
   * request that uses it.
   *
   * @param segment native memory, 1 byte to 1 GiB, which must stay allocated until it is
   *     unregistered or the ring is closed
   * @return the buffer, for readFixed, writeFixed and their likes
   * @throws ErrnoException ENOMEM if it exceeds what the process may lock, with the remedy; EBUSY
   *     if one is registered
   * @throws IllegalArgumentException if the segment is not native
   * @kernel 5.1
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_buffers.3.html">io_uring_register_buffers(3)</a>
   */
  default RegisteredBuffer registerBuffer(MemorySegment segment) throws IOException {
    return Registrations.of(this).buffers.register(segment);
  }

  /**
   * Takes the registration of the buffer back. Requests in flight that use it go on; new ones are
   * refused.
   *
   * @throws ErrnoException ENXIO if none is registered
   * @kernel 5.1
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_unregister_buffers.3.html">io_uring_unregister_buffers(3)</a>
   */
  default void unregisterBuffer() throws IOException {
    Registrations.of(this).buffers.unregister();
  }
}
