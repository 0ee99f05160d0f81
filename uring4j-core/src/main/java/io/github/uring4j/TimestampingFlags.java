package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * Which times the kernel is to take and tell: bits of the option {@link
 * SocketOptions#TIMESTAMPING}, the {@code SOF_TIMESTAMPING_} names.
 *
 * @see <a href="https://docs.kernel.org/networking/timestamping.html">Timestamping</a>
 */
public final class TimestampingFlags {

  /**
   * Has the network device stamp what it sends.
   *
   * @kernel 2.6.30
   */
  public static final int TX_HARDWARE = LinuxConstants.SOF_TIMESTAMPING_TX_HARDWARE;

  /**
   * Stamps when data is handed to the network device.
   *
   * @kernel 2.6.30
   */
  public static final int TX_SOFTWARE = LinuxConstants.SOF_TIMESTAMPING_TX_SOFTWARE;

  /**
   * Has the network device stamp what it receives.
   *
   * @kernel 2.6.30
   */
  public static final int RX_HARDWARE = LinuxConstants.SOF_TIMESTAMPING_RX_HARDWARE;

  /**
   * Stamps when data enters the kernel.
   *
   * @kernel 2.6.30
   */
  public static final int RX_SOFTWARE = LinuxConstants.SOF_TIMESTAMPING_RX_SOFTWARE;

  /**
   * Tells the stamps that software made.
   *
   * @kernel 2.6.30
   */
  public static final int SOFTWARE = LinuxConstants.SOF_TIMESTAMPING_SOFTWARE;

  /**
   * Does nothing any more.
   *
   * @kernel 2.6.30
   */
  public static final int SYS_HARDWARE = LinuxConstants.SOF_TIMESTAMPING_SYS_HARDWARE;

  /**
   * Tells the stamps that the hardware made.
   *
   * @kernel 2.6.30
   */
  public static final int RAW_HARDWARE = LinuxConstants.SOF_TIMESTAMPING_RAW_HARDWARE;

  /**
   * Numbers what is sent, so that a stamp tells what it belongs to: datagrams, or bytes of a
   * stream.
   *
   * @kernel 3.17
   */
  public static final int OPT_ID = LinuxConstants.SOF_TIMESTAMPING_OPT_ID;

  /**
   * Stamps when data enters the packet scheduler.
   *
   * @kernel 3.17
   */
  public static final int TX_SCHED = LinuxConstants.SOF_TIMESTAMPING_TX_SCHED;

  /**
   * Stamps when all data has been acknowledged, for TCP.
   *
   * @kernel 3.17
   */
  public static final int TX_ACK = LinuxConstants.SOF_TIMESTAMPING_TX_ACK;

  /**
   * Allows control messages with each stamp.
   *
   * @kernel 3.19
   */
  public static final int OPT_CMSG = LinuxConstants.SOF_TIMESTAMPING_OPT_CMSG;

  /**
   * Tells the stamp without the packet. {@link SocketCommandOperations#txTimestamp} needs it.
   *
   * @kernel 4.0
   */
  public static final int OPT_TSONLY = LinuxConstants.SOF_TIMESTAMPING_OPT_TSONLY;

  /**
   * Tells statistics of TCP with the stamp.
   *
   * @kernel 4.12
   */
  public static final int OPT_STATS = LinuxConstants.SOF_TIMESTAMPING_OPT_STATS;

  /**
   * Tells the device with a stamp of the hardware.
   *
   * @kernel 4.13
   */
  public static final int OPT_PKTINFO = LinuxConstants.SOF_TIMESTAMPING_OPT_PKTINFO;

  /**
   * Tells both stamps where both are made.
   *
   * @kernel 4.13
   */
  public static final int OPT_TX_SWHW = LinuxConstants.SOF_TIMESTAMPING_OPT_TX_SWHW;

  /**
   * Takes another clock of the hardware.
   *
   * @kernel 5.14
   */
  public static final int BIND_PHC = LinuxConstants.SOF_TIMESTAMPING_BIND_PHC;

  /**
   * Lets the numbers of a stream begin where it is now.
   *
   * @kernel 6.2
   */
  public static final int OPT_ID_TCP = LinuxConstants.SOF_TIMESTAMPING_OPT_ID_TCP;

  private TimestampingFlags() {}

  /**
   * Names the bits, for messages.
   *
   * @param flags any bits
   * @return their names joined by {@code |}, unknown bits in hexadecimal, {@code 0} for none
   */
  public static String toString(int flags) {
    return FlagNames.toString(TimestampingFlags.class, flags);
  }
}
