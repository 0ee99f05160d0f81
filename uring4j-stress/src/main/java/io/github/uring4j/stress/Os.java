package io.github.uring4j.stress;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.uring4j.PlainFd;
import io.github.uring4j.abi.LinuxArch;
import io.github.uring4j.abi.LinuxConstants;
import io.github.uring4j.abi.Structs.Siginfo;
import io.github.uring4j.sys.LinuxSyscalls;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** System calls without a ring, and what the kernel says of this process. Safe from any thread. */
final class Os {

  private static final LinuxArch ARCH = LinuxArch.CURRENT;
  private static final boolean X86 = System.getProperty("os.arch").equals("amd64");

  /** The library does without these. */
  private static final int SYS_READ = X86 ? 0 : 63;

  private static final int SYS_WRITE = X86 ? 1 : 64;
  private static final int SYS_IOCTL = X86 ? 16 : 29;
  private static final int SYS_MKNODAT = X86 ? 259 : 33;
  private static final int SYS_KILL = X86 ? 62 : 129;
  private static final int SYS_EPOLL_CTL = X86 ? 233 : 21;
  private static final int SYS_EPOLL_PWAIT = X86 ? 281 : 22;

  private static final int FIONREAD = 0x541B;
  private static final int F_SETPIPE_SZ = 1031;
  private static final int SOL_SOCKET = 1;
  private static final int SO_SNDBUF = 7;
  private static final int SCM_RIGHTS = 1;
  private static final int FUTEX_WAKE = 1;

  private static final ThreadLocal<LinuxSyscalls> CALLS =
      ThreadLocal.withInitial(LinuxSyscalls::new);

  private Os() {}

  /** The result, or the negated errno. */
  static int call(int number, long... arguments) {
    long[] a = Arrays.copyOf(arguments, 6);
    return (int) CALLS.get().call(number, a[0], a[1], a[2], a[3], a[4], a[5]);
  }

  private static int succeed(int number, long... arguments) {
    int result = call(number, arguments);
    Stress.check(result >= 0, "system call %d failed with errno %d", number, -result);
    return result;
  }

  /** A pipe, whose ends block. */
  static Pipe pipe() {
    return pair(ARCH.SYS_pipe2);
  }

  private static Pipe pair(int number, long... arguments) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pair = arena.allocate(JAVA_INT, 2);
      long[] all = Arrays.copyOf(arguments, arguments.length + 2);
      all[arguments.length] = pair.address();
      all[arguments.length + 1] = arguments.length == 0 ? LinuxConstants.O_CLOEXEC : 0;
      succeed(number, all);
      return new Pipe(
          PlainFd.of(pair.getAtIndex(JAVA_INT, 0)), PlainFd.of(pair.getAtIndex(JAVA_INT, 1)));
    }
  }

  /** Two Unix stream sockets that are connected to each other. */
  static Pipe socketPair() {
    return pair(ARCH.SYS_socketpair, LinuxConstants.AF_UNIX, LinuxConstants.SOCK_STREAM, 0);
  }

  /** Two TCP sockets that are connected to each other. */
  static Pipe tcpPair() throws IOException {
    PlainFd listener = tcpListener(1);
    try {
      PlainFd client = socket(LinuxConstants.AF_INET);
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment address = addressOf(listener, arena);
        succeed(ARCH.SYS_connect, client.value(), address.address(), address.byteSize());
      }
      return new Pipe(client, PlainFd.of(succeed(ARCH.SYS_accept4, listener.value())));
    } finally {
      listener.close();
    }
  }

  /** Listens on a free port of the loopback interface. */
  static PlainFd tcpListener(int backlog) {
    PlainFd socket = socket(LinuxConstants.AF_INET);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(16);
      address.set(JAVA_SHORT, 0, (short) LinuxConstants.AF_INET);
      address.set(JAVA_BYTE, 4, (byte) 127);
      address.set(JAVA_BYTE, 7, (byte) 1);
      succeed(ARCH.SYS_bind, socket.value(), address.address(), address.byteSize());
    }
    succeed(ARCH.SYS_listen, socket.value(), backlog);
    return socket;
  }

  private static MemorySegment addressOf(PlainFd socket, Arena arena) {
    MemorySegment address = arena.allocate(16);
    MemorySegment length = arena.allocateFrom(JAVA_INT, 16);
    succeed(ARCH.SYS_getsockname, socket.value(), address.address(), length.address());
    return address;
  }

  private static PlainFd socket(int family) {
    return PlainFd.of(succeed(ARCH.SYS_socket, family, LinuxConstants.SOCK_STREAM, 0));
  }

  /** Listens at an abstract Unix address. */
  static PlainFd unixListener(String name, int backlog) {
    PlainFd socket = socket(LinuxConstants.AF_UNIX);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = unixAddress(name, arena);
      succeed(ARCH.SYS_bind, socket.value(), address.address(), address.byteSize());
    }
    succeed(ARCH.SYS_listen, socket.value(), backlog);
    return socket;
  }

  static PlainFd unixSocket() {
    return socket(LinuxConstants.AF_UNIX);
  }

  private static MemorySegment unixAddress(String name, Arena arena) {
    byte[] bytes = name.getBytes(UTF_8);
    MemorySegment address = arena.allocate(3L + bytes.length, 2);
    address.set(JAVA_SHORT, 0, (short) LinuxConstants.AF_UNIX);
    MemorySegment.copy(bytes, 0, address, JAVA_BYTE, 3, bytes.length);
    return address;
  }

  /** Connects to a Unix listener and leaves at once. Returns false if its queue is full. */
  static boolean knock(String name) throws IOException {
    PlainFd client = unixSocket();
    try (Arena arena = Arena.ofConfined()) {
      succeed(ARCH.SYS_fcntl, client.value(), LinuxConstants.F_SETFL, LinuxConstants.O_NONBLOCK);
      MemorySegment address = unixAddress(name, arena);
      return call(ARCH.SYS_connect, client.value(), address.address(), address.byteSize()) >= 0;
    } finally {
      client.close();
    }
  }

  /** Takes and closes a connection that waits. Returns false if none does. */
  static boolean takeConnection(PlainFd listener) throws IOException {
    succeed(ARCH.SYS_fcntl, listener.value(), LinuxConstants.F_SETFL, LinuxConstants.O_NONBLOCK);
    int result = call(ARCH.SYS_accept4, listener.value());
    succeed(ARCH.SYS_fcntl, listener.value(), LinuxConstants.F_SETFL, 0);
    if (result < 0) {
      return false;
    }
    PlainFd.of(result).close();
    return true;
  }

  /** Writes, and returns how many bytes, or the negated errno. */
  static int write(PlainFd fd, MemorySegment bytes) {
    return call(SYS_WRITE, fd.value(), bytes.address(), bytes.byteSize());
  }

  /** Reads, and returns how many bytes, or the negated errno. */
  static int read(PlainFd fd, MemorySegment bytes) {
    return call(SYS_READ, fd.value(), bytes.address(), bytes.byteSize());
  }

  /**
   * Has reads and writes of whoever shares the open file fail instead of waiting, or wait again.
   */
  static void setNonBlocking(PlainFd fd, boolean on) {
    succeed(ARCH.SYS_fcntl, fd.value(), LinuxConstants.F_SETFL, on ? LinuxConstants.O_NONBLOCK : 0);
  }

  /** How many bytes can be read at once. */
  static int available(PlainFd fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(JAVA_INT);
      succeed(SYS_IOCTL, fd.value(), FIONREAD, count.address());
      return count.get(JAVA_INT, 0);
    }
  }

  /** Has a pipe hold one page only. */
  static void makeSmall(PlainFd pipe) {
    succeed(ARCH.SYS_fcntl, pipe.value(), F_SETPIPE_SZ, 4096);
  }

  /** Has a socket keep as little as it can of what was not yet received. */
  static void sendLittle(PlainFd socket) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocateFrom(JAVA_INT, 1);
      succeed(
          ARCH.SYS_setsockopt,
          socket.value(),
          SOL_SOCKET,
          SO_SNDBUF,
          size.address(),
          Integer.BYTES);
    }
  }

  /** Sends a byte that is 0, and with it a descriptor. */
  static void sendWithDescriptor(PlainFd socket, PlainFd descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment vector = arena.allocate(16, 8);
      vector.set(JAVA_LONG, 0, arena.allocate(1).address());
      vector.set(JAVA_LONG, 8, 1);
      MemorySegment control = arena.allocate(24, 8);
      control.set(JAVA_LONG, 0, 20);
      control.set(JAVA_INT, 8, SOL_SOCKET);
      control.set(JAVA_INT, 12, SCM_RIGHTS);
      control.set(JAVA_INT, 16, descriptor.value());
      MemorySegment message = arena.allocate(56, 8);
      message.set(JAVA_LONG, 16, vector.address());
      message.set(JAVA_LONG, 24, 1);
      message.set(JAVA_LONG, 32, control.address());
      message.set(JAVA_LONG, 40, control.byteSize());
      succeed(ARCH.SYS_sendmsg, socket.value(), message.address());
    }
  }

  static void makeFifo(Path path) {
    try (Arena arena = Arena.ofConfined()) {
      long name = arena.allocateFrom(path.toString()).address();
      succeed(SYS_MKNODAT, LinuxConstants.AT_FDCWD, name, LinuxConstants.S_IFIFO | 0600, 0);
    }
  }

  /** Opens, and returns the descriptor's number or the negated errno. */
  static int open(Path path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      long name = arena.allocateFrom(path.toString()).address();
      return call(ARCH.SYS_openat, LinuxConstants.AT_FDCWD, name, flags, 0600);
    }
  }

  /** Wakes all who wait at a word, and returns how many. */
  static int wake(MemorySegment word) {
    return succeed(ARCH.SYS_futex, word.address(), FUTEX_WAKE, Integer.MAX_VALUE);
  }

  /** Has an epoll instance tell when a descriptor is ready. */
  static void watch(PlainFd epoll, PlainFd fd, int events, long data) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment event = arena.allocate(ARCH.EPOLL_EVENT_SIZE, 8);
      event.set(JAVA_INT, ARCH.EPOLL_EVENT_EVENTS, events);
      event.set(JAVA_LONG_UNALIGNED, ARCH.EPOLL_EVENT_DATA, data);
      int add = LinuxConstants.EPOLL_CTL_ADD;
      succeed(SYS_EPOLL_CTL, epoll.value(), add, fd.value(), event.address());
    }
  }

  /** Takes the events that an epoll instance has, and returns how many. */
  static int takeEvents(PlainFd epoll) {
    try (Arena arena = Arena.ofConfined()) {
      int count = 8;
      long events = arena.allocate((long) count * ARCH.EPOLL_EVENT_SIZE, 8).address();
      return succeed(SYS_EPOLL_PWAIT, epoll.value(), events, count, 0);
    }
  }

  static void kill(int process, int signal) {
    succeed(SYS_KILL, process, signal);
  }

  /** Takes what waitid tells of a child. Returns false if there is nothing. */
  static boolean takeChildEvent(int process, int options) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(Siginfo.SIZE, 8);
      succeed(ARCH.SYS_waitid, LinuxConstants.P_PID, process, info.address(), options);
      return info.get(JAVA_INT, Siginfo.SI_PID) != 0;
    }
  }

  /** An empty file without a name. */
  static PlainFd memoryFile() {
    try (Arena arena = Arena.ofConfined()) {
      return PlainFd.of(succeed(ARCH.SYS_memfd_create, arena.allocateFrom("stress").address(), 0));
    }
  }

  /**
   * How many descriptors this process has open on what has no name, or one of ours: the JVM opens
   * files when it likes.
   */
  static int openDescriptors() {
    int count = 0;
    for (File link : new File("/proc/self/fd").listFiles()) {
      try {
        String target = Files.readSymbolicLink(link.toPath()).toString();
        if (!target.startsWith("/") || target.contains("stress")) {
          count++;
        }
      } catch (IOException e) {
        // Closed meanwhile: that of the list itself.
      }
    }
    return count;
  }

  /** How many mappings of io_uring rings this process has. */
  static long mappedRings() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines.filter(line -> line.endsWith("anon_inode:[io_uring]")).count();
    }
  }

  /** A figure of /proc/self/status, VmPin say, in KiB. */
  static long status(String name) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith(name + ":"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(0);
    }
  }
}
