package io.github.uring4j;

/**
 * Changing what waits find registered.
 *
 * <p>On a {@link Ring} each method is for the owner thread and throws WrongThreadException on
 * another, IllegalStateException when it is closed; on a {@link DisabledRing} for any thread, one
 * at a time, and IllegalStateException when it has been enabled or closed.
 */
public sealed interface WaitRegistrations permits Ring, DisabledRing {

  /**
   * Sets the options of a registered wait, from the next wait on.
   *
   * @param waits registered with this ring
   * @param index which of them
   * @param options how it is to wait
   * @throws IllegalArgumentException if {@code waits} belongs to another ring
   * @throws IndexOutOfBoundsException if there is no such index
   * @throws IllegalStateException if the arena of the memory given for them is closed
   * @kernel 6.13
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_region.3.html">io_uring_register_region(3)</a>
   */
  default void setWait(RegisteredWaits waits, int index, WaitOptions options) {
    Registrations registrations = Registrations.of(this);
    registrations.checkMine(waits.ring(), waits);
    waits.set(index, options);
  }
}
