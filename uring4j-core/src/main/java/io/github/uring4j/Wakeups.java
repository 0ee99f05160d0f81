package io.github.uring4j;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Ends the owner's wait from any thread.
 *
 * <p>A wake-up is pending from {@link #wakeup} until the owner's wait in progress, or else its next
 * one, has ended. Further ones meanwhile are the same one. Only when the owner waits is there
 * anything to do: the kernel is asked to post completions to the ring, as many as the owner waits
 * for.
 *
 * <p>The owner announces its wait and then looks for a wake-up; the waker sets the wake-up and then
 * looks for a wait. Both use volatile accesses, so that at least one sees the other: a wake-up is
 * never lost. It may come twice, as a completion that arrives when the wait has already ended; that
 * may end a later wait early.
 */
final class Wakeups {

  private static final VarHandle PENDING;

  static {
    try {
      PENDING = MethodHandles.lookup().findVarHandle(Wakeups.class, "pending", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Posts wake-up completions to a ring. */
  interface Poster {
    void post(int ringFd, int count) throws IOException;
  }

  private final int ringFd;
  private final Poster poster;

  /**
   * Held while the descriptor is in use, so that close cannot give its number to somebody else
   * meanwhile.
   */
  private final ReentrantLock open = new ReentrantLock();

  private boolean closed;

  /** How many completions the owner waits for; 0 when it does not. Written by the owner. */
  private volatile int waitingFor;

  private volatile boolean pending;

  /** {@code ringFd} is negative for a ring without a descriptor that others can name. */
  Wakeups(int ringFd, Poster poster) {
    this.ringFd = ringFd;
    this.poster = poster;
  }

  /** Owner only. */
  void beginWait(int minComplete) {
    waitingFor = minComplete;
  }

  /** Owner only, between {@link #beginWait} and {@link #endWait}. */
  boolean isPending() {
    return pending;
  }

  /** Owner only. Returns whether there was a wake-up, and takes it. */
  boolean endWait() {
    waitingFor = 0;
    // Read-modify-write, so that all that each waker did before is seen by whoever takes the
    // wake-up.
    return pending && (boolean) PENDING.getAndSet(this, false);
  }

  /** Safe from any thread, before, during and after close. */
  void wakeup() {
    if ((boolean) PENDING.getAndSet(this, true)) {
      return;
    }
    int count = waitingFor;
    if (count == 0) {
      return;
    }
    if (ringFd < 0) {
      throw new UnsupportedOperationException(
          "a ring that has a registered descriptor only cannot be woken from other threads");
    }
    open.lock();
    try {
      if (!closed) {
        poster.post(ringFd, count);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the ring's owner could not be woken", e);
    } finally {
      open.unlock();
    }
  }

  /** When this returns nobody uses the descriptor, nor will. */
  void close() {
    open.lock();
    try {
      closed = true;
    } finally {
      open.unlock();
    }
  }
}
