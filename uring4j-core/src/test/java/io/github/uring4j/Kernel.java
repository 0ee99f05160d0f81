package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.uring4j.abi.LinuxArch;
import io.github.uring4j.abi.LinuxConstants;
import io.github.uring4j.sys.LinuxSyscalls;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** System calls that tests make without a ring. All but {@link #call} fail the test on an errno. */
final class Kernel {

  private static final LinuxArch ARCH = LinuxArch.CURRENT;

  /** The same on every architecture; the library itself calls it through a ring only. */
  private static final int SYS_OPENAT2 = 437;

  /** The library does without these. */
  private static final int SYS_UMASK = isX86() ? 95 : 166;

  private static final int SYS_TGKILL = isX86() ? 234 : 131;

  private static final int SYS_MKNODAT = isX86() ? 259 : 33;

  private static final int SYS_MINCORE = isX86() ? 27 : 232;

  private static final int SYS_SETRESUID = isX86() ? 117 : 147;
  private static final int SYS_PRCTL = isX86() ? 157 : 167;
  private static final int SYS_KILL = isX86() ? 62 : 129;
  private static final int SYS_PIDFD_OPEN = 434;
  private static final int PR_SET_CHILD_SUBREAPER = 36;

  private Kernel() {}

  private static boolean isX86() {
    return System.getProperty("os.arch").equals("amd64");
  }

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
    succeed(ARCH.SYS_listen, socket.value(), 128);
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

  /** Writes all of a text, which must fit. */
  static void write(PlainFd fd, String text) {
    try (Arena arena = Arena.ofConfined()) {
      byte[] bytes = text.getBytes(UTF_8);
      MemorySegment buffer = arena.allocateFrom(JAVA_BYTE, bytes);
      assertThat(succeed(ARCH.SYS_write, fd.value(), buffer.address(), bytes.length))
          .isEqualTo(bytes.length);
    }
  }

  /** Reads at most so many bytes, waiting for the first. */
  static String read(PlainFd fd, int maxBytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(maxBytes);
      int count = succeed(ARCH.SYS_read, fd.value(), buffer.address(), maxBytes);
      return new String(buffer.asSlice(0, count).toArray(JAVA_BYTE), UTF_8);
    }
  }

  /** Both ends of a pipe. */
  static Pipe pipe() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pair = arena.allocate(JAVA_INT, 2);
      succeed(ARCH.SYS_pipe2, pair.address(), OpenFlags.CLOEXEC);
      return new Pipe(
          PlainFd.of(pair.getAtIndex(JAVA_INT, 0)), PlainFd.of(pair.getAtIndex(JAVA_INT, 1)));
    }
  }

  /** An eventfd whose reads do not wait. */
  static PlainFd eventfd() {
    int flags = LinuxConstants.EFD_CLOEXEC | LinuxConstants.EFD_NONBLOCK;
    return PlainFd.of(succeed(ARCH.SYS_eventfd2, 0, flags));
  }

  /** Takes an eventfd's count; 0 if it has not been signalled. */
  static long takeCount(PlainFd eventfd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(JAVA_LONG);
      long result = call(ARCH.SYS_read, eventfd.value(), count.address(), Long.BYTES);
      assertThat(result).isIn(8L, (long) -Errno.EAGAIN);
      return result < 0 ? 0 : count.get(JAVA_LONG, 0);
    }
  }

  /** Another descriptor of the same open file. */
  static PlainFd duplicate(PlainFd fd) {
    return PlainFd.of(succeed(ARCH.SYS_fcntl, fd.value(), LinuxConstants.F_DUPFD_CLOEXEC, 0));
  }

  /** The file status flags. */
  static int statusFlags(PlainFd fd) {
    return succeed(ARCH.SYS_fcntl, fd.value(), LinuxConstants.F_GETFL);
  }

  /** Where the next transfer at the current position begins. */
  static long position(PlainFd fd) {
    return succeed(ARCH.SYS_lseek, fd.value(), 0, LinuxConstants.SEEK_CUR);
  }

  /** Sets the process's file creation mask; returns the one before. */
  static int umask(int mask) {
    return succeed(SYS_UMASK, mask);
  }

  /** Changes the user of the current thread, and of no other. */
  static void setEffectiveUser(int uid) {
    assertThat(succeed(SYS_SETRESUID, -1, uid, -1)).isZero();
  }

  /** The kernel's number of the current thread. */
  static int threadId() {
    return succeed(ARCH.SYS_gettid);
  }

  /** Sends a signal to one thread of this process. */
  static void signal(int threadId, int signal) {
    succeed(SYS_TGKILL, ProcessHandle.current().pid(), threadId, signal);
  }

  /** A FIFO. */
  static void makeFifo(Path path) {
    try (Arena arena = Arena.ofConfined()) {
      long name = arena.allocateFrom(path.toString()).address();
      int mode = LinuxConstants.S_IFIFO | 0600;
      succeed(SYS_MKNODAT, LinuxConstants.AT_FDCWD, name, mode, 0);
    }
  }

  /** Has this process become the parent of its descendants whose parent ends, or no more. */
  static void adoptOrphans(boolean adopt) {
    succeed(SYS_PRCTL, PR_SET_CHILD_SUBREAPER, adopt ? 1 : 0);
  }

  static void kill(int pid, int signal) {
    succeed(SYS_KILL, pid, signal);
  }

  /** A descriptor of a process. */
  static PlainFd pidfd(int pid) {
    return PlainFd.of(succeed(SYS_PIDFD_OPEN, pid, 0));
  }

  /** What the kernel tells of a process, its state among it; missing when there is none. */
  static Path process(int pid) {
    return Path.of("/proc", Integer.toString(pid), "stat");
  }

  /** Waits at a word that other processes may use too, by futex(2): 0 when woken, or -errno. */
  static long futexWait(MemorySegment word, int expected) {
    int futexWait = 0;
    return call(ARCH.SYS_futex, word.address(), futexWait, expected, 0);
  }

  /** How many pages of whole pages are in memory. */
  static long residentPages(MemorySegment pages) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment flags = arena.allocate(pages.byteSize() / PageSize.BYTES);
      succeed(SYS_MINCORE, pages.address(), pages.byteSize(), flags.address());
      return flags.elements(JAVA_BYTE).filter(flag -> (flag.get(JAVA_BYTE, 0) & 1) != 0).count();
    }
  }

  /** The flags of a mapping as /proc/self/smaps has them, two letters each. */
  static List<String> mappingFlags(MemorySegment mapped) throws IOException {
    String first = Long.toHexString(mapped.address()) + "-";
    List<String> lines = Files.readAllLines(Path.of("/proc/self/smaps"));
    String prefix = "VmFlags:";
    return lines.stream()
        .dropWhile(line -> !line.startsWith(first))
        .filter(line -> line.startsWith(prefix))
        .map(line -> List.of(line.substring(prefix.length()).trim().split(" ")))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no mapping begins at " + first));
  }

  /** How many descriptors this process has open. */
  static int openDescriptors() {
    String[] names = new File("/proc/self/fd").list();
    // The list itself has one open.
    return names.length - 1;
  }

  /** How many mappings of io_uring rings this process has. */
  static long mappedRings() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines.filter(line -> line.endsWith("anon_inode:[io_uring]")).count();
    }
  }

  private static Path link(PlainFd fd) {
    return Path.of("/proc/self/fd", Integer.toString(fd.value()));
  }
}
