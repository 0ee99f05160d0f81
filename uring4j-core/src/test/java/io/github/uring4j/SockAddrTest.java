package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.uring4j.abi.Structs;
import io.github.uring4j.sys.NativeMemory;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SockAddrTest {

  private static final byte[] LOOPBACK6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

  private static final byte[] MAPPED = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xFF, (byte) 0xFF, 10, 1, 2, 3
  };

  private static InetSocketAddress inet(int port, int... host) throws Exception {
    byte[] bytes = new byte[host.length];
    for (int i = 0; i < host.length; i++) {
      bytes[i] = (byte) host[i];
    }
    return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
  }

  private static InetSocketAddress inet6(byte[] host, int scope, int port) throws Exception {
    return new InetSocketAddress(Inet6Address.getByAddress(null, host, scope), port);
  }

  private static byte[] sockaddr(AddressFamily family, int... rest) {
    byte[] bytes = new byte[2 + rest.length];
    bytes[0] = (byte) family.value();
    for (int i = 0; i < rest.length; i++) {
      bytes[2 + i] = (byte) rest[i];
    }
    return bytes;
  }

  @Test
  void ipv4IsWrittenAsSockaddrIn() throws Exception {
    SockAddr address = SockAddr.of(inet(0xABCD, 192, 168, 1, 2));
    assertThat(address.toBytes())
        .isEqualTo(sockaddr(AddressFamily.INET, 0xAB, 0xCD, 192, 168, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0))
        .hasSize(Structs.SockaddrIn.SIZE);
    assertThat(address.family()).isEqualTo(AddressFamily.INET);
    assertThat(address.get()).isEqualTo(inet(0xABCD, 192, 168, 1, 2));
    assertThat(address).hasToString("/192.168.1.2:43981");
  }

  @Test
  void ipv6IsWrittenAsSockaddrIn6WithItsScope() throws Exception {
    SockAddr address = SockAddr.of(inet6(LOOPBACK6, 0x01020304, 80));
    byte[] expected =
        sockaddr(
            AddressFamily.INET6,
            0,
            80,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            1,
            4,
            3,
            2,
            1);
    assertThat(address.toBytes()).isEqualTo(expected).hasSize(Structs.SockaddrIn6.SIZE);
    assertThat(address.family()).isEqualTo(AddressFamily.INET6);
    InetSocketAddress back = (InetSocketAddress) address.get();
    assertThat(back).isEqualTo(inet6(LOOPBACK6, 0x01020304, 80));
    assertThat(((Inet6Address) back.getAddress()).getScopeId()).isEqualTo(0x01020304);
  }

  @Test
  void ipv6WithoutScopeShowsNone() throws Exception {
    SockAddr address = SockAddr.of(inet6(LOOPBACK6, -1, 80));
    assertThat(address.get().toString()).doesNotContain("%");
  }

  @Test
  void ipv4MappedAddressStaysIpv6() throws Exception {
    SockAddr address = SockAddr.of(inet6(MAPPED, -1, 80));
    assertThat(address.family()).isEqualTo(AddressFamily.INET6);
    InetAddress host = ((InetSocketAddress) address.get()).getAddress();
    assertThat(host).isInstanceOf(Inet6Address.class);
    assertThat(host.getAddress()).isEqualTo(MAPPED);
  }

  @Test
  void unixPathIsWrittenWithItsNul() {
    SockAddr address = SockAddr.of(UnixDomainSocketAddress.of("/a"));
    assertThat(address.toBytes()).isEqualTo(sockaddr(AddressFamily.UNIX, '/', 'a', 0));
    assertThat(address.family()).isEqualTo(AddressFamily.UNIX);
    assertThat(address.get()).isEqualTo(UnixDomainSocketAddress.of("/a"));
    assertThat(address.abstractName()).isNull();
    assertThat(address).hasToString("/a");
  }

  @Test
  void unnamedUnixAddressIsTheEmptyPath() {
    SockAddr address = SockAddr.of(UnixDomainSocketAddress.of(""));
    assertThat(address.toBytes()).isEqualTo(sockaddr(AddressFamily.UNIX));
    assertThat(address.get()).isEqualTo(UnixDomainSocketAddress.of(""));
    assertThat(address.abstractName()).isNull();
    assertThat(address).hasToString("an unnamed Unix address");
  }

  @Test
  void abstractNameKeepsEveryByte() {
    byte[] name = {'x', 0, 'y'};
    SockAddr address = SockAddr.unixAbstract(name);
    assertThat(address.toBytes()).isEqualTo(sockaddr(AddressFamily.UNIX, 0, 'x', 0, 'y'));
    assertThat(address.abstractName()).isEqualTo(name);
    assertThat(address.get()).isEqualTo(UnixDomainSocketAddress.of(""));
    assertThat(address).hasToString("@x\0y");
  }

  @Test
  void longestUnixNamesFitAndLongerOnesAreRefused() {
    assertThat(SockAddr.of(UnixDomainSocketAddress.of("x".repeat(107))).length())
        .isEqualTo(Structs.SockaddrUn.SIZE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SockAddr.of(UnixDomainSocketAddress.of("x".repeat(108))))
        .withMessageContaining("has 108 bytes, and the kernel takes at most 107");
    assertThat(SockAddr.unixAbstract(new byte[107]).abstractName()).hasSize(107);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SockAddr.unixAbstract(new byte[108]))
        .withMessageContaining("has 108 bytes, and the kernel takes at most 107");
  }

  @Test
  void nulInsideAUnixPathIsRefusedByTheJdk() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SockAddr.of(UnixDomainSocketAddress.of("a\0b")))
        .withMessageStartingWith("Nul character not allowed");
  }

  @Test
  void unixPathThatFillsItsFieldNeedsNoNul() {
    byte[] bytes = new byte[Structs.SockaddrUn.SIZE];
    Arrays.fill(bytes, (byte) 'x');
    bytes[0] = (byte) AddressFamily.UNIX.value();
    bytes[1] = 0;
    assertThat(SockAddr.ofBytes(bytes).get())
        .isEqualTo(UnixDomainSocketAddress.of("x".repeat(108)));
  }

  @Test
  void unresolvedHostIsRefusedWithTheRemedy() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SockAddr.of(InetSocketAddress.createUnresolved("host", 80)))
        .withMessageContaining("host")
        .withMessageContaining("look the name up first");
  }

  @Test
  void otherClassesAndNullAreRefused() {
    SocketAddress other =
        new SocketAddress() {
          private static final long serialVersionUID = 1L;
        };
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SockAddr.of(other))
        .withMessageContaining("SockAddr.ofBytes");
    assertThatNullPointerException().isThrownBy(() -> SockAddr.of(null)).withMessage("address");
  }

  @Test
  void refusedAddressLeavesTheEarlierOne() throws Exception {
    SockAddr address = SockAddr.of(inet(80, 127, 0, 0, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> address.set(UnixDomainSocketAddress.of("x".repeat(108))));
    assertThat(address.get()).isEqualTo(inet(80, 127, 0, 0, 1));
  }

  @Test
  void reusedHolderForgetsTheLongerAddress() throws Exception {
    SockAddr address = SockAddr.of(inet6(MAPPED, 7, 80));
    address.set(inet(81, 127, 0, 0, 1));
    assertThat(address.toBytes()).isEqualTo(SockAddr.of(inet(81, 127, 0, 0, 1)).toBytes());
    address.set(UnixDomainSocketAddress.of("/longer/than/before"));
    address.set(UnixDomainSocketAddress.of("/a"));
    assertThat(address.get()).isEqualTo(UnixDomainSocketAddress.of("/a"));
  }

  @Test
  void nothingReceivedIsNoAddress() {
    SockAddr address = SockAddr.empty();
    assertNoAddress(address);
    address.prepareToReceive();
    assertThat(address.length()).isEqualTo(Structs.SockaddrStorage.SIZE);
    assertThat(address.get()).isNull();
    address.setLength(0);
    assertNoAddress(address);
  }

  private static void assertNoAddress(SockAddr address) {
    assertThat(address.get()).isNull();
    assertThat(address.family()).isEqualTo(AddressFamily.UNSPEC);
    assertThat(address.abstractName()).isNull();
    assertThat(address.toBytes()).isEmpty();
    assertThat(address).hasToString("no address");
  }

  @Test
  void familyWithoutJavaClassIsAnUnsupportedOperation() {
    SockAddr vsock = SockAddr.ofBytes(sockaddr(AddressFamily.VSOCK, 1, 2));
    assertThat(vsock.family()).isEqualTo(AddressFamily.VSOCK);
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(vsock::get)
        .withMessageContaining("family VSOCK: 28000102")
        .withMessageContaining("SockAddr.toBytes()");
    SockAddr unlisted = SockAddr.ofBytes(new byte[] {99, 0});
    assertThat(unlisted.family()).isNull();
    assertThat(unlisted).hasToString("an address of family 99: 6300");
  }

  @Test
  void addressShorterThanItsFamilyIsRefusedAndStillPrintable() {
    SockAddr address = SockAddr.ofBytes(sockaddr(AddressFamily.INET, 0, 80));
    assertThatIllegalStateException()
        .isThrownBy(address::get)
        .withMessage("an address of 4 bytes is too short for its family, which has 16");
    assertThat(address.toString()).contains("02000050");
  }

  @Test
  void tooManyBytesAreRefused() {
    assertThat(SockAddr.ofBytes(new byte[128]).length()).isEqualTo(128);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SockAddr.ofBytes(new byte[129]))
        .withMessageContaining("129 bytes does not fit");
  }

  @Test
  void truncatedAddressIsReported() {
    SockAddr address = SockAddr.empty();
    address.prepareToReceive();
    assertThat(address.truncated()).isFalse();
    NativeMemory.at(address.lengthAddress(), JAVA_INT.byteSize()).set(JAVA_INT, 0, 129);
    assertThat(address.truncated()).isTrue();
    assertThat(address.length()).isEqualTo(128);
  }

  @Test
  void addressAndLengthCellLieBehindEachOther() {
    SockAddr address = SockAddr.unixAbstract(new byte[] {'n'});
    assertThat(address.lengthAddress() - address.address()).isEqualTo(Structs.SockaddrStorage.SIZE);
    assertThat(NativeMemory.at(address.address(), 4).toArray(JAVA_BYTE))
        .isEqualTo(sockaddr(AddressFamily.UNIX, 0, 'n'));
  }

  @Test
  void kernelTellsTheLocalAndTheRemoteAddress() throws Exception {
    PlainFd server = Kernel.socket(AddressFamily.INET, SocketType.STREAM);
    PlainFd client = Kernel.socket(AddressFamily.INET, SocketType.STREAM);
    Kernel.bind(server, SockAddr.of(inet(0, 127, 0, 0, 1)));
    Kernel.listen(server);
    SockAddr bound = SockAddr.local(server);
    assertThat(((InetSocketAddress) bound.get()).getPort()).isPositive();

    Kernel.connect(client, bound);
    assertThat(SockAddr.remote(client).get()).isEqualTo(bound.get());
    SockAddr peer = SockAddr.empty();
    PlainFd accepted = Kernel.accept(server, peer);
    assertThat(peer.get()).isEqualTo(SockAddr.local(client).get());

    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(() -> SockAddr.remote(server))
        .withMessage("getpeername %s: ENOTCONN (%s)", server, Errno.message(Errno.ENOTCONN));
    accepted.close();
    client.close();
    server.close();
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(() -> SockAddr.local(PlainFd.of(Integer.MAX_VALUE)))
        .withMessageStartingWith("getsockname fd 2147483647: EBADF");
  }

  @Test
  void kernelTakesAbstractNamesAndChoosesOneForTheUnnamed() throws Exception {
    byte[] name = ("uring4j-" + ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
    PlainFd named = Kernel.socket(AddressFamily.UNIX, SocketType.STREAM);
    Kernel.bind(named, SockAddr.unixAbstract(name));
    assertThat(SockAddr.local(named).abstractName()).isEqualTo(name);

    PlainFd unnamed = Kernel.socket(AddressFamily.UNIX, SocketType.STREAM);
    assertThat(SockAddr.local(unnamed)).hasToString("an unnamed Unix address");
    Kernel.bind(unnamed, SockAddr.of(UnixDomainSocketAddress.of("")));
    assertThat(SockAddr.local(unnamed).abstractName()).isNotEmpty();
    named.close();
    unnamed.close();
  }

  @Test
  void kernelTakesIpv6() throws Exception {
    PlainFd socket = Kernel.socket(AddressFamily.INET6, SocketType.DGRAM);
    Kernel.bind(socket, SockAddr.of(inet6(LOOPBACK6, -1, 0)));
    InetSocketAddress bound = (InetSocketAddress) SockAddr.local(socket).get();
    assertThat(bound.getAddress()).isEqualTo(Inet6Address.getByAddress(LOOPBACK6));
    assertThat(bound.getPort()).isPositive();
    socket.close();
  }
}
