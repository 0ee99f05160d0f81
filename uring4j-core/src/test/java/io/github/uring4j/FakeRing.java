package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static io.github.uring4j.abi.LinuxConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.Structs.IoUringCqe;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/** One ring of the fake kernel: its queues in shared memory, and the requests in flight. */
final class FakeRing {

  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final byte STALE_SQE = (byte) 0xFF;
  private static final byte STALE_CQE = (byte) 0xEE;

  final int fd;

  /** Where memory that the kernel allocated for waits is mapped. */
  static final long REGION_OFFSET = 0x2000_0000L;

  FakeSetup setup;
  FakeMemory.Block sqBlock;
  FakeMemory.Block cqBlock;
  FakeMemory.Block sqesBlock;
  FakeMemory.Block regionBlock;

  /** What is registered for waits. */
  MemorySegment region;

  /** The thread that may submit, under SINGLE_ISSUER; null before a disabled ring is enabled. */
  Thread submitter;

  boolean disabled;
  boolean eventfd;

  /** The opcodes that registered the tables it has: files, buffers. */
  final Set<Integer> tables = new HashSet<>();

  /** By group. */
  final Map<Integer, FakeBufferRing> bufferRings = new HashMap<>();

  int eventfdSignals;

  private final FakeKernel kernel;
  private final FakeMemory blocks;
  private MemorySegment sq;
  private MemorySegment cq;
  private MemorySegment sqes;
  private final ArrayDeque<FakeCqe> overflown = new ArrayDeque<>();
  private final ArrayDeque<FakeCqe> deferred = new ArrayDeque<>();
  private final List<FakeSqe> inFlight = new ArrayList<>();
  private int sqHead;
  private int cqTail;
  private int cqSeen;
  private int posted;
  private boolean lost;

  /** A ring whose memory the kernel provides, or that lies in the application's two segments. */
  FakeRing(
      FakeKernel kernel,
      int fd,
      FakeSetup setup,
      FakeMemory memory,
      MemorySegment lentRings,
      MemorySegment lentSqes,
      int firstIndex) {
    this.kernel = kernel;
    this.fd = fd;
    this.setup = setup;
    this.blocks = memory;
    if (setup.has(IORING_SETUP_NO_MMAP)) {
      sqBlock = cqBlock = sqesBlock = null;
      sq = cq = lentRings;
      sqes = lentSqes;
    } else {
      allocate();
    }
    disabled = setup.has(IORING_SETUP_R_DISABLED);
    if (!disabled) {
      bindSubmitter();
    }
    sqHead = cqTail = cqSeen = firstIndex;
    initialise(firstIndex, firstIndex, firstIndex, firstIndex);
    VarHandle.fullFence();
  }

  private void allocate() {
    sqBlock = blocks.allocate("SQ_RING", setup.sqRingSize());
    cqBlock = setup.isShared() ? sqBlock : blocks.allocate("CQ_RING", setup.cqSize());
    sqesBlock = blocks.allocate("SQES", setup.sqesSize());
    sq = sqBlock.memory;
    cq = cqBlock.memory;
    sqes = sqesBlock.memory;
  }

  private void initialise(int sqFirst, int sqLast, int cqFirst, int cqLast) {
    long c = setup.cqOffset();
    cq.asSlice(c + FakeSetup.CONTROL_SIZE, setup.cqSize() - FakeSetup.CONTROL_SIZE).fill(STALE_CQE);
    sqes.asSlice(0, setup.sqesSize()).fill(STALE_SQE);
    sqControl().fill((byte) 0);
    sqControl().set(JAVA_INT, FakeSetup.HEAD, sqFirst);
    sqControl().set(JAVA_INT, FakeSetup.TAIL, sqLast);
    cqControl().fill((byte) 0);
    cqControl().set(JAVA_INT, FakeSetup.HEAD, cqFirst);
    cqControl().set(JAVA_INT, FakeSetup.TAIL, cqLast);
    sqControl().set(JAVA_INT, FakeSetup.ENTRIES, setup.sqEntries());
    sqControl().set(JAVA_INT, FakeSetup.MASK, setup.sqEntries() - 1);
    cqControl().set(JAVA_INT, FakeSetup.ENTRIES, setup.cqEntries());
    cqControl().set(JAVA_INT, FakeSetup.MASK, setup.cqEntries() - 1);
  }

  /** Moves to queues of other sizes, as io_register_resize_rings does. Returns 0 or -errno. */
  int resize(FakeSetup newSetup) {
    int pending = queued();
    int waiting = ready();
    if (pending > newSetup.sqEntries() || waiting > newSetup.cqEntries()) {
      return -EOVERFLOW;
    }
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < pending; i++) {
      entries.add(copyAndSpoil(slotAt(sqHead + i), setup.sqeStride()));
    }
    List<byte[]> completions = new ArrayList<>();
    for (int i = 0; i < waiting; i++) {
      completions.add(cqe(cqTail - waiting + i).toArray(JAVA_BYTE));
    }
    int sqFlags = (int) INT.getVolatile(sqControl(), (long) FakeSetup.FLAGS);
    int cqFlags = (int) INT.getVolatile(cqControl(), (long) FakeSetup.FLAGS);
    sqes.fill(STALE_SQE);
    setup = newSetup;
    allocate();
    initialise(sqHead, sqHead + pending, cqTail - waiting, cqTail);
    for (int i = 0; i < pending; i++) {
      int slot = (sqHead + i) & (setup.sqEntries() - 1);
      MemorySegment.copy(
          MemorySegment.ofArray(entries.get(i)),
          0,
          sqes,
          (long) slot * setup.sqeStride(),
          setup.sqeStride());
    }
    for (int i = 0; i < waiting; i++) {
      cqe(cqTail - waiting + i).copyFrom(MemorySegment.ofArray(completions.get(i)));
    }
    INT.setVolatile(sqControl(), (long) FakeSetup.FLAGS, sqFlags);
    INT.setVolatile(cqControl(), (long) FakeSetup.FLAGS, cqFlags);
    return 0;
  }

  /** Memory for waits: the application's, or if that is null the kernel's. */
  void registerRegion(MemorySegment lent, long size) {
    if (lent == null) {
      regionBlock = blocks.allocate("REGION", size);
      region = regionBlock.memory;
    } else {
      region = lent;
    }
  }

  void bindSubmitter() {
    if (setup.has(IORING_SETUP_SINGLE_ISSUER)) {
      submitter = Thread.currentThread();
    }
  }

  boolean mayBeUsedBy(Thread thread) {
    return submitter == null || submitter == thread;
  }

  /** What lies at an offset of the descriptor. */
  FakeMemory.Block blockAt(long offset) {
    if (offset == IORING_OFF_SQ_RING) {
      return sqBlock;
    }
    if (offset == IORING_OFF_CQ_RING) {
      return cqBlock;
    }
    if (offset == REGION_OFFSET) {
      return regionBlock;
    }
    if ((offset & IORING_OFF_MMAP_MASK) != IORING_OFF_PBUF_RING) {
      return offset == IORING_OFF_SQES ? sqesBlock : null;
    }
    int group = (int) ((offset & ~IORING_OFF_MMAP_MASK) >> IORING_OFF_PBUF_SHIFT);
    FakeBufferRing buffers = bufferRings.get(group);
    return buffers == null ? null : buffers.block;
  }

  // ---- submission queue

  /** How many entries the application has published and the kernel has not taken. */
  int queued() {
    if (setup.has(IORING_SETUP_SQ_REWIND)) {
      // Neither head nor tail is looked at: as many as enter says, from the first entry on.
      return setup.sqEntries();
    }
    if ((int) INT.getAcquire(sqControl(), (long) FakeSetup.HEAD) != sqHead) {
      throw new AssertionError("the application overwrote the head of the submission queue");
    }
    int queued = (int) INT.getAcquire(sqControl(), (long) FakeSetup.TAIL) - sqHead;
    if (Integer.compareUnsigned(queued, setup.sqEntries()) > 0) {
      throw new AssertionError(
          "the submission queue of "
              + setup.sqEntries()
              + " holds "
              + Integer.toUnsignedString(queued));
    }
    return queued;
  }

  /** Takes up to so many entries, as io_submit_sqes does: the head moves once, at the end. */
  int take(int max, Responder responder) {
    int entries = Integer.compareUnsigned(max, queued()) < 0 ? max : queued();
    int taken = 0;
    while (taken < entries) {
      int slot = slotAt(setup.has(IORING_SETUP_SQ_REWIND) ? taken : sqHead + taken);
      int size = sizeAt(slot, entries - taken);
      FakeSqe sqe = new FakeSqe(copyAndSpoil(slot, size));
      taken += size == setup.sqeStride() ? 1 : 2;
      Completions out = new Completions(this, sqe);
      inFlight.add(sqe);
      kernel.recordSubmitted(sqe);
      responder.submit(sqe, out);
      if (out.isRejected() && !setup.has(IORING_SETUP_SUBMIT_ALL)) {
        break;
      }
    }
    if (!setup.has(IORING_SETUP_SQ_REWIND)) {
      sqHead += taken;
      INT.setRelease(sqControl(), (long) FakeSetup.HEAD, sqHead);
    }
    return taken;
  }

  private int slotAt(int index) {
    int slot = index & (setup.sqEntries() - 1);
    if (setup.has(IORING_SETUP_NO_SQARRAY)) {
      return slot;
    }
    int mapped = sq.get(JAVA_INT, setup.arrayOffset() + (long) slot * Integer.BYTES);
    if (Integer.compareUnsigned(mapped, setup.sqEntries()) >= 0) {
      throw new AssertionError(
          "the submission array names slot " + mapped + " of " + setup.sqEntries());
    }
    return mapped;
  }

  private int sizeAt(int slot, int left) {
    int opcode = Byte.toUnsignedInt(sqes.get(JAVA_BYTE, (long) slot * setup.sqeStride()));
    boolean big = opcode == IORING_OP_NOP128 || opcode == IORING_OP_URING_CMD128;
    if (!big || !setup.has(IORING_SETUP_SQE_MIXED)) {
      return setup.sqeStride();
    }
    if (left < 2 || slot == setup.sqEntries() - 1) {
      throw new AssertionError("an entry of 128 bytes at slot " + slot + " lacks its second half");
    }
    return 2 * setup.sqeStride();
  }

  /**
   * The entry's bytes; its memory gets nonsense, as the kernel needs it no more (SUBMIT_STABLE).
   */
  private byte[] copyAndSpoil(int slot, int size) {
    MemorySegment memory = sqes.asSlice((long) slot * setup.sqeStride(), size);
    byte[] bytes = memory.toArray(JAVA_BYTE);
    memory.fill(STALE_SQE);
    return bytes;
  }

  void setSqFlag(int flag, boolean on) {
    if (sqBlock != null && sqBlock.isUnmapped()) {
      return;
    }
    if (on) {
      INT.getAndBitwiseOr(sqControl(), (long) FakeSetup.FLAGS, flag);
    } else {
      INT.getAndBitwiseAnd(sqControl(), (long) FakeSetup.FLAGS, ~flag);
    }
  }

  boolean hasSqFlag(int flag) {
    return ((int) INT.getVolatile(sqControl(), (long) FakeSetup.FLAGS) & flag) != 0;
  }

  // ---- completion queue

  /** How many slots of the completion queue the application has not consumed. */
  int ready() {
    if (cqBlock != null && cqBlock.isUnmapped()) {
      return 0;
    }
    int head = (int) INT.getAcquire(cqControl(), (long) FakeSetup.HEAD);
    if ((int) INT.getAcquire(cqControl(), (long) FakeSetup.TAIL) != cqTail) {
      throw new AssertionError("the application overwrote the tail of the completion queue");
    }
    int ready = cqTail - head;
    if (Integer.compareUnsigned(ready, cqTail - cqSeen) > 0) {
      throw new AssertionError(
          "the head of the completion queue moved from "
              + Integer.toUnsignedString(cqSeen)
              + " to "
              + Integer.toUnsignedString(head)
              + " with the tail at "
              + Integer.toUnsignedString(cqTail));
    }
    for (; cqSeen != head; cqSeen++) {
      cqe(cqSeen).fill(STALE_CQE);
    }
    return ready;
  }

  /** How many completions there were, seen or not. */
  int posted() {
    return posted;
  }

  /** Posts a completion: now, or with the next task work. */
  void post(FakeCqe cqe) {
    posted++;
    boolean taskWork = setup.has(IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_COOP_TASKRUN);
    if (kernel.defersCompletions() && taskWork) {
      deferred.add(cqe);
      setSqFlag(IORING_SQ_TASKRUN, setup.has(IORING_SETUP_TASKRUN_FLAG));
    } else {
      deliver(cqe);
    }
  }

  /**
   * Runs the task work of a call of enter. COOP_TASKRUN needs any system call, DEFER_TASKRUN one
   * for events.
   */
  void runTaskWork(boolean getEvents) {
    if (getEvents || !setup.has(IORING_SETUP_DEFER_TASKRUN)) {
      setSqFlag(IORING_SQ_TASKRUN, false);
      for (int n = deferred.size(); n > 0; n--) {
        deliver(deferred.remove());
      }
    }
  }

  /** Moves the backlog into the queue as far as there is room. */
  void flushOverflow() {
    while (!overflown.isEmpty() && write(overflown.peek())) {
      overflown.remove();
    }
    setSqFlag(IORING_SQ_CQ_OVERFLOW, !overflown.isEmpty());
  }

  /** How many completions wait outside of a full queue. */
  int backlog() {
    return overflown.size();
  }

  boolean hasLost() {
    return lost;
  }

  void forgetLost() {
    lost = false;
  }

  // A backlog goes first, or completions of one request would be out of order.
  private void deliver(FakeCqe cqe) {
    if (overflown.isEmpty() && write(cqe)) {
      return;
    }
    if (kernel.losesOverflow()) {
      lost = true;
      INT.getAndAdd(cqControl(), (long) FakeSetup.LOST, 1);
    } else {
      overflown.add(cqe);
      setSqFlag(IORING_SQ_CQ_OVERFLOW, true);
    }
  }

  private boolean write(FakeCqe cqe) {
    if (cqBlock != null && cqBlock.isUnmapped()) {
      return true;
    }
    boolean mixed = setup.has(IORING_SETUP_CQE_MIXED);
    if (cqe.big() && !mixed && !setup.has(IORING_SETUP_CQE32)) {
      throw new AssertionError("a completion of 32 bytes on a ring of 16: " + cqe);
    }
    int slots = cqe.big() && mixed ? 2 : 1;
    boolean padded = slots == 2 && (cqTail & (setup.cqEntries() - 1)) == setup.cqEntries() - 1;
    if (setup.cqEntries() - ready() < slots + (padded ? 1 : 0)) {
      return false;
    }
    if (padded) {
      fill(cqe(cqTail++), FakeCqe.of(0, 0, IORING_CQE_F_SKIP), 0);
    }
    MemorySegment memory =
        slots == 2 ? cq.asSlice(cqeOffset(cqTail), 2L * IoUringCqe.SIZE) : cqe(cqTail);
    fill(memory, cqe, slots == 2 ? IORING_CQE_F_32 : 0);
    cqTail += slots;
    INT.setRelease(cqControl(), (long) FakeSetup.TAIL, cqTail);
    if (eventfd
        && ((int) INT.getVolatile(cqControl(), (long) FakeSetup.FLAGS) & IORING_CQ_EVENTFD_DISABLED)
            == 0) {
      eventfdSignals++;
    }
    return true;
  }

  private static void fill(MemorySegment memory, FakeCqe cqe, int moreFlags) {
    memory.set(JAVA_LONG, IoUringCqe.USER_DATA, cqe.userData());
    memory.set(JAVA_INT, IoUringCqe.RES, cqe.res());
    memory.set(JAVA_INT, IoUringCqe.FLAGS, cqe.flags() | moreFlags);
    if (memory.byteSize() > IoUringCqe.SIZE) {
      memory.set(JAVA_LONG, IoUringCqe.BIG_CQE, cqe.extra1());
      memory.set(JAVA_LONG, IoUringCqe.BIG_CQE + Long.BYTES, cqe.extra2());
    }
  }

  private long cqeOffset(int index) {
    return setup.cqOffset()
        + FakeSetup.CONTROL_SIZE
        + (long) (index & (setup.cqEntries() - 1)) * setup.cqeStride();
  }

  private MemorySegment cqe(int index) {
    return cq.asSlice(cqeOffset(index), setup.cqeStride());
  }

  private MemorySegment sqControl() {
    return sq.asSlice(0, FakeSetup.CONTROL_SIZE);
  }

  private MemorySegment cqControl() {
    return cq.asSlice(setup.cqOffset(), FakeSetup.CONTROL_SIZE);
  }

  // ---- requests

  List<FakeSqe> inFlight() {
    return inFlight;
  }

  /** Posts a completion of a request in flight; without F_MORE it is the last. */
  void complete(FakeSqe sqe, FakeCqe cqe) {
    if (!inFlight.contains(sqe)) {
      throw new AssertionError("the test completes what has ended: " + sqe);
    }
    if ((cqe.flags() & IORING_CQE_F_MORE) == 0) {
      inFlight.remove(sqe);
      if (cqe.res() >= 0 && (sqe.flags() & IOSQE_CQE_SKIP_SUCCESS) != 0) {
        return;
      }
    }
    post(cqe);
  }

  /** See {@link Completions#cancels()}. Like Linux it ends itself first, then what it cancels. */
  boolean cancelBy(FakeSqe sqe, Completions out) {
    int opcode = sqe.opcode();
    Map<FakeSqe, Integer> ended = new LinkedHashMap<>();
    if (opcode == IORING_OP_ASYNC_CANCEL) {
      out.complete(find(ended, sqe, sqe.cancelFlags(), sqe.addr(), sqe.fd(), sqe.len()));
    } else if ((opcode == IORING_OP_POLL_REMOVE && sqe.len() == 0)
        || (opcode == IORING_OP_TIMEOUT_REMOVE
            && (sqe.timeoutFlags() & IORING_TIMEOUT_UPDATE_MASK) == 0)) {
      out.complete(find(ended, sqe, 0, sqe.addr(), -1, 0));
    } else {
      return false;
    }
    end(ended);
    return true;
  }

  /** Cancels without a request of its own, and answers 0 or -errno. */
  int cancel(int flags, long userData, int fd, int opcode) {
    Map<FakeSqe, Integer> ended = new LinkedHashMap<>();
    int result = find(ended, null, flags, userData, fd, opcode);
    end(ended);
    return result == 0 && ended.isEmpty() ? -ENOENT : Math.min(result, 0);
  }

  private void end(Map<FakeSqe, Integer> ended) {
    ended.forEach((sqe, res) -> complete(sqe, FakeCqe.of(sqe.userData(), res, 0)));
  }

  // Finds as io_async_cancel does; the result of the cancel request.
  private int find(
      Map<FakeSqe, Integer> ended, FakeSqe self, int flags, long userData, int fd, int opcode) {
    boolean all = (flags & (IORING_ASYNC_CANCEL_ALL | IORING_ASYNC_CANCEL_ANY)) != 0;
    ToIntFunction<FakeSqe> answers = kernel.cancelAnswers();
    for (FakeSqe sqe : inFlight) {
      if (sqe == self || !matches(sqe, flags, userData, fd, opcode)) {
        continue;
      }
      int res = answers.applyAsInt(sqe);
      if (res != FakeKernel.KEEPS_RUNNING) {
        ended.put(sqe, res);
      }
      if (!all) {
        return res == FakeKernel.KEEPS_RUNNING ? -EALREADY : 0;
      }
    }
    return all ? ended.size() : -ENOENT;
  }

  private static boolean matches(FakeSqe sqe, int flags, long userData, int fd, int opcode) {
    if ((flags & IORING_ASYNC_CANCEL_ANY) != 0) {
      return true;
    }
    boolean byFd = (flags & IORING_ASYNC_CANCEL_FD) != 0;
    boolean byOp = (flags & IORING_ASYNC_CANCEL_OP) != 0;
    boolean byUserData = (flags & IORING_ASYNC_CANCEL_USERDATA) != 0 || (!byFd && !byOp);
    boolean fixed = (flags & IORING_ASYNC_CANCEL_FD_FIXED) != 0;
    return (!byFd || (sqe.fd() == fd && fixed == ((sqe.flags() & IOSQE_FIXED_FILE) != 0)))
        && (!byOp || sqe.opcode() == opcode)
        && (!byUserData || sqe.userData() == userData);
  }
}
