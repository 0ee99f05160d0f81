package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.Structs.IoUringCqe;
import io.github.uring4j.sys.AllMemory;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;

/**
 * The completion queue: the kernel writes entries and the tail, this side reads them and writes the
 * head.
 *
 * <p>{@link #next} moves on to an entry and leaves it in the fields; {@link #publishHead} gives the
 * room back, once for a batch. Where the kernel needs room before anybody has collected ({@link
 * #spill}), entries move to a list on this side, which is read first: their order stays.
 *
 * <p>Indices are 32 bits that wrap; they are compared for equality or by difference only. Owner
 * thread only.
 */
final class CompletionQueue {

  private static final VarHandle INT = JAVA_INT.varHandle();

  /** Whether the library mapped the memory; then all below are absolute addresses. */
  private boolean mapped;

  /** The application's memory otherwise, whose arena it may close at any time. */
  private MemorySegment given;

  private long headAt;
  private long tailAt;
  private long overflowAt;
  private long flagsAt;
  private long cqesAt;
  private int entries;
  private int mask;
  private final int entryShift;
  private final boolean mixed;
  private final boolean wide;

  /** Neither. */
  private final boolean plain;

  /** One past the last entry consumed; the kernel knows of it after {@link #publishHead}. */
  private int head;

  private int publishedHead;

  /** Where the current batch ends in the ring. */
  private int limit;

  /** How many of the first on this side's list belong to the current batch. */
  private int spilledInBatch;

  private final ArrayDeque<Spilled> spilled = new ArrayDeque<>(0);

  /** Its size. */
  private int spilledCount;

  private record Spilled(long userData, int res, int flags, long extra1, long extra2) {}

  /** The entry that {@link #next} moved on to. */
  long userData;

  int res;
  int flags;
  long extra1;
  long extra2;

  CompletionQueue(RingLayout layout) {
    locate(layout);
    wide = (layout.setupFlags() & IORING_SETUP_CQE32) != 0;
    mixed = (layout.setupFlags() & IORING_SETUP_CQE_MIXED) != 0;
    plain = !wide && !mixed;
    entryShift = Long.numberOfTrailingZeros(IoUringCqe.SIZE) + (wide ? 1 : 0);
    head = (int) INT.getAcquire(ring(), headAt);
    publishedHead = head;
    limit = head;
  }

  /** The queue has moved to other memory, with what is in it and with its indices. */
  void locate(RingLayout layout) {
    mapped = layout.isMapped();
    given = layout.rings();
    long base = mapped ? given.address() : 0;
    headAt = base + layout.cqHead();
    tailAt = base + layout.cqTail();
    overflowAt = base + layout.cqOverflow();
    flagsAt = base + layout.cqFlags();
    cqesAt = base + layout.cqes();
    entries = layout.cqEntries();
    mask = entries - 1;
  }

  private MemorySegment ring() {
    return mapped ? AllMemory.SEGMENT : given;
  }

  int entries() {
    return entries;
  }

  /** Completions that can be collected without a call, the library's own among them. */
  int ready() {
    return spilledCount + (readTail() - head);
  }

  /** How many of those are of padding. */
  int paddingReady() {
    int count = 0;
    for (Spilled each : spilled) {
      count += each.userData == UserData.PADDING ? 1 : 0;
    }
    int tail = readTail();
    for (int index = head; index != tail; index++) {
      long at = cqesAt + ((long) (index & mask) << entryShift);
      if (ring().get(JAVA_LONG, at + IoUringCqe.USER_DATA) == UserData.PADDING) {
        count++;
      } else if (mixed && (ring().get(JAVA_INT, at + IoUringCqe.FLAGS) & IORING_CQE_F_32) != 0) {
        index++;
      }
    }
    return count;
  }

  int spilledCount() {
    return spilledCount;
  }

  /**
   * Consumes wake-ups that lie before the first completion of a request, so that they do not count
   * as ready. Returns what {@link #ready} does then.
   */
  int readyAfterWakeups() {
    int tail = readTail();
    while (head != tail
        && ring()
                .get(
                    JAVA_LONG, cqesAt + ((long) (head & mask) << entryShift) + IoUringCqe.USER_DATA)
            == UserData.WAKEUP) {
      if (head == limit) {
        limit++;
      }
      head++;
    }
    return spilledCount + (tail - head);
  }

  /** Begins a batch: {@link #next} will stop before what arrives later. */
  void beginBatch() {
    spilledInBatch = spilledCount;
    limit = readTail();
  }

  /** Moves on to the next entry of the batch. Returns whether there is one. */
  boolean next() {
    if (spilledInBatch != 0) {
      spilledInBatch--;
      Spilled first = spilled.poll();
      spilledCount--;
      userData = first.userData;
      res = first.res;
      flags = first.flags;
      extra1 = first.extra1;
      extra2 = first.extra2;
      return true;
    }
    return nextOfRing();
  }

  private boolean nextOfRing() {
    while (head != limit) {
      long at = cqesAt + ((long) (head & mask) << entryShift);
      userData = ring().get(JAVA_LONG, at + IoUringCqe.USER_DATA);
      res = ring().get(JAVA_INT, at + IoUringCqe.RES);
      flags = ring().get(JAVA_INT, at + IoUringCqe.FLAGS);
      head++;
      if (plain) {
        return true;
      }
      if (wide) {
        readExtra(at + IoUringCqe.SIZE);
      } else {
        if ((flags & IORING_CQE_F_SKIP) != 0) {
          continue;
        }
        if ((flags & IORING_CQE_F_32) != 0) {
          // The kernel fills up with a skipped entry rather than let a double one wrap.
          readExtra(at + IoUringCqe.SIZE);
          head++;
        }
      }
      return true;
    }
    return false;
  }

  private void readExtra(long at) {
    extra1 = ring().get(JAVA_LONG, at);
    extra2 = ring().get(JAVA_LONG, at + Long.BYTES);
  }

  /** Gives the room of all consumed entries back to the kernel. */
  void publishHead() {
    if (head != publishedHead) {
      // Pairs with the kernel's load-acquire of the head. With a plain store it could overwrite an
      // entry not yet read.
      INT.setRelease(ring(), headAt, head);
      publishedHead = head;
    }
  }

  /**
   * Moves everything that lies in the ring to this side, so that the kernel has room. Returns how
   * many.
   */
  int spill() {
    // A batch that is under way goes on with its own, and ends before what came after it began.
    int ofBatch = spillToLimit();
    spilledInBatch += ofBatch;
    limit = readTail();
    int count = ofBatch + spillToLimit();
    publishHead();
    return count;
  }

  /** Adds a completion that the kernel owes, for the next batch. */
  void add(long userDataOf, int result, int flagsOf) {
    spilled.add(new Spilled(userDataOf, result, flagsOf, 0, 0));
    spilledCount++;
  }

  private int spillToLimit() {
    int count = 0;
    while (nextOfRing()) {
      spilled.add(new Spilled(userData, res, flags, extra1, extra2));
      spilledCount++;
      count++;
    }
    return count;
  }

  /**
   * Completions that found no room and for which the kernel had no memory either. Those that it
   * holds back do not count.
   */
  int lost() {
    return (int) INT.getOpaque(ring(), overflowAt);
  }

  boolean isEventfdEnabled() {
    return ((int) INT.getOpaque(ring(), flagsAt) & IORING_CQ_EVENTFD_DISABLED) == 0;
  }

  /** The kernel only reads these flags. */
  void eventfdEnabled(boolean on) {
    INT.setOpaque(ring(), flagsAt, on ? 0 : IORING_CQ_EVENTFD_DISABLED);
  }

  private int readTail() {
    // Pairs with the kernel's store-release of the tail: entries below it are whole.
    return (int) INT.getAcquire(ring(), tailAt);
  }
}
