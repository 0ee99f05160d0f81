package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.IORING_SETUP_R_DISABLED;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

/**
 * A ring that does not run yet: it takes registrations, and {@link #enable} makes it a {@link
 * Ring}.
 *
 * <p>So one thread can set a ring up and hand it to another: the thread that enables it becomes its
 * owner. Until then any thread may call, one at a time; groups of buffers and queues of zero-copy
 * receive are for the thread that opened it. Close it if it is not enabled.
 *
 * @param <T> the type of the ring's user data
 * @see <a href="https://man7.org/linux/man-pages/man2/io_uring_setup.2.html">io_uring_setup(2),
 *     IORING_SETUP_R_DISABLED</a>
 */
public final class DisabledRing<T>
    implements AutoCloseable,
        BufferGroupRegistrations,
        BufferRegistrations,
        ControlRegistrations,
        FileRegistrations,
        WaitRegistrations,
        ZcrxRegistrations {

  private final RingResources resources;
  private final Registrations registrations;
  private final Duration closeTimeout;
  private final AbandonedRings.Watch watch;
  private boolean gone;

  DisabledRing(RingResources resources, Duration closeTimeout) {
    assert (resources.layout().setupFlags() & IORING_SETUP_R_DISABLED) != 0;
    this.resources = resources;
    this.closeTimeout = closeTimeout;
    registrations = new Registrations(resources);
    resources.ownedBy(Thread.currentThread());
    watch = AbandonedRings.watch(this, resources);
  }

  /**
   * A mailbox of the ring that this becomes, as {@link Ring#mailbox} makes them.
   *
   * @param data comes with each message
   * @return the mailbox
   * @kernel 5.18
   */
  public Mailbox mailbox(T data) {
    checkNotGone();
    return registrations.mailboxes.open(data);
  }

  /**
   * Restricts what the ring may do once it runs.
   *
   * @param restrictions what is allowed
   * @throws ErrnoException EBUSY if it is restricted already; EINVAL if the kernel does not know
   *     what is allowed
   * @kernel 5.10
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_restrictions.3.html">io_uring_register_restrictions(3)</a>
   */
  public void registerRestrictions(Restrictions restrictions) throws IOException {
    checkNotGone();
    registrations.controls.registerRestrictions(restrictions);
  }

  /**
   * Makes room for options of waits that the kernel has at hand, in memory of the kernel. A ring
   * has one such room at most.
   *
   * @param count how many, 1 to 65536
   * @return the waits, good on the ring that this becomes
   * @throws IllegalArgumentException if {@code count} is out of its range
   * @throws ErrnoException EBUSY if there are some; EINVAL if the kernel has no registered waits
   * @kernel 6.13
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_region.3.html">io_uring_register_region(3)</a>
   */
  public RegisteredWaits registerWaits(int count) throws IOException {
    checkNotGone();
    return WaitRegion.register(registrations, count);
  }

  /**
   * Makes room for options of waits that the kernel has at hand, in the application's memory, as
   * many as there is room for less one.
   *
   * @param memory of 64 bytes each, in whole pages and aligned to a page; must stay allocated until
   *     the ring is closed, and nothing else may write there
   * @return the waits, good on the ring that this becomes
   * @throws IllegalArgumentException if the memory is not native, read-only or too small
   * @throws ErrnoException EBUSY if there are some; EINVAL if the kernel has no registered waits,
   *     or the memory is not of whole pages
   * @kernel 6.13
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_register_region.3.html">io_uring_register_region(3)</a>
   */
  public RegisteredWaits registerWaits(MemorySegment memory) throws IOException {
    checkNotGone();
    return WaitRegion.register(registrations, memory);
  }

  /**
   * Lets the ring run. This object is of no use afterwards.
   *
   * @return the ring, owned by the current thread
   * @throws WrongThreadException on a virtual thread
   * @throws ErrnoException if the kernel refuses: the ring stays disabled; or if memory is short:
   *     the ring is closed
   * @kernel 5.10
   */
  public Ring<T> enable() throws IOException {
    checkNotGone();
    RingBuilder.checkPlatformThread();
    registrations.enableRings();
    gone = true;
    watch.ringClosed();
    try {
      return new Ring<>(resources, registrations, closeTimeout);
    } catch (IOException | RuntimeException e) {
      release();
      throw e;
    }
  }

  /** Closes the ring if it has not been enabled; does nothing otherwise. */
  @Override
  public void close() {
    if (!gone) {
      gone = true;
      watch.ringClosed();
      release();
    }
  }

  /** Nothing has been submitted. */
  private void release() {
    registrations.ringClosed();
    resources.wakeups().close();
    resources.release();
  }

  /** Behind {@link Registrations#of}, which checks the caller. */
  Registrations registrations() {
    return registrations;
  }

  @Override
  public String toString() {
    return gone ? "a ring that was enabled or closed" : "disabled " + resources.name();
  }

  void checkNotGone() {
    if (gone) {
      throw new IllegalStateException("the ring has been enabled or closed");
    }
  }
}
