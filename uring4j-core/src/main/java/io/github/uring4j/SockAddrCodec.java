package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.github.uring4j.abi.LinuxConstants;
import io.github.uring4j.abi.Structs;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Between Java's socket addresses and the kernel's structs, which start at offset 0 of a segment.
 */
final class SockAddrCodec {

  private static final AddressFamily[] FAMILIES = AddressFamily.values();
  private static final ValueLayout.OfShort PORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
  private static final int FAMILY_SIZE = (int) JAVA_SHORT.byteSize();
  private static final int IPV4_BYTES = (int) JAVA_INT.byteSize();
  private static final int UNIX_PATH = Structs.SockaddrUn.SUN_PATH;

  /** The most bytes of a Unix path with its NUL, or of an abstract name with the NUL before it. */
  private static final int UNIX_PATH_SIZE = Structs.SockaddrUn.SIZE - UNIX_PATH;

  private SockAddrCodec() {}

  /** Writes an address and returns its length; writes nothing if it is refused. */
  static int encode(SocketAddress address, MemorySegment target) {
    return switch (Objects.requireNonNull(address, "address")) {
      case InetSocketAddress inet -> encodeInet(inet, target);
      case UnixDomainSocketAddress unix -> encodePath(unix, target);
      default ->
          throw new IllegalArgumentException(
              "%s is neither an InetSocketAddress nor a UnixDomainSocketAddress: give its struct to"
                      .formatted(address.getClass().getName())
                  + " SockAddr.ofBytes");
    };
  }

  private static int encodeInet(InetSocketAddress address, MemorySegment target) {
    if (address.isUnresolved()) {
      throw new IllegalArgumentException(
          "%s is unresolved: look the name up first, as new InetSocketAddress(host, port) does"
              .formatted(address));
    }
    short port = (short) address.getPort();
    byte[] bytes = address.getAddress().getAddress();
    if (address.getAddress() instanceof Inet6Address inet6) {
      setFamily(target, LinuxConstants.AF_INET6);
      target.set(PORT, Structs.SockaddrIn6.SIN6_PORT, port);
      target.set(JAVA_INT, Structs.SockaddrIn6.SIN6_FLOWINFO, 0);
      copy(bytes, target, Structs.SockaddrIn6.SIN6_ADDR);
      target.set(JAVA_INT, Structs.SockaddrIn6.SIN6_SCOPE_ID, inet6.getScopeId());
      return Structs.SockaddrIn6.SIZE;
    }
    setFamily(target, LinuxConstants.AF_INET);
    target.set(PORT, Structs.SockaddrIn.SIN_PORT, port);
    copy(bytes, target, Structs.SockaddrIn.SIN_ADDR);
    int end = Structs.SockaddrIn.SIN_ADDR + bytes.length;
    target.asSlice(end, Structs.SockaddrIn.SIZE - end).fill((byte) 0);
    return Structs.SockaddrIn.SIZE;
  }

  /** A path has no NUL inside: {@link java.nio.file.Path} refuses it. */
  private static int encodePath(UnixDomainSocketAddress address, MemorySegment target) {
    byte[] path = address.getPath().toString().getBytes(StandardCharsets.UTF_8);
    if (path.length >= UNIX_PATH_SIZE) {
      throw new IllegalArgumentException(
          "the Unix socket path %s has %d bytes, and the kernel takes at most %d: use a shorter or a"
                  .formatted(address, path.length, UNIX_PATH_SIZE - 1)
              + " relative one");
    }
    setFamily(target, LinuxConstants.AF_UNIX);
    if (path.length == 0) {
      return UNIX_PATH;
    }
    copy(path, target, UNIX_PATH);
    target.set(JAVA_BYTE, UNIX_PATH + path.length, (byte) 0);
    return UNIX_PATH + path.length + 1;
  }

  /** Writes an abstract Unix address and returns its length. */
  static int encodeAbstract(byte[] name, MemorySegment target) {
    if (name.length >= UNIX_PATH_SIZE) {
      throw new IllegalArgumentException(
          "the abstract name has %d bytes, and the kernel takes at most %d"
              .formatted(name.length, UNIX_PATH_SIZE - 1));
    }
    setFamily(target, LinuxConstants.AF_UNIX);
    target.set(JAVA_BYTE, UNIX_PATH, (byte) 0);
    copy(name, target, UNIX_PATH + 1);
    return UNIX_PATH + 1 + name.length;
  }

  /** The address of this length, or null if there is none. */
  static SocketAddress decode(MemorySegment source, int length) {
    return switch (familyValue(source, length)) {
      case LinuxConstants.AF_UNSPEC -> null;
      case LinuxConstants.AF_UNIX ->
          UnixDomainSocketAddress.of(new String(path(source, length), StandardCharsets.UTF_8));
      case LinuxConstants.AF_INET -> {
        requireLength(length, Structs.SockaddrIn.SIZE);
        byte[] host = bytes(source, Structs.SockaddrIn.SIN_ADDR, IPV4_BYTES);
        yield inet(source, Structs.SockaddrIn.SIN_PORT, host, 0);
      }
      case LinuxConstants.AF_INET6 -> {
        requireLength(length, Structs.SockaddrIn6.SIZE);
        byte[] host =
            bytes(
                source,
                Structs.SockaddrIn6.SIN6_ADDR,
                Structs.SockaddrIn6.SIN6_SCOPE_ID - Structs.SockaddrIn6.SIN6_ADDR);
        int scope = source.get(JAVA_INT, Structs.SockaddrIn6.SIN6_SCOPE_ID);
        yield inet(source, Structs.SockaddrIn6.SIN6_PORT, host, scope);
      }
      default ->
          throw new UnsupportedOperationException(
              "Java has no SocketAddress for %s: read SockAddr.toBytes()"
                  .formatted(toString(source, length)));
    };
  }

  private static SocketAddress inet(MemorySegment source, int portAt, byte[] host, int scope) {
    int port = Short.toUnsignedInt(source.get(PORT, portAt));
    try {
      // Inet6Address keeps an IPv4-mapped address, which InetAddress would turn into IPv4.
      // No scope is asked for as -1, since 0 would be shown as one.
      InetAddress address =
          host.length == IPV4_BYTES
              ? InetAddress.getByAddress(host)
              : Inet6Address.getByAddress(null, host, scope == 0 ? -1 : scope);
      return new InetSocketAddress(address, port);
    } catch (UnknownHostException e) {
      throw new AssertionError("an address of %d bytes".formatted(host.length), e);
    }
  }

  /** The family of an address of this length; null if {@link AddressFamily} does not list it. */
  static AddressFamily family(MemorySegment source, int length) {
    int value = familyValue(source, length);
    for (AddressFamily family : FAMILIES) {
      if (family.value() == value) {
        return family;
      }
    }
    return null;
  }

  /**
   * The abstract name without its NUL, or null if the address of this length is not an abstract
   * one.
   */
  static byte[] abstractName(MemorySegment source, int length) {
    boolean isAbstract =
        familyValue(source, length) == LinuxConstants.AF_UNIX
            && length > UNIX_PATH
            && source.get(JAVA_BYTE, UNIX_PATH) == 0;
    return isAbstract ? bytes(source, UNIX_PATH + 1, length - UNIX_PATH - 1) : null;
  }

  /** An address of this length in words. */
  static String toString(MemorySegment source, int length) {
    byte[] abstractName = abstractName(source, length);
    if (abstractName != null) {
      return "@" + new String(abstractName, StandardCharsets.UTF_8);
    }
    return switch (familyValue(source, length)) {
      case LinuxConstants.AF_UNSPEC -> "no address";
      case LinuxConstants.AF_UNIX ->
          length <= UNIX_PATH
              ? "an unnamed Unix address"
              : new String(path(source, length), StandardCharsets.UTF_8);
      case LinuxConstants.AF_INET -> inWords(source, length, Structs.SockaddrIn.SIZE);
      case LinuxConstants.AF_INET6 -> inWords(source, length, Structs.SockaddrIn6.SIZE);
      default -> inHex(source, length);
    };
  }

  private static String inWords(MemorySegment source, int length, int expected) {
    return length < expected ? inHex(source, length) : decode(source, length).toString();
  }

  private static String inHex(MemorySegment source, int length) {
    AddressFamily family = family(source, length);
    return "an address of family %s: %s"
        .formatted(
            family != null ? family : familyValue(source, length),
            HexFormat.of().formatHex(bytes(source, 0, length)));
  }

  private static int familyValue(MemorySegment source, int length) {
    return length < FAMILY_SIZE
        ? LinuxConstants.AF_UNSPEC
        : Short.toUnsignedInt(source.get(JAVA_SHORT, Structs.SockaddrStorage.SS_FAMILY));
  }

  private static void setFamily(MemorySegment target, int family) {
    target.set(JAVA_SHORT, Structs.SockaddrStorage.SS_FAMILY, (short) family);
  }

  /** The path up to its NUL, which the kernel leaves out when the path fills the whole field. */
  private static byte[] path(MemorySegment source, int length) {
    int end = UNIX_PATH;
    while (end < length && source.get(JAVA_BYTE, end) != 0) {
      end++;
    }
    return bytes(source, UNIX_PATH, end - UNIX_PATH);
  }

  private static void requireLength(int length, int expected) {
    if (length < expected) {
      throw new IllegalStateException(
          "an address of %d bytes is too short for its family, which has %d"
              .formatted(length, expected));
    }
  }

  private static byte[] bytes(MemorySegment source, int offset, int length) {
    return source.asSlice(offset, length).toArray(JAVA_BYTE);
  }

  private static void copy(byte[] bytes, MemorySegment target, int offset) {
    MemorySegment.copy(bytes, 0, target, JAVA_BYTE, offset, bytes.length);
  }
}
