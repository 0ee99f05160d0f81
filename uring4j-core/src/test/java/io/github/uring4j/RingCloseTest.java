package io.github.uring4j;

import static io.github.uring4j.RingOnFake.nops;
import static io.github.uring4j.RingOnFake.userData;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.uring4j.abi.IoUringConstants;
import io.github.uring4j.abi.LinuxConstants;
import io.github.uring4j.abi.Structs;
import io.github.uring4j.sys.NativeMemory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Closing never frees what the kernel may touch, and leaves nothing else behind. */
class RingCloseTest {

  private final FakeKernel kernel = new FakeKernel().respond(Responder.NEVER);

  private List<FakeSqe> cancels() {
    return kernel.submitted().stream()
        .filter(sqe -> sqe.opcode() == IoUringConstants.IORING_OP_ASYNC_CANCEL)
        .toList();
  }

  @Test
  void aRingThatWasNeverUsedIsReleased() throws IOException {
    RingOnFake.open(kernel, 4).close();
    assertThat(kernel.calls("enter")).isEmpty();
    kernel.assertNothingLeaked();
  }

  @Test
  void closingTwiceIsClosingOnce() throws IOException {
    Ring<String> ring = RingOnFake.open(kernel, 4);
    ring.nop("a");
    ring.submit();
    ring.close();
    int calls = kernel.calls().size();
    ring.close();
    assertThat(kernel.calls()).hasSize(calls);
    kernel.assertNothingLeaked();
    assertThat(ring.toString()).contains("closed");
  }

  @Test
  void aClosedRingRefusesEverything() throws IOException {
    Ring<String> ring = RingOnFake.open(kernel, 4);
    ring.close();
    List<ThrowingCallable> calls =
        List.of(
            () -> ring.nop("a"),
            ring::submit,
            () -> ring.submitAndWait(1),
            ring::poll,
            ring::await,
            () -> ring.await(Duration.ZERO),
            () -> ring.forEachCompletion((data, res, flags) -> {}),
            () -> ring.forEachCompletion(view -> {}),
            () -> ring.ensureSpace(1),
            ring::spaceLeft,
            ring::entries,
            ring::completionEntries,
            ring::pending,
            ring::inFlight,
            ring::ready,
            ring::setupFlags,
            ring::features,
            ring::probe,
            ring::statistics,
            ring::dump,
            () -> ring.registerBuffer(Arena.ofAuto().allocate(8)),
            ring::unregisterBuffers,
            () -> ring.registerEventfd(PlainFd.STDIN),
            ring::unregisterEventfd);
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
    kernel.assertNothingLeaked();
  }

  @Test
  void whatWasNotSubmittedIsDropped() throws IOException {
    Ring<String> ring = RingOnFake.open(kernel, 8);
    ring.nop("submitted");
    ring.submit();
    nops(ring, 1, 3);
    ring.close();
    assertThat(kernel.submitted()).hasSize(1);
    kernel.assertNothingLeaked();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatWasDroppedIsLetGo(boolean submittedBefore) throws IOException {
    MemorySegment memory = Arena.ofAuto().allocate(64);
    MsgHdr message = MsgHdr.receive(memory);
    Ring<String> ring = RingOnFake.open(kernel, 8);
    Chunk chunk = Region.of(ring.registerBuffer(memory), 64).allocate();
    if (submittedBefore) {
      ring.nop("submitted");
      ring.submit();
    }
    ring.readFixed("a", PlainFd.STDIN, chunk, 8, 0);
    ring.recvmsg("b", PlainFd.STDIN, message, 0);
    ring.close();
    assertThatCode(chunk::free).doesNotThrowAnyException();
    assertThat(message.descriptors()).isEmpty();
    kernel.assertNothingLeaked();
  }

  @Test
  void whatTheKernelRefusedToTakeIsDroppedToo() throws IOException {
    Ring<String> ring = RingOnFake.open(kernel, 8);
    kernel.nextEnterTakesAtMost(1).nextEnterFails(Errno.ENXIO);
    nops(ring, 1, 3);
    assertThatThrownBy(ring::submit).isInstanceOf(ErrnoException.class);
    ring.close();
    assertThat(kernel.submitted()).hasSize(1);
    kernel.assertNothingLeaked();
  }

  @Test
  void allThatIsInFlightIsCancelledWithoutARequestWhichADrainCouldHoldUp() throws IOException {
    Ring<String> ring = RingOnFake.open(kernel, 2);
    nops(ring, 1, 20);
    ring.submit();
    ring.close();
    assertThat(cancels()).isEmpty();
    assertThat(kernel.registrations())
        .filteredOn(call -> call.opcode() == IoUringConstants.IORING_REGISTER_SYNC_CANCEL)
        .hasSize(1);
    assertThat(kernel.inFlight()).isEmpty();
    kernel.assertNothingLeaked();
  }

  @Test
  void anOlderKernelCancelsAllThatIsInFlightWithOneRequest() throws IOException {
    kernel.failRegister(IoUringConstants.IORING_REGISTER_SYNC_CANCEL, Errno.EINVAL);
    Ring<String> ring = RingOnFake.open(kernel, 2);
    nops(ring, 1, 20);
    ring.submit();
    ring.close();
    assertThat(cancels()).hasSize(1);
    FakeSqe cancel = cancels().getFirst();
    assertThat(cancel.cancelFlags())
        .isEqualTo(
            IoUringConstants.IORING_ASYNC_CANCEL_ANY | IoUringConstants.IORING_ASYNC_CANCEL_ALL);
    assertThat(UserData.isInternal(cancel.userData())).isTrue();
    assertThat(kernel.inFlight()).isEmpty();
    kernel.assertNothingLeaked();
  }

  @Test
  void whatHasCompletedNeedsNoCancel() throws IOException {
    Ring<String> ring = RingOnFake.open(kernel, 4);
    long userData = userData(ring.nop("a"));
    ring.submit();
    kernel.complete(userData, 0, 0);
    ring.close();
    assertThat(cancels()).isEmpty();
    kernel.assertNothingLeaked();
  }

  @Test
  void anOverflowIsCollectedBeforeAnythingIsCancelled() throws IOException {
    kernel.respond(Responder.AT_ONCE);
    Ring<String> ring = RingOnFake.open(kernel, 2);
    nops(ring, 1, 10);
    ring.submit();
    assertThat(kernel.backlog()).isEqualTo(6);
    ring.close();
    assertThat(kernel.backlog()).isZero();
    kernel.assertNothingLeaked();
  }

  @Test
  void theMemoryIsReleasedOnlyAfterTheLastAnswer() throws IOException {
    kernel.onCancel(sqe -> FakeKernel.KEEPS_RUNNING);
    Ring<String> ring = RingOnFake.open(kernel, 4);
    long first = userData(ring.nop("a"));
    long second = userData(ring.nop("b"));
    ring.submit();
    kernel.whenWaiting(() -> kernel.complete(first, 0, 0));
    kernel.whenWaiting(
        () -> {
          assertThat(kernel.calls("munmap")).isEmpty();
          assertThat(kernel.calls("close")).isEmpty();
          kernel.complete(second, 0, 0);
        });
    ring.close();
    assertThat(kernel.inFlight()).isEmpty();
    kernel.assertNothingLeaked();
  }

  @Test
  void aCancelThatMissedIsRepeatedAfterAPauseWithoutSpinning() throws IOException {
    kernel.failRegister(IoUringConstants.IORING_REGISTER_SYNC_CANCEL, Errno.EINVAL);
    AtomicInteger sleeps = new AtomicInteger();
    kernel.onCancel(sqe -> cancels().size() < 3 ? FakeKernel.KEEPS_RUNNING : -Errno.ECANCELED);
    kernel.wheneverWaiting(sleeps::incrementAndGet);
    Ring<String> ring = RingOnFake.open(kernel, 4);
    ring.nop("a");
    ring.submit();
    ring.close();
    assertThat(cancels()).hasSize(3);
    // Between two cancels the thread sleeps: the answer alone does not bring the next one.
    assertThat(sleeps.get()).isGreaterThanOrEqualTo(2);
    kernel.assertNothingLeaked();
  }

  @Test
  void aKernelThatCannotCancelAllIsAskedOneByOne() throws IOException {
    kernel.failRegister(IoUringConstants.IORING_REGISTER_SYNC_CANCEL, Errno.EINVAL);
    kernel.respond(
        (sqe, out) -> {
          if (sqe.cancelFlags() != 0 && sqe.opcode() == IoUringConstants.IORING_OP_ASYNC_CANCEL) {
            out.complete(-Errno.EINVAL);
          } else {
            out.cancels();
          }
        });
    Ring<String> ring = RingOnFake.open(kernel, 2);
    nops(ring, 1, 7);
    ring.submit();
    List<Long> inFlight = kernel.inFlight().stream().map(FakeSqe::userData).toList();
    ring.close();
    List<FakeSqe> cancels = cancels();
    // On a busy machine it may have lost patience and have asked again.
    assertThat(cancels.stream().skip(1).map(FakeSqe::addr).distinct())
        .containsExactlyInAnyOrderElementsOf(inFlight);
    assertThat(cancels.stream().skip(1)).allMatch(sqe -> sqe.cancelFlags() == 0);
    assertThat(kernel.inFlight()).isEmpty();
    kernel.assertNothingLeaked();
  }

  @Test
  void whatTheKernelKeepsBeyondTheBoundIsListedAndNothingIsFreed() throws IOException {
    kernel.onCancel(
        sqe ->
            sqe.opcode() == IoUringConstants.IORING_OP_NOP
                ? -Errno.ECANCELED
                : FakeKernel.KEEPS_RUNNING);
    MemorySegment buffer = Arena.ofAuto().allocate(8);
    Ring<String> ring =
        RingOnFake.builder(kernel).entries(4).closeTimeout(Duration.ofMillis(30)).open();
    ring.nop("harmless");
    ring.read("stuck", PlainFd.of(7), buffer, 0);
    ring.openat2("opening", Fd.CWD, "some/fifo", OpenHow.readOnly());
    ring.submit();
    long start = System.nanoTime();
    assertThatThrownBy(ring::close)
        .isInstanceOf(RingCloseException.class)
        .hasMessageContaining("PT0.03S")
        .hasMessageContaining("read fd 7, data stuck")
        .hasMessageContaining("openat2 some/fifo, data opening")
        .hasMessageNotContaining("harmless");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(30));
    assertThat(kernel.calls("munmap")).isEmpty();
    assertThat(kernel.calls("close")).isEmpty();
    assertThatThrownBy(kernel::assertNothingLeaked).hasMessageContaining("still open: ring");
    // The ring is closed all the same.
    assertThatCode(ring::close).doesNotThrowAnyException();
    assertThatThrownBy(ring::inFlight).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aBoundOfZeroStillEndsWhatCanBeCancelledAtOnce() throws IOException {
    Ring<String> ring = RingOnFake.builder(kernel).entries(4).closeTimeout(Duration.ZERO).open();
    nops(ring, 1, 3);
    ring.submit();
    ring.close();
    kernel.assertNothingLeaked();
  }

  @Test
  void aBoundOfZeroDoesNotWait() throws IOException {
    kernel.onCancel(sqe -> FakeKernel.KEEPS_RUNNING);
    Ring<String> ring = RingOnFake.builder(kernel).entries(4).closeTimeout(Duration.ZERO).open();
    ring.nop("stuck");
    ring.submit();
    assertThatThrownBy(ring::close).isInstanceOf(RingCloseException.class);
    assertThat(kernel.calls("enter")).allMatch(call -> call.contains("min_complete=0"));
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE / 1_000_000_000, Long.MAX_VALUE})
  void aBoundOfCenturiesIsNoBound(long seconds) throws IOException {
    kernel.onCancel(sqe -> FakeKernel.KEEPS_RUNNING);
    Ring<String> ring =
        RingOnFake.builder(kernel).entries(4).closeTimeout(Duration.ofSeconds(seconds)).open();
    long userData = userData(ring.nop("a"));
    ring.submit();
    kernel.whenWaiting(() -> kernel.complete(userData, 0, 0));
    ring.close();
    kernel.assertNothingLeaked();
  }

  @Test
  void anInterruptedCloseGoesOn() throws IOException {
    kernel.onCancel(sqe -> FakeKernel.KEEPS_RUNNING);
    Ring<String> ring = RingOnFake.open(kernel, 4);
    long userData = userData(ring.nop("a"));
    ring.submit();
    kernel.nextEnterFails(Errno.EINTR);
    kernel.whenWaiting(kernel::interruptWait);
    kernel.whenWaiting(() -> kernel.complete(userData, 0, 0));
    ring.close();
    kernel.assertNothingLeaked();
  }

  @Test
  void moreCompletionsOfOneRequestAreAwaited() throws IOException {
    kernel.onCancel(sqe -> FakeKernel.KEEPS_RUNNING);
    Ring<String> ring = RingOnFake.open(kernel, 4);
    long userData = userData(ring.nop("a"));
    ring.submit();
    kernel.whenWaiting(() -> kernel.complete(userData, 1, CompletionFlags.MORE));
    kernel.whenWaiting(
        () -> {
          assertThat(kernel.calls("munmap")).isEmpty();
          kernel.complete(userData, -Errno.ECANCELED, 0);
        });
    ring.close();
    assertThat(kernel.inFlight()).isEmpty();
    kernel.assertNothingLeaked();
  }

  // Descriptors that arrive when nobody wants them any more.

  @Test
  void descriptorsThatNobodyCollectedAreClosed() throws IOException {
    kernel.respond((sqe, out) -> out.complete(kernel.openDescriptor()));
    Ring<String> ring = RingOnFake.open(kernel, 8);
    ring.openat2("a", Fd.CWD, "file", OpenHow.readOnly());
    ring.accept("b", PlainFd.STDIN);
    ring.socket("c", AddressFamily.INET, SocketType.STREAM, 0);
    ring.submit();
    ring.close();
    // And the ring's own.
    assertThat(kernel.calls("close")).hasSize(4);
    kernel.assertNothingLeaked();
  }

  @Test
  void aDescriptorThatWinsTheRaceWithTheCancelIsClosed() throws IOException {
    kernel.onCancel(sqe -> FakeKernel.KEEPS_RUNNING);
    Ring<String> ring = RingOnFake.open(kernel, 8);
    long open = userData(ring.openat2("a", Fd.CWD, "file", OpenHow.readOnly()));
    long accept = userData(ring.accept("b", PlainFd.STDIN));
    ring.submit();
    kernel.whenWaiting(() -> kernel.complete(open, kernel.openDescriptor(), 0));
    kernel.whenWaiting(
        () -> kernel.complete(accept, kernel.openDescriptor(), CompletionFlags.MORE));
    kernel.whenWaiting(() -> kernel.complete(accept, kernel.openDescriptor(), 0));
    ring.close();
    assertThat(kernel.calls("close")).hasSize(4);
    kernel.assertNothingLeaked();
  }

  @Test
  void resultsThatAreNoDescriptorsAreNotClosed() throws IOException {
    kernel.respond((sqe, out) -> out.complete(3));
    MemorySegment buffer = Arena.ofAuto().allocate(8);
    Ring<String> ring = RingOnFake.open(kernel, 8);
    ring.read("a", PlainFd.STDIN, buffer, 0);
    ring.nop("b");
    ring.sendmsg("c", PlainFd.STDIN, MsgHdr.send(buffer), 0);
    ring.recvmsg("d", PlainFd.STDIN, MsgHdr.receive(buffer), 0);
    ring.submit();
    ring.close();
    assertThat(kernel.calls("close")).containsExactly("close(ring)");
    kernel.assertNothingLeaked();
  }

  @Test
  void descriptorsThatWereCollectedAreTheCallers() throws IOException {
    kernel.respond((sqe, out) -> out.complete(kernel.openDescriptor()));
    Ring<String> ring = RingOnFake.open(kernel, 8);
    ring.openat2("a", Fd.CWD, "file", OpenHow.readOnly());
    ring.submit();
    PlainFd fd = ring.poll().fd();
    ring.close();
    assertThat(kernel.calls("close")).hasSize(1);
    kernel.close(fd.value());
    kernel.assertNothingLeaked();
  }

  @Test
  void descriptorsInAMessageThatNobodyCollectedAreClosed() throws IOException {
    kernel.respond(
        (sqe, out) -> {
          if (!out.cancels()) {
            putDescriptors(sqe.addr(), kernel.openDescriptor(), kernel.openDescriptor());
            out.complete(1);
          }
        });
    MsgHdr message = MsgHdr.receive(Arena.ofAuto().allocate(8)).maxDescriptors(2);
    Ring<String> ring = RingOnFake.open(kernel, 8);
    ring.recvmsg("a", PlainFd.STDIN, message, 0);
    ring.submit();
    ring.close();
    assertThat(kernel.calls("close")).hasSize(3);
    assertThat(message.descriptors()).isEmpty();
    kernel.assertNothingLeaked();
  }

  /** Fills a struct msghdr as recvmsg(2) does when the message brings two descriptors. */
  private static void putDescriptors(long address, int first, int second) {
    MemorySegment header = NativeMemory.at(address, Structs.Msghdr.SIZE);
    long control = header.get(ValueLayout.JAVA_LONG, Structs.Msghdr.MSG_CONTROL);
    long length = 16 + 2 * Integer.BYTES;
    MemorySegment message = NativeMemory.at(control, length);
    message.set(ValueLayout.JAVA_LONG, 0, length);
    message.set(ValueLayout.JAVA_INT, 8, LinuxConstants.SOL_SOCKET);
    message.set(ValueLayout.JAVA_INT, 12, LinuxConstants.SCM_RIGHTS);
    message.set(ValueLayout.JAVA_INT, 16, first);
    message.set(ValueLayout.JAVA_INT, 20, second);
    header.set(ValueLayout.JAVA_LONG, Structs.Msghdr.MSG_CONTROLLEN, length);
  }

  // Who may.

  @Test
  void anotherThreadMayNotClose() throws Exception {
    Ring<String> ring = RingOnFake.open(kernel, 4);
    Throwable[] thrown = new Throwable[1];
    Thread.ofPlatform()
        .start(
            () -> {
              try {
                ring.close();
              } catch (IOException | RuntimeException e) {
                thrown[0] = e;
              }
            })
        .join();
    assertThat(thrown[0]).isInstanceOf(WrongThreadException.class);
    assertThat(ring.inFlight()).isZero();
    ring.close();
    kernel.assertNothingLeaked();
  }

  @Test
  void aBufferOfAClosedRingIsNoLongerRegistered() throws IOException {
    Ring<String> ring = RingOnFake.open(kernel, 4);
    RegisteredBuffer buffer = ring.registerBuffer(Arena.ofAuto().allocate(8));
    ring.close();
    assertThat(buffer.toString()).startsWith("unregistered");
    kernel.assertNothingLeaked();
  }

  @Test
  void aRingThatCouldNotBeEnabledGetsNoMessages() throws IOException {
    AtomicInteger posts = new AtomicInteger();
    DisabledRing<String> disabled =
        RingOnFake.builder(kernel)
            .poster((fd, userData, res, count) -> posts.incrementAndGet())
            .openDisabled();
    Mailbox mailbox = disabled.mailbox("mail");
    // Scratch memory, behind the two of the ring.
    kernel.failMmap(3, Errno.ENOMEM);
    assertThatThrownBy(disabled::enable).isInstanceOf(ErrnoException.class);
    kernel.assertNothingLeaked();
    assertThat(mailbox.post(1)).isFalse();
    assertThat(posts).hasValue(0);
  }
}
