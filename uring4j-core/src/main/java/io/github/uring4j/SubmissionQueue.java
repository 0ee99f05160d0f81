package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.Structs.IoUringSqe;
import io.github.uring4j.sys.AllMemory;
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

  /** Places that an entry of 128 bytes takes with its padding. */
  private static final int WIDEST = 3;

  /** Whether the library mapped the memory; then all below are absolute addresses. */
  private boolean mapped;

  /** The application's memory otherwise, whose arena it may close at any time. */
  private MemorySegment givenRings;

  private MemorySegment givenEntries;
  private long entriesAt;
  private long headAt;
  private long tailAt;
  private long flagsAt;
  private long droppedAt;
  private int entries;
  private int mask;
  private final int entryShift;
  private final boolean wide;
  private final boolean mixed;
  private final boolean rewinds;
  private final boolean pollThread;

  /**
   * The kernel's head when it was last looked at, or known without a look: what it has consumed at
   * least.
   */
  private int cachedHead;

  /** One past the last entry written. The kernel knows of it after {@link #publish}. */
  private int tail;

  private int publishedTail;

  /** Where the tail goes with the entry that was claimed last. */
  private int claimedTail;

  /** Where the tail was before the entry that was added last. */
  private int lastTail;

  /** Whether a nop has ever filled the end of the queue. */
  private boolean padded;

  /** Entries that publish() has handed over so far, in all. */
  private long published;

  SubmissionQueue(RingLayout layout) {
    locate(layout);
    entryShift = Long.numberOfTrailingZeros(layout.sqeSize());
    pollThread = (layout.setupFlags() & IORING_SETUP_SQPOLL) != 0;
    wide = (layout.setupFlags() & IORING_SETUP_SQE128) != 0;
    mixed = (layout.setupFlags() & IORING_SETUP_SQE_MIXED) != 0;
    rewinds = (layout.setupFlags() & IORING_SETUP_SQ_REWIND) != 0;
    if (!rewinds) {
      cachedHead = (int) INT.getAcquire(rings(), headAt);
      tail = (int) INT.getAcquire(rings(), tailAt);
    }
    publishedTail = tail;
  }

  /** The queue has moved to other memory, with what is published and with its indices. */
  void locate(RingLayout layout) {
    mapped = layout.isMapped();
    givenRings = layout.rings();
    givenEntries = layout.sqes();
    long base = mapped ? givenRings.address() : 0;
    headAt = base + layout.sqHead();
    tailAt = base + layout.sqTail();
    flagsAt = base + layout.sqFlags();
    droppedAt = base + layout.sqDropped();
    entriesAt = mapped ? givenEntries.address() : 0;
    entries = layout.sqEntries();
    mask = entries - 1;
    if ((layout.setupFlags() & IORING_SETUP_NO_SQARRAY) == 0) {
      // Entry i is always named at place i, so the array is written once.
      for (int i = 0; i < entries; i++) {
        givenRings.set(JAVA_INT, layout.sqArray() + (long) i * Integer.BYTES, i);
      }
    }
  }

  private MemorySegment rings() {
    return mapped ? AllMemory.SEGMENT : givenRings;
  }

  /** Where the entries are, at the offsets that this class gives. */
  MemorySegment sqes() {
    return mapped ? AllMemory.SEGMENT : givenEntries;
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

  /** The same without a look at the kernel's head: exact unless an enter took a part of them. */
  int expectedPending() {
    return tail - cachedHead;
  }

  /** The offset of the entry that {@link #advance} will add. */
  long nextEntry() {
    long at = offset(tail);
    if (wide) {
      clearSecondHalf(at);
    }
    claimedTail = tail + 1;
    return at;
  }

  void advance() {
    lastTail = tail;
    tail = claimedTail;
  }

  /** The offset of the entry that was added last and is not published. */
  long lastEntry() {
    // Of three places the first is padding.
    return offset(tail - lastTail == WIDEST ? lastTail + 1 : lastTail);
  }

  private long offset(int index) {
    return entriesAt + ((long) (index & mask) << entryShift);
  }

  private void clearSecondHalf(long at) {
    sqes().asSlice(at + IoUringSqe.SIZE, IoUringSqe.SIZE).fill((byte) 0);
  }

  /**
   * Refuses to let the kernel copy what is pending to a queue of another size, where it would lose
   * it, or split a wide entry.
   */
  void checkMovable(int newEntries) {
    if (pending() != 0 && (rewinds || (mixed && newEntries < entries))) {
      throw new IllegalStateException(
          "this ring cannot take %d pending requests along: submit them before resizing it"
              .formatted(pending()));
    }
  }

  /** Refuses entries of 128 bytes where there are none. */
  void checkWide() {
    if (!wide && (!mixed || entries == 1)) {
      throw new IllegalStateException(
          mixed
              ? "an entry of 128 bytes takes two places, and this ring has one: open it with more"
                  + " entries"
              : "entries of this ring have 64 bytes: open it with SetupFlags.SQE128 or SQE_MIXED");
    }
  }

  /**
   * How many places {@link #nextWideEntry} takes: 1 where all entries are wide, else 2, and a third
   * for padding if the two would lie at either end of the queue.
   */
  int wideWidth() {
    if (!mixed) {
      return 1;
    }
    return isAtEnd() ? WIDEST : 2;
  }

  private boolean isAtEnd() {
    return (tail & mask) == mask;
  }

  /** How many places so many requests may take, but not more than there are. */
  int placesFor(int requests) {
    return mixed ? Math.min(2 * requests + 1, entries) : requests;
  }

  boolean hasWideSpace() {
    return spaceLeft() >= wideWidth();
  }

  /**
   * The offset of the entry of 128 bytes that {@link #advance} will add, with what pads it.
   *
   * @param links whether the entry before links to it
   */
  long nextWideEntry(boolean links) {
    if (!mixed) {
      return nextEntry();
    }
    int first = tail;
    if (isAtEnd()) {
      // What breaks the chain, or does not, goes through the padding.
      int flags = links ? sqes().get(JAVA_BYTE, lastEntry() + IoUringSqe.FLAGS) : 0;
      writePadding(flags & (IOSQE_IO_LINK | IOSQE_IO_HARDLINK));
      first++;
    }
    claimedTail = first + 2;
    long at = offset(first);
    clearSecondHalf(at);
    return at;
  }

  /** Adds padding alone, in a queue that has no room for a wide entry and its padding. */
  void addPadding() {
    writePadding(0);
    claimedTail = tail + 1;
    advance();
  }

  /**
   * A nop that completes: one with IOSQE_CQE_SKIP_SUCCESS would make the kernel refuse every drain
   * on this ring from then on.
   */
  private void writePadding(int flags) {
    long at = offset(tail);
    ControlEncoders.nop(sqes(), at, UserData.PADDING);
    sqes().set(JAVA_BYTE, at + IoUringSqe.FLAGS, (byte) flags);
    padded = true;
  }

  /** Whether completions of the library's own may be among those of requests. */
  boolean hasPadded() {
    return padded;
  }

  int tail() {
    return tail;
  }

  /** Takes back the entries that were added since the tail was this; none has been published. */
  void takeBack(int earlierTail) {
    tail = earlierTail;
  }

  /** Lets the kernel see all entries. Returns how many it did not see before. */
  int publish() {
    int added = tail - publishedTail;
    if (added != 0) {
      if (!rewinds) {
        // Pairs with the kernel's load-acquire of the tail: with a plain store it could read
        // entries not yet written.
        INT.setRelease(rings(), tailAt, tail);
      }
      publishedTail = tail;
      published += added;
    }
    return added;
  }

  /** The kernel has consumed all that was published, in an enter of this thread. */
  void consumedAll() {
    cachedHead = publishedTail;
  }

  /** Whether the kernel consumes entries in an enter only, and keeps the head. */
  boolean isPlain() {
    return !pollThread && !rewinds && !mixed;
  }

  /**
   * In a rewinding queue the kernel reads from entry 0 at each enter and keeps no head: move what
   * is left there.
   */
  void consumed(int count) {
    if (rewinds) {
      int left = tail - count;
      MemorySegment.copy(sqes(), offset(count), sqes(), entriesAt, (long) left << entryShift);
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
      each.accept(sqes().get(JAVA_LONG, offset(index) + IoUringSqe.USER_DATA));
      if (mixed && isWide(sqes().get(JAVA_BYTE, offset(index) + IoUringSqe.OPCODE))) {
        index++;
      }
    }
    tail = from;
    publishedTail = from;
    if (!rewinds) {
      INT.setRelease(rings(), tailAt, tail);
    }
  }

  private static boolean isWide(int opcode) {
    return opcode == IORING_OP_NOP128 || opcode == IORING_OP_URING_CMD128;
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

  boolean hasOverflow() {
    return (flags() & IORING_SQ_CQ_OVERFLOW) != 0;
  }

  private int flags() {
    return (int) INT.getOpaque(rings(), flagsAt);
  }

  /**
   * Entries that the kernel refused because they named no slot; always 0 unless memory was
   * corrupted.
   */
  int dropped() {
    return (int) INT.getOpaque(rings(), droppedAt);
  }

  long published() {
    return published;
  }

  private int readHead() {
    if (!rewinds) {
      // Pairs with the kernel's store-release of the head: an entry may be overwritten only after
      // the kernel has read it.
      cachedHead = (int) INT.getAcquire(rings(), headAt);
    }
    return cachedHead;
  }
}
