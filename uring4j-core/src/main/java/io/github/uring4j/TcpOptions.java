package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * Options of TCP sockets, at {@link SocketLevels#TCP}: the {@code TCP_} names.
 *
 * <p>For {@link SocketCommandOperations#getsockopt} and {@link SocketCommandOperations#setsockopt}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7)</a>
 */
public final class TcpOptions {

  /**
   * Sends small segments at once instead of collecting them.
   *
   * @kernel 2.6
   */
  public static final int NODELAY = LinuxConstants.TCP_NODELAY;

  /**
   * The largest segment.
   *
   * @kernel 2.6
   */
  public static final int MAXSEG = LinuxConstants.TCP_MAXSEG;

  /**
   * Sends full segments only until cleared.
   *
   * @kernel 2.6
   */
  public static final int CORK = LinuxConstants.TCP_CORK;

  /**
   * Seconds until an idle connection is probed.
   *
   * @kernel 2.6
   */
  public static final int KEEPIDLE = LinuxConstants.TCP_KEEPIDLE;

  /**
   * Seconds between probes.
   *
   * @kernel 2.6
   */
  public static final int KEEPINTVL = LinuxConstants.TCP_KEEPINTVL;

  /**
   * Probes without answer after which the connection ends.
   *
   * @kernel 2.6
   */
  public static final int KEEPCNT = LinuxConstants.TCP_KEEPCNT;

  /**
   * How often to ask for a connection.
   *
   * @kernel 2.6
   */
  public static final int SYNCNT = LinuxConstants.TCP_SYNCNT;

  /**
   * Seconds for the other side to end its direction too.
   *
   * @kernel 2.6
   */
  public static final int LINGER2 = LinuxConstants.TCP_LINGER2;

  /**
   * Accepts a connection when data has come, seconds to wait for it.
   *
   * @kernel 2.6
   */
  public static final int DEFER_ACCEPT = LinuxConstants.TCP_DEFER_ACCEPT;

  /**
   * The most bytes to let the other side send at once.
   *
   * @kernel 2.6
   */
  public static final int WINDOW_CLAMP = LinuxConstants.TCP_WINDOW_CLAMP;

  /**
   * Tells the state of the connection: struct tcp_info; cannot be set.
   *
   * @kernel 2.6
   */
  public static final int INFO = LinuxConstants.TCP_INFO;

  /**
   * Acknowledges at once.
   *
   * @kernel 2.6
   */
  public static final int QUICKACK = LinuxConstants.TCP_QUICKACK;

  /**
   * The name of the congestion control.
   *
   * @kernel 2.6.13
   */
  public static final int CONGESTION = LinuxConstants.TCP_CONGESTION;

  /**
   * Milliseconds that data may stay without acknowledgement.
   *
   * @kernel 2.6.37
   */
  public static final int USER_TIMEOUT = LinuxConstants.TCP_USER_TIMEOUT;

  /**
   * How many connections may be waiting whose first packet had data.
   *
   * @kernel 3.7
   */
  public static final int FASTOPEN = LinuxConstants.TCP_FASTOPEN;

  /**
   * Unsent bytes below which the socket is ready to send.
   *
   * @kernel 3.12
   */
  public static final int NOTSENT_LOWAT = LinuxConstants.TCP_NOTSENT_LOWAT;

  /**
   * Sends the first data with the connection request.
   *
   * @kernel 4.11
   */
  public static final int FASTOPEN_CONNECT = LinuxConstants.TCP_FASTOPEN_CONNECT;

  /**
   * The name of a layer above TCP, such as tls.
   *
   * @kernel 4.13
   */
  public static final int ULP = LinuxConstants.TCP_ULP;

  /**
   * Receives how much is left to receive with each message.
   *
   * @kernel 4.18
   */
  public static final int INQ = LinuxConstants.TCP_INQ;

  /**
   * Microseconds by which to delay what is sent.
   *
   * @kernel 5.4
   */
  public static final int TX_DELAY = LinuxConstants.TCP_TX_DELAY;

  private TcpOptions() {}
}
