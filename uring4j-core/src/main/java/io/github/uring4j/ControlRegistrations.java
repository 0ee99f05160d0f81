package io.github.uring4j;

import java.io.IOException;

/**
 * Registering what steers a ring, apart from files and buffers.
 *
 * <p>On a {@link Ring} each method is for the owner thread and throws WrongThreadException on
 * another, IllegalStateException when it is closed; on a {@link DisabledRing} for any thread, one
 * at a time, and IllegalStateException when it has been enabled or closed.
 */
public sealed interface ControlRegistrations permits Ring, DisabledRing {

  /**
   * Has the kernel signal an eventfd at each completion, for a program that waits elsewhere.
   *
   * @param eventfd the descriptor; it stays the caller's
   * @throws ErrnoException EBUSY if one is registered already: unregister it first
   * @kernel 5.2
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_eventfd.3.html">io_uring_register_eventfd(3)</a>
   */
  default void registerEventfd(PlainFd eventfd) throws IOException {
    Registrations.of(this).registerEventfd(eventfd);
  }

  /**
   * Ends the signalling.
   *
   * @throws ErrnoException ENXIO if no eventfd is registered
   * @kernel 5.2
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_unregister_eventfd.3.html">io_uring_unregister_eventfd(3)</a>
   */
  default void unregisterEventfd() throws IOException {
    Registrations.of(this).unregisterEventfd();
  }
}
