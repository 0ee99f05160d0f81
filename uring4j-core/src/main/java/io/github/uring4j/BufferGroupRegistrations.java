package io.github.uring4j;

import java.io.IOException;

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
}
