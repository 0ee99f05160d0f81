package io.github.uring4j;

import java.time.Duration;
import java.util.Objects;

/**
 * How a ring's waits poll network cards instead of waiting for their interrupts. It trades CPU time
 * for latency, on cards whose driver can do it.
 *
 * @param busyPollTimeout how long a wait polls before it sleeps, in whole microseconds
 * @param preferBusyPoll whether to hold interrupts back meanwhile
 * @param tracking which cards' queues are polled
 * @see <a
 *     href="https://man7.org/linux/man-pages/man3/io_uring_register_napi.3.html">io_uring_register_napi(3)</a>
 */
public record Napi(Duration busyPollTimeout, boolean preferBusyPoll, Tracking tracking) {

  /** Which queues are polled. */
  public enum Tracking {
    /** Those of the sockets that the ring's requests use. */
    DYNAMIC,
    /** Those that are named, by {@link ControlRegistrations#registerNapiId}. */
    STATIC,
    /** None: what the kernel answers when nothing is registered. */
    INACTIVE
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the timeout is not 0 to 4294967295 microseconds
   */
  public Napi {
    Objects.requireNonNull(tracking, "tracking");
    long micros = busyPollTimeout.toNanos() / 1_000;
    if (busyPollTimeout.isNegative() || micros > 0xffff_ffffL) {
      throw new IllegalArgumentException(
          "a wait polls 0 to 4294967295 microseconds, not " + busyPollTimeout);
    }
  }

  /**
   * Polls the queues of the sockets that the ring uses.
   *
   * @param busyPollTimeout how long a wait polls before it sleeps, in whole microseconds
   * @return the settings
   */
  public static Napi of(Duration busyPollTimeout) {
    return new Napi(busyPollTimeout, false, Tracking.DYNAMIC);
  }
}
