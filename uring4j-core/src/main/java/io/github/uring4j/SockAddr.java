package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.github.uring4j.abi.LinuxArch;
import io.github.uring4j.abi.LinuxConstants;
import io.github.uring4j.abi.Structs;
import io.github.uring4j.sys.LinuxSyscalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.net.SocketAddress;

/**
 * A socket address as the kernel has it: struct sockaddr_storage and its length, in native memory
 * of its own, to be given to a request or filled by one.
 *
 * <p>The instance owns the memory, which lives as long as the instance; a ring keeps both alive
 * while a request is in flight. It may be used again after the completion, and must not be filled
 * by two requests at once.
 *
 * <p>Thread rule: from the call that makes a request until its completion has been handed out,
 * nobody changes it, and if the request fills it, nobody looks at it. Apart from that any thread
 * may, if the program hands it over safely.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/sockaddr.3type.html">sockaddr(3type)</a>
 */
public final class SockAddr {

  /** The most bytes that an address takes. */
  static final int CAPACITY = Structs.SockaddrStorage.SIZE;

  /** The length cell, a socklen_t, stands behind the address. */
  private static final long LENGTH = CAPACITY;

  private final MemorySegment segment =
      Arena.ofAuto().allocate(CAPACITY + JAVA_INT.byteSize(), JAVA_LONG.byteAlignment());

  /** Whether a request is to fill this. */
  private boolean receiving;

  private SockAddr() {}

  /**
   * A holder without an address, for accept or a received message to fill.
   *
   * @return the holder
   */
  public static SockAddr empty() {
    return new SockAddr();
  }

  /**
   * A holder of this address.
   *
   * @param address see {@link #set}
   * @return the holder
   * @throws IllegalArgumentException see {@link #set}
   */
  public static SockAddr of(SocketAddress address) {
    SockAddr holder = new SockAddr();
    holder.set(address);
    return holder;
  }

  /**
   * A holder of a name in the abstract namespace of Unix sockets, which no file stands for (see
   * unix(7)). Every byte counts, and NUL is one like any other.
   *
   * @param name 0 to 107 bytes, without the NUL that the kernel has before it; copied
   * @return the holder
   * @throws IllegalArgumentException if the name is too long
   */
  public static SockAddr unixAbstract(byte[] name) {
    SockAddr holder = new SockAddr();
    holder.setLength(SockAddrCodec.encodeAbstract(name, holder.segment));
    return holder;
  }

  /**
   * A holder of any address, of a family that Java has no class for.
   *
   * @param bytes the struct sockaddr of the family, as {@link #toBytes()} gives it; copied
   * @return the holder
   * @throws IllegalArgumentException if it is longer than struct sockaddr_storage, 128 bytes
   */
  public static SockAddr ofBytes(byte[] bytes) {
    if (bytes.length > CAPACITY) {
      throw new IllegalArgumentException(
          "a socket address of %d bytes does not fit: the kernel takes at most %d"
              .formatted(bytes.length, CAPACITY));
    }
    SockAddr holder = new SockAddr();
    MemorySegment.copy(bytes, 0, holder.segment, JAVA_BYTE, 0, bytes.length);
    holder.setLength(bytes.length);
    return holder;
  }

  /**
   * The address that a socket is bound to, by getsockname(2): says which port the kernel chose.
   *
   * @param socket an open socket
   * @return a new holder
   * @throws ErrnoException EBADF or ENOTSOCK if it is no open socket
   */
  public static SockAddr local(PlainFd socket) throws ErrnoException {
    return ask(LinuxArch.CURRENT.SYS_getsockname, "getsockname", socket);
  }

  /**
   * The address that a socket is connected to, by getpeername(2).
   *
   * @param socket an open socket
   * @return a new holder
   * @throws ErrnoException ENOTCONN if it is not connected; EBADF or ENOTSOCK if it is no open
   *     socket
   */
  public static SockAddr remote(PlainFd socket) throws ErrnoException {
    return ask(LinuxArch.CURRENT.SYS_getpeername, "getpeername", socket);
  }

  private static SockAddr ask(int number, String call, PlainFd socket) throws ErrnoException {
    SockAddr holder = new SockAddr();
    holder.prepareToReceive();
    try {
      long result =
          new LinuxSyscalls()
              .call(number, socket.value(), holder.address(), holder.lengthAddress(), 0, 0, 0);
      if (result < 0) {
        throw new ErrnoException((int) -result, call, socket.toString());
      }
    } finally {
      // The call got the holder's addresses as numbers, which keep nothing alive.
      Reference.reachabilityFence(holder);
    }
    holder.completed(0);
    return holder;
  }

  /**
   * Holds another address from now on.
   *
   * <p>The kernel gets the family that the address has: to reach an IPv4 host through an IPv6
   * socket, map its address into IPv6. The scope of a link-local IPv6 address is that of the {@link
   * java.net.Inet6Address}.
   *
   * @param address an {@link java.net.InetSocketAddress}, or a {@link
   *     java.net.UnixDomainSocketAddress} of at most 107 bytes in UTF-8; the empty one is the
   *     unnamed address, to which binding chooses an abstract name
   * @throws IllegalArgumentException if a host name is unresolved, a path too long or with a NUL
   *     inside, or the class another one. The holder is then as before
   */
  public void set(SocketAddress address) {
    setLength(SockAddrCodec.encode(address, segment));
  }

  /**
   * The address as Java has it.
   *
   * <p>An IPv4-mapped IPv6 address stays an {@link java.net.Inet6Address}. The unnamed Unix
   * address, and, as in the JDK, an abstract one, is the empty {@link
   * java.net.UnixDomainSocketAddress}; {@link #abstractName()} tells them apart.
   *
   * @return a new object; null if there is no address: nothing was filled in yet, or the socket
   *     that sent has none
   * @throws UnsupportedOperationException if Java has no class for the family; {@link #toBytes()}
   *     gives its bytes
   * @throws IllegalStateException if the address is shorter than its family asks for
   * @throws java.nio.file.InvalidPathException if this JVM's file names cannot spell a Unix path
   */
  public SocketAddress get() {
    return SockAddrCodec.decode(segment, length());
  }

  /**
   * The family of the address.
   *
   * @return {@link AddressFamily#UNSPEC} if there is no address; null for a family that is not
   *     listed there
   */
  public AddressFamily family() {
    return SockAddrCodec.family(segment, length());
  }

  /**
   * The name in the abstract namespace of Unix sockets.
   *
   * @return a copy, without the NUL that the kernel has before it; null if this is not an abstract
   *     address
   */
  public byte[] abstractName() {
    return SockAddrCodec.abstractName(segment, length());
  }

  /**
   * The struct sockaddr.
   *
   * @return a copy of the bytes that are filled
   */
  public byte[] toBytes() {
    return segment.asSlice(0, length()).toArray(JAVA_BYTE);
  }

  /**
   * Whether the kernel had more bytes of address than the 128 that fit here. No family of today's
   * has.
   *
   * @return true if the end is missing
   */
  public boolean truncated() {
    return reportedLength() > CAPACITY;
  }

  /** Where the kernel finds the address, or is to write one. */
  long address() {
    return segment.address();
  }

  /**
   * The bytes of address that are filled: at most {@link #CAPACITY}, whatever the kernel reported.
   */
  int length() {
    return (int) Math.min(reportedLength(), CAPACITY);
  }

  /** Where the kernel finds the length, and is to write how long an address really is. */
  long lengthAddress() {
    return segment.address() + LENGTH;
  }

  /** Holds an address as the kernel wrote it somewhere else. */
  void set(MemorySegment source, long offset, int length) {
    MemorySegment.copy(source, offset, segment, 0, length);
    setLength(length);
  }

  /** A block with a copy of the address, which may be changed from then on. */
  Scratch.Block copy(Scratch scratch) throws IOException {
    Scratch.Block block = scratch.allocate(CAPACITY);
    MemorySegment.copy(segment, 0, block.memory, 0, CAPACITY);
    return block;
  }

  /** Forgets the address, and tells the kernel through the length cell how much fits. */
  void prepareToReceive() {
    segment.set(JAVA_SHORT, Structs.SockaddrStorage.SS_FAMILY, (short) LinuxConstants.AF_UNSPEC);
    setLength(CAPACITY);
    receiving = true;
  }

  /**
   * Called by the ring when a request that used this has completed: a failed one has filled
   * nothing.
   */
  void completed(int res) {
    if (receiving && res < 0) {
      setLength(0);
    }
    receiving = false;
  }

  /** What the kernel reported elsewhere than in the length cell: in struct msghdr. */
  void setLength(int length) {
    segment.set(JAVA_INT, LENGTH, length);
  }

  private long reportedLength() {
    return Integer.toUnsignedLong(segment.get(JAVA_INT, LENGTH));
  }

  /** The address in words; never throws. */
  @Override
  public String toString() {
    return SockAddrCodec.toString(segment, length());
  }
}
