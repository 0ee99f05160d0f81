package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * Options of IPv4 sockets, at {@link SocketLevels#IP}, and the types of control messages there: the
 * {@code IP_} names.
 *
 * <p>For {@link SocketCommandOperations#getsockopt} and {@link SocketCommandOperations#setsockopt}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/ip.7.html">ip(7)</a>
 */
public final class IpOptions {

  /**
   * The type of service; a control message of this type tells or sets it.
   *
   * @kernel 2.6
   */
  public static final int TOS = LinuxConstants.IP_TOS;

  /**
   * The time to live; a control message of this type tells or sets it.
   *
   * @kernel 2.6
   */
  public static final int TTL = LinuxConstants.IP_TTL;

  /**
   * The application writes the IP header of a raw socket.
   *
   * @kernel 2.6
   */
  public static final int HDRINCL = LinuxConstants.IP_HDRINCL;

  /**
   * Receives interface and destination with each datagram; the type of the control message that
   * tells or chooses them: struct in_pktinfo.
   *
   * @kernel 2.6
   */
  public static final int PKTINFO = LinuxConstants.IP_PKTINFO;

  /**
   * Whether to find out how large packets may be.
   *
   * @kernel 2.6
   */
  public static final int MTU_DISCOVER = LinuxConstants.IP_MTU_DISCOVER;

  /**
   * Keeps errors for {@link MsgFlags#ERRQUEUE}; the type of their control message.
   *
   * @kernel 2.6
   */
  public static final int RECVERR = LinuxConstants.IP_RECVERR;

  /**
   * Receives the time to live with each datagram.
   *
   * @kernel 2.6
   */
  public static final int RECVTTL = LinuxConstants.IP_RECVTTL;

  /**
   * Receives the type of service with each datagram.
   *
   * @kernel 2.6
   */
  public static final int RECVTOS = LinuxConstants.IP_RECVTOS;

  /**
   * Tells how large packets to the peer may be; cannot be set.
   *
   * @kernel 2.6
   */
  public static final int MTU = LinuxConstants.IP_MTU;

  /**
   * Allows binding to addresses that this machine does not have.
   *
   * @kernel 2.6
   */
  public static final int FREEBIND = LinuxConstants.IP_FREEBIND;

  /**
   * Allows to be reached under other machines' addresses.
   *
   * @kernel 2.6.28
   */
  public static final int TRANSPARENT = LinuxConstants.IP_TRANSPARENT;

  /**
   * Receives the destination with each datagram; the type of the control message: struct
   * sockaddr_in.
   *
   * @kernel 2.6.29
   */
  public static final int RECVORIGDSTADDR = LinuxConstants.IP_RECVORIGDSTADDR;

  /**
   * The interface for multicast.
   *
   * @kernel 2.6
   */
  public static final int MULTICAST_IF = LinuxConstants.IP_MULTICAST_IF;

  /**
   * The time to live of multicast.
   *
   * @kernel 2.6
   */
  public static final int MULTICAST_TTL = LinuxConstants.IP_MULTICAST_TTL;

  /**
   * Whether this machine gets its own multicast.
   *
   * @kernel 2.6
   */
  public static final int MULTICAST_LOOP = LinuxConstants.IP_MULTICAST_LOOP;

  /**
   * Joins a multicast group: struct ip_mreqn.
   *
   * @kernel 2.6
   */
  public static final int ADD_MEMBERSHIP = LinuxConstants.IP_ADD_MEMBERSHIP;

  /**
   * Leaves a multicast group: struct ip_mreqn.
   *
   * @kernel 2.6
   */
  public static final int DROP_MEMBERSHIP = LinuxConstants.IP_DROP_MEMBERSHIP;

  /**
   * Leaves the choice of the port to connect.
   *
   * @kernel 4.2
   */
  public static final int BIND_ADDRESS_NO_PORT = LinuxConstants.IP_BIND_ADDRESS_NO_PORT;

  /**
   * The ports that may be chosen.
   *
   * @kernel 6.3
   */
  public static final int LOCAL_PORT_RANGE = LinuxConstants.IP_LOCAL_PORT_RANGE;

  private IpOptions() {}
}
