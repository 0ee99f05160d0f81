package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * Options of UDP sockets, at {@link SocketLevels#UDP}, and the types of control messages there: the
 * {@code UDP_} names.
 *
 * <p>For {@link SocketCommandOperations#getsockopt} and {@link SocketCommandOperations#setsockopt}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/udp.7.html">udp(7)</a>
 */
public final class UdpOptions {

  /**
   * Collects data until cleared, then sends one datagram.
   *
   * @kernel 2.6
   */
  public static final int CORK = LinuxConstants.UDP_CORK;

  /**
   * The protocol that datagrams carry.
   *
   * @kernel 2.6
   */
  public static final int ENCAP = LinuxConstants.UDP_ENCAP;

  /**
   * Sends without checksum over IPv6.
   *
   * @kernel 3.16
   */
  public static final int NO_CHECK6_TX = LinuxConstants.UDP_NO_CHECK6_TX;

  /**
   * Receives without checksum over IPv6.
   *
   * @kernel 3.16
   */
  public static final int NO_CHECK6_RX = LinuxConstants.UDP_NO_CHECK6_RX;

  /**
   * Splits what is sent into datagrams of this size; the type of the control message that does so
   * for one message, 16 bits.
   *
   * @kernel 4.18
   */
  public static final int SEGMENT = LinuxConstants.UDP_SEGMENT;

  /**
   * Joins datagrams that are received; the type of the control message that tells their size, 32
   * bits.
   *
   * @kernel 5.0
   */
  public static final int GRO = LinuxConstants.UDP_GRO;

  private UdpOptions() {}
}
