package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

import io.github.uring4j.abi.Structs.IoUringGeteventsArg;
import io.github.uring4j.abi.Structs.IoUringRegWait;
import io.github.uring4j.sys.Syscalls;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Drives the two queues through io_uring_enter(2): submits, waits, and answers each errno that
 * enter may give.
 *
 * <p>Whatever happens, nothing is lost: entries that the kernel did not take stay queued, and
 * completions that it has no room for are moved to this side. Only EBADR is final: then the kernel
 * itself has dropped completions, and the ring is done for.
 *
 * <p>Owner thread only.
 */
final class Engine {

  /** No result of an enter. */
  private static final int NOT_ENTERED = Integer.MIN_VALUE;

  /** No deadline. */
  static final long FOREVER = Long.MAX_VALUE;

  /**
   * How often a submission that the kernel has no memory or room for is tried before the caller is
   * told.
   */
  private static final int ATTEMPTS = 64;

  private static final long NANOS_PER_MICRO = TimeUnit.MICROSECONDS.toNanos(1);

  final SubmissionQueue sq;
  final CompletionQueue cq;
  private final RingResources resources;
  private final Syscalls syscalls;
  private final Wakeups wakeups;
  private final boolean pollThread;

  /** Whether an enter looks for completions only while none is left that it has shown. */
  private final boolean polled;

  /** Whether {@link #enterOnce} will do. */
  private final boolean plain;

  /** Only an enter tells whether there are completions that the kernel holds back. */
  private final boolean heldBackUntold;

  private final WaitArgument argument;

  /** Of the wait in progress; null if it has none. */
  private WaitOptions options;

  /** When one completion is enough; meaningless without a minimum time. */
  private long minimumDeadline;

  /** Where the kernel finds the options of the wait in progress; null where it must be told. */
  private MemorySegment registeredWait;

  /** Flags of every enter. */
  private int enterFlags;

  /** Whether the last wait ended without what it waited for. */
  private boolean gaveUp;

  private boolean lost;
  private boolean closing;
  private boolean woken;
  private long enters;

  Engine(RingResources resources, MemorySegment waitArg) {
    this.resources = resources;
    argument = new WaitArgument(waitArg);
    syscalls = resources.syscalls();
    wakeups = resources.wakeups();
    sq = new SubmissionQueue(resources.layout());
    cq = new CompletionQueue(resources.layout());
    int setupFlags = resources.layout().setupFlags();
    pollThread = (setupFlags & IORING_SETUP_SQPOLL) != 0;
    boolean iopoll = (setupFlags & IORING_SETUP_IOPOLL) != 0;
    polled = iopoll && !pollThread;
    plain = sq.isPlain();
    heldBackUntold =
        iopoll
            || ((setupFlags & (IORING_SETUP_COOP_TASKRUN | IORING_SETUP_DEFER_TASKRUN)) != 0
                && (setupFlags & IORING_SETUP_TASKRUN_FLAG) == 0);
  }

  /**
   * When a time that begins now is over, in terms of System.nanoTime; {@link #FOREVER} if never.
   */
  static long deadline(Duration timeout) {
    if (timeout.isNegative()) {
      return System.nanoTime();
    }
    long nanos;
    try {
      nanos = timeout.toNanos();
    } catch (ArithmeticException e) {
      return FOREVER;
    }
    return deadline(nanos);
  }

  /** The same for a time of so many nanoseconds, zero or more. */
  static long deadline(long nanos) {
    // nanoTime may be negative, and the sum may wrap to FOREVER's side: both mean some centuries.
    long now = System.nanoTime();
    long deadline = now + nanos;
    return deadline < now ? FOREVER : deadline;
  }

  /** Leaves a wake-up that was taken for the next wait. */
  void putWakeupBack() {
    wakeups.putBack();
  }

  /** The kernel shows completions where nobody can look. */
  void loseCompletions() {
    lost = true;
  }

  boolean lostCompletions() {
    return lost;
  }

  /** Whether the last wait ended at its time, or at a signal. */
  boolean gaveUp() {
    return gaveUp;
  }

  /** Whether a wake-up ended the last wait, or met it before it began. */
  boolean wasWoken() {
    return woken;
  }

  /** Whether waiting counts as waiting for input and output, in the system's load. */
  void ioWait(boolean on) {
    enterFlags = on ? enterFlags & ~IORING_ENTER_NO_IOWAIT : enterFlags | IORING_ENTER_NO_IOWAIT;
  }

  long enters() {
    return enters;
  }

  /** Submits all entries. Without any there is no system call. Returns how many were submitted. */
  int submit() throws IOException {
    return drive(0, FOREVER, NOT_ENTERED);
  }

  /**
   * Submits all entries, then waits until {@code minComplete} completions are ready, the deadline
   * has passed, or {@link Wakeups#wakeup} ends the wait.
   *
   * @param deadline in terms of System.nanoTime, or {@link #FOREVER}
   * @return how many entries were submitted
   */
  int submitAndWait(int minComplete, long deadline) throws IOException {
    wakeups.beginWait(minComplete);
    try {
      return plain && deadline == FOREVER && options == null
          ? enterOnce(minComplete)
          : drive(minComplete, deadline, NOT_ENTERED);
    } finally {
      woken = wakeups.endWait();
    }
  }

  /** The same, with options; the deadline is theirs. */
  int submitAndWait(int minComplete, WaitOptions waitOptions, long deadline) throws IOException {
    argument.begin(waitOptions);
    options = waitOptions;
    if (waitOptions.minimumWaitMicros() != 0) {
      minimumDeadline = System.nanoTime() + waitOptions.minimumWaitNanos();
    }
    try {
      return submitAndWait(minComplete, deadline);
    } finally {
      options = null;
      registeredWait = null;
      argument.end();
    }
  }

  /** The same, with options that the kernel finds at {@code where} for the first enter. */
  int submitAndWait(int minComplete, WaitOptions waitOptions, long deadline, MemorySegment where)
      throws IOException {
    registeredWait = where;
    return submitAndWait(minComplete, waitOptions, deadline);
  }

  /**
   * What {@link #drive} does, for the usual case and in as few steps as can be: one enter takes all
   * entries and brings enough completions. Where that is not so, drive goes on.
   */
  private int enterOnce(int minComplete) throws IOException {
    int added = sq.publish();
    int toSubmit = sq.expectedPending();
    // Whether enough are ready already is the kernel's to see.
    int missing = minComplete - cq.spilledCount();
    if (added == 0 || missing <= 0 || lost || !resources.isRooted() || wakeups.isPending()) {
      return drive(minComplete, FOREVER, NOT_ENTERED);
    }
    gaveUp = false;
    cq.publishHead();
    enters++;
    int result =
        checkNotLost(
            syscalls.enter(
                resources.enterFd(),
                toSubmit,
                missing,
                IORING_ENTER_GETEVENTS | resources.indexFlag() | enterFlags,
                MemorySegment.NULL,
                0));
    if (result != toSubmit) {
      return drive(minComplete, FOREVER, result);
    }
    sq.consumedAll();
    if (cq.readyAfterWakeups() >= minComplete) {
      return result;
    }
    return result + drive(minComplete, FOREVER, NOT_ENTERED);
  }

  /**
   * Enters until all is submitted, and enough completions are ready or the wait has ended.
   *
   * @param answer what an enter has answered already, or NOT_ENTERED
   */
  private int drive(int minComplete, long deadline, int answer) throws IOException {
    int given = answer;
    gaveUp = false;
    resources.root();
    int submitted = 0;
    int attempt = 0;
    while (true) {
      int result = given;
      given = NOT_ENTERED;
      int added = sq.publish();
      int toSubmit = pollThread ? 0 : sq.pending();
      int wanted = wanted(minComplete);
      // A signal that ends a wait is told by an enter that did nothing else.
      boolean wait = mustWait(wanted) && (toSubmit == 0 || !endsAtSignal());
      int flags = wait ? IORING_ENTER_GETEVENTS : 0;
      if (wait && polled) {
        // Otherwise the kernel would answer at once, without a look, for ever.
        cq.spill();
      }
      if (pollThread) {
        submitted += added;
        if ((wait || sq.pending() != 0) && sq.pollThreadNeedsWakeup()) {
          flags |= IORING_ENTER_SQ_WAKEUP;
        }
      }
      if (toSubmit == 0 && flags == 0 && result == NOT_ENTERED) {
        return submitted;
      }
      long left = wait ? timeLeft(deadline) : 0;
      if (result == NOT_ENTERED) {
        int minInRing = left > 0 ? wanted - cq.spilledCount() + paddingReady() : 0;
        result = enter(toSubmit, minInRing, flags, left);
      }
      if (result == -Errno.EAGAIN || result == -Errno.EBUSY || (result == 0 && toSubmit != 0)) {
        attempt = relieve(attempt + 1, result);
        continue;
      }
      if (result < 0 && result != -Errno.EINTR && result != -Errno.ETIME) {
        throw failure(-result);
      }
      if (result >= 0) {
        attempt = 0;
        if (!pollThread) {
          submitted += result;
          sq.consumed(result);
        } else if (!wait) {
          // The thread has been woken; it need not have begun.
          return submitted;
        }
      }
      if (wait && (pollThread || sq.pending() == 0)) {
        gaveUp = left <= 0 || result == -Errno.ETIME || (result == -Errno.EINTR && endsAtSignal());
        if (gaveUp) {
          return submitted;
        }
      }
    }
  }

  private boolean endsAtSignal() {
    return options != null && options.hasSignalMask();
  }

  /**
   * How many completions end the wait now: with a minimum time only one when that is over. The
   * kernel may come back sooner, as it does whenever a timeout request ends.
   */
  private int wanted(int minComplete) {
    if (options == null || options.minimumWaitMicros() == 0) {
      return minComplete;
    }
    long left = minimumDeadline - System.nanoTime();
    argument.minimumWait(left);
    return left > 0 ? minComplete : Math.min(minComplete, 1);
  }

  private boolean mustWait(int minComplete) {
    if (minComplete == 0) {
      return false;
    }
    return cq.readyAfterWakeups() - paddingReady() < minComplete && !wakeups.isPending();
  }

  /** Completions of padding do not count: nobody waits for them. */
  private int paddingReady() {
    return sq.hasPadded() ? cq.paddingReady() : 0;
  }

  private static long timeLeft(long deadline) {
    return deadline == FOREVER ? FOREVER : Math.max(deadline - System.nanoTime(), 0);
  }

  /**
   * Makes completions ready that the kernel holds back until an enter asks for them. Does not
   * submit, does not wait.
   */
  void flushCompletions() throws IOException {
    lost |= cq.lost() != 0;
    if (lost && !closing) {
      throw failure(Errno.EBADR);
    }
    if (heldBackUntold || sq.kernelHoldsCompletions()) {
      collectFromKernel();
    }
  }

  /** Runs what the kernel has deferred, whether it says so or not. Does not submit or wait. */
  void collectFromKernel() throws IOException {
    int result = enter(0, 0, IORING_ENTER_GETEVENTS, 0);
    if (result < 0 && result != -Errno.EINTR && result != -Errno.EAGAIN && result != -Errno.EBUSY) {
      throw failure(-result);
    }
  }

  /** Makes room for {@code count} more entries. On return there is some. */
  void makeSpace(int count) throws IOException {
    submit();
    // Only a thread of the kernel may still have some of what was submitted.
    for (int attempt = 0; sq.spaceLeft() < count; ) {
      int flags = IORING_ENTER_SQ_WAIT;
      if (sq.pollThreadNeedsWakeup()) {
        flags |= IORING_ENTER_SQ_WAKEUP;
      }
      int result = enter(0, 0, flags, 0);
      if (result == -Errno.EAGAIN || result == -Errno.EBUSY) {
        attempt = relieve(attempt + 1, result);
      } else if (result < 0 && result != -Errno.EINTR) {
        throw failure(-result);
      }
    }
  }

  /**
   * The kernel took nothing: EBUSY while it holds back completions for want of room, EAGAIN or 0
   * for want of memory. Runs what it holds back and moves it to this side, so that it can go on.
   * Returns how many attempts were in vain.
   */
  private int relieve(int attempt, int result) throws IOException {
    if (attempt > ATTEMPTS) {
      throw new ErrnoException(
          result == 0 ? Errno.EAGAIN : -result,
          "io_uring_enter",
          "",
          "the kernel has no memory for more requests; nothing is lost: collect completions, then"
              + " submit again");
    }
    collectFromKernel();
    if (cq.spill() != 0) {
      return 0;
    }
    // Nothing tells when the kernel has memory again: ask again, less and less often.
    Patience.sleep(NANOS_PER_MICRO << Math.min(attempt, 10));
    return attempt;
  }

  /**
   * From now on lost completions are no failure: the ring is being closed, and they are nobody's
   * any more.
   */
  void beginClose() {
    closing = true;
  }

  private int enter(int toSubmit, int minComplete, int flags, long nanos) throws IOException {
    if (lost && !closing) {
      throw failure(Errno.EBADR);
    }
    // What was consumed must be free before the kernel looks for room.
    cq.publishHead();
    enters++;
    int result;
    int allFlags = flags | resources.indexFlag() | enterFlags;
    if (minComplete <= 0 || (nanos == FOREVER && options == null)) {
      result =
          syscalls.enter(
              resources.enterFd(), toSubmit, minComplete, allFlags, MemorySegment.NULL, 0);
    } else {
      result = enterWithArgument(toSubmit, minComplete, allFlags | IORING_ENTER_EXT_ARG, nanos);
    }
    return checkNotLost(result);
  }

  /** Returns what an enter has answered, if no completions were lost. */
  private int checkNotLost(int result) throws IOException {
    // EBADR is told once, by a wait that finds nothing, and this call has cleared it. The counter
    // tells sooner.
    if (result == -Errno.EBADR || cq.lost() != 0) {
      lost = true;
      if (!closing) {
        // Nobody else will say so, and what was taken must not be dropped as if it were not.
        sq.consumed(Math.max(result, 0));
        throw failure(Errno.EBADR);
      }
      return result == -Errno.EBADR ? -Errno.EINTR : result;
    }
    return result;
  }

  private int enterWithArgument(int toSubmit, int minComplete, int flags, long nanos) {
    int allFlags = options != null && options.isAbsolute() ? flags | IORING_ENTER_ABS_TIMER : flags;
    if (registeredWait != null) {
      MemorySegment where = registeredWait;
      // If the wait goes on after this it has less time left than is registered.
      registeredWait = null;
      return syscalls.enter(
          resources.enterFd(),
          toSubmit,
          minComplete,
          allFlags | IORING_ENTER_EXT_ARG_REG,
          where,
          IoUringRegWait.SIZE);
    }
    if (nanos != FOREVER) {
      argument.time(nanos);
    }
    return syscalls.enter(
        resources.enterFd(),
        toSubmit,
        minComplete,
        allFlags,
        argument.memory(),
        IoUringGeteventsArg.SIZE);
  }

  private ErrnoException failure(int errno) {
    String hint =
        switch (errno) {
          case Errno.EBADR ->
              "the kernel had no memory for completions and dropped some; which requests they ended"
                  + " is unknown, so this ring can only be closed";
          case Errno.EBADFD -> "the ring is disabled";
          case Errno.EINVAL ->
              options == null ? "" : "this kernel does not know one of the wait's options";
          case Errno.EEXIST -> "the ring belongs to another thread, the one that enabled it";
          case Errno.EOWNERDEAD -> "the kernel's submission thread (SQPOLL) has died";
          default -> "";
        };
    return new ErrnoException(errno, "io_uring_enter", "", hint);
  }
}
