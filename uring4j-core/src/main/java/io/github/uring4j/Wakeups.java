package io.github.uring4j;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

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
 *
 * <p>Nobody ever parks here. A virtual thread that parked with a lock held could not run again
 * until its scheduler is woken, and when that scheduler is the owner of a ring, whoever should wake
 * it could be queued behind that very lock. So the way to the kernel is guarded by a spin lock,
 * held for one short system call during which a virtual thread stays on its carrier.
 */
final class Wakeups {

  private static final VarHandle PENDING;
  private static final VarHandle WAITING_FOR;
  private static final VarHandle STATE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      PENDING = lookup.findVarHandle(Wakeups.class, "pending", boolean.class);
      WAITING_FOR = lookup.findVarHandle(Wakeups.class, "waitingFor", int.class);
      STATE = lookup.findVarHandle(Wakeups.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Posts completions to a ring. Called by one thread at a time. */
  interface Poster {
    void post(int ringFd, long userData, int res, int count) throws IOException;
  }

  /** Negative when others cannot name the ring; set to that once at most. */
  private volatile int ringFd;

  private final Poster poster;

  /**
   * OPEN, POSTING, CLOSED. OPEN to POSTING and back by a waker, while it uses the descriptor; OPEN
   * to CLOSED, for good, by close: so the descriptor's number can never be somebody else's when it
   * is used.
   */
  private volatile int state = OPEN;

  private static final int OPEN = 0;
  private static final int POSTING = 1;
  private static final int CLOSED = 2;

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
    // Release is enough: a waker that still sees the old value posts for nothing.
    WAITING_FOR.setRelease(this, 0);
    // Read-modify-write, so that all that each waker did before is seen by whoever takes the
    // wake-up.
    return pending && (boolean) PENDING.getAndSet(this, false);
  }

  /** Owner only. Puts back a wake-up that was taken without anybody being told. */
  void putBack() {
    pending = true;
  }

  /** Safe from any thread, before, during and after close. */
  void wakeup() {
    if (isClosed()) {
      return;
    }
    ringFd();
    if ((boolean) PENDING.getAndSet(this, true)) {
      return;
    }
    int count = waitingFor;
    if (count == 0 || !beginPosting()) {
      return;
    }
    boolean posted = false;
    try {
      poster.post(ringFd(), UserData.WAKEUP, 0, count);
      posted = true;
    } catch (IOException e) {
      throw new UncheckedIOException("the ring's owner could not be woken", e);
    } finally {
      if (!posted) {
        // The next one shall try again, whatever kept this one from it.
        pending = false;
      }
      state = OPEN;
    }
  }

  /** Posts a completion. Safe from any thread. Returns whether the ring was open. */
  boolean post(long userData, int res) {
    ringFd();
    if (!beginPosting()) {
      return false;
    }
    try {
      poster.post(ringFd(), userData, res, 1);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("the message could not be sent", e);
    } finally {
      state = OPEN;
    }
  }

  /** The descriptor by which other threads name the ring. */
  int ringFd() {
    int fd = ringFd;
    if (fd < 0) {
      throw new UnsupportedOperationException(
          "a ring that has a registered descriptor only cannot be reached by other threads and"
              + " rings");
    }
    return fd;
  }

  boolean isClosed() {
    return state == CLOSED;
  }

  private boolean beginPosting() {
    while (!STATE.compareAndSet(this, OPEN, POSTING)) {
      if (state == CLOSED) {
        return false;
      }
      Thread.onSpinWait();
    }
    return true;
  }

  /** When this returns nobody uses the descriptor, nor will; wake-ups are refused. */
  void loseDescriptor() {
    if (beginPosting()) {
      ringFd = -1;
      state = OPEN;
    }
  }

  /** When this returns nobody uses the descriptor, nor will. */
  void close() {
    while (!STATE.compareAndSet(this, OPEN, CLOSED)) {
      if (state == CLOSED) {
        return;
      }
      Thread.onSpinWait();
    }
  }
}
