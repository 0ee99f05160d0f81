package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

import java.io.IOException;
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

  /** How long to wait before cancelling again; doubled each time, up to the second. */
  private static final long FIRST_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final long LONGEST_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final RingResources resources;
  private final Engine engine;
  private final SlotTable table;
  private final SkippedChains skipped;

  /** The kernel cancels by request only (before Linux 6.0). */
  private boolean byRequest;

  /** Nor has the kernel a way to cancel all at once (before Linux 5.19). */
  private boolean oneByOne;

  RingCloser(RingResources resources, Engine engine, SkippedChains skipped) {
    this.resources = resources;
    this.engine = engine;
    this.skipped = skipped;
    table = resources.table();
  }

  void close(Duration timeout) throws IOException {
    engine.sq.dropUnpublished(this::dropped);
    if (!resources.isRooted()) {
      // Nothing has ever been submitted.
      resources.release();
      return;
    }
    engine.beginClose();
    letGoOfAll(Engine.deadline(timeout));
    if (kernelMayHoldMemory()) {
      resources.keepForEver();
      throw new RingCloseException(timeout, RingDump.requests(resources));
    }
    resources.release();
  }

  /** Even without any time it cancels once, and takes what ends at once. */
  private void letGoOfAll(long deadline) {
    long patience = FIRST_PATIENCE_NANOS;
    long now = System.nanoTime();
    long nextCancel = now;
    do {
      try {
        collect();
        if (table.inUse() == 0) {
          return;
        }
        if (now - nextCancel >= 0) {
          cancelAll();
          nextCancel = now + patience;
          patience = Math.min(patience * 2, LONGEST_PATIENCE_NANOS);
        }
        engine.submitAndWait(1, earlier(deadline, nextCancel));
        collect();
      } catch (IOException e) {
        // Whatever keeps the kernel from waiting: memory that it holds must not be freed.
        Patience.sleep(FIRST_PATIENCE_NANOS);
      }
      now = System.nanoTime();
    } while (kernelMayHoldMemory() && (deadline == Engine.FOREVER || now - deadline < 0));
  }

  private static long earlier(long deadline, long time) {
    return deadline == Engine.FOREVER || deadline - time > 0 ? time : deadline;
  }

  /**
   * Whether a request may be left that the kernel could touch memory for. When completions were
   * lost, the end of some requests was never told; those with no memory of their own do not matter
   * then.
   */
  private boolean kernelMayHoldMemory() {
    if (table.inUse() == 0) {
      return false;
    }
    if (!engine.lostCompletions()) {
      return true;
    }
    for (int slot = 0; slot < table.capacity(); slot++) {
      if (table.isTaken(slot) && table.kept(slot) != null) {
        return true;
      }
    }
    return false;
  }

  /**
   * Cancels everything. Not by a request if the kernel can do without: behind a drain every request
   * waits, a cancel too. What a worker of the kernel's submission thread does, only that thread
   * finds (Linux 6.18), so there it takes both.
   */
  private void cancelAll() throws IOException {
    if (!byRequest) {
      int result = cancelWithoutRequest();
      // EACCES: restricted on a kernel that could not allow what it does not know.
      byRequest = result == -Errno.EINVAL || result == -Errno.EACCES;
    }
    if (!byRequest && (resources.layout().setupFlags() & IORING_SETUP_SQPOLL) == 0) {
      return;
    }
    if (!oneByOne) {
      cancel(UserData.CANCEL_ALL, 0, IORING_ASYNC_CANCEL_ANY | IORING_ASYNC_CANCEL_ALL);
      return;
    }
    for (int slot = 0; slot < table.capacity(); slot++) {
      if (table.isTaken(slot)) {
        cancel(UserData.CANCEL_ONE, table.userDataInKernel(slot), 0);
      }
    }
  }

  private int cancelWithoutRequest() {
    // Without waiting. What was found, if anything, is told by its completions.
    return new SyncCancel(0, -1, 0, IORING_ASYNC_CANCEL_ANY | IORING_ASYNC_CANCEL_ALL)
        .call(resources, System.nanoTime());
  }

  private void cancel(long userData, long target, int flags) throws IOException {
    if (!engine.sq.hasSpace()) {
      engine.makeSpace(1);
    }
    ControlEncoders.cancel(engine.sq.sqes(), engine.sq.nextEntry(), userData, target, flags);
    engine.sq.advance();
  }

  private void collect() throws IOException {
    CompletionQueue cq = engine.cq;
    if (cq.ready() == 0) {
      engine.flushCompletions();
    }
    cq.beginBatch();
    while (cq.next()) {
      if (!UserData.isInternal(cq.userData)) {
        ended(cq, table.find(cq.userData));
      } else if (UserData.isOwn(cq.userData)) {
        oneByOne |= cq.userData == UserData.CANCEL_ALL && cq.res == -Errno.EINVAL;
      } else {
        int slot = table.findInternal(cq.userData);
        if (slot >= 0 && skipped.reported(slot, cq)) {
          ended(cq, slot);
        }
      }
    }
    cq.publishHead();
  }

  private void ended(CompletionQueue cq, int slot) {
    if (slot < 0) {
      return;
    }
    Object kept = table.kept(slot);
    Orphans.disposeOfBuffer(cq.res, cq.flags, kept);
    if ((cq.flags & IORING_CQE_F_MORE) == 0) {
      KeptAlive.letGo(table.release(slot), cq.res, resources.scratch());
    }
    Orphans.dispose(table.opcode(slot), table.fileIndex(slot), cq.res, kept, resources.syscalls());
  }

  /** A request that the kernel never saw. */
  private void dropped(long userData) {
    int slot = UserData.isInternal(userData) ? table.findInternal(userData) : table.find(userData);
    if (slot >= 0) {
      KeptAlive.letGo(table.release(slot), -Errno.ECANCELED, resources.scratch());
    }
  }
}
