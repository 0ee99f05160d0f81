package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * Whose an option or a control message is: the levels of setsockopt(2) and cmsg(3).
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/getsockopt.2.html">setsockopt(2)</a>
 */
public final class SocketLevels {

  /**
   * Every socket's: {@link SocketOptions}.
   *
   * @kernel 2.6
   */
  public static final int SOCKET = LinuxConstants.SOL_SOCKET;

  /**
   * IPv4's: {@link IpOptions}.
   *
   * @kernel 2.6
   */
  public static final int IP = LinuxConstants.IPPROTO_IP;

  /**
   * TCP's: {@link TcpOptions}.
   *
   * @kernel 2.6
   */
  public static final int TCP = LinuxConstants.IPPROTO_TCP;

  /**
   * UDP's: {@link UdpOptions}.
   *
   * @kernel 2.6
   */
  public static final int UDP = LinuxConstants.IPPROTO_UDP;

  /**
   * IPv6's: {@link Ipv6Options}.
   *
   * @kernel 2.6
   */
  public static final int IPV6 = LinuxConstants.IPPROTO_IPV6;

  private SocketLevels() {}
}
