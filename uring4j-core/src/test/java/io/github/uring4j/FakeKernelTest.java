package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static io.github.uring4j.abi.LinuxConstants.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uring4j.abi.Structs.IoCqringOffsets;
import io.github.uring4j.abi.Structs.IoSqringOffsets;
import io.github.uring4j.abi.Structs.IoUringCqe;
import io.github.uring4j.abi.Structs.IoUringGeteventsArg;
import io.github.uring4j.abi.Structs.IoUringParams;
import io.github.uring4j.abi.Structs.IoUringProbe;
import io.github.uring4j.abi.Structs.IoUringSqe;
import io.github.uring4j.sys.NativeMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fake kernel, driven by hand through shared memory. */
class FakeKernelTest {

  private static final int WRAP = 0xFFFF_FFF0;

  private final FakeKernel kernel = new FakeKernel();
  private final MemorySegment params = Arena.ofAuto().allocate(IoUringParams.SIZE, 8);

  private record Cqe(long userData, int res, int flags) {}

  /** A ring as C would use it, without any comfort. */
  private final class HandRing {

    final int fd;
    final MemorySegment sq;
    final MemorySegment cq;
    final MemorySegment sqes;
    final int cqEntries;
    final int sqeSize;
    final int cqeSize;
    final boolean mixed;
    final boolean singleMmap;

    HandRing(int entries, int flags) {
      params.set(ValueLayout.JAVA_INT, IoUringParams.FLAGS, flags);
      fd = kernel.setup(entries, params);
      assertTrue(fd > 0, kernel::trace);
      int sqEntries = params.get(ValueLayout.JAVA_INT, IoUringParams.SQ_ENTRIES);
      cqEntries = params.get(ValueLayout.JAVA_INT, IoUringParams.CQ_ENTRIES);
      sqeSize = (flags & IORING_SETUP_SQE128) != 0 ? 128 : 64;
      cqeSize = (flags & IORING_SETUP_CQE32) != 0 ? 32 : 16;
      mixed = (flags & IORING_SETUP_CQE_MIXED) != 0;
      long array =
          (flags & IORING_SETUP_NO_SQARRAY) != 0
              ? 0
              : sqOff(IoSqringOffsets.ARRAY) + 4L * sqEntries;
      long cqSize = cqOff(IoCqringOffsets.CQES) + (long) cqeSize * cqEntries;
      singleMmap =
          (params.get(ValueLayout.JAVA_INT, IoUringParams.FEATURES) & IORING_FEAT_SINGLE_MMAP) != 0;
      sq = map(singleMmap ? Math.max(array, cqSize) : array, IORING_OFF_SQ_RING);
      cq = singleMmap ? sq : map(cqSize, IORING_OFF_CQ_RING);
      sqes = map((long) sqeSize * sqEntries, IORING_OFF_SQES);
    }

    private MemorySegment map(long size, long offset) {
      long address = kernel.mmap(size, fd, offset);
      assertTrue(address > 0, kernel::trace);
      return NativeMemory.at(address, size);
    }

    int sqOff(int field) {
      return params.get(ValueLayout.JAVA_INT, IoUringParams.SQ_OFF + field);
    }

    int cqOff(int field) {
      return params.get(ValueLayout.JAVA_INT, IoUringParams.CQ_OFF + field);
    }

    int sq(int field) {
      return sq.get(ValueLayout.JAVA_INT, sqOff(field));
    }

    int cq(int field) {
      return cq.get(ValueLayout.JAVA_INT, cqOff(field));
    }

    MemorySegment queue(int opcode, long userData) {
      int tail = sq(IoSqringOffsets.TAIL);
      int mask = sq(IoSqringOffsets.RING_MASK);
      MemorySegment sqe = sqes.asSlice((long) (tail & mask) * sqeSize, sqeSize).fill((byte) 0);
      sqe.set(ValueLayout.JAVA_BYTE, IoUringSqe.OPCODE, (byte) opcode);
      sqe.set(ValueLayout.JAVA_LONG, IoUringSqe.USER_DATA, userData);
      int array = sqOff(IoSqringOffsets.ARRAY);
      if (array != 0) {
        sq.set(ValueLayout.JAVA_INT, array + 4L * (tail & mask), tail & mask);
      }
      sq.set(ValueLayout.JAVA_INT, sqOff(IoSqringOffsets.TAIL), tail + 1);
      return sqe;
    }

    int nops(long... userData) {
      for (long each : userData) {
        queue(IORING_OP_NOP, each);
      }
      return userData.length;
    }

    int enter(int toSubmit, int minComplete, int flags) {
      return kernel.enter(fd, toSubmit, minComplete, flags, MemorySegment.NULL, 0);
    }

    int enterWithTimeout(int toSubmit, int minComplete, long nanos) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment time = arena.allocateFrom(ValueLayout.JAVA_LONG, 0, nanos);
        MemorySegment arg = arena.allocate(IoUringGeteventsArg.SIZE, 8);
        arg.set(ValueLayout.JAVA_LONG, IoUringGeteventsArg.TS, time.address());
        int flags = IORING_ENTER_GETEVENTS | IORING_ENTER_EXT_ARG;
        return kernel.enter(fd, toSubmit, minComplete, flags, arg, IoUringGeteventsArg.SIZE);
      }
    }

    List<Cqe> reap() {
      List<Cqe> cqes = new ArrayList<>();
      int head = cq(IoCqringOffsets.HEAD);
      while (head != cq(IoCqringOffsets.TAIL)) {
        MemorySegment cqe = cqe(head);
        int flags = cqe.get(ValueLayout.JAVA_INT, IoUringCqe.FLAGS);
        cqes.add(
            new Cqe(
                cqe.get(ValueLayout.JAVA_LONG, IoUringCqe.USER_DATA),
                cqe.get(ValueLayout.JAVA_INT, IoUringCqe.RES),
                flags));
        head += mixed && (flags & IORING_CQE_F_32) != 0 ? 2 : 1;
      }
      cq.set(ValueLayout.JAVA_INT, cqOff(IoCqringOffsets.HEAD), head);
      return cqes;
    }

    MemorySegment cqe(int index) {
      int mask = cq(IoCqringOffsets.RING_MASK);
      return cq.asSlice(cqOff(IoCqringOffsets.CQES) + (long) (index & mask) * cqeSize);
    }

    void close() {
      kernel.munmap(sq.address(), sq.byteSize());
      if (!singleMmap) {
        kernel.munmap(cq.address(), cq.byteSize());
      }
      kernel.munmap(sqes.address(), sqes.byteSize());
      kernel.close(fd);
    }
  }

  private static Cqe ok(long userData) {
    return new Cqe(userData, 0, 0);
  }

  private int setup(int entries, int flags, int cqEntries) {
    params.fill((byte) 0);
    params.set(ValueLayout.JAVA_INT, IoUringParams.FLAGS, flags);
    params.set(ValueLayout.JAVA_INT, IoUringParams.CQ_ENTRIES, cqEntries);
    return kernel.setup(entries, params);
  }

  @Test
  void completesAtOnceByDefaultAndRecordsTheCalls() {
    HandRing ring = new HandRing(3, 0);
    assertEquals(8, ring.cqEntries);
    ring.nops(1, 2, 3);
    assertEquals(3, ring.enter(3, 3, IORING_ENTER_GETEVENTS));
    assertEquals(List.of(ok(1), ok(2), ok(3)), ring.reap());
    ring.close();
    kernel.assertNothingLeaked();
    assertEquals(List.of("enter(to_submit=3, min_complete=3, GETEVENTS)"), kernel.calls("enter"));
    assertEquals("setup(3, 0)", kernel.calls().getFirst());
    assertEquals("close(ring)", kernel.calls().getLast());
    assertEquals("NOP", kernel.submitted().get(1).operation());
    assertEquals(2, kernel.submitted().get(1).userData());
  }

  @Test
  void indicesWrapInEveryLayout() {
    wrap(0, 0);
    wrap(FakeKernel.ALL_FEATURES, 0);
    wrap(FakeKernel.ALL_FEATURES, IORING_SETUP_NO_SQARRAY);
    wrap(FakeKernel.ALL_FEATURES, IORING_SETUP_SQE128 | IORING_SETUP_CQE32);
    kernel.assertNothingLeaked();
  }

  private void wrap(int features, int flags) {
    kernel.features(features).startIndicesAt(WRAP);
    HandRing ring = new HandRing(4, flags);
    assertEquals(WRAP, ring.sq(IoSqringOffsets.HEAD));
    for (int i = 0; i < 100; i++) {
      assertEquals(3, ring.enter(ring.nops(i, -i, 7), 0, 0));
      assertEquals(List.of(ok(i), ok(-i), ok(7)), ring.reap());
    }
    assertEquals(WRAP + 300, ring.cq(IoCqringOffsets.TAIL));
    ring.close();
  }

  @Test
  void setupIsRefusedAsLinuxRefusesIt() {
    assertEquals(-EINVAL, setup(0, 0, 0));
    assertEquals(-EINVAL, setup(32_769, 0, 0));
    assertEquals(-EINVAL, setup(8, IORING_SETUP_CQSIZE, 0));
    assertEquals(-EINVAL, setup(8, IORING_SETUP_CQSIZE, 4));
    assertEquals(-EINVAL, setup(8, IORING_SETUP_DEFER_TASKRUN, 0));
    assertEquals(-EINVAL, setup(8, IORING_SETUP_TASKRUN_FLAG, 0));
    assertEquals(-EINVAL, setup(8, IORING_SETUP_SQPOLL | IORING_SETUP_COOP_TASKRUN, 0));
    assertEquals(-EINVAL, setup(8, IORING_SETUP_SQ_AFF, 0));
    assertEquals(-EINVAL, setup(8, IORING_SETUP_SQE_MIXED, 0));
    assertEquals(-EINVAL, setup(8, IORING_SETUP_CQE32 | IORING_SETUP_CQE_MIXED, 0));
    assertEquals(-EINVAL, setup(8, IORING_SETUP_REGISTERED_FD_ONLY, 0));
    kernel.assertNothingLeaked();
    assertTrue(setup(40_000, IORING_SETUP_CLAMP, 0) > 0);
    assertEquals(32_768, params.get(ValueLayout.JAVA_INT, IoUringParams.SQ_ENTRIES));
    assertTrue(setup(8, IORING_SETUP_CQSIZE, 9) > 0);
    assertEquals(16, params.get(ValueLayout.JAVA_INT, IoUringParams.CQ_ENTRIES));
  }

  @Test
  void stepsOfSetupFailAsTold() {
    kernel.failSetup(ENOMEM, 1).failMmap(2, ENOMEM).failRegister(IORING_REGISTER_PROBE, EPERM);
    assertEquals(-ENOMEM, setup(8, 0, 0));
    int fd = setup(8, 0, 0);
    assertTrue(kernel.mmap(4096, -1, 0) > 0);
    assertEquals(-ENOMEM, kernel.mmap(4096, -1, 0));
    assertTrue(kernel.mmap(4096, -1, 0) > 0);
    assertEquals(-EPERM, kernel.register(fd, IORING_REGISTER_PROBE, params, 1));
    kernel.unsupportedSetupFlags(IORING_SETUP_SUBMIT_ALL);
    assertEquals(-EINVAL, setup(8, IORING_SETUP_SUBMIT_ALL, 0));
  }

  @Test
  void whatWasNotReleasedOrReleasedTwiceIsNamed() {
    HandRing ring = new HandRing(4, 0);
    String findings = assertThrows(AssertionError.class, kernel::assertNothingLeaked).getMessage();
    assertTrue(findings.contains("still open: ring"), findings);
    assertTrue(findings.contains("still mapped: SQES, 256"), findings);
    ring.close();
    kernel.assertNothingLeaked();
    kernel.close(ring.fd);
    kernel.munmap(ring.sq.address(), ring.sq.byteSize());
    findings = assertThrows(AssertionError.class, kernel::assertNothingLeaked).getMessage();
    assertTrue(findings.contains("close of what is not open: ring"), findings);
    assertTrue(findings.contains("munmap of what is not mapped so: SQ_RING"), findings);
  }

  @Test
  void writesAfterMunmapAndOutOfBoundsAreFound() {
    HandRing ring = new HandRing(4, 0);
    ring.close();
    ring.sqes.set(ValueLayout.JAVA_BYTE, 17, (byte) 1);
    NativeMemory.at(ring.sq.address() + ring.sq.byteSize(), 1)
        .set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
    String findings = assertThrows(AssertionError.class, kernel::assertNothingLeaked).getMessage();
    assertTrue(findings.contains("written after munmap: SQES"), findings);
    assertTrue(findings.contains("written outside of its bounds: SQ_RING"), findings);
  }

  @Test
  void partialSubmitLeavesTheRestAndDoesNotWait() {
    HandRing ring = new HandRing(4, 0);
    kernel.respond(Responder.NEVER).nextEnterTakesAtMost(1).nextEnterFails(EAGAIN);
    ring.nops(1, 2, 3);
    assertEquals(1, ring.enter(3, 1, IORING_ENTER_GETEVENTS));
    assertEquals(-EAGAIN, ring.enter(2, 0, 0));
    assertEquals(2, ring.enter(2, 0, 0));
    assertEquals(3, kernel.inFlight().size());
  }

  @Test
  void rejectionEndsTheSubmissionUnlessSubmitAll() {
    Responder second =
        (sqe, out) -> {
          if (sqe.userData() == 2) {
            out.reject(EINVAL);
          } else {
            out.complete(0);
          }
        };
    kernel.respond(second);
    HandRing plain = new HandRing(4, 0);
    plain.nops(1, 2, 3);
    assertEquals(2, plain.enter(3, 0, 0));
    HandRing all = new HandRing(4, IORING_SETUP_SUBMIT_ALL);
    all.nops(1, 2, 3);
    assertEquals(3, all.enter(3, 0, 0));
    assertEquals(List.of(ok(1), new Cqe(2, -EINVAL, 0), ok(3)), all.reap());
  }

  @Test
  void waitEndsByHookByTimeoutBySignalOrNotAtAll() {
    HandRing ring = new HandRing(4, 0);
    kernel.respond(Responder.NEVER).whenWaiting(() -> kernel.complete(1, 11, IORING_CQE_F_MORE));
    ring.nops(1, 2);
    assertEquals(2, ring.enter(2, 1, IORING_ENTER_GETEVENTS));
    assertEquals(List.of(new Cqe(1, 11, IORING_CQE_F_MORE)), ring.reap());
    assertEquals(-ETIME, ring.enterWithTimeout(0, 1, 1000));
    kernel.whenWaiting(kernel::interruptWait);
    assertEquals(-EINTR, ring.enter(0, 1, IORING_ENTER_GETEVENTS));
    kernel.nextWaitFails(EINTR);
    assertEquals(1, ring.enter(ring.nops(3), 1, IORING_ENTER_GETEVENTS));
    assertThrows(AssertionError.class, () -> ring.enter(0, 1, IORING_ENTER_GETEVENTS));
    kernel.complete(1, 12, 0);
    assertThrows(AssertionError.class, () -> kernel.complete(1, 13, 0));
    assertEquals(List.of(new Cqe(1, 12, 0)), ring.reap());
    assertEquals(
        "enter(to_submit=0, min_complete=1, GETEVENTS|EXT_ARG, timeout=1000ns)",
        kernel.calls("enter").get(1));
  }

  @Test
  void hookForEveryWaitRunsUntilItChangesNothing() {
    HandRing ring = new HandRing(4, 0);
    kernel
        .respond(Responder.NEVER)
        .wheneverWaiting(
            () ->
                kernel.inFlight().stream()
                    .findFirst()
                    .ifPresent(sqe -> kernel.complete(sqe.userData(), 0, 0)));
    assertEquals(3, ring.enter(ring.nops(1, 2, 3), 2, IORING_ENTER_GETEVENTS));
    assertEquals(List.of(ok(1), ok(2)), ring.reap());
    assertEquals(0, ring.enterWithTimeout(0, 2, 1));
    assertEquals(List.of(ok(3)), ring.reap());
    assertEquals(-ETIME, ring.enterWithTimeout(0, 2, 1));
  }

  @Test
  void overflowWaitsInABacklogUntilAnEnterForEvents() {
    HandRing ring = new HandRing(2, 0);
    for (int i = 0; i < 6; i++) {
      ring.enter(ring.nops(i), 0, 0);
    }
    assertEquals(2, kernel.backlog());
    assertEquals(IORING_SQ_CQ_OVERFLOW, ring.sq(IoSqringOffsets.FLAGS));
    assertEquals(List.of(ok(0), ok(1), ok(2), ok(3)), ring.reap());
    ring.enter(ring.nops(6), 0, 0);
    assertEquals(List.of(), ring.reap());
    assertEquals(0, ring.enter(0, 0, IORING_ENTER_GETEVENTS));
    assertEquals(0, ring.sq(IoSqringOffsets.FLAGS));
    assertEquals(List.of(ok(4), ok(5), ok(6)), ring.reap());
    assertEquals(0, ring.cq(IoCqringOffsets.OVERFLOW));
  }

  @Test
  void oldKernelsRefuseToSubmitOverABacklog() {
    kernel.busyWhileOverflown();
    HandRing ring = new HandRing(1, 0);
    for (int i = 0; i < 3; i++) {
      assertEquals(1, ring.enter(ring.nops(i), 0, 0));
    }
    ring.nops(3);
    assertEquals(-EBUSY, ring.enter(1, 0, 0));
    assertEquals(List.of(ok(0), ok(1)), ring.reap());
    assertEquals(1, ring.enter(1, 0, 0));
    assertEquals(List.of(ok(2), ok(3)), ring.reap());
  }

  @Test
  void lostCompletionsAreReportedOnceToAWaiterThatFindsNothing() {
    kernel.dropOverflow();
    HandRing ring = new HandRing(1, 0);
    for (int i = 0; i < 3; i++) {
      ring.enter(ring.nops(i), 0, 0);
    }
    assertEquals(1, ring.cq(IoCqringOffsets.OVERFLOW));
    assertEquals(0, ring.enter(0, 2, IORING_ENTER_GETEVENTS));
    ring.reap();
    assertEquals(-EBADR, ring.enter(0, 1, IORING_ENTER_GETEVENTS));
    assertEquals(-ETIME, ring.enterWithTimeout(0, 1, 1));
  }

  @Test
  void deferredCompletionsNeedAnEnterForEvents() {
    kernel.deferCompletions();
    HandRing ring =
        new HandRing(
            4, IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_TASKRUN_FLAG);
    ring.enter(ring.nops(1), 0, 0);
    assertEquals(List.of(), ring.reap());
    assertEquals(IORING_SQ_TASKRUN, ring.sq(IoSqringOffsets.FLAGS));
    ring.enter(0, 0, IORING_ENTER_GETEVENTS);
    assertEquals(0, ring.sq(IoSqringOffsets.FLAGS));
    assertEquals(List.of(ok(1)), ring.reap());
  }

  @Test
  void singleIssuerIsOneThread() throws InterruptedException {
    HandRing ring = new HandRing(4, IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_R_DISABLED);
    ring.nops(1);
    assertEquals(-EBADFD, ring.enter(1, 0, 0));
    Thread enabler =
        Thread.ofPlatform()
            .start(
                () ->
                    kernel.register(ring.fd, IORING_REGISTER_ENABLE_RINGS, MemorySegment.NULL, 0));
    enabler.join();
    assertEquals(-EEXIST, ring.enter(1, 0, 0));
  }

  @Test
  void pollThreadTakesEntriesWhenItRunsOrIsWoken() {
    HandRing ring = new HandRing(2, IORING_SETUP_SQPOLL);
    ring.nops(1);
    kernel.pollThreadRuns();
    kernel.pollThreadSleeps();
    assertEquals(IORING_SQ_NEED_WAKEUP, ring.sq(IoSqringOffsets.FLAGS));
    ring.nops(2, 3);
    assertThrows(AssertionError.class, () -> ring.enter(0, 3, IORING_ENTER_GETEVENTS));
    assertThrows(AssertionError.class, () -> ring.enter(0, 0, IORING_ENTER_SQ_WAIT));
    assertEquals(2, ring.enter(2, 3, IORING_ENTER_SQ_WAKEUP | IORING_ENTER_GETEVENTS));
    ring.nops(4, 5);
    assertEquals(0, ring.enter(0, 0, IORING_ENTER_SQ_WAIT));
    assertEquals(5, kernel.submitted().size());
  }

  @Test
  void cancelEndsWhatMatches() {
    HandRing ring = new HandRing(8, 0);
    kernel
        .respond(Responder.NEVER)
        .onCancel(sqe -> sqe.userData() == 2 ? FakeKernel.KEEPS_RUNNING : -ECANCELED);
    ring.nops(1, 2, 3);
    ring.queue(IORING_OP_ASYNC_CANCEL, 10).set(ValueLayout.JAVA_LONG, IoUringSqe.ADDR, 1);
    ring.queue(IORING_OP_ASYNC_CANCEL, 11).set(ValueLayout.JAVA_LONG, IoUringSqe.ADDR, 1);
    ring.queue(IORING_OP_ASYNC_CANCEL, 12)
        .set(
            ValueLayout.JAVA_INT,
            IoUringSqe.CANCEL_FLAGS,
            IORING_ASYNC_CANCEL_ALL | IORING_ASYNC_CANCEL_ANY);
    assertEquals(6, ring.enter(6, 0, 0));
    assertEquals(
        List.of(
            ok(10),
            new Cqe(1, -ECANCELED, 0),
            new Cqe(11, -ENOENT, 0),
            new Cqe(12, 1, 0),
            new Cqe(3, -ECANCELED, 0)),
        ring.reap());
    assertEquals(2, kernel.inFlight().getFirst().userData());
  }

  @Test
  void bigCompletionsOnEitherKindOfRing() {
    for (int flags : new int[] {IORING_SETUP_CQE32, IORING_SETUP_CQE_MIXED}) {
      HandRing ring = new HandRing(2, flags);
      kernel.respond((sqe, out) -> out.completeBig(5, 0, 6, 7));
      assertEquals(1, ring.enter(ring.nops(1), 0, 0));
      MemorySegment cqe = ring.cqe(0);
      assertEquals(6, cqe.get(ValueLayout.JAVA_LONG, IoUringCqe.BIG_CQE));
      assertEquals(7, cqe.get(ValueLayout.JAVA_LONG, IoUringCqe.BIG_CQE + 8));
      assertEquals(new Cqe(1, 5, ring.mixed ? IORING_CQE_F_32 : 0), ring.reap().getFirst());
      kernel.respond(Responder.AT_ONCE);
    }
  }

  @Test
  void mixedRingPadsBeforeItsEnd() {
    HandRing ring = new HandRing(2, IORING_SETUP_CQE_MIXED);
    ring.enter(ring.nops(1, 2), 0, 0);
    ring.enter(ring.nops(3), 0, 0);
    ring.reap();
    kernel.respond((sqe, out) -> out.completeBig(5, 0, 6, 7));
    ring.enter(ring.nops(4), 0, 0);
    assertEquals(
        List.of(new Cqe(0, 0, IORING_CQE_F_SKIP), new Cqe(4, 5, IORING_CQE_F_32)), ring.reap());
  }

  @Test
  void consumedEntriesBecomeNonsense() {
    HandRing ring = new HandRing(1, 0);
    MemorySegment sqe = ring.queue(IORING_OP_NOP, 1);
    ring.enter(1, 0, 0);
    assertEquals(-1, sqe.get(ValueLayout.JAVA_LONG, IoUringSqe.USER_DATA));
    ring.reap();
    ring.enter(ring.nops(2), 0, 0);
    assertEquals(0xEEEE_EEEE_EEEE_EEEEL, ring.cqe(0).get(ValueLayout.JAVA_LONG, 0));
  }

  @Test
  void brokenProtocolFailsTheTest() {
    HandRing full = new HandRing(2, 0);
    full.nops(1, 2, 3);
    assertThrows(AssertionError.class, () -> full.enter(3, 0, 0));
    HandRing head = new HandRing(2, 0);
    head.cq.set(ValueLayout.JAVA_INT, head.cqOff(IoCqringOffsets.HEAD), 1);
    assertThrows(AssertionError.class, () -> head.enter(0, 1, IORING_ENTER_GETEVENTS));
  }

  @Test
  void probeAndRegistrations() {
    HandRing ring = new HandRing(1, 0);
    kernel.supportedOperations(IORING_OP_NOP, IORING_OP_READ);
    MemorySegment probe = Arena.ofAuto().allocate(IoUringProbe.SIZE + 256L * 8, 8);
    assertEquals(0, kernel.register(ring.fd, IORING_REGISTER_PROBE, probe, 256));
    assertEquals(64, probe.get(ValueLayout.JAVA_BYTE, IoUringProbe.LAST_OP));
    assertEquals(1, probe.get(ValueLayout.JAVA_SHORT, IoUringProbe.OPS + 22 * 8 + 2));
    assertEquals(0, probe.get(ValueLayout.JAVA_SHORT, IoUringProbe.OPS + 23 * 8 + 2));
    MemorySegment fd = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_INT, 9);
    assertEquals(0, kernel.register(ring.fd, IORING_REGISTER_EVENTFD, fd, 1));
    assertEquals(-EBUSY, kernel.register(ring.fd, IORING_REGISTER_EVENTFD, fd, 1));
    ring.enter(ring.nops(1), 0, 0);
    assertEquals(1, kernel.eventfdSignals());
    assertEquals(9, kernel.registrations().getLast().arg().get(ValueLayout.JAVA_INT_UNALIGNED, 0));
    assertEquals("register(EVENTFD, 1)", kernel.calls("register").getLast());
    assertFalse(kernel.trace().contains("unfinished"));
  }
}
