package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.Structs.IoUringSqe;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.function.LongConsumer;

/**
 * The submission queue: this side writes entries and the tail, the kernel reads them and writes the
 * head.
 *
 * <p>Indices are 32 bits that wrap; they are compared by difference only. Owner thread only.
 */
final class SubmissionQueue {

  private static final VarHandle INT = JAVA_INT.varHandle();

  private final MemorySegment ring;
  private final MemorySegment sqes;
  private final long headAt;
  private final long tailAt;
  private final long flagsAt;
  private final long droppedAt;
  private final int entries;
  private final int mask;
  private final int entryShift;
  private final boolean rewinds;
  private final boolean pollThread;

  /** The kernel's head when it was last looked at: what it has consumed at least. */
  private int cachedHead;

  /** One past the last entry written. The kernel knows of it after {@link #publish}. */
  private int tail;

  private int publishedTail;

  /** Entries that publish() has handed over so far, in all. */
  private long published;

  SubmissionQueue(RingLayout layout) {
    ring = layout.rings();
    sqes = layout.sqes();
    headAt = layout.sqHead();
    tailAt = layout.sqTail();
    flagsAt = layout.sqFlags();
    droppedAt = layout.sqDropped();
    entries = layout.sqEntries();
    mask = entries - 1;
    entryShift = Long.numberOfTrailingZeros(layout.sqeSize());
    pollThread = (layout.setupFlags() & IORING_SETUP_SQPOLL) != 0;
    rewinds = (layout.setupFlags() & IORING_SETUP_SQ_REWIND) != 0;
    if (!rewinds) {
      cachedHead = (int) INT.getAcquire(ring, headAt);
      tail = (int) INT.getAcquire(ring, tailAt);
    }
    publishedTail = tail;
    if ((layout.setupFlags() & IORING_SETUP_NO_SQARRAY) == 0) {
      // Entry i is always named at place i, so the array is written once.
      for (int i = 0; i < entries; i++) {
        ring.set(JAVA_INT, layout.sqArray() + (long) i * Integer.BYTES, i);
      }
    }
  }

  MemorySegment sqes() {
    return sqes;
  }

  int entries() {
    return entries;
  }

  /**
   * Whether there is room for one more. Looks at the kernel's head only when the cached one says
   * no.
   */
  boolean hasSpace() {
    return tail - cachedHead != entries || spaceLeft() != 0;
  }

  int spaceLeft() {
    return entries - (tail - readHead());
  }

  /** Entries written that the kernel has not consumed. */
  int pending() {
    return tail - readHead();
  }

  /** The offset of the entry that {@link #advance} will add. */
  long nextEntry() {
    long at = (long) (tail & mask) << entryShift;
    if (entryShift > Long.numberOfTrailingZeros(IoUringSqe.SIZE)) {
      sqes.asSlice(at + IoUringSqe.SIZE, IoUringSqe.SIZE).fill((byte) 0);
    }
    return at;
  }

  /** The offset of the entry that was added last and is not published. */
  long lastEntry() {
    return (long) ((tail - 1) & mask) << entryShift;
  }

  void advance() {
    tail++;
  }

  /** Lets the kernel see all entries. Returns how many it did not see before. */
  int publish() {
    int added = tail - publishedTail;
    if (added != 0) {
      if (!rewinds) {
        // Pairs with the kernel's load-acquire of the tail: with a plain store it could read
        // entries not yet written.
        INT.setRelease(ring, tailAt, tail);
      }
      publishedTail = tail;
      published += added;
    }
    return added;
  }

  /**
   * In a rewinding queue the kernel reads from entry 0 at each enter and keeps no head: move what
   * is left there.
   */
  void consumed(int count) {
    if (rewinds) {
      int left = tail - count;
      MemorySegment.copy(sqes, (long) count << entryShift, sqes, 0, (long) left << entryShift);
      tail = left;
      publishedTail = left;
    }
  }

  /**
   * Takes back what the kernel has not been told of; {@code each} gets the user_data of every
   * entry, first to last.
   */
  void dropUnpublished(LongConsumer each) {
    int from = pollThread ? publishedTail : readHead();
    for (int index = from; index != tail; index++) {
      each.accept(
          sqes.get(JAVA_LONG, ((long) (index & mask) << entryShift) + IoUringSqe.USER_DATA));
    }
    tail = from;
    publishedTail = from;
    if (!rewinds) {
      INT.setRelease(ring, tailAt, tail);
    }
  }

  /**
   * Whether the kernel's thread sleeps and must be woken, after {@link #publish}.
   *
   * <p>Full fence between storing the tail and loading the flags. The kernel sets NEED_WAKEUP,
   * fences, then looks at the tail again. Without ours both sides may miss the other's write, and
   * the thread sleeps with work queued.
   */
  boolean pollThreadNeedsWakeup() {
    VarHandle.fullFence();
    return (flags() & IORING_SQ_NEED_WAKEUP) != 0;
  }

  /** Completions wait in the kernel for an enter: held back by an overflow, or as task work. */
  boolean kernelHoldsCompletions() {
    return (flags() & (IORING_SQ_CQ_OVERFLOW | IORING_SQ_TASKRUN)) != 0;
  }

  private int flags() {
    return (int) INT.getOpaque(ring, flagsAt);
  }

  /**
   * Entries that the kernel refused because they named no slot; always 0 unless memory was
   * corrupted.
   */
  int dropped() {
    return (int) INT.getOpaque(ring, droppedAt);
  }

  long published() {
    return published;
  }

  private int readHead() {
    if (!rewinds) {
      // Pairs with the kernel's store-release of the head: an entry may be overwritten only after
      // the kernel has read it.
      cachedHead = (int) INT.getAcquire(ring, headAt);
    }
    return cachedHead;
  }
}
