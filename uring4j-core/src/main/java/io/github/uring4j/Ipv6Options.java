package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * Options of IPv6 sockets, at {@link SocketLevels#IPV6}, and the types of control messages there:
 * the {@code IPV6_} names.
 *
 * <p>For {@link SocketCommandOperations#getsockopt} and {@link SocketCommandOperations#setsockopt}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/ipv6.7.html">ipv6(7)</a>
 */
public final class Ipv6Options {

  /**
   * Takes no IPv4.
   *
   * @kernel 2.6
   */
  public static final int V6ONLY = LinuxConstants.IPV6_V6ONLY;

  /**
   * The most hops.
   *
   * @kernel 2.6
   */
  public static final int UNICAST_HOPS = LinuxConstants.IPV6_UNICAST_HOPS;

  /**
   * The interface for multicast.
   *
   * @kernel 2.6
   */
  public static final int MULTICAST_IF = LinuxConstants.IPV6_MULTICAST_IF;

  /**
   * The most hops of multicast.
   *
   * @kernel 2.6
   */
  public static final int MULTICAST_HOPS = LinuxConstants.IPV6_MULTICAST_HOPS;

  /**
   * Whether this machine gets its own multicast.
   *
   * @kernel 2.6
   */
  public static final int MULTICAST_LOOP = LinuxConstants.IPV6_MULTICAST_LOOP;

  /**
   * Joins a multicast group: struct ipv6_mreq.
   *
   * @kernel 2.6
   */
  public static final int JOIN_GROUP = LinuxConstants.IPV6_JOIN_GROUP;

  /**
   * How large packets may be.
   *
   * @kernel 2.6
   */
  public static final int MTU = LinuxConstants.IPV6_MTU;

  /**
   * Keeps errors for {@link MsgFlags#ERRQUEUE}; the type of their control message.
   *
   * @kernel 2.6
   */
  public static final int RECVERR = LinuxConstants.IPV6_RECVERR;

  /**
   * Receives interface and destination with each datagram.
   *
   * @kernel 2.6.14
   */
  public static final int RECVPKTINFO = LinuxConstants.IPV6_RECVPKTINFO;

  /**
   * The type of the control message that tells or chooses interface and address: struct
   * in6_pktinfo.
   *
   * @kernel 2.6.14
   */
  public static final int PKTINFO = LinuxConstants.IPV6_PKTINFO;

  /**
   * Receives the hops left with each datagram.
   *
   * @kernel 2.6.14
   */
  public static final int RECVHOPLIMIT = LinuxConstants.IPV6_RECVHOPLIMIT;

  /**
   * The type of the control message that tells or sets the hops.
   *
   * @kernel 2.6.14
   */
  public static final int HOPLIMIT = LinuxConstants.IPV6_HOPLIMIT;

  /**
   * Receives the traffic class with each datagram.
   *
   * @kernel 2.6.14
   */
  public static final int RECVTCLASS = LinuxConstants.IPV6_RECVTCLASS;

  /**
   * The traffic class; a control message of this type tells or sets it.
   *
   * @kernel 2.6.14
   */
  public static final int TCLASS = LinuxConstants.IPV6_TCLASS;

  private Ipv6Options() {}
}
