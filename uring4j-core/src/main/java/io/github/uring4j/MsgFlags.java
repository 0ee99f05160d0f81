package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * How a message is sent or received, and what happened to it: the {@code MSG_} flags.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/send.2.html">send(2)</a>
 * @see <a href="https://man7.org/linux/man-pages/man2/recv.2.html">recv(2)</a>
 */
public final class MsgFlags {

  /**
   * Sends or receives out-of-band data.
   *
   * @kernel 2.6
   */
  public static final int OOB = LinuxConstants.MSG_OOB;

  /**
   * Receives data without removing it from the queue.
   *
   * @kernel 2.6
   */
  public static final int PEEK = LinuxConstants.MSG_PEEK;

  /**
   * Sends to directly connected networks only, not through a gateway.
   *
   * @kernel 2.6
   */
  public static final int DONTROUTE = LinuxConstants.MSG_DONTROUTE;

  /**
   * Reports that control data was discarded for want of space.
   *
   * @kernel 2.6
   */
  public static final int CTRUNC = LinuxConstants.MSG_CTRUNC;

  /**
   * Reports that a datagram was cut; given to a receive, asks for its real length.
   *
   * @kernel 2.6
   */
  public static final int TRUNC = LinuxConstants.MSG_TRUNC;

  /**
   * Fails with EAGAIN instead of waiting.
   *
   * @kernel 2.6
   */
  public static final int DONTWAIT = LinuxConstants.MSG_DONTWAIT;

  /**
   * Ends a record, for sockets that have them.
   *
   * @kernel 2.6
   */
  public static final int EOR = LinuxConstants.MSG_EOR;

  /**
   * Waits until the whole buffer is received, or sent.
   *
   * @kernel 2.6
   */
  public static final int WAITALL = LinuxConstants.MSG_WAITALL;

  /**
   * Tells the link layer that the peer answered, so that it need not probe it.
   *
   * @kernel 2.6
   */
  public static final int CONFIRM = LinuxConstants.MSG_CONFIRM;

  /**
   * Receives from the error queue of the socket.
   *
   * @kernel 2.6
   */
  public static final int ERRQUEUE = LinuxConstants.MSG_ERRQUEUE;

  /**
   * Makes sending to a closed peer fail with EPIPE without raising SIGPIPE.
   *
   * @kernel 2.6
   */
  public static final int NOSIGNAL = LinuxConstants.MSG_NOSIGNAL;

  /**
   * Announces that more data follows, so that packets may be held back and filled.
   *
   * @kernel 2.6
   */
  public static final int MORE = LinuxConstants.MSG_MORE;

  /**
   * Makes recvmmsg(2) wait for the first message only.
   *
   * @kernel 2.6.34
   */
  public static final int WAITFORONE = LinuxConstants.MSG_WAITFORONE;

  /**
   * Receives into device memory that is bound to the socket.
   *
   * @kernel 6.12
   */
  public static final int SOCK_DEVMEM = LinuxConstants.MSG_SOCK_DEVMEM;

  /**
   * Sends without copying the data; the error queue tells when it may be reused.
   *
   * @kernel 4.14
   */
  public static final int ZEROCOPY = LinuxConstants.MSG_ZEROCOPY;

  /**
   * Connects and sends data with the first packet of TCP.
   *
   * @kernel 3.6
   */
  public static final int FASTOPEN = LinuxConstants.MSG_FASTOPEN;

  /**
   * Makes received descriptors close when the process executes another program.
   *
   * @kernel 2.6.23
   */
  public static final int CMSG_CLOEXEC = LinuxConstants.MSG_CMSG_CLOEXEC;

  private MsgFlags() {}

  /** Refuses what a receive that repeats cannot do. */
  static void checkMultishot(int flags) {
    if (Flags.contains(flags, WAITALL)) {
      throw new IllegalArgumentException(
          "a receive that repeats cannot wait for all of a length: leave MsgFlags.WAITALL out");
    }
  }

  /**
   * Names the bits, for messages.
   *
   * @param flags any bits
   * @return their names joined by {@code |}, unknown bits in hexadecimal, {@code 0} for none
   */
  public static String toString(int flags) {
    return FlagNames.toString(MsgFlags.class, flags);
  }
}
