package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.Structs.IoUringSqe;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Requests that run one after the other: each starts when the one before has succeeded.
 *
 * <p>The operations prepared between {@link Ring#chain} and {@link #end} are its requests, linked
 * by themselves. Room for all is reserved first, and nothing is submitted in between, so that they
 * go to the kernel together. {@link #close} without {@link #end} takes all of them back, as if none
 * had been prepared:
 *
 * {@snippet file="io/github/uring4j/examples/Chained.java" region="chain"}
 *
 * <p><b>What becomes of them.</b> Every request has its completion. When one fails, or transfers
 * less than it was asked to (a short send or receive counts only with {@link MsgFlags#WAITALL}),
 * those after it are not run and complete with {@code -ECANCELED}. After one with {@link
 * Prepared#hardlink} the next runs in any case, and also after an error of an operation that the
 * kernel does not count: {@link Operation#breaksChain} tells, fsync is among them.
 *
 * <p>A ring whose submissions are taken by a thread that it shares with other rings (SQPOLL and
 * ATTACH_WQ) may have a chain of more than 8 split by the kernel.
 *
 * <p>Thread rule: that of the ring. One chain is open at a time, and the ring uses one object for
 * all of them.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/io_uring_linked_requests.7.html">
 *     io_uring_linked_requests(7)</a>
 */
public final class Chain implements AutoCloseable {

  private final Ring<?> ring;
  private final Engine engine;
  private final SkippedChains skipped;

  /** Of each request so far. */
  private long[] entries = new long[4];

  private long[] userData = new long[4];
  private int count;

  /** How many were reserved; 0 when no chain is open. */
  private int reserved;

  private int tailBefore;
  private boolean skipSuccess;

  Chain(Ring<?> ring, Engine engine, SkippedChains skipped) {
    this.ring = ring;
    this.engine = engine;
    this.skipped = skipped;
  }

  void begin(int requests) {
    reserved = requests;
    count = 0;
    skipSuccess = false;
    tailBefore = engine.sq.tail();
  }

  /**
   * Has only the last request report when all succeed: those before it then have no completion. Who
   * fails reports, and so do those that are not run because of it.
   *
   * <p>For chains of which only the end matters. After it the ring may not {@link Prepared#drain}
   * any more, nor may it have done so before.
   *
   * @return this
   * @throws IllegalStateException if no chain is open, or the ring has drained
   * @throws UnsupportedOperationException if the kernel cannot do it
   * @kernel 5.17
   * @see <a href="https://man7.org/linux/man-pages/man2/io_uring_enter.2.html">io_uring_enter(2),
   *     IOSQE_CQE_SKIP_SUCCESS</a>
   */
  public Chain skipSuccess() {
    checkOpen();
    if ((ring.features() & Features.CQE_SKIP) == 0) {
      throw new UnsupportedOperationException("skipping completions needs Linux 5.17");
    }
    skipped.use();
    skipSuccess = true;
    return this;
  }

  /**
   * Ends the chain: its requests are prepared, for the next submit.
   *
   * @return how many there are
   * @throws IllegalStateException if no chain is open; or with {@link #skipSuccess} if one has more
   *     than one completion (multishot, zero copy), the first links hard, the last is a link
   *     timeout, or one before the last picks its buffer from a {@link BufferGroup}, makes a
   *     descriptor but in a slot that was named, or does not {@linkplain Operation#breaksChain
   *     break a chain} by its error: then the chain is still open, for another request or for close
   */
  public int end() {
    checkOpen();
    if (skipSuccess && count > 1) {
      checkSkippable();
      skip();
    }
    reserved = 0;
    ring.chainEnded();
    return count;
  }

  /**
   * Takes the requests back if {@link #end} has not been called: none was prepared. Does nothing
   * otherwise.
   */
  @Override
  public void close() {
    if (reserved == 0) {
      return;
    }
    ring.checkOwner();
    engine.sq.takeBack(tailBefore);
    for (int i = count - 1; i >= 0; i--) {
      SlotTable table = ring.table();
      KeptAlive.letGo(table.release(UserData.slot(userData[i])), -Errno.ECANCELED, ring.scratch());
    }
    reserved = 0;
    ring.chainTakenBack();
  }

  /** Called by the ring when it closes: what it has not submitted is dropped by that. */
  void abandon() {
    reserved = 0;
  }

  private void checkOpen() {
    ring.checkOwner();
    if (reserved == 0) {
      throw new IllegalStateException("no chain is open: it has ended, or was closed");
    }
  }

  /** Called by the ring before it takes one more request. */
  void checkRoom() {
    if (count == reserved) {
      throw new IllegalStateException(
          "the chain was begun for %d request(s) and has them: begin it with as many as it will have"
              .formatted(reserved));
    }
  }

  /** Called by the ring for each request. */
  void added(long entry, long requestUserData) {
    if (count == entries.length) {
      entries = Arrays.copyOf(entries, 2 * count);
      userData = Arrays.copyOf(userData, 2 * count);
    }
    entries[count] = entry;
    userData[count] = requestUserData;
    count++;
    long at = entry + IoUringSqe.FLAGS;
    MemorySegment sqes = ring.sqes();
    sqes.set(JAVA_BYTE, at, (byte) (sqes.get(JAVA_BYTE, at) | IOSQE_IO_LINK));
  }

  private void checkSkippable() {
    if ((ring.sqes().get(JAVA_BYTE, entries[0] + IoUringSqe.FLAGS) & IOSQE_IO_HARDLINK) != 0) {
      throw new IllegalStateException(
          "the kernel does not tell whether the requests behind a hard link run when it is the"
              + " first of a chain that fails: with skipSuccess() link the first by link(), or"
              + " begin with a nop");
    }
    for (int i = 0; i < count; i++) {
      Operation operation = Operation.of(Sqe.opcode(ring.sqes(), entries[i]));
      if (i != count - 1 && !operation.breaksChain()) {
        throw new IllegalStateException(
            "the kernel does not count an error of %s as a failure, so skipSuccess() would drop it: make request %d of the chain the last, or do without"
                .formatted(operation.cName(), i + 1));
      }
      long flags = entries[i] + IoUringSqe.FLAGS;
      if (i != count - 1 && (ring.sqes().get(JAVA_BYTE, flags) & IOSQE_BUFFER_SELECT) != 0) {
        throw new IllegalStateException(
            "request %d of the chain picks its buffer, and skipSuccess() would hide which: make it the last, or do without"
                .formatted(i + 1));
      }
      int slot = UserData.slot(userData[i]);
      if (i != count - 1
          && Orphans.makesDescriptor(operation.opcode())
          && ring.table().fileIndex(slot) <= 0) {
        throw new IllegalStateException(
            "request %d of the chain makes a descriptor, and skipSuccess() would hide which: make it the last, or direct(slot) if it can be, or do without"
                .formatted(i + 1));
      }
      if (Sqe.hasMoreCompletions(ring.sqes(), entries[i])) {
        throw new IllegalStateException(
            "request %d of the chain has more than one completion, which excludes skipSuccess()"
                .formatted(i + 1));
      }
    }
    if (Sqe.opcode(ring.sqes(), entries[count - 1]) == IORING_OP_LINK_TIMEOUT) {
      throw new IllegalStateException(
          "with skipSuccess() the last request of a chain reports for all, which a link timeout"
              + " cannot: prepare another after it");
    }
  }

  /** Marks all but the last, and has the completions of all go the long way. */
  private void skip() {
    MemorySegment sqes = ring.sqes();
    SkippedChains.Group group = skipped.group(count);
    for (int i = 0; i < count; i++) {
      long at = entries[i];
      int flags = sqes.get(JAVA_BYTE, at + IoUringSqe.FLAGS);
      boolean last = i == count - 1;
      group.set(i, userData[i], !last && (flags & IOSQE_IO_HARDLINK) != 0);
      if (!last) {
        sqes.set(JAVA_BYTE, at + IoUringSqe.FLAGS, (byte) (flags | IOSQE_CQE_SKIP_SUCCESS));
      }
      sqes.set(JAVA_LONG, at + IoUringSqe.USER_DATA, userData[i] | UserData.INTERNAL);
    }
    skipped.add(group);
  }

  @Override
  public String toString() {
    return reserved == 0 ? "no open chain" : "a chain of %d of %d".formatted(count, reserved);
  }
}
