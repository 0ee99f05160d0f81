package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.github.uring4j.abi.Structs.IoUringSyncCancelReg;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Ends a ring without ever freeing memory that the kernel may still touch.
 *
 * <p>Drops what was not submitted, cancels the rest, and waits for the last completion of every
 * request. A cancel may miss a request that is just between two states, so it is sent again from
 * time to time. What comes in is disposed of: nobody else will.
 */
final class RingCloser {

  /**
   * How long to wait before cancelling again; doubled each time that nothing has ended, up to the
   * second.
   */
  private static final long FIRST_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final long LONGEST_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final RingResources resources;
  private final Engine engine;
  private final SlotTable table;

  /** The kernel has no way to cancel all at once (before Linux 5.19). */
  private boolean oneByOne;

  /** Answers to the last cancellation that are still to come. */
  private int cancelsUnanswered;

  /** Whether all answers to the last cancellation said that there was nothing to cancel. */
  private boolean cancelFoundNothing;

  RingCloser(RingResources resources, Engine engine) {
    this.resources = resources;
    this.engine = engine;
    table = resources.table();
  }

  void close(Duration timeout) throws IOException {
    if (!resources.isRooted()) {
      // Nothing has ever been submitted.
      resources.release();
      return;
    }
    engine.sq.dropUnpublished(this::dropped);
    long deadline = System.nanoTime() + timeout.toNanos();
    engine.beginClose();
    letGoOfAll(deadline);
    if (table.inUse() != 0) {
      throw new RingCloseException(timeout, RingDump.requests(resources));
    }
    resources.release();
  }

  private void letGoOfAll(long deadline) throws IOException {
    collect();
    long patience = FIRST_PATIENCE_NANOS;
    while (table.inUse() != 0 || cancelsUnanswered != 0) {
      long now = System.nanoTime();
      if (now - deadline >= 0) {
        return;
      }
      if (cancelsUnanswered == 0) {
        if (engine.lostCompletions() && cancelFoundNothing) {
          // The kernel has nothing left: what is still in the table ended without a completion.
          forgetAll();
          return;
        }
        cancelAll();
      }
      int before = table.inUse();
      engine.submitAndWait(1, Math.min(deadline, now + patience));
      collect();
      boolean progress = table.inUse() < before;
      if (cancelsUnanswered != 0) {
        cancelPastDrain();
      }
      patience = progress ? FIRST_PATIENCE_NANOS : Math.min(patience * 2, LONGEST_PATIENCE_NANOS);
    }
  }

  private void cancelAll() throws IOException {
    cancelFoundNothing = true;
    if (!oneByOne) {
      cancel(UserData.CANCEL_ALL, 0, IORING_ASYNC_CANCEL_ANY | IORING_ASYNC_CANCEL_ALL);
      return;
    }
    for (int slot = 0; slot < table.capacity(); slot++) {
      if (table.isTaken(slot)) {
        cancel(UserData.CANCEL_ONE, table.userData(slot), 0);
      }
    }
  }

  private void cancel(long userData, long target, int flags) throws IOException {
    if (!engine.sq.hasSpace()) {
      engine.makeSpace();
    }
    Encoders.cancel(engine.sq.sqes(), engine.sq.nextEntry(), userData, target, flags);
    engine.sq.advance();
    cancelsUnanswered++;
  }

  /**
   * Cancels everything without a request: behind a drain every request waits, a cancel too. Linux
   * 6.0; before it such a ring is closed only once what the drain waits for has ended by itself.
   */
  private void cancelPastDrain() {
    try (Arena arena = Arena.ofConfined()) {
      // The time to wait stays zero. What was found, if anything, is told by its completions.
      MemorySegment all = arena.allocate(IoUringSyncCancelReg.SIZE, Long.BYTES);
      all.set(
          JAVA_INT,
          IoUringSyncCancelReg.FLAGS,
          IORING_ASYNC_CANCEL_ANY | IORING_ASYNC_CANCEL_ALL);
      resources.register(IORING_REGISTER_SYNC_CANCEL, all, 1);
    }
  }

  private void collect() throws IOException {
    CompletionQueue cq = engine.cq;
    if (cq.ready() == 0) {
      engine.flushCompletions();
    }
    cq.beginBatch();
    while (cq.next()) {
      if (UserData.isInternal(cq.userData)) {
        answered(cq.userData, cq.res);
      } else {
        ended(cq);
      }
    }
    cq.publishHead();
  }

  private void answered(long userData, int res) {
    if (userData == UserData.CANCEL_ALL || userData == UserData.CANCEL_ONE) {
      cancelsUnanswered--;
      cancelFoundNothing &= res == -Errno.ENOENT || (res == 0 && userData == UserData.CANCEL_ALL);
      oneByOne |= userData == UserData.CANCEL_ALL && res == -Errno.EINVAL;
    }
  }

  private void ended(CompletionQueue cq) {
    int slot = table.find(cq.userData);
    if (slot < 0) {
      return;
    }
    Object kept = table.kept(slot);
    if ((cq.flags & IORING_CQE_F_MORE) == 0) {
      KeptAlive.letGo(table.release(slot), cq.res, resources.scratch());
    }
    Orphans.dispose(table.opcode(slot), cq.res, kept, resources.syscalls());
  }

  private void forgetAll() {
    for (int slot = 0; slot < table.capacity(); slot++) {
      if (table.isTaken(slot)) {
        KeptAlive.letGo(table.release(slot), -Errno.ECANCELED, resources.scratch());
      }
    }
  }

  /** A request that the kernel never saw. */
  private void dropped(long userData) {
    int slot = table.find(userData);
    if (slot >= 0) {
      KeptAlive.letGo(table.release(slot), -Errno.ECANCELED, resources.scratch());
    }
  }
}
