package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.util.function.IntConsumer;

/**
 * Both ends of a pipe, for a {@link PipeOperations#pipe} request to fill.
 *
 * <p>The descriptors belong to whoever collected the completion, who closes them; the holder closes
 * nothing, and forgets them when it is given to another request. A ring refuses it for a second
 * request while one is in flight.
 *
 * <p>Thread rule: from the call that makes the request until its completion has been handed out,
 * nobody looks at it. Apart from that any thread may, if the program hands it over safely.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/pipe.2.html">pipe(2)</a>
 */
public final class PipeEnds extends FilledHolder {

  private static final int NONE = -1;

  /** Of the request that was made last: whose slots, or null, and the first if that was given. */
  private Object ring;

  private int firstSlot;

  private int reading = NONE;
  private int writing = NONE;

  /** Creates a holder without descriptors. */
  public PipeEnds() {
    super(2L * Integer.BYTES);
  }

  /**
   * The end to read from.
   *
   * @return the descriptor
   * @throws IllegalStateException if no request has filled this, or with direct descriptors
   */
  public PlainFd readEnd() {
    return plain(reading);
  }

  /**
   * The end to write to.
   *
   * @return the descriptor
   * @throws IllegalStateException if no request has filled this, or with direct descriptors
   */
  public PlainFd writeEnd() {
    return plain(writing);
  }

  /**
   * The end to read from, after {@link PreparedPipe#direct()}.
   *
   * @return the descriptor, good on the ring that made it
   * @throws IllegalStateException if no request has filled this, or with plain descriptors
   */
  public DirectFd directReadEnd() {
    return direct(reading);
  }

  /**
   * The end to write to, after {@link PreparedPipe#direct()}.
   *
   * @return the descriptor, good on the ring that made it
   * @throws IllegalStateException if no request has filled this, or with plain descriptors
   */
  public DirectFd directWriteEnd() {
    return direct(writing);
  }

  private PlainFd plain(int fd) {
    checkFilled();
    if (ring != null) {
      throw new IllegalStateException(
          "the ends of the pipe are direct descriptors: ask for directReadEnd() and"
              + " directWriteEnd()");
    }
    return PlainFd.of(fd);
  }

  private DirectFd direct(int slot) {
    checkFilled();
    if (ring == null) {
      throw new IllegalStateException(
          "the ends of the pipe are plain descriptors: ask for readEnd() and writeEnd()");
    }
    return new DirectFd(ring, slot);
  }

  private void checkFilled() {
    if (reading == NONE) {
      throw new IllegalStateException(
          "no request has made a pipe here: wait for the completion, and look at its result");
    }
  }

  /** Has the request make direct descriptors, from this slot on, or where the kernel picks (-1). */
  void makeDirect(Object inRing, int slot) {
    ring = inRing;
    firstSlot = slot;
  }

  @Override
  void prepare() {
    ring = null;
    reading = NONE;
    writing = NONE;
  }

  @Override
  void completed(int res) {
    if (res < 0) {
      return;
    }
    if (ring != null && firstSlot >= 0) {
      // The kernel tells only what it picked itself.
      reading = firstSlot;
      writing = firstSlot + 1;
    } else {
      reading = memory.getAtIndex(JAVA_INT, 0);
      writing = memory.getAtIndex(JAVA_INT, 1);
    }
  }

  /** Closes what nobody wants. Direct descriptors end with their ring. */
  void closeBoth(IntConsumer close) {
    if (reading != NONE && ring == null) {
      close.accept(reading);
      close.accept(writing);
    }
    reading = NONE;
    writing = NONE;
  }

  @Override
  public String toString() {
    return reading == NONE
        ? "no pipe"
        : "pipe of %s descriptors %d and %d"
            .formatted(ring == null ? "plain" : "direct", reading, writing);
  }
}
