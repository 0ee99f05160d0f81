package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static io.github.uring4j.abi.LinuxConstants.*;

import io.github.uring4j.abi.Structs.IoUringParams;
import io.github.uring4j.sys.Syscalls;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;

/**
 * A kernel that does on demand what a real one does once in a year.
 *
 * <p>It keeps the rings' memory, takes requests when it is entered, and completes them as the test
 * says: at once by default, or as a {@link Responder} decides, or when the test calls {@link
 * #complete}. It never sleeps: where a real kernel would put the thread to sleep, it runs the next
 * hook of {@link #whenWaiting}, and if nothing can end the wait it answers ETIME, or fails the test
 * if there is no timeout.
 *
 * <p>Everything is recorded in order: {@link #calls} for assertions, {@link #trace} with the
 * results. Where a ring breaks the protocol (an index overwritten, a queue overfilled, memory
 * written out of bounds or after munmap, a consumed completion read again), it fails, or finds
 * nonsense.
 *
 * <p>Like the seam, it is used by one thread at a time. Methods about "the ring" mean the one set
 * up last.
 */
final class FakeKernel implements Syscalls {

  /** The answer of {@link #onCancel} for a request that a cancel does not end. */
  static final int KEEPS_RUNNING = Integer.MIN_VALUE;

  /** All features of Linux 6.18. */
  static final int ALL_FEATURES = 0x3ffff;

  private static final int ENTER_FLAGS = 0xff;

  // Distinct across kernels, so that a descriptor of one is unknown to another; never a real one.
  private static final AtomicInteger NEXT_FD = new AtomicInteger(1_000_000);

  /** One system call: its text for {@link #calls}, and what it answered. */
  private static final class Call {

    final String text;
    String result = "unfinished";

    Call(String text) {
      this.text = text;
    }
  }

  /** What the next call of enter does instead of its work, or within it. */
  private sealed interface Outcome {
    record Fails(int errno) implements Outcome {}

    record WaitFails(int errno) implements Outcome {}

    record TakesAtMost(int entries) implements Outcome {}

    record Works() implements Outcome {}
  }

  private static final Outcome WORKS = new Outcome.Works();

  private final FakeMemory memory = new FakeMemory();
  private final FakeRegister register = new FakeRegister(this);
  private final Map<Integer, FakeRing> rings = new HashMap<>();
  private final TreeSet<Integer> descriptors = new TreeSet<>();
  private final List<String> faults = new ArrayList<>();
  private final List<Call> calls = Collections.synchronizedList(new ArrayList<>());
  private final List<FakeSqe> submitted = new ArrayList<>();
  private final ArrayDeque<Outcome> outcomes = new ArrayDeque<>();
  private final ArrayDeque<Runnable> waits = new ArrayDeque<>();
  private final Map<Integer, Integer> failingMmaps = new TreeMap<>();
  private FakeRing last;

  private int firstIndex;
  private int features = ALL_FEATURES;
  private int unsupportedSetupFlags = IORING_SETUP_SQE_MIXED | IORING_SETUP_SQ_REWIND;
  private int setupErrno;
  private int setupFailures;
  private int closeErrno;
  private int mmaps;
  private boolean interrupted;
  private boolean defersCompletions;
  private boolean losesOverflow;
  private boolean busyWhileOverflown;
  private Responder responder = Responder.AT_ONCE;
  private ToIntFunction<FakeSqe> cancelAnswers = sqe -> -ECANCELED;
  private Runnable everyWait;

  // ---- what the kernel is: before set-up

  /** Both queues of the rings to come begin here, head and tail alike. */
  FakeKernel startIndicesAt(int index) {
    firstIndex = index;
    return this;
  }

  /** The features that set-up reports; without SINGLE_MMAP the completion queue is mapped apart. */
  FakeKernel features(int mask) {
    features = mask;
    return this;
  }

  /** Set-up with any of these flags fails with EINVAL. The default lacks what Linux 6.18 lacks. */
  FakeKernel unsupportedSetupFlags(int mask) {
    unsupportedSetupFlags = mask;
    return this;
  }

  /** Every set-up fails. */
  FakeKernel failSetup(int errno) {
    return failSetup(errno, Integer.MAX_VALUE);
  }

  /** The next so many set-ups fail. */
  FakeKernel failSetup(int errno, int times) {
    setupErrno = errno;
    setupFailures = times;
    return this;
  }

  /** The n-th mmap of this kernel's life fails; the first is 1. */
  FakeKernel failMmap(int ordinal, int errno) {
    failingMmaps.put(ordinal, errno);
    return this;
  }

  /** Every close fails, after it has released the descriptor, as Linux does. 0 ends that. */
  FakeKernel failClose(int errno) {
    closeErrno = errno;
    return this;
  }

  /** The register opcode fails. */
  FakeKernel failRegister(int opcode, int errno) {
    return onRegister(opcode, (arg, count) -> -errno);
  }

  /** The register opcode does and answers this. */
  FakeKernel onRegister(int opcode, FakeRegister.Answer answer) {
    register.onRegister(opcode, answer);
    return this;
  }

  /** The probe reports exactly these operations; default all 65. */
  FakeKernel supportedOperations(int... opcodes) {
    register.supportedOperations(opcodes);
    return this;
  }

  // ---- what becomes of requests

  FakeKernel respond(Responder newResponder) {
    responder = newResponder;
    return this;
  }

  /**
   * What a request that is cancelled answers: default -ECANCELED; {@link #KEEPS_RUNNING} for one
   * that cannot be.
   */
  FakeKernel onCancel(ToIntFunction<FakeSqe> answers) {
    cancelAnswers = answers;
    return this;
  }

  ToIntFunction<FakeSqe> cancelAnswers() {
    return cancelAnswers;
  }

  /** Posts a completion of a request in flight; without IORING_CQE_F_MORE it is the last. */
  void complete(long userData, int res, int flags) {
    ring().complete(inFlight(userData), FakeCqe.of(userData, res, flags));
  }

  /** Posts a completion of 32 bytes. */
  void completeBig(long userData, int res, int flags, long extra1, long extra2) {
    ring().complete(inFlight(userData), new FakeCqe(userData, res, flags, true, extra1, extra2));
  }

  /** Posts a completion that belongs to no request: a message, a late completion, nonsense. */
  void post(long userData, int res, int flags) {
    ring().post(FakeCqe.of(userData, res, flags));
  }

  /** Posts padding (IORING_CQE_F_SKIP), as a mixed ring has it before its wrap. */
  void postSkip() {
    post(0, 0, IORING_CQE_F_SKIP);
  }

  /** The requests that were submitted and have not had their last completion, oldest first. */
  List<FakeSqe> inFlight() {
    return List.copyOf(ring().inFlight());
  }

  private FakeSqe inFlight(long userData) {
    return ring().inFlight().stream()
        .filter(sqe -> sqe.userData() == userData)
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("not in flight: user_data 0x" + Long.toHexString(userData)));
  }

  /**
   * While true, completions are seen only after an enter that runs task work (DEFER_TASKRUN,
   * COOP_TASKRUN rings).
   */
  FakeKernel deferCompletions(boolean on) {
    defersCompletions = on;
    return this;
  }

  FakeKernel deferCompletions() {
    return deferCompletions(true);
  }

  boolean defersCompletions() {
    return defersCompletions;
  }

  /**
   * From now on completions that find the queue full are lost. As in Linux, only that counts in the
   * overflow counter of the queue, and EBADR, once, is for an enter that submits nothing, waits,
   * and finds the queue empty.
   */
  FakeKernel dropOverflow() {
    losesOverflow = true;
    return this;
  }

  boolean losesOverflow() {
    return losesOverflow;
  }

  /**
   * Submitting fails with EBUSY while the backlog cannot be flushed, as in Linux 5.5 to 5.18; not
   * so since.
   */
  FakeKernel busyWhileOverflown() {
    busyWhileOverflown = true;
    return this;
  }

  /** How many completions wait outside of the full queue. */
  int backlog() {
    return ring().backlog();
  }

  /** How often the registered eventfd was signalled. */
  int eventfdSignals() {
    return ring().eventfdSignals;
  }

  // ---- what becomes of enter: one outcome a call, in order

  /** An enter does nothing and fails. */
  FakeKernel nextEnterFails(int errno) {
    outcomes.add(new Outcome.Fails(errno));
    return this;
  }

  /** An enter takes at most so many entries; if it was to take more, it does not wait either. */
  FakeKernel nextEnterTakesAtMost(int entries) {
    outcomes.add(new Outcome.TakesAtMost(entries));
    return this;
  }

  /**
   * An enter submits, then fails to wait for what is not there; the errno is seen only if it
   * submitted nothing.
   */
  FakeKernel nextWaitFails(int errno) {
    outcomes.add(new Outcome.WaitFails(errno));
    return this;
  }

  /** An enter does its work. */
  FakeKernel nextEnterWorks() {
    outcomes.add(WORKS);
    return this;
  }

  /**
   * What happens while the thread sleeps. Hooks run in order, one at a time, as long as the wait is
   * not over.
   */
  FakeKernel whenWaiting(Runnable hook) {
    waits.add(hook);
    return this;
  }

  /** Runs in each wait after the hooks, until it changes nothing. */
  FakeKernel wheneverWaiting(Runnable hook) {
    everyWait = hook;
    return this;
  }

  /** For hooks: ends the wait with EINTR. */
  void interruptWait() {
    interrupted = true;
  }

  // ---- SQPOLL

  /**
   * The poll thread goes to sleep: NEED_WAKEUP is set, and nothing is taken before an enter with
   * SQ_WAKEUP.
   */
  void pollThreadSleeps() {
    ring().setSqFlag(IORING_SQ_NEED_WAKEUP, true);
  }

  /** The poll thread takes what is queued. */
  int pollThreadRuns() {
    FakeRing ring = ring();
    ring.setSqFlag(IORING_SQ_NEED_WAKEUP, false);
    return ring.take(ring.queued(), responder);
  }

  // ---- what was seen

  /** The requests taken, in order. */
  List<FakeSqe> submitted() {
    return List.copyOf(submitted);
  }

  FakeSqe lastSubmitted() {
    return submitted.getLast();
  }

  void recordSubmitted(FakeSqe sqe) {
    submitted.add(sqe);
  }

  /**
   * The system calls in order, such as {@code enter(to_submit=3, min_complete=1,
   * GETEVENTS|EXT_ARG)}.
   */
  List<String> calls() {
    synchronized (calls) {
      return calls.stream().map(call -> call.text).toList();
    }
  }

  /** The calls that begin with a name, such as {@code enter}. */
  List<String> calls(String name) {
    return calls().stream().filter(text -> text.startsWith(name + "(")).toList();
  }

  /** The system calls with their results, for messages. */
  String trace() {
    synchronized (calls) {
      return String.join(
          "\n", calls.stream().map(call -> call.text + " = " + call.result).toList());
    }
  }

  /** Forgets the calls and the requests seen so far. */
  void forgetCalls() {
    calls.clear();
    submitted.clear();
  }

  /** The register calls with copies of their arguments. */
  List<FakeRegister.Registration> registrations() {
    return register.registrations();
  }

  /** The flags, features and sizes of the ring. */
  FakeSetup setup() {
    return ring().setup;
  }

  /** The descriptor of the ring. */
  int fd() {
    return ring().fd;
  }

  /** A descriptor for a completion to hand out, which somebody must close. */
  int openDescriptor() {
    int fd = NEXT_FD.getAndIncrement();
    descriptors.add(fd);
    return fd;
  }

  /**
   * Fails unless every mapping and descriptor was released, once, and no memory was written against
   * the rules.
   */
  void assertNothingLeaked() {
    List<String> findings = new ArrayList<>(faults);
    descriptors.forEach(fd -> findings.add("still open: " + nameOf(fd)));
    findings.addAll(register.findings());
    findings.addAll(memory.findings());
    if (!findings.isEmpty()) {
      throw new AssertionError(String.join("\n", findings) + "\nafter\n" + trace());
    }
  }

  // ---- the seam

  @Override
  public int setup(int entries, MemorySegment params) {
    int flags = params.get(ValueLayout.JAVA_INT_UNALIGNED, IoUringParams.FLAGS);
    Call call = begin("setup(" + entries + ", " + FakeNames.setupFlags(flags) + ")");
    if (setupFailures > 0) {
      setupFailures--;
      return end(call, -setupErrno);
    }
    int errno = FakeSetup.check(entries, params, unsupportedSetupFlags);
    if (errno != 0) {
      return end(call, -errno);
    }
    FakeSetup setup = FakeSetup.read(entries, params, features);
    MemorySegment lentRings = null;
    MemorySegment lentSqes = null;
    if (setup.has(IORING_SETUP_NO_MMAP)) {
      lentRings = memory.lent(setup.cqUserAddr(), setup.sqRingSize());
      lentSqes = memory.lent(setup.sqUserAddr(), setup.sqesSize());
      if (lentRings == null || lentSqes == null) {
        return end(call, -EFAULT);
      }
    }
    FakeRing ring =
        new FakeRing(
            this, NEXT_FD.getAndIncrement(), setup, memory, lentRings, lentSqes, firstIndex);
    setup.answer(params);
    last = ring;
    if (setup.has(IORING_SETUP_REGISTERED_FD_ONLY)) {
      return end(call, register.assignIndex(ring));
    }
    rings.put(ring.fd, ring);
    descriptors.add(ring.fd);
    return end(call, ring.fd);
  }

  @Override
  public int enter(
      int fd, int toSubmit, int minComplete, int flags, MemorySegment arg, long argSize) {
    FakeRing known = rings.get(fd);
    MemorySegment region = known == null ? null : known.region;
    FakeWait wait = FakeWait.read(minComplete, flags, arg, argSize, region);
    Call call =
        begin(
            "enter(to_submit="
                + toSubmit
                + ", min_complete="
                + minComplete
                + ", "
                + FakeNames.enterFlags(flags)
                + wait.text()
                + ")");
    return end(call, enter(fd, toSubmit, flags, wait));
  }

  private int enter(int fd, int toSubmit, int flags, FakeWait wait) {
    if ((flags & ~ENTER_FLAGS) != 0) {
      return -EINVAL;
    }
    FakeRing ring =
        (flags & IORING_ENTER_REGISTERED_RING) != 0 ? register.atIndex(fd) : rings.get(fd);
    if (ring == null) {
      return -EBADF;
    }
    if (ring.disabled) {
      return -EBADFD;
    }
    Outcome outcome = outcomes.isEmpty() ? WORKS : outcomes.remove();
    if (outcome instanceof Outcome.Fails(int errno)) {
      return -errno;
    }
    boolean getEvents = (flags & IORING_ENTER_GETEVENTS) != 0;
    int result = 0;
    if (ring.setup.has(IORING_SETUP_SQPOLL)) {
      wakePollThread(ring, flags);
      result = toSubmit;
    } else if (toSubmit != 0) {
      if (!ring.mayBeUsedBy(Thread.currentThread())) {
        return -EEXIST;
      }
      if (ring.backlog() > 0 && busyWhileOverflown) {
        ring.flushOverflow();
        if (ring.backlog() > 0) {
          return -EBUSY;
        }
      }
      int limit =
          outcome instanceof Outcome.TakesAtMost(int entries)
              ? Math.min(entries, toSubmit)
              : toSubmit;
      result = ring.take(limit, responder);
    }
    ring.runTaskWork(getEvents);
    if (result != toSubmit || !getEvents) {
      return result;
    }
    int waited = wait.errno() != 0 ? -wait.errno() : await(ring, wait, outcome, toSubmit != 0);
    if (result != 0) {
      return result;
    }
    if (waited == -EBADR) {
      ring.forgetLost();
    }
    return waited;
  }

  private void wakePollThread(FakeRing ring, int flags) {
    boolean asleep = ring.hasSqFlag(IORING_SQ_NEED_WAKEUP);
    if ((flags & IORING_ENTER_SQ_WAKEUP) != 0 && asleep) {
      pollThreadRuns();
    }
    if ((flags & IORING_ENTER_SQ_WAIT) != 0 && ring.queued() == ring.setup.sqEntries()) {
      if (ring.hasSqFlag(IORING_SQ_NEED_WAKEUP)) {
        throw new AssertionError(
            "would block for ever: SQ_WAIT while the poll thread sleeps\n" + trace());
      }
      pollThreadRuns();
    }
  }

  // io_cqring_wait
  private int await(FakeRing ring, FakeWait wait, Outcome outcome, boolean submits) {
    if (!ring.mayBeUsedBy(Thread.currentThread())) {
      return -EEXIST;
    }
    ring.flushOverflow();
    if (ring.setup.has(IORING_SETUP_IOPOLL) && ring.ready() != 0) {
      // It does not poll while there is something to collect.
      if (wait.minComplete() > ring.ready() && !submits) {
        throw new AssertionError("would ask again for ever\n" + trace());
      }
      return 0;
    }
    int wanted = Math.min(wait.minComplete(), ring.setup.cqEntries());
    int result = 0;
    while (Integer.compareUnsigned(ring.ready(), wanted) < 0) {
      if (outcome instanceof Outcome.WaitFails(int errno)) {
        result = -errno;
        break;
      }
      if (ring.hasLost()) {
        result = -EBADR;
        break;
      }
      if (interrupted) {
        interrupted = false;
        result = -EINTR;
        break;
      }
      if (!sleeps(ring)) {
        if (wait.minWaitMicros() != 0 && ring.ready() != 0) {
          break;
        }
        if (wait.timeoutNanos() < 0) {
          throw new AssertionError(wouldBlock(ring));
        }
        result = -ETIME;
        break;
      }
      ring.runTaskWork(true);
      ring.flushOverflow();
    }
    return ring.ready() == 0 ? result : 0;
  }

  /** Lets happen what happens next while the thread sleeps; false if that is nothing. */
  private boolean sleeps(FakeRing ring) {
    if (ring.setup.has(IORING_SETUP_SQPOLL)
        && !ring.hasSqFlag(IORING_SQ_NEED_WAKEUP)
        && ring.queued() > 0) {
      pollThreadRuns();
    } else if (!waits.isEmpty()) {
      waits.remove().run();
    } else if (everyWait != null) {
      int before = ring.posted() + submitted.size();
      everyWait.run();
      return interrupted || ring.posted() + submitted.size() != before;
    } else {
      return false;
    }
    return true;
  }

  private String wouldBlock(FakeRing ring) {
    String text =
        "would block for ever: " + ring.inFlight().size() + " in flight " + ring.inFlight();
    if (ring.setup.has(IORING_SETUP_SQPOLL) && ring.queued() > 0) {
      text += ", the poll thread sleeps, queued: " + ring.queued();
    }
    return text + "\n" + trace();
  }

  @Override
  public int register(int fd, int opcode, MemorySegment arg, int count) {
    Call call = begin("register(" + FakeNames.register(opcode) + ", " + count + ")");
    return end(call, register.register(fd, opcode, arg, count));
  }

  @Override
  public long mmap(long length, int fd, long offset) {
    FakeRing ring = rings.get(fd);
    FakeMemory.Block block = ring == null ? null : ring.blockAt(offset);
    String what =
        block != null ? block.name : fd < 0 ? "ANONYMOUS" : fd + ", 0x" + Long.toHexString(offset);
    Call call = begin("mmap(" + what + ", " + length + ")");
    Integer errno = failingMmaps.get(++mmaps);
    if (errno != null) {
      return end(call, -errno);
    }
    if (length <= 0) {
      return end(call, -EINVAL);
    }
    if (fd < 0) {
      return end(call, memory.map(memory.allocate("ANONYMOUS", length), length));
    }
    if (ring == null) {
      return end(call, -EBADF);
    }
    if (block == null) {
      return end(call, -EINVAL);
    }
    if (length < block.memory.byteSize()) {
      throw new AssertionError(
          what + " has " + block.memory.byteSize() + " bytes, mapped are " + length);
    }
    if (length > FakeMemory.pages(block.memory.byteSize())) {
      return end(call, -EINVAL);
    }
    return end(call, memory.map(block, length));
  }

  @Override
  public int munmap(long address, long length) {
    Call call = begin("munmap(" + memory.nameOf(address) + ", " + length + ")");
    return end(call, memory.unmap(address, length) ? 0 : -EINVAL);
  }

  @Override
  public int madvise(long address, long length, int advice) {
    Call call = begin("madvise(" + memory.nameOf(address) + ", " + length + ", " + advice + ")");
    return end(call, 0);
  }

  @Override
  public int close(int fd) {
    Call call = begin("close(" + nameOf(fd) + ")");
    if (!descriptors.remove(fd)) {
      faults.add("close of what is not open: " + nameOf(fd));
      return end(call, -EBADF);
    }
    rings.remove(fd);
    return end(call, -closeErrno);
  }

  /** A ring of buffers, by its group. */
  FakeBufferRing bufferRing(int group) {
    return ring().bufferRings.get(group);
  }

  // ---- for FakeRegister

  FakeMemory memory() {
    return memory;
  }

  FakeRing ringAt(int fd) {
    return rings.get(fd);
  }

  private FakeRing ring() {
    if (last == null) {
      throw new AssertionError("no ring was set up");
    }
    return last;
  }

  private String nameOf(int fd) {
    return rings.containsKey(fd) || (last != null && last.fd == fd) ? "ring" : Integer.toString(fd);
  }

  private Call begin(String text) {
    Call call = new Call(text);
    calls.add(call);
    return call;
  }

  private static int end(Call call, int result) {
    call.result = FakeNames.result(result);
    return result;
  }

  private static long end(Call call, long result) {
    call.result = FakeNames.result(result);
    return result;
  }
}
