package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.uring4j.abi.Structs.IoUringRecvmsgOut;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages in buffers, as a kernel may write them. */
class ReceivedMessageTest {

  private static final int ID = 9;
  private static final RecvmsgTemplate TEMPLATE = RecvmsgTemplate.of(4, 8);

  private final FakeKernel kernel = new FakeKernel().respond(Responder.NEVER);
  private final ReceivedMessage message = new ReceivedMessage(TEMPLATE);

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  private interface Check {
    void on(BufferLease lease) throws IOException;
  }

  /** Has a buffer arrive with so many bytes used, and these in its header. */
  private void arrive(int res, int name, int control, int payload, int flags, Check check)
      throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      // Not a multiple of anything, so that nothing is aligned.
      BufferRing buffers = ring.bufferRing().entries(2).bufferSize(67).id(ID).open();
      long request =
          RingOnFake.userData(ring.recvmsgMultishot("in", PlainFd.of(7), buffers, TEMPLATE, 0));
      ring.submit();
      MemorySegment header = buffers.memory().asSlice(67);
      header.set(JAVA_INT_UNALIGNED, IoUringRecvmsgOut.NAMELEN, name);
      header.set(JAVA_INT_UNALIGNED, IoUringRecvmsgOut.CONTROLLEN, control);
      header.set(JAVA_INT_UNALIGNED, IoUringRecvmsgOut.PAYLOADLEN, payload);
      header.set(JAVA_INT_UNALIGNED, IoUringRecvmsgOut.FLAGS, flags);
      kernel.complete(request, res, CompletionFlags.MORE | CompletionFlags.BUFFER | 1 << 16);
      try (BufferLease lease = ring.poll().buffer()) {
        check.on(lease);
      }
    }
  }

  @Test
  void roomIsRoundedUp() {
    assertThat(TEMPLATE.nameRoom()).isEqualTo(8);
    assertThat(TEMPLATE.controlRoom()).isEqualTo(8);
    assertThat(TEMPLATE.payloadOffset()).isEqualTo(32);
  }

  @Test
  void anExactFitIsAnEmptyMessage() throws IOException {
    arrive(
        32,
        0,
        0,
        0,
        0,
        lease -> {
          assertThat(message.read(lease).payloadLength()).isZero();
          assertThat(message.payload().byteSize()).isZero();
          assertThat(message.control().byteSize()).isZero();
          assertThat(message.descriptors()).isEmpty();
        });
    assertThatIllegalStateException().isThrownBy(message::payload);
    assertThat(message).hasToString("no message");
  }

  @Test
  void oneByteLessIsNoMessage() throws IOException {
    arrive(
        31,
        0,
        0,
        0,
        0,
        lease -> {
          assertThatIllegalArgumentException().isThrownBy(() -> message.read(lease));
          assertThatIllegalStateException().isThrownBy(message::payload);
        });
  }

  @Test
  void lengthsThatAreTooLongReachNothingElse() throws IOException {
    arrive(
        40,
        -1,
        Integer.MAX_VALUE,
        1000,
        MsgFlags.TRUNC | MsgFlags.CTRUNC,
        lease -> {
          message.read(lease);
          assertThat(message.payloadLength()).isEqualTo(8);
          assertThat(message.messageLength()).isEqualTo(1000);
          assertThat(message.truncated()).isTrue();
          assertThat(message.controlTruncated()).isTrue();
          assertThat(message.control().byteSize()).isEqualTo(8);
          assertThat(message.controlMessages()).isEmpty();
          assertThat(message.descriptors()).isEmpty();
          SockAddr sender = SockAddr.empty();
          message.address(sender);
          assertThat(sender.toBytes()).hasSize(8);
          assertThat(message).hasToString("a message of 1000 bytes, 8 of them here");
        });
  }

  @Test
  void buffersWithoutRoomForDataAreRefused() throws IOException {
    Refusals.assertRefused(
        kernel,
        r ->
            r.recvmsgMultishot(
                "a", PlainFd.of(7), TransferEncodingRows.group(r), RecvmsgTemplate.of(40, 8), 0),
        IllegalArgumentException.class,
        "no room for data");
    Refusals.assertRefused(
        kernel,
        r ->
            r.recvmsgMultishot(
                "a", PlainFd.of(7), TransferEncodingRows.group(r), TEMPLATE, MsgFlags.WAITALL),
        IllegalArgumentException.class,
        "WAITALL");
  }

  @Test
  void roomThatNothingHasIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> RecvmsgTemplate.of(-1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> RecvmsgTemplate.of(129, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> RecvmsgTemplate.of(0, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> RecvmsgTemplate.of(0, 65537));
  }
}
