package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * Whom a socket can talk to.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man7/address_families.7.html">address_families(7)</a>
 */
public enum AddressFamily {
  /** None in particular; connecting a datagram socket to it dissolves its association. */
  UNSPEC(LinuxConstants.AF_UNSPEC),

  /** Processes of this machine, by path or abstract name. */
  UNIX(LinuxConstants.AF_UNIX),

  /** Hosts, by IPv4. */
  INET(LinuxConstants.AF_INET),

  /** Hosts, by IPv6. */
  INET6(LinuxConstants.AF_INET6),

  /** The kernel. */
  NETLINK(LinuxConstants.AF_NETLINK),

  /** Network interfaces, below the protocols. */
  PACKET(LinuxConstants.AF_PACKET),

  /** Virtual machines and their host. */
  VSOCK(LinuxConstants.AF_VSOCK);

  private final int value;

  AddressFamily(int value) {
    this.value = value;
  }

  /**
   * The number that the kernel knows it by.
   *
   * @return the value of its {@code AF_} constant
   */
  public int value() {
    return value;
  }
}
