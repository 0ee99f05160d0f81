package io.github.uring4j;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A native structure that the kernel fills, in memory that lives as long as the holder: for one
 * request at a time.
 */
abstract sealed class FilledHolder permits EpollEventArray, PipeEnds, SigInfo {

  /** Zero until a request has filled it. */
  final MemorySegment memory;

  private boolean inFlight;

  FilledHolder(long size) {
    memory = Arena.ofAuto().allocate(size, Long.BYTES);
  }

  /**
   * Refuses a holder that a request has.
   *
   * @throws IllegalStateException if one has
   */
  final void checkFree() {
    if (inFlight) {
      throw new IllegalStateException(
          "a request that fills this %s is in flight: wait for its completion, or use another"
              .formatted(getClass().getSimpleName()));
    }
  }

  /** Gives it to a request. */
  final void take() {
    inFlight = true;
    prepare();
  }

  /** Takes it back after the last completion. */
  final void giveBack(int res) {
    inFlight = false;
    completed(res);
  }

  /** Forgets what an earlier request told. */
  abstract void prepare();

  /** Learns what the request told. */
  abstract void completed(int res);
}
