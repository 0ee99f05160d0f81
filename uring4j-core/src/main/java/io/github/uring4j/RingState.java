package io.github.uring4j;

import java.io.IOException;

/**
 * What can be asked of a ring. Each method is for the owner thread and throws WrongThreadException
 * on another, and IllegalStateException when the ring is closed.
 */
public sealed interface RingState permits Ring {

  /**
   * How many requests one submit may carry.
   *
   * @return a power of two
   */
  default int entries() {
    Ring<?> ring = Ring.checked(this);
    return ring.engine().sq.entries();
  }

  /**
   * How many completions the kernel can show at once; more are held back until some are collected.
   *
   * @return a power of two
   */
  default int completionEntries() {
    Ring<?> ring = Ring.checked(this);
    return ring.engine().cq.entries();
  }

  /**
   * How many requests were prepared and not yet handed to the kernel.
   *
   * @return 0 to {@link #entries}
   */
  default int pending() {
    Ring<?> ring = Ring.checked(this);
    return ring.engine().sq.pending();
  }

  /**
   * How many requests have been prepared whose last completion has not been collected: pending, in
   * the kernel, or completed.
   *
   * @return zero or more; may exceed {@link #entries}
   */
  default int inFlight() {
    Ring<?> ring = Ring.checked(this);
    return ring.table().inUse() - ring.registrations().mailboxes.open();
  }

  /**
   * How many completions can be collected without a system call. Now and then one of the ring's own
   * is among them. Not a way to learn of new ones: the kernel may show none before it is entered,
   * which poll, forEachCompletion and the waits do.
   *
   * @return zero or more
   */
  default int ready() {
    Ring<?> ring = Ring.checked(this);
    return ring.engine().cq.ready();
  }

  /**
   * The flags that the ring was made with, those that were chosen included.
   *
   * @return a combination of {@link SetupFlags}
   */
  default int setupFlags() {
    Ring<?> ring = Ring.checked(this);
    return ring.resources().layout().setupFlags();
  }

  /**
   * What the kernel's io_uring has.
   *
   * @return a combination of {@link Features}
   */
  default int features() {
    Ring<?> ring = Ring.checked(this);
    return ring.resources().layout().features();
  }

  /**
   * Asks the kernel which operations it has.
   *
   * @return the answer
   * @throws ErrnoException if it cannot be asked
   * @kernel 5.6
   */
  default Probe probe() throws IOException {
    Ring<?> ring = Ring.checked(this);
    return Probe.of(ring.resources());
  }

  /**
   * Counts of what the ring has done.
   *
   * @return a snapshot
   */
  default RingStatistics statistics() {
    Ring<?> ring = Ring.checked(this);
    return new RingStatistics(
        ring.engine().sq.published(),
        ring.collector().completed(),
        ring.engine().enters(),
        ring.engine().sq.pending(),
        inFlight(),
        ring.engine().cq.ready(),
        Integer.toUnsignedLong(ring.engine().cq.lost()),
        Integer.toUnsignedLong(ring.engine().sq.dropped()),
        ring.collector().strays(),
        ring.resources().scratch().bytesMapped());
  }

  /**
   * What is in flight, a line for each request, for a person who looks at a stuck program.
   *
   * @return some lines of text
   */
  default String dump() {
    Ring<?> ring = Ring.checked(this);
    return RingDump.of(ring.resources(), statistics());
  }

  /**
   * Whether the kernel holds completions back because the queue was full. They come when there is
   * room again, with the next poll, forEachCompletion or wait.
   *
   * @return true if it does
   * @kernel 5.8
   */
  default boolean hasOverflow() {
    return Ring.checked(this).engine().sq.hasOverflow();
  }

  /**
   * Whether completions signal the {@linkplain Ring#registerEventfd registered eventfd}.
   *
   * @return true unless {@link RingControl#eventfdEnabled(boolean)} ended it
   * @kernel 5.8
   */
  default boolean isEventfdEnabled() {
    return Ring.checked(this).engine().cq.isEventfdEnabled();
  }
}
