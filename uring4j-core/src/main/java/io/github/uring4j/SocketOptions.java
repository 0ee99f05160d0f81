package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * Options of every socket, at {@link SocketLevels#SOCKET}: the {@code SO_} names.
 *
 * <p>For {@link SocketCommandOperations#getsockopt} and {@link SocketCommandOperations#setsockopt}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>
 */
public final class SocketOptions {

  /**
   * Lets an address be bound that lingers from an earlier socket.
   *
   * @kernel 2.6
   */
  public static final int REUSEADDR = LinuxConstants.SO_REUSEADDR;

  /**
   * Tells the type; cannot be set.
   *
   * @kernel 2.6
   */
  public static final int TYPE = LinuxConstants.SO_TYPE;

  /**
   * Tells the pending error and clears it; cannot be set.
   *
   * @kernel 2.6
   */
  public static final int ERROR = LinuxConstants.SO_ERROR;

  /**
   * Sends to directly connected hosts only.
   *
   * @kernel 2.6
   */
  public static final int DONTROUTE = LinuxConstants.SO_DONTROUTE;

  /**
   * Allows sending to broadcast addresses.
   *
   * @kernel 2.6
   */
  public static final int BROADCAST = LinuxConstants.SO_BROADCAST;

  /**
   * The size of the send buffer in bytes; the kernel doubles it.
   *
   * @kernel 2.6
   */
  public static final int SNDBUF = LinuxConstants.SO_SNDBUF;

  /**
   * The size of the receive buffer in bytes; the kernel doubles it.
   *
   * @kernel 2.6
   */
  public static final int RCVBUF = LinuxConstants.SO_RCVBUF;

  /**
   * Probes an idle connection.
   *
   * @kernel 2.6
   */
  public static final int KEEPALIVE = LinuxConstants.SO_KEEPALIVE;

  /**
   * Leaves out-of-band data among the other.
   *
   * @kernel 2.6
   */
  public static final int OOBINLINE = LinuxConstants.SO_OOBINLINE;

  /**
   * The priority of what is sent.
   *
   * @kernel 2.6
   */
  public static final int PRIORITY = LinuxConstants.SO_PRIORITY;

  /**
   * Whether and how long close waits for what is unsent: struct linger.
   *
   * @kernel 2.6
   */
  public static final int LINGER = LinuxConstants.SO_LINGER;

  /**
   * Lets several sockets bind the same address and share what arrives.
   *
   * @kernel 3.9
   */
  public static final int REUSEPORT = LinuxConstants.SO_REUSEPORT;

  /**
   * Receives credentials with each message of a Unix socket.
   *
   * @kernel 2.6
   */
  public static final int PASSCRED = LinuxConstants.SO_PASSCRED;

  /**
   * Tells the credentials of the peer of a Unix socket; cannot be set.
   *
   * @kernel 2.6
   */
  public static final int PEERCRED = LinuxConstants.SO_PEERCRED;

  /**
   * How many bytes make the socket ready to receive.
   *
   * @kernel 2.6
   */
  public static final int RCVLOWAT = LinuxConstants.SO_RCVLOWAT;

  /**
   * How much room makes the socket ready to send; always 1.
   *
   * @kernel 2.6
   */
  public static final int SNDLOWAT = LinuxConstants.SO_SNDLOWAT;

  /**
   * How long receiving system calls wait. Requests of a ring do not heed it.
   *
   * @kernel 2.6
   */
  public static final int RCVTIMEO = LinuxConstants.SO_RCVTIMEO;

  /**
   * How long sending system calls wait. Requests of a ring do not heed it.
   *
   * @kernel 2.6
   */
  public static final int SNDTIMEO = LinuxConstants.SO_SNDTIMEO;

  /**
   * The name of the one network interface to use.
   *
   * @kernel 2.6
   */
  public static final int BINDTODEVICE = LinuxConstants.SO_BINDTODEVICE;

  /**
   * Tells the address of the peer; cannot be set.
   *
   * @kernel 2.6
   */
  public static final int PEERNAME = LinuxConstants.SO_PEERNAME;

  /**
   * Tells whether the socket listens; cannot be set.
   *
   * @kernel 2.6
   */
  public static final int ACCEPTCONN = LinuxConstants.SO_ACCEPTCONN;

  /**
   * As {@link #SNDBUF} beyond the system's limit, for CAP_NET_ADMIN.
   *
   * @kernel 2.6.14
   */
  public static final int SNDBUFFORCE = LinuxConstants.SO_SNDBUFFORCE;

  /**
   * As {@link #RCVBUF} beyond the system's limit, for CAP_NET_ADMIN.
   *
   * @kernel 2.6.14
   */
  public static final int RCVBUFFORCE = LinuxConstants.SO_RCVBUFFORCE;

  /**
   * Receives the time of arrival with each datagram.
   *
   * @kernel 2.6.22
   */
  public static final int TIMESTAMPNS = LinuxConstants.SO_TIMESTAMPNS;

  /**
   * The mark of what is sent, for routing and filters.
   *
   * @kernel 2.6.25
   */
  public static final int MARK = LinuxConstants.SO_MARK;

  /**
   * Which time stamps to take and tell: {@link TimestampingFlags}.
   *
   * @kernel 2.6.30
   */
  public static final int TIMESTAMPING = LinuxConstants.SO_TIMESTAMPING;

  /**
   * Tells the protocol; cannot be set.
   *
   * @kernel 2.6.32
   */
  public static final int PROTOCOL = LinuxConstants.SO_PROTOCOL;

  /**
   * Tells the address family; cannot be set.
   *
   * @kernel 2.6.32
   */
  public static final int DOMAIN = LinuxConstants.SO_DOMAIN;

  /**
   * Receives the count of dropped datagrams with each.
   *
   * @kernel 2.6.33
   */
  public static final int RXQ_OVFL = LinuxConstants.SO_RXQ_OVFL;

  /**
   * Where peeking begins.
   *
   * @kernel 3.4
   */
  public static final int PEEK_OFF = LinuxConstants.SO_PEEK_OFF;

  /**
   * How many microseconds to poll the device when there is nothing.
   *
   * @kernel 3.11
   */
  public static final int BUSY_POLL = LinuxConstants.SO_BUSY_POLL;

  /**
   * The most bytes per second to send.
   *
   * @kernel 3.13
   */
  public static final int MAX_PACING_RATE = LinuxConstants.SO_MAX_PACING_RATE;

  /**
   * The processor that handles the socket.
   *
   * @kernel 3.19
   */
  public static final int INCOMING_CPU = LinuxConstants.SO_INCOMING_CPU;

  /**
   * Tells the queue of the device that packets came from; cannot be set.
   *
   * @kernel 4.12
   */
  public static final int INCOMING_NAPI_ID = LinuxConstants.SO_INCOMING_NAPI_ID;

  /**
   * Tells a number that no other socket has; cannot be set.
   *
   * @kernel 4.12
   */
  public static final int COOKIE = LinuxConstants.SO_COOKIE;

  /**
   * Allows {@link MsgFlags#ZEROCOPY}. {@link ZeroCopyOperations} do without it.
   *
   * @kernel 4.14
   */
  public static final int ZEROCOPY = LinuxConstants.SO_ZEROCOPY;

  /**
   * Lets control messages tell when to send.
   *
   * @kernel 4.19
   */
  public static final int TXTIME = LinuxConstants.SO_TXTIME;

  /**
   * The index of the one network interface to use.
   *
   * @kernel 5.1
   */
  public static final int BINDTOIFINDEX = LinuxConstants.SO_BINDTOIFINDEX;

  /**
   * Prefers polling the device to its interrupts.
   *
   * @kernel 5.11
   */
  public static final int PREFER_BUSY_POLL = LinuxConstants.SO_PREFER_BUSY_POLL;

  /**
   * How many packets one poll of the device takes.
   *
   * @kernel 5.11
   */
  public static final int BUSY_POLL_BUDGET = LinuxConstants.SO_BUSY_POLL_BUDGET;

  /**
   * Receives the mark with each datagram.
   *
   * @kernel 5.19
   */
  public static final int RCVMARK = LinuxConstants.SO_RCVMARK;

  /**
   * Receives a descriptor of the sender's process with each message.
   *
   * @kernel 6.5
   */
  public static final int PASSPIDFD = LinuxConstants.SO_PASSPIDFD;

  /**
   * Tells a descriptor of the peer's process; cannot be set.
   *
   * @kernel 6.5
   */
  public static final int PEERPIDFD = LinuxConstants.SO_PEERPIDFD;

  /**
   * Receives the priority with each datagram.
   *
   * @kernel 6.14
   */
  public static final int RCVPRIORITY = LinuxConstants.SO_RCVPRIORITY;

  /**
   * Whether a Unix socket takes descriptors, which it does unless cleared.
   *
   * @kernel 6.16
   */
  public static final int PASSRIGHTS = LinuxConstants.SO_PASSRIGHTS;

  private SocketOptions() {}
}
