package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages with what travels beside their data, one by one and many with one request. */
class RecvmsgKernelTest extends SocketsOnKernel {

  private BufferRing buffers;

  @BeforeEach
  void openBuffers() throws IOException {
    buffers = ring.bufferRing().entries(4).bufferSize(256).open();
  }

  private void set(PlainFd socket, int level, int option, int value) throws IOException {
    ok(ring.setsockopt("set", socket, level, option, value));
  }

  // One by one.

  @Test
  void aMessageGoesIntoABufferAndTheRestToItsPlace() throws IOException {
    Connection udp = udp();
    SockAddr sender = SockAddr.empty();
    MsgHdr place = MsgHdr.receive().address(sender);
    ring.recvmsg("in", udp.other(), buffers, place, 0);
    ring.submit();
    assertThat(buffers.inFlight()).isOne();
    Kernel.write(udp.one(), "datagram");
    Completion<String> completion = next();
    assertThat(completion.result()).isEqualTo(8);
    try (BufferLease lease = completion.buffer()) {
      assertThat(text(lease.segment())).isEqualTo("datagram");
    }
    assertThat(sender.get()).isEqualTo(SockAddr.local(udp.one()).get());
    assertThat(place.truncated()).isFalse();
    assertThat(buffers.inFlight()).isZero();
  }

  @Test
  void aMessageLongerThanTheBufferIsCut() throws IOException {
    Connection udp = udp();
    BufferRing small = ring.bufferRing().entries(1).bufferSize(4).open();
    Kernel.write(udp.one(), "datagram");
    MsgHdr place = MsgHdr.receive();
    Completion<String> cut = end(ring.recvmsg("in", udp.other(), small, place, MsgFlags.TRUNC));
    assertThat(cut.result()).isEqualTo(8);
    try (BufferLease lease = cut.buffer()) {
      assertThat(text(lease.segment())).isEqualTo("data");
    }
    assertThat(place.truncated()).isTrue();
  }

  @Test
  void aPlaceWithBuffersIsRefused() {
    MsgHdr place = MsgHdr.receive(memory(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ring.recvmsg("in", PlainFd.STDIN, buffers, place, 0))
        .withMessageContaining("MsgHdr.receive()");
    assertThat(buffers.inFlight()).isZero();
    assertThat(ring.inFlight()).isZero();
    assertThat(place.messageFlags()).isZero();
  }

  // Many with one request.

  private final ReceivedMessage message = new ReceivedMessage(RecvmsgTemplate.of(16, 64));

  private Request receiveMany(PlainFd socket, int msgFlags) throws IOException {
    Request request =
        ring.recvmsgMultishot("in", socket, buffers, RecvmsgTemplate.of(16, 64), msgFlags)
            .request();
    ring.submit();
    return request;
  }

  @Test
  void oneRequestReceivesManyMessagesWithTheirSenders() throws IOException {
    Connection udp = udp();
    Request request = receiveMany(udp.other(), 0);
    SockAddr sender = SockAddr.empty();
    for (int i = 0; i < 20; i++) {
      PlainFd client = i % 2 == 0 ? udp.one() : bound();
      ok(ring.sendTo("out", client, memory("message " + i), 0, SockAddr.local(udp.other())));
      Completion<String> completion = next();
      assertThat(completion.hasMore()).isTrue();
      try (BufferLease lease = completion.buffer()) {
        message.read(lease).address(sender);
        assertThat(text(message.payload())).isEqualTo("message " + i);
        assertThat(message.messageLength()).isEqualTo(message.payloadLength());
        assertThat(message.truncated()).isFalse();
        assertThat(message.controlMessages()).isEmpty();
      }
      assertThat(sender.get()).isEqualTo(SockAddr.local(client).get());
    }
    assertThatIllegalStateException().isThrownBy(message::payload);
    ring.cancel("cancel", request);
    assertThat(of("in", all()).errno()).isEqualTo(Errno.ECANCELED);
  }

  private PlainFd bound() {
    PlainFd socket = socket(SocketType.DGRAM);
    Kernel.bind(socket, loopback());
    return socket;
  }

  @Test
  void aMessageLongerThanTheRoomTellsItsLength() throws IOException {
    Connection udp = udp();
    receiveMany(udp.other(), MsgFlags.TRUNC);
    Kernel.write(udp.one(), "x".repeat(300));
    try (BufferLease lease = next().buffer()) {
      message.read(lease);
      assertThat(message.messageLength()).isEqualTo(300);
      assertThat(message.payloadLength())
          .isEqualTo(256 - RecvmsgTemplate.of(16, 64).payloadOffset());
      assertThat(message.truncated()).isTrue();
      assertThat(message.controlTruncated()).isFalse();
    }
  }

  @Test
  void controlMessagesAreRead() throws IOException {
    Connection udp = udp();
    set(udp.other(), SocketLevels.IP, IpOptions.RECVTTL, 1);
    set(udp.other(), SocketLevels.IP, IpOptions.RECVORIGDSTADDR, 1);
    set(udp.one(), SocketLevels.IP, IpOptions.TTL, 42);
    receiveMany(udp.other(), 0);
    Kernel.write(udp.one(), "x");
    try (BufferLease lease = next().buffer()) {
      List<ControlMessage> control = message.read(lease).controlMessages();
      assertThat(control).hasSize(2);
      assertThat(control.get(0).is(SocketLevels.IP, IpOptions.TTL)).isTrue();
      assertThat(control.get(0).intValue()).isEqualTo(42);
      assertThat(control.get(1).is(SocketLevels.IP, IpOptions.RECVORIGDSTADDR)).isTrue();
      SockAddr destination = SockAddr.empty();
      destination.set(control.get(1).data(), 0, 16);
      assertThat(destination.get()).isEqualTo(SockAddr.local(udp.other()).get());
    }
  }

  @Test
  void controlMessagesWithoutRoomAreCut() throws IOException {
    Connection udp = udp();
    set(udp.other(), SocketLevels.IP, IpOptions.RECVTTL, 1);
    RecvmsgTemplate noRoom = RecvmsgTemplate.of(0, 0);
    ring.recvmsgMultishot("in", udp.other(), buffers, noRoom, 0);
    ring.submit();
    Kernel.write(udp.one(), "x");
    try (BufferLease lease = next().buffer()) {
      ReceivedMessage cut = new ReceivedMessage(noRoom).read(lease);
      assertThat(cut.controlTruncated()).isTrue();
      assertThat(cut.controlMessages()).isEmpty();
      SockAddr sender = SockAddr.of(SockAddr.local(udp.one()).get());
      cut.address(sender);
      assertThat(sender.get()).isNull();
      assertThat(text(cut.payload())).isEqualTo("x");
    }
  }

  @Test
  void anEmptyMessageEndsTheRequest() throws IOException {
    Connection udp = udp();
    receiveMany(udp.other(), 0);
    ok(ring.send("out", udp.one(), memory(0), 0));
    Completion<String> last = next();
    assertThat(last.hasMore()).isFalse();
    try (BufferLease lease = last.buffer()) {
      assertThat(message.read(lease).payloadLength()).isZero();
      assertThat(message.messageLength()).isZero();
    }
  }

  @Test
  void withoutBufferItEndsAndTheMessageStays() throws IOException {
    Connection udp = udp();
    for (int i = 0; i < 5; i++) {
      Kernel.write(udp.one(), "message " + i);
    }
    receiveMany(udp.other(), 0);
    List<Completion<String>> completions = all();
    assertThat(completions).hasSize(5);
    assertThat(completions.getLast().errno()).isEqualTo(Errno.ENOBUFS);
    completions.subList(0, 4).forEach(each -> each.buffer().close());
    receiveMany(udp.other(), 0);
    try (BufferLease lease = next().buffer()) {
      assertThat(text(message.read(lease).payload())).isEqualTo("message 4");
    }
  }

  // Descriptors.

  private void sendDescriptors(PlainFd socket, int count) throws IOException {
    PlainFd[] descriptors = new PlainFd[count];
    Arrays.fill(descriptors, PlainFd.STDIN);
    ok(ring.sendmsg("out", socket, MsgHdr.send(memory("x")).descriptors(descriptors), 0));
  }

  @Test
  void descriptorsAreTheReceiversOnceTaken() throws IOException {
    Connection pair = unixPair(SocketType.DGRAM);
    receiveMany(pair.other(), 0);
    sendDescriptors(pair.one(), 3);
    List<PlainFd> descriptors;
    try (BufferLease lease = next().buffer()) {
      message.read(lease);
      assertThat(message.controlMessages()).isEmpty();
      descriptors = message.descriptors();
      assertThat(descriptors).hasSize(3).isEqualTo(message.descriptors());
    }
    for (PlainFd descriptor : descriptors) {
      assertThat(Kernel.target(descriptor)).isEqualTo(Kernel.target(PlainFd.STDIN));
      assertThat(Kernel.isClosedOnExec(descriptor)).isTrue();
      descriptor.close();
    }
  }

  @Test
  void descriptorsThatNobodyTookAreClosedWithTheBuffer() throws IOException {
    Connection pair = unixPair(SocketType.DGRAM);
    receiveMany(pair.other(), 0);
    int before = Kernel.openDescriptors();
    sendDescriptors(pair.one(), 3);
    BufferLease lease = next().buffer();
    assertThat(Kernel.openDescriptors()).isEqualTo(before + 3);
    lease.close();
    assertThat(Kernel.openDescriptors()).isEqualTo(before);
    sendDescriptors(pair.one(), 3);
    ring.submitAndWait(1);
    ring.forEachCompletion(
        (data, res, flags) -> assertThat(Kernel.openDescriptors()).isEqualTo(before + 3));
    assertThat(Kernel.openDescriptors()).isEqualTo(before);
  }

  @Test
  void descriptorsThatNobodyCollectedAreClosedWithTheRing() throws IOException {
    Connection pair = unixPair(SocketType.DGRAM);
    receiveMany(pair.other(), 0);
    sendDescriptors(pair.one(), 2);
    BufferLease open = next().buffer();
    int before = Kernel.openDescriptors();
    try (Ring<String> other = Ring.open(4)) {
      MsgHdr two = MsgHdr.send(memory("x")).descriptors(PlainFd.STDIN, PlainFd.STDIN);
      other.sendmsg("out", pair.one(), two, 0);
      other.submitAndWait(1);
    }
    ring.submitAndWait(1);
    assertThat(Kernel.openDescriptors()).isEqualTo(before + 2);
    ring.close();
    // The ring's own is gone, too.
    assertThat(Kernel.openDescriptors()).isEqualTo(before - 1);
    open.close();
    assertThat(Kernel.openDescriptors()).isEqualTo(before - 3);
    ring = Needs.ring(Ring.<String>builder().entries(64));
  }

  // Control messages of single messages.

  @Test
  void oneSendIsSplitIntoDatagramsAndJoinedAgain() throws IOException {
    Connection udp = udp();
    set(udp.other(), SocketLevels.UDP, UdpOptions.GRO, 1);
    MsgHdr split =
        MsgHdr.send(memory("0123456789"))
            .with(ControlMessage.ofShort(SocketLevels.UDP, UdpOptions.SEGMENT, 4));
    assertThat(ok(ring.sendmsg("out", udp.one(), split, 0))).isEqualTo(10);
    MsgHdr joined = MsgHdr.receive(memory(16)).controlRoom(ControlMessage.space(4));
    assertThat(ok(ring.recvmsg("in", udp.other(), joined, 0))).isEqualTo(10);
    assertThat(joined.controlMessages()).hasSize(1);
    ControlMessage size = joined.controlMessages().getFirst();
    assertThat(size.is(SocketLevels.UDP, UdpOptions.GRO)).isTrue();
    assertThat(size.intValue()).isEqualTo(4);
    set(udp.other(), SocketLevels.UDP, UdpOptions.GRO, 0);
    ok(ring.sendmsg("out", udp.one(), split, 0));
    for (int length : new int[] {4, 4, 2}) {
      assertThat(ok(ring.recv("in", udp.other(), memory(16), 0))).isEqualTo(length);
    }
    split.with();
    ok(ring.sendmsg("out", udp.one(), split, 0));
    assertThat(ok(ring.recv("in", udp.other(), memory(16), 0))).isEqualTo(10);
  }

  @Test
  void theTimeOfArrivalAndTheInterfaceAreTold() throws IOException {
    Connection udp = udp();
    set(udp.other(), SocketLevels.SOCKET, SocketOptions.TIMESTAMPNS, 1);
    set(udp.other(), SocketLevels.IP, IpOptions.PKTINFO, 1);
    long before = System.currentTimeMillis() / 1000;
    Kernel.write(udp.one(), "x");
    MsgHdr place =
        MsgHdr.receive(memory(16)).controlRoom(ControlMessage.space(16) + ControlMessage.space(12));
    ok(ring.recvmsg("in", udp.other(), place, 0));
    List<ControlMessage> control = place.controlMessages();
    assertThat(control).hasSize(2);
    assertThat(control.get(0).is(SocketLevels.SOCKET, SocketOptions.TIMESTAMPNS)).isTrue();
    assertThat(control.get(0).data().get(JAVA_LONG, 0)).isBetween(before - 1, before + 60);
    assertThat(control.get(1).is(SocketLevels.IP, IpOptions.PKTINFO)).isTrue();
    assertThat(control.get(1).intValue()).as("index of lo").isPositive();
    assertThat(control.get(1).data().get(JAVA_INT, 8)).isEqualTo(0x0100007f);
    assertThat(place.controlTruncated()).isFalse();
  }

  @Test
  void descriptorsAndControlMessagesTravelTogether() throws IOException {
    Connection pair = unixPair(SocketType.DGRAM);
    set(pair.other(), SocketLevels.SOCKET, SocketOptions.PASSCRED, 1);
    ok(ring.sendmsg("out", pair.one(), MsgHdr.send(memory("x")).descriptors(PlainFd.STDIN), 0));
    MsgHdr place =
        MsgHdr.receive(memory(1)).maxDescriptors(1).controlRoom(ControlMessage.space(12));
    ok(ring.recvmsg("in", pair.other(), place, 0));
    assertThat(place.controlMessages()).hasSize(1);
    assertThat(place.controlMessages().getFirst().intValue())
        .as("our process")
        .isEqualTo((int) ProcessHandle.current().pid());
    assertThat(place.descriptors()).hasSize(1);
    place.descriptors().getFirst().close();
  }
}
