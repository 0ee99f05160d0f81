package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.uring4j.abi.LinuxArch;
import io.github.uring4j.abi.LinuxConstants;
import io.github.uring4j.sys.LinuxSyscalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** System calls that tests make without a ring. All but {@link #call} fail the test on an errno. */
final class Kernel {

  private static final LinuxArch ARCH = LinuxArch.CURRENT;

  /** The same on every architecture; the library itself calls it through a ring only. */
  private static final int SYS_OPENAT2 = 437;

  private Kernel() {}

  /** The result, or the negated errno. */
  static long call(int number, long... arguments) {
    long[] a = Arrays.copyOf(arguments, 6);
    return new LinuxSyscalls().call(number, a[0], a[1], a[2], a[3], a[4], a[5]);
  }

  private static int succeed(int number, long... arguments) {
    long result = call(number, arguments);
    assertThat(result).isNotNegative();
    return (int) result;
  }

  static PlainFd socket(AddressFamily family, SocketType type) {
    return PlainFd.of(succeed(ARCH.SYS_socket, family.value(), type.value(), 0));
  }

  /** Two Unix sockets that are connected to each other. */
  static List<PlainFd> socketPair(SocketType type) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pair = arena.allocate(JAVA_INT, 2);
      succeed(ARCH.SYS_socketpair, LinuxConstants.AF_UNIX, type.value(), 0, pair.address());
      return List.of(
          PlainFd.of(pair.getAtIndex(JAVA_INT, 0)), PlainFd.of(pair.getAtIndex(JAVA_INT, 1)));
    }
  }

  static void bind(PlainFd socket, SockAddr address) {
    succeed(ARCH.SYS_bind, socket.value(), address.address(), address.length());
  }

  static void listen(PlainFd socket) {
    succeed(ARCH.SYS_listen, socket.value(), 1);
  }

  static void connect(PlainFd socket, SockAddr address) {
    succeed(ARCH.SYS_connect, socket.value(), address.address(), address.length());
  }

  /** Accepts as a ring does: the peer's address is filled into the holder. */
  static PlainFd accept(PlainFd socket, SockAddr peer) {
    peer.prepareToReceive();
    return PlainFd.of(
        succeed(ARCH.SYS_accept4, socket.value(), peer.address(), peer.lengthAddress(), 0));
  }

  /** Sends as a ring does. */
  static int send(PlainFd socket, MsgHdr message) {
    int result = succeed(ARCH.SYS_sendmsg, socket.value(), message.prepareToSend(), 0);
    message.completed(result);
    return result;
  }

  /** Receives as a ring does, without waiting; may fail. */
  static int receive(PlainFd socket, MsgHdr message) {
    long flags = LinuxConstants.MSG_CMSG_CLOEXEC | LinuxConstants.MSG_DONTWAIT;
    int result = (int) call(ARCH.SYS_recvmsg, socket.value(), message.prepareToReceive(), flags);
    message.completed(result);
    return result;
  }

  static PlainFd open(Path path) {
    try (Arena arena = Arena.ofConfined()) {
      long name = arena.allocateFrom(path.toString()).address();
      return PlainFd.of(
          succeed(ARCH.SYS_openat, LinuxConstants.AT_FDCWD, name, LinuxConstants.O_RDONLY));
    }
  }

  static void statx(Path path, int flags, int mask, Statx target) {
    try (Arena arena = Arena.ofConfined()) {
      long name = arena.allocateFrom(path.toString()).address();
      succeed(ARCH.SYS_statx, LinuxConstants.AT_FDCWD, name, flags, mask, target.address());
    }
  }

  /** Opens through openat2(2), or gives the negated errno. */
  static int openat2(Path path, OpenHow how) {
    try (Arena arena = Arena.ofConfined()) {
      long name = arena.allocateFrom(path.toString()).address();
      MemorySegment open = arena.allocate(OpenHow.SIZE, Long.BYTES);
      how.write(open, 0);
      return (int) call(SYS_OPENAT2, LinuxConstants.AT_FDCWD, name, open.address(), OpenHow.SIZE);
    }
  }

  static boolean isOpen(PlainFd fd) {
    return Files.isSymbolicLink(link(fd));
  }

  /** What the descriptor is open on. */
  static Path target(PlainFd fd) throws IOException {
    return Files.readSymbolicLink(link(fd));
  }

  /** Whether programs that this process executes do not get the descriptor. */
  static boolean isClosedOnExec(PlainFd fd) {
    int f = LinuxConstants.F_GETFD;
    return Flags.contains(succeed(ARCH.SYS_fcntl, fd.value(), f), LinuxConstants.FD_CLOEXEC);
  }

  private static Path link(PlainFd fd) {
    return Path.of("/proc/self/fd", Integer.toString(fd.value()));
  }
}
