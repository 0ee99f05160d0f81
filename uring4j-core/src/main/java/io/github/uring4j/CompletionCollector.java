package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.IORING_CQE_F_BUFFER;
import static io.github.uring4j.abi.IoUringConstants.IORING_CQE_F_MORE;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Takes completions off the queue, finds the requests that they belong to, and hands them out.
 *
 * <p>A request ends with its completion without F_MORE: then its slot is free and what it kept
 * alive is let go, before anybody hears of it. So a handler may free a chunk or read a message that
 * just completed, and its own requests find the slot free.
 *
 * <p>Owner thread only.
 */
final class CompletionCollector<T> {

  private final Ring<T> ring;
  private final Engine engine;
  private final CompletionQueue cq;
  private final SlotTable table;
  private final Scratch scratch;
  private final SkippedChains skipped;
  private final CompletionView<T> view;

  /** Whether a handler may be running. */
  private boolean collecting;

  private long completed;
  private long strays;

  CompletionCollector(Ring<T> ring, Engine engine, SkippedChains skipped) {
    RingResources resources = ring.resources();
    this.ring = ring;
    this.engine = engine;
    this.skipped = skipped;
    cq = engine.cq;
    table = resources.table();
    scratch = resources.scratch();
    view = new CompletionView<>(ring);
  }

  boolean isCollecting() {
    return collecting;
  }

  /** Requests that have ended. */
  long completed() {
    return completed;
  }

  /** Completions that belonged to no request. */
  long strays() {
    return strays;
  }

  Completion<T> poll() throws IOException {
    begin();
    try {
      Completion<T> completion = take();
      if (completion == null) {
        engine.flushCompletions();
        completion = take();
      }
      return completion;
    } finally {
      end();
    }
  }

  Completion<T> await(long deadline) throws IOException {
    return await(null, deadline, null);
  }

  /**
   * Waits with options.
   *
   * @param options null for none
   * @param registered where the kernel finds them; null where it must be told
   */
  Completion<T> await(WaitOptions options, long deadline, MemorySegment registered)
      throws IOException {
    begin();
    try {
      while (true) {
        if (options == null) {
          engine.submitAndWait(1, deadline);
        } else {
          engine.submitAndWait(1, options, deadline, registered);
        }
        Completion<T> completion = take();
        if (completion != null && engine.wasWoken()) {
          // The caller is told of one thing at a time.
          engine.putWakeupBack();
        }
        if (completion != null
            || engine.wasWoken()
            || (options != null && engine.gaveUp())
            || (deadline != Engine.FOREVER && System.nanoTime() - deadline >= 0)) {
          return completion;
        }
      }
    } finally {
      end();
    }
  }

  private Completion<T> take() {
    cq.beginBatch();
    int slot = nextSlot();
    if (slot < 0) {
      return null;
    }
    BufferGroup group = offerBuffer(slot);
    Completion<T> completion =
        new Completion<>(
            data(slot),
            cq.res,
            cq.flags,
            Operation.of(table.opcode(slot)),
            KeptAlive.subject(KeptAlive.path(table.kept(slot)), table.fd(slot)),
            DirectFd.made(ring.registrations(), table.opcode(slot), table.fileIndex(slot), cq.res),
            group == null ? null : group.offered());
    if (group == null) {
      endIfLast(slot);
      return completion;
    }
    try {
      endIfLast(slot);
      group.takeOffered();
      return completion;
    } finally {
      group.endOffer();
    }
  }

  int forEach(CompletionHandler<? super T> handler) throws IOException {
    Objects.requireNonNull(handler, "handler");
    begin();
    try {
      int count = handOut(handler);
      if (count == 0) {
        engine.flushCompletions();
        count = handOut(handler);
      }
      return count;
    } finally {
      end();
    }
  }

  private int handOut(CompletionHandler<? super T> handler) throws IOException {
    cq.beginBatch();
    int count = 0;
    for (int slot = nextSlot(); slot >= 0; slot = nextSlot()) {
      count++;
      T data = data(slot);
      // What the handler does may move the queue on.
      int res = cq.res;
      int flags = cq.flags;
      if ((flags & IORING_CQE_F_BUFFER) == 0) {
        if ((flags & IORING_CQE_F_MORE) == 0) {
          end(slot, data);
        }
        handler.completed(data, res, flags);
      } else {
        handOutWithBuffer(handler, slot, data, res, flags);
      }
    }
    return count;
  }

  private void handOutWithBuffer(
      CompletionHandler<? super T> handler, int slot, T data, int res, int flags)
      throws IOException {
    BufferGroup group = offerBuffer(slot);
    try {
      endIfLast(slot);
      handler.completed(data, res, flags);
    } finally {
      if (group != null) {
        group.endOffer();
      }
    }
  }

  int forEach(CompletionViewHandler<T> handler) throws IOException {
    Objects.requireNonNull(handler, "handler");
    begin();
    try {
      int count = handOut(handler);
      if (count == 0) {
        engine.flushCompletions();
        count = handOut(handler);
      }
      return count;
    } finally {
      view.clear();
      end();
    }
  }

  private int handOut(CompletionViewHandler<T> handler) throws IOException {
    cq.beginBatch();
    int count = 0;
    for (int slot = nextSlot(); slot >= 0; slot = nextSlot()) {
      count++;
      BufferGroup group = offerBuffer(slot);
      view.set(
          data(slot),
          cq,
          table.opcode(slot),
          table.fileIndex(slot),
          table.fd(slot),
          KeptAlive.path(table.kept(slot)),
          group);
      if (group == null) {
        endIfLast(slot);
        handler.completed(view);
      } else {
        try {
          endIfLast(slot);
          handler.completed(view);
        } finally {
          group.endOffer();
        }
      }
    }
    return count;
  }

  /**
   * Has the group of a request account for the buffers that the completion names, before anything
   * else can go wrong. Returns the group, or null if none is named.
   */
  private BufferGroup offerBuffer(int slot) {
    if ((cq.flags & IORING_CQE_F_BUFFER) == 0) {
      return null;
    }
    Object kept = table.kept(slot);
    BufferGroup group = KeptAlive.group(kept);
    if (group != null) {
      try {
        group.offer(cq.res, cq.flags, kept);
      } catch (RuntimeException e) {
        endIfLast(slot);
        throw e;
      }
    }
    return group;
  }

  private void begin() {
    if (collecting) {
      throw new IllegalStateException(
          "completions are being collected: a handler may prepare and submit requests, but not"
              + " collect");
    }
    collecting = true;
  }

  private void end() {
    collecting = false;
    cq.publishHead();
  }

  /**
   * Moves on to the next completion of a user's request. Returns its slot, or -1 at the end of the
   * batch.
   */
  private int nextSlot() {
    while (cq.next()) {
      long userData = cq.userData;
      int slot = UserData.isInternal(userData) ? slotOfInternal(userData) : table.find(userData);
      if (slot >= 0) {
        return slot;
      }
      if (!UserData.isOwn(userData)) {
        strays++;
      }
    }
    return -1;
  }

  /** The slot of what is more than a plain request, or -1. */
  private int slotOfInternal(long userData) {
    int slot = table.findInternal(userData);
    if (slot >= 0 && table.kept(slot) instanceof Mailbox) {
      // A message ends nothing.
      cq.flags |= IORING_CQE_F_MORE;
      return slot;
    }
    return slot >= 0 && skipped.reported(slot, cq) ? slot : -1;
  }

  private void endIfLast(int slot) {
    if ((cq.flags & IORING_CQE_F_MORE) == 0) {
      end(slot, data(slot));
    }
  }

  private void end(int slot, T data) {
    completed++;
    Object kept = table.release(slot);
    if (kept != null) {
      String path = KeptAlive.path(kept);
      if (!KeptAlive.letGo(kept, cq.res, scratch)) {
        // The slot's operation and descriptor stay until it is taken again.
        throw new MemoryFreedException(
            new Completion<>(
                data,
                cq.res,
                cq.flags,
                Operation.of(table.opcode(slot)),
                KeptAlive.subject(path, table.fd(slot)),
                DirectFd.made(
                    ring.registrations(), table.opcode(slot), table.fileIndex(slot), cq.res),
                null));
      }
    }
  }

  @SuppressWarnings("unchecked")
  private T data(int slot) {
    return (T) table.data(slot);
  }
}
