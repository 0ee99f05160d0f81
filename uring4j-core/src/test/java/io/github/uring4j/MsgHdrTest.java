package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.uring4j.abi.LinuxConstants;
import io.github.uring4j.abi.Structs;
import io.github.uring4j.sys.NativeMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MsgHdrTest {

  private static final int SIZE = 8;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment out = arena.allocateFrom("text");
  private final MemorySegment in = arena.allocate(SIZE);
  private PlainFd sender;
  private PlainFd receiver;

  @BeforeEach
  void connect() {
    List<PlainFd> pair = Kernel.socketPair(SocketType.DGRAM);
    sender = pair.get(0);
    receiver = pair.get(1);
  }

  @AfterEach
  void disconnect() throws Exception {
    sender.close();
    receiver.close();
    arena.close();
  }

  private static MemorySegment struct(long address) {
    return NativeMemory.at(address, Structs.Msghdr.SIZE);
  }

  @Test
  void headerPointsToBuffersAndAddress() {
    SockAddr address = SockAddr.unixAbstract(new byte[SIZE]);
    MemorySegment header = struct(MsgHdr.send(out, in).address(address).prepareToSend());
    assertThat(header.get(JAVA_LONG, Structs.Msghdr.MSG_NAME)).isEqualTo(address.address());
    assertThat(header.get(JAVA_INT, Structs.Msghdr.MSG_NAMELEN)).isEqualTo(address.length());
    assertThat(header.get(JAVA_LONG, Structs.Msghdr.MSG_IOVLEN)).isEqualTo(2);
    assertThat(header.get(JAVA_LONG, Structs.Msghdr.MSG_CONTROL)).isZero();
    assertThat(header.get(JAVA_LONG, Structs.Msghdr.MSG_CONTROLLEN)).isZero();
    MemorySegment iovecs =
        NativeMemory.at(header.get(JAVA_LONG, Structs.Msghdr.MSG_IOV), 2L * Structs.Iovec.SIZE);
    assertThat(iovecs.toArray(JAVA_LONG))
        .containsExactly(out.address(), out.byteSize(), in.address(), in.byteSize());
  }

  @Test
  void everyReceiveStartsWithAFreshHeader() {
    SockAddr address = SockAddr.empty();
    MsgHdr message = MsgHdr.receive(in).address(address).maxDescriptors(3);
    MemorySegment header = struct(message.prepareToReceive());
    header.set(JAVA_INT, Structs.Msghdr.MSG_NAMELEN, 2);
    header.set(JAVA_LONG, Structs.Msghdr.MSG_CONTROLLEN, 0);
    header.set(JAVA_INT, Structs.Msghdr.MSG_FLAGS, -1);
    message.completed(0);
    assertThat(address.length()).isEqualTo(2);

    assertThat(message.prepareToReceive()).isEqualTo(header.address());
    assertThat(header.get(JAVA_INT, Structs.Msghdr.MSG_NAMELEN)).isEqualTo(SockAddr.CAPACITY);
    assertThat(header.get(JAVA_LONG, Structs.Msghdr.MSG_CONTROLLEN))
        .isEqualTo(Structs.Cmsghdr.SIZE + 16);
    assertThat(header.get(JAVA_INT, Structs.Msghdr.MSG_FLAGS)).isZero();
  }

  @Test
  void descriptorsAndBytesArrive(@TempDir Path directory) throws Exception {
    Path first = Files.createFile(directory.resolve("first"));
    Path second = Files.createFile(directory.resolve("second"));
    PlainFd one = Kernel.open(first);
    PlainFd two = Kernel.open(second);
    assertThat(Kernel.send(sender, MsgHdr.send(out).descriptors(one, two))).isEqualTo(5);
    one.close();
    two.close();

    MsgHdr message = MsgHdr.receive(in).maxDescriptors(4);
    assertThat(message.descriptors()).isEmpty();
    assertThat(Kernel.receive(receiver, message)).isEqualTo(5);
    assertThat(in.getString(0)).isEqualTo("text");
    assertThat(message.truncated()).isFalse();
    assertThat(message.controlTruncated()).isFalse();
    assertThat(message.descriptors()).hasSize(2).isEqualTo(message.descriptors());
    assertThat(Kernel.target(message.descriptors().get(0))).isEqualTo(first.toRealPath());
    assertThat(Kernel.target(message.descriptors().get(1))).isEqualTo(second.toRealPath());
    assertThat(Kernel.isClosedOnExec(message.descriptors().get(0))).isTrue();
    assertThat(message.control().byteSize()).isEqualTo(ControlMessages.rightsSpace(2));
    assertThat(message.control().isReadOnly()).isTrue();
    for (PlainFd fd : message.descriptors()) {
      fd.close();
    }
  }

  @Test
  void descriptorsThatNobodyTakesAreHandedOutOnceToBeClosed() throws Exception {
    Kernel.send(sender, MsgHdr.send(out).descriptors(PlainFd.STDIN, PlainFd.STDIN));
    MsgHdr message = MsgHdr.receive(in).maxDescriptors(2);
    Kernel.receive(receiver, message);
    List<PlainFd> received = message.descriptors();
    List<PlainFd> dropped = new ArrayList<>();
    message.closeReceivedDescriptors(fd -> dropped.add(PlainFd.of(fd)));
    assertThat(dropped).hasSize(2).isEqualTo(received);
    assertThat(message.descriptors()).isEmpty();
    message.closeReceivedDescriptors(fd -> dropped.add(PlainFd.of(fd)));
    assertThat(dropped).hasSize(2);
    for (PlainFd fd : dropped) {
      fd.close();
    }
  }

  @Test
  void failedReceiveShowsNothingOfTheEarlierOne() throws Exception {
    SockAddr from = SockAddr.empty();
    MsgHdr message = MsgHdr.receive(in).address(from).maxDescriptors(1);
    Kernel.send(sender, MsgHdr.send(out).descriptors(PlainFd.STDIN));
    Kernel.receive(receiver, message);
    message.descriptors().getFirst().close();

    assertThat(Kernel.receive(receiver, message)).isEqualTo(-Errno.EAGAIN);
    assertThat(message.descriptors()).isEmpty();
    assertThat(message.control().byteSize()).isZero();
    assertThat(message.messageFlags()).isZero();
    assertThat(from.get()).isNull();
  }

  @Test
  void receiveTellsWhoSent() throws Exception {
    PlainFd client = Kernel.socket(AddressFamily.UNIX, SocketType.DGRAM);
    PlainFd server = Kernel.socket(AddressFamily.UNIX, SocketType.DGRAM);
    Kernel.bind(client, SockAddr.of(UnixDomainSocketAddress.of("")));
    Kernel.bind(server, SockAddr.of(UnixDomainSocketAddress.of("")));
    Kernel.send(client, MsgHdr.send(out).address(SockAddr.local(server)));

    SockAddr from = SockAddr.empty();
    Kernel.receive(server, MsgHdr.receive(in).address(from));
    assertThat(from.toBytes()).isEqualTo(SockAddr.local(client).toBytes());
    client.close();
    server.close();
  }

  @Test
  void unnamedSenderHasNoAddress() {
    SockAddr from = SockAddr.empty();
    Kernel.send(sender, MsgHdr.send(out));
    Kernel.receive(receiver, MsgHdr.receive(in).address(from));
    assertThat(from.toBytes()).isEmpty();
    assertThat(from.get()).isNull();
  }

  @Test
  void truncationIsVisible() throws Exception {
    Kernel.send(sender, MsgHdr.send(out).descriptors(PlainFd.STDIN, PlainFd.STDIN));
    MsgHdr message = MsgHdr.receive(in.asSlice(0, 2));
    assertThat(Kernel.receive(receiver, message)).isEqualTo(2);
    assertThat(message.truncated()).isTrue();
    assertThat(message.controlTruncated()).isTrue();
    assertThat(message.messageFlags() & (MsgFlags.TRUNC | MsgFlags.CTRUNC))
        .isEqualTo(MsgFlags.TRUNC | MsgFlags.CTRUNC);
    assertThat(message.descriptors()).isEmpty();
    assertThat(message.control().byteSize()).isZero();
  }

  @Test
  void sentHeaderServesManyMessagesAndNewDescriptors() throws Exception {
    MsgHdr send = MsgHdr.send(out).descriptors(PlainFd.STDIN);
    MsgHdr receive = MsgHdr.receive(in).maxDescriptors(2);
    Kernel.send(sender, send);
    Kernel.send(sender, send.descriptors(new PlainFd[0]));
    Kernel.receive(receiver, receive);
    assertThat(receive.descriptors()).hasSize(1);
    receive.descriptors().getFirst().close();
    Kernel.receive(receiver, receive);
    assertThat(receive.descriptors()).isEmpty();
  }

  @Test
  void receiveInFlightRefusesEverythingButCompletion() {
    MsgHdr message = MsgHdr.receive(in).maxDescriptors(1);
    message.prepareToReceive();
    assertThatIllegalStateException()
        .isThrownBy(message::prepareToReceive)
        .withMessageStartingWith("a message to receive into 1 buffer(s) is in flight 1 time(s)");
    assertThatIllegalStateException().isThrownBy(message::descriptors);
    assertThatIllegalStateException().isThrownBy(message::control);
    assertThatIllegalStateException().isThrownBy(message::messageFlags);
    assertThatIllegalStateException().isThrownBy(() -> message.maxDescriptors(2));
    assertThatIllegalStateException().isThrownBy(() -> message.address(null));
    message.completed(-Errno.ECANCELED);
    message.prepareToReceive();
  }

  @Test
  void sendMayBeInFlightSeveralTimesAndIsNotChangedMeanwhile() {
    MsgHdr message = MsgHdr.send(out);
    message.prepareToSend();
    message.prepareToSend();
    message.completed(1);
    assertThatIllegalStateException()
        .isThrownBy(() -> message.descriptors(PlainFd.STDIN))
        .withMessageStartingWith("a message to send from 1 buffer(s) is in flight 1 time(s)");
    message.completed(-Errno.ECANCELED);
    message.descriptors(PlainFd.STDIN);
  }

  @Test
  void directionIsChecked() {
    MsgHdr send = MsgHdr.send(out);
    MsgHdr receive = MsgHdr.receive(in);
    assertThatIllegalArgumentException()
        .isThrownBy(send::prepareToReceive)
        .withMessage("a request that receives needs a MsgHdr made by MsgHdr.receive");
    assertThatIllegalArgumentException()
        .isThrownBy(receive::prepareToSend)
        .withMessage("a request that sends needs a MsgHdr made by MsgHdr.send");
    assertThatIllegalStateException().isThrownBy(() -> send.maxDescriptors(1));
    assertThatIllegalStateException().isThrownBy(() -> receive.descriptors(PlainFd.STDIN));
  }

  @Test
  void tooManyBuffersAreRefused() {
    MemorySegment[] most =
        Collections.nCopies(LinuxConstants.IOV_MAX, in).toArray(MemorySegment[]::new);
    assertThat(MsgHdr.send(most)).hasToString("a message to send from 1024 buffer(s)");
    MemorySegment[] tooMany =
        Collections.nCopies(LinuxConstants.IOV_MAX + 1, in).toArray(MemorySegment[]::new);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MsgHdr.receive(tooMany))
        .withMessageStartingWith("1025 buffers are more than the 1024");
  }

  @Test
  void asManyDescriptorsAsTheKernelTakesArriveAndMoreAreRefused() throws Exception {
    PlainFd[] most =
        Collections.nCopies(ControlMessages.DESCRIPTORS_MAX, PlainFd.STDIN).toArray(PlainFd[]::new);
    Kernel.send(sender, MsgHdr.send(out).descriptors(most));
    MsgHdr receive = MsgHdr.receive(in).maxDescriptors(ControlMessages.DESCRIPTORS_MAX);
    Kernel.receive(receiver, receive);
    assertThat(receive.descriptors()).hasSize(ControlMessages.DESCRIPTORS_MAX);
    for (PlainFd fd : receive.descriptors()) {
      fd.close();
    }

    PlainFd[] tooMany = Collections.nCopies(254, PlainFd.STDIN).toArray(PlainFd[]::new);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MsgHdr.send(out).descriptors(tooMany))
        .withMessage("254 descriptors: one message carries 0 to 253 (SCM_MAX_FD)");
    assertThatIllegalArgumentException().isThrownBy(() -> receive.maxDescriptors(254));
    assertThatIllegalArgumentException().isThrownBy(() -> receive.maxDescriptors(-1));
  }

  @Test
  void currentDirectoryIsNotPassed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MsgHdr.send(out).descriptors(Fd.CWD))
        .withMessageContaining("Fd.CWD");
  }

  @Test
  void buffersThatTheKernelCannotUseAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MsgHdr.send(MemorySegment.ofArray(new byte[SIZE])));
    assertThatIllegalArgumentException().isThrownBy(() -> MsgHdr.receive(in.asReadOnly()));
    MsgHdr.send(in.asReadOnly()).prepareToSend();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MsgHdr.send(NativeMemory.at(0, 1L << 31)))
        .withMessageContaining("split it");
  }

  @Test
  void buffersAreCheckedAgainForEveryRequest() {
    MsgHdr send;
    MsgHdr receive;
    try (Arena closed = Arena.ofConfined()) {
      send = MsgHdr.send(closed.allocate(SIZE));
      receive = MsgHdr.receive(in, closed.allocate(SIZE));
      assertThat(receive.isAlive()).isTrue();
    }
    assertThat(receive.isAlive()).isFalse();
    assertThatIllegalStateException().isThrownBy(send::prepareToSend);
    assertThatIllegalStateException().isThrownBy(receive::prepareToReceive);
    assertThatIllegalStateException()
        .as("a refused request is not in flight")
        .isThrownBy(receive::prepareToReceive)
        .withMessageContaining("has been closed");

    MsgHdr confined = MsgHdr.send(out);
    CompletableFuture<Long> elsewhere = CompletableFuture.supplyAsync(confined::prepareToSend);
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(elsewhere::join)
        .withCauseInstanceOf(WrongThreadException.class);
  }

  @Test
  void bufferArrayIsCopied() {
    MemorySegment[] buffers = {in};
    MsgHdr message = MsgHdr.receive(buffers);
    buffers[0] = null;
    assertThat(message.isAlive()).isTrue();
  }
}
