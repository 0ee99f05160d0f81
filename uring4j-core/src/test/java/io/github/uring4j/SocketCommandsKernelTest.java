package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asking and setting what sockets are like. */
class SocketCommandsKernelTest extends SocketsOnKernel {

  private final MemorySegment value = memory(4);

  /** An option that is an int, asked through the ring. */
  private int option(Fd socket, int option) throws IOException {
    PreparedRequest get =
        ring.getsockopt("get", socket, SocketLevels.SOCKET, option, value.fill((byte) 0));
    assertThat(ok(get)).isEqualTo(4);
    return value.get(JAVA_INT, 0);
  }

  // Queues.

  @Test
  void theInputQueueHasWhatWasSent() throws IOException {
    Connection tcp = tcp();
    assertThat(ok(ring.socketInputQueue("in", tcp.other()))).isZero();
    Kernel.write(tcp.one(), "foobarbaz");
    int in = ok(ring.socketInputQueue("in", tcp.other()));
    int out = ok(ring.socketOutputQueue("out", tcp.one()));
    assertThat(in + out).isEqualTo(9);
    assertThat(Kernel.read(tcp.other(), 4)).isEqualTo("foob");
    assertThat(ok(ring.socketInputQueue("in", tcp.other()))).isEqualTo(5);
  }

  @Test
  void ofDatagramsTheNextOneCounts() throws IOException {
    Connection udp = udp();
    Kernel.write(udp.one(), "four");
    Kernel.write(udp.one(), "of seven");
    assertThat(ok(ring.socketInputQueue("in", udp.other()))).isEqualTo(4);
  }

  @Test
  void whatHasNoQueueIsAnError() throws IOException {
    assertThat(res(ring.socketInputQueue("in", unixPair(SocketType.STREAM).one())))
        .isEqualTo(-Errno.EOPNOTSUPP);
    assertThat(res(ring.socketInputQueue("in", listener()))).isEqualTo(-Errno.EINVAL);
    assertThat(res(ring.socketOutputQueue("out", pipe().in()))).isEqualTo(-Errno.EOPNOTSUPP);
  }

  // Options.

  @Test
  void optionsAreWhatTheKernelHas() throws IOException {
    PlainFd socket = socket(SocketType.DGRAM);
    assertThat(option(socket, SocketOptions.TYPE)).isEqualTo(SocketType.DGRAM.value());
    assertThat(option(socket, SocketOptions.DOMAIN)).isEqualTo(AddressFamily.INET.value());
    assertThat(option(socket, SocketOptions.PROTOCOL)).isEqualTo(SocketLevels.UDP);
    assertThat(option(socket, SocketOptions.ACCEPTCONN)).isZero();
    assertThat(option(listener(), SocketOptions.ACCEPTCONN)).isOne();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anOptionIsSet(boolean async) throws IOException {
    PlainFd socket = socket(SocketType.STREAM);
    for (int on : new int[] {1, 0}) {
      PreparedRequest set =
          ring.setsockopt("set", socket, SocketLevels.SOCKET, SocketOptions.REUSEPORT, on);
      assertThat(ok(async ? set.async() : set)).isZero();
      assertThat(option(socket, SocketOptions.REUSEPORT)).isEqualTo(on);
    }
    MemorySegment size = memory(4);
    size.set(JAVA_INT, 0, 20_000);
    ok(ring.setsockopt("set", socket, SocketLevels.SOCKET, SocketOptions.RCVBUF, size));
    assertThat(option(socket, SocketOptions.RCVBUF)).isEqualTo(40_000);
  }

  @Test
  void otherLevelsCanBeSetButNotAsked() throws IOException {
    Connection tcp = tcp();
    assertThat(ok(ring.setsockopt("set", tcp.one(), SocketLevels.TCP, TcpOptions.NODELAY, 1)))
        .isZero();
    MemorySegment name = memory("reno");
    assertThat(ok(ring.setsockopt("set", tcp.one(), SocketLevels.TCP, TcpOptions.CONGESTION, name)))
        .isZero();
    assertThat(ok(ring.setsockopt("set", tcp.one(), SocketLevels.IP, IpOptions.TOS, 0x10)))
        .isZero();
    assertThat(res(ring.getsockopt("get", tcp.one(), SocketLevels.TCP, TcpOptions.NODELAY, value)))
        .isEqualTo(-Errno.EOPNOTSUPP);
  }

  @Test
  void thePeersNameIsAnOption() throws IOException {
    Connection tcp = tcp();
    MemorySegment name = memory(16);
    int length =
        ok(ring.getsockopt("get", tcp.one(), SocketLevels.SOCKET, SocketOptions.PEERNAME, name));
    byte[] bytes = name.asSlice(0, length).toArray(JAVA_BYTE);
    assertThat(bytes).isEqualTo(SockAddr.remote(tcp.one()).toBytes());
  }

  @Test
  void wrongOptionsAreErrors() throws IOException {
    PlainFd socket = socket(SocketType.STREAM);
    assertThat(res(ring.getsockopt("get", socket, SocketLevels.SOCKET, 9999, value)))
        .isEqualTo(-Errno.ENOPROTOOPT);
    assertThat(res(ring.setsockopt("set", socket, SocketLevels.SOCKET, 9999, 1)))
        .isEqualTo(-Errno.ENOPROTOOPT);
    assertThat(
            res(
                ring.setsockopt(
                    "set", socket, SocketLevels.SOCKET, SocketOptions.REUSEADDR, memory(2))))
        .isEqualTo(-Errno.EINVAL);
    assertThat(res(ring.setsockopt("set", pipe().in(), SocketLevels.SOCKET, 2, 1)))
        .isEqualTo(-Errno.EOPNOTSUPP);
  }

  // Time stamps.

  private static final int STAMPS =
      TimestampingFlags.SOFTWARE
          | TimestampingFlags.OPT_CMSG
          | TimestampingFlags.OPT_ID
          | TimestampingFlags.OPT_TSONLY;

  @ParameterizedTest
  @ValueSource(ints = {SetupFlags.CQE32, SetupFlags.CQE_MIXED})
  void timeStampsTellWhenDataWasSent(int setupFlags) throws IOException {
    ring.close();
    ring = Needs.ring(Ring.<String>builder().entries(64).with(setupFlags));
    Connection tcp = tcp();
    int kinds =
        TimestampingFlags.TX_SCHED | TimestampingFlags.TX_SOFTWARE | TimestampingFlags.TX_ACK;
    int option = SocketOptions.TIMESTAMPING;
    ok(ring.setsockopt("set", tcp.one(), SocketLevels.SOCKET, option, STAMPS | kinds));
    Instant before = Instant.now();
    ok(ring.send("send", tcp.one(), memory("hello"), 0));
    Request request = ring.txTimestamp("stamps", tcp.one()).request();
    List<TxTimestamp> stamps = new ArrayList<>();
    while (stamps.size() < 3) {
      ring.submitAndWait(1, SOON);
      int count =
          ring.forEachCompletion(
              (CompletionView<String> view) -> {
                Needs.known(view.res() == -Errno.EOPNOTSUPP ? -Errno.EINVAL : 0, "TX_TIMESTAMP");
                stamps.add(TxTimestamp.of(view));
              });
      assertThat(count).isPositive();
    }
    assertThat(stamps)
        .extracting(TxTimestamp::kind)
        .containsExactlyInAnyOrderElementsOf(
            EnumSet.complementOf(EnumSet.of(TxTimestamp.Kind.OTHER)));
    for (TxTimestamp stamp : stamps) {
      assertThat(stamp.key()).as("the last of five bytes").isEqualTo(4);
      assertThat(stamp.hardware()).isFalse();
      assertThat(Instant.ofEpochSecond(stamp.seconds(), stamp.nanos()))
          .isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1));
    }
    ring.cancel("cancel", request);
    assertThat(of("stamps", all()).errno()).isEqualTo(Errno.ECANCELED);
  }

  @Test
  void whatHasNoRoomForATimeStampIsRefused() throws IOException {
    PlainFd socket = socket(SocketType.STREAM);
    assertThatIllegalStateException()
        .isThrownBy(() -> ring.txTimestamp("stamps", socket))
        .withMessageContaining("CQE32");
    assertThat(ring.inFlight()).isZero();
    ring.nop("nop");
    ring.submitAndWait(1);
    ring.forEachCompletion(
        (CompletionView<String> view) ->
            assertThatIllegalArgumentException().isThrownBy(() -> TxTimestamp.of(view)));
  }
}
