package io.github.uring4j.cli.bench;

import io.github.uring4j.CompletionHandler;
import io.github.uring4j.Ring;
import java.io.IOException;

/**
 * Keeps so many requests in flight on a ring as a server would: submits what is prepared and waits
 * for some completions in one call, takes all that are there, and prepares the next request in the
 * handler of each.
 */
final class RingRunner implements Runner {

  private final Ring<Slot> ring;
  private final Work work;
  private final Slot[] slots;
  private final int wait;
  private final CompletionHandler<Slot> handler = this::completed;
  private final CompletionHandler<Slot> timingHandler = this::completedTimed;

  private Tally tally;
  private long left;
  private int inFlight;

  /**
   * @param wait for how many completions to wait at a time
   */
  RingRunner(Ring<Slot> ring, Work work, Slot[] slots, int wait) {
    this.ring = ring;
    this.work = work;
    this.slots = slots;
    this.wait = wait;
  }

  @Override
  public void run(Goal goal, long requests, Tally counts) throws IOException {
    tally = counts;
    left = requests;
    boolean timed = tally.latency != null;
    for (Slot slot : slots) {
      slot.startNanos = timed ? System.nanoTime() : 0;
      next(slot);
    }
    while (inFlight > 0) {
      ring.submitAndWait(Math.min(wait, inFlight));
      ring.forEachCompletion(timed ? timingHandler : handler);
      if (goal.isOver()) {
        left = 0;
      }
    }
  }

  private void next(Slot slot) throws IOException {
    if (left > 0) {
      left--;
      inFlight++;
      slot.completions = 0;
      work.prepare(slot);
    }
  }

  private void completed(Slot slot, int res, int flags) throws IOException {
    if (ends(slot, res)) {
      next(slot);
    }
  }

  private void completedTimed(Slot slot, int res, int flags) throws IOException {
    if (ends(slot, res)) {
      long now = System.nanoTime();
      tally.recordLatency(now - slot.startNanos);
      slot.startNanos = now;
      next(slot);
    }
  }

  /** Whether this was the last completion of the request. */
  private boolean ends(Slot slot, int res) {
    slot.completions++;
    if (!work.succeeded(slot, res) && slot.error == null) {
      slot.error = work.failure(slot, res);
    }
    if (slot.completions < work.entries()) {
      return false;
    }
    inFlight--;
    if (slot.error == null) {
      tally.requests++;
    } else {
      tally.failed(slot.error);
      slot.error = null;
    }
    return true;
  }

  @Override
  public void leadIn(Goal goal) throws IOException {
    run(goal, 2L * slots.length, new Tally(null));
  }

  @Override
  public long enters() {
    return ring.statistics().enters();
  }

  @Override
  public void close() throws IOException {
    ring.close();
  }
}
