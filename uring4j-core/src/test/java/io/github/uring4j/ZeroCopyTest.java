package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The two steps of a send without copying, as a kernel may take them. */
class ZeroCopyTest {

  private static final PlainFd SOCKET = PlainFd.of(7);
  private static final int COPIED = Integer.MIN_VALUE;

  private final FakeKernel kernel = new FakeKernel().respond(Responder.NEVER);
  private final MemorySegment memory = Arena.ofAuto().allocate(64);

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  private static long submitted(Ring<String> ring, Prepared<?> prepared) throws IOException {
    long userData = RingOnFake.userData(prepared);
    ring.submit();
    return userData;
  }

  @Test
  void theNotificationEndsTheRequestAndIsNoError() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      long send = submitted(ring, ring.sendZc("a", SOCKET, memory, 0).reportUsage());
      kernel.complete(send, 64, CompletionFlags.MORE);
      Completion<String> sent = ring.poll();
      assertThat(sent.result()).isEqualTo(64);
      assertThat(sent.hasMore()).isTrue();
      assertThat(sent.isNotification()).isFalse();
      assertThat(ring.inFlight()).isOne();

      kernel.complete(send, COPIED, CompletionFlags.NOTIF);
      Completion<String> notification = ring.poll();
      assertThat(notification.data()).isEqualTo("a");
      assertThat(notification.isNotification()).isTrue();
      assertThat(notification.wasCopied()).isTrue();
      assertThat(notification.isError()).isFalse();
      assertThat(notification.errno()).isZero();
      assertThat(notification.result()).isZero();
      assertThat(notification.hasMore()).isFalse();
      assertThat(notification)
          .hasToString("send_zc fd 7 = copied [NOTIF] (" + notification.data() + ")");
      assertThat(ring.inFlight()).isZero();
    }
  }

  @Test
  void aNotificationWithoutReportSaysNothingOfCopying() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      long send = submitted(ring, ring.sendZc("a", SOCKET, memory, 0));
      kernel.complete(send, COPIED | 64, CompletionFlags.MORE);
      kernel.complete(send, 0, CompletionFlags.NOTIF);
      List<String> seen = new ArrayList<>();
      ring.forEachCompletion(
          view -> seen.add(view.isNotification() + " " + view.wasCopied() + " " + view.res()));
      // The bit means an error in the first completion.
      assertThat(seen).containsExactly("false false -2147483584", "true false 0");
    }
  }

  @Test
  void aSendThatFailsWithoutMoreHasEnded() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      long send = submitted(ring, ring.sendZc("a", SOCKET, memory, 0));
      kernel.complete(send, -Errno.EPIPE, 0);
      Completion<String> failed = ring.poll();
      assertThat(failed.errno()).isEqualTo(Errno.EPIPE);
      assertThatExceptionOfType(ErrnoException.class).isThrownBy(failed::result);
      assertThat(ring.inFlight()).isZero();
    }
  }

  @Test
  void aSendThatFailsWithMoreStillHoldsItsMemory() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      Chunk chunk = Region.of(ring.registerBuffer(memory), 16).allocate();
      long send = submitted(ring, ring.sendZcFixed("a", SOCKET, chunk, 16, 0));
      kernel.complete(send, -Errno.ECONNRESET, CompletionFlags.MORE);
      assertThat(ring.poll().isError()).isTrue();
      assertThatIllegalStateException().isThrownBy(chunk::free).withMessageContaining("in flight");
      kernel.complete(send, 0, CompletionFlags.NOTIF);
      assertThat(ring.poll().isNotification()).isTrue();
      chunk.free();
    }
  }

  @Test
  void aMessageIsInFlightUntilTheNotification() throws IOException {
    MsgHdr message = MsgHdr.send(memory);
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      long send = submitted(ring, ring.sendmsgZc("a", SOCKET, message, 0));
      kernel.complete(send, 64, CompletionFlags.MORE);
      ring.poll();
      assertThatIllegalStateException().isThrownBy(() -> message.address(null));
      kernel.complete(send, 0, CompletionFlags.NOTIF);
      ring.poll();
      message.address(null);
    }
  }

  @Test
  void vectorAndAddressStayUntilTheNotification() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      long before = ring.resources().scratch().blocksInUse();
      long vector = submitted(ring, ring.sendvZc("a", SOCKET, EncodingRows.PARTS, 0));
      long address = submitted(ring, ring.sendZcTo("b", SOCKET, memory, 0, EncodingRows.ADDRESS));
      kernel.complete(vector, 12, CompletionFlags.MORE);
      kernel.complete(address, 64, CompletionFlags.MORE);
      ring.forEachCompletion((data, res, flags) -> {});
      assertThat(ring.resources().scratch().blocksInUse()).isEqualTo(before + 2);
      kernel.complete(vector, 0, CompletionFlags.NOTIF);
      kernel.complete(address, 0, CompletionFlags.NOTIF);
      ring.forEachCompletion((data, res, flags) -> {});
      assertThat(ring.resources().scratch().blocksInUse()).isEqualTo(before);
    }
  }

  @Test
  void memoryFreedBeforeTheNotificationIsReportedThen() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      long send;
      try (Arena arena = Arena.ofConfined()) {
        send = submitted(ring, ring.sendZc("a", SOCKET, arena.allocate(8), 0));
        kernel.complete(send, 8, CompletionFlags.MORE);
        assertThat(ring.poll().result()).isEqualTo(8);
      }
      kernel.complete(send, 0, CompletionFlags.NOTIF);
      assertThatExceptionOfType(MemoryFreedException.class).isThrownBy(ring::poll);
    }
  }

  @Test
  void closeWaitsForTheNotification() throws IOException {
    Ring<String> ring = RingOnFake.open(kernel, 4);
    long send = submitted(ring, ring.sendZc("a", SOCKET, memory, 0));
    kernel.complete(send, 64, CompletionFlags.MORE);
    kernel.onCancel(sqe -> FakeKernel.KEEPS_RUNNING);
    boolean[] notified = new boolean[1];
    kernel.whenWaiting(
        () -> {
          notified[0] = true;
          kernel.complete(send, COPIED, CompletionFlags.NOTIF);
        });
    ring.close();
    assertThat(notified[0]).isTrue();
  }
}
