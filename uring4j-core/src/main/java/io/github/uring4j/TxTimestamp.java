package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.IORING_TIMESTAMP_TYPE_SHIFT;

import io.github.uring4j.abi.LinuxConstants;

/**
 * When data was sent, as a completion of {@link SocketCommandOperations#txTimestamp} tells. An
 * immutable value.
 *
 * @param key which data: counts datagrams, or bytes of a stream, since {@link
 *     TimestampingFlags#OPT_ID} was set; 0 without that
 * @param kind what had happened to it then
 * @param hardware whether the network device took the time, by its own clock; else the kernel did,
 *     by the time of day
 * @param seconds since the beginning of that clock, 1970 for the time of day
 * @param nanos the fraction, 0 to 999,999,999
 */
public record TxTimestamp(int key, Kind kind, boolean hardware, long seconds, int nanos) {

  /** What happened to the data at that time. */
  public enum Kind {
    /** It was handed to the network device, or left that. */
    SENT,
    /** It entered the packet scheduler. */
    SCHEDULED,
    /** The other side had acknowledged all of it. */
    ACKNOWLEDGED,
    /** Something that a newer kernel tells. */
    OTHER
  }

  /**
   * Reads a completion.
   *
   * @param completion of a txTimestamp request, with {@link CompletionFlags#MORE}; without, the
   *     request has ended and there is no time
   * @return the time
   * @throws IllegalArgumentException if it is not that
   * @kernel 6.17
   */
  public static TxTimestamp of(CompletionView<?> completion) {
    int flags = completion.flags();
    if (completion.operation() != Operation.URING_CMD || !CompletionFlags.hasMore(flags)) {
      throw new IllegalArgumentException(completion + " is no time stamp of a txTimestamp request");
    }
    Kind kind =
        switch (flags >>> IORING_TIMESTAMP_TYPE_SHIFT) {
          case LinuxConstants.SCM_TSTAMP_SND -> Kind.SENT;
          case LinuxConstants.SCM_TSTAMP_SCHED -> Kind.SCHEDULED;
          case LinuxConstants.SCM_TSTAMP_ACK -> Kind.ACKNOWLEDGED;
          default -> Kind.OTHER;
        };
    return new TxTimestamp(
        completion.res(),
        kind,
        Flags.contains(flags, CompletionFlags.TSTAMP_HW),
        completion.extra1(),
        (int) completion.extra2());
  }
}
