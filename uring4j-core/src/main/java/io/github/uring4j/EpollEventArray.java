package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.github.uring4j.abi.LinuxArch;
import java.util.Objects;

/**
 * The descriptors that an epoll instance found ready: an array of struct epoll_event, in native
 * memory of its own, for requests to fill.
 *
 * <p>The instance owns the memory, which lives as long as the instance; a ring keeps both alive
 * while a request is in flight, and refuses it for a second one meanwhile.
 *
 * <p>Thread rule: from the call that makes the request until its completion has been handed out,
 * nobody looks at it. Apart from that any thread may, if the program hands it over safely.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/epoll_wait.2.html">epoll_wait(2)</a>
 */
public final class EpollEventArray extends FilledHolder {

  static final int EVENT_SIZE = LinuxArch.CURRENT.EPOLL_EVENT_SIZE;
  private static final int MAX_CAPACITY = 1 << 20;

  private final int capacity;
  private int count;

  /**
   * Creates an array without events.
   *
   * @param capacity how many events one request may bring, 1 to 2<sup>20</sup>
   * @throws IllegalArgumentException if it is out of this range
   */
  public EpollEventArray(int capacity) {
    super((long) EVENT_SIZE * checkCapacity(capacity));
    this.capacity = capacity;
  }

  private static int checkCapacity(int capacity) {
    if (capacity < 1 || capacity > MAX_CAPACITY) {
      throw new IllegalArgumentException(
          "an array holds 1 to %d events, not %d".formatted(MAX_CAPACITY, capacity));
    }
    return capacity;
  }

  /** {@return how many events one request may bring} */
  public int capacity() {
    return capacity;
  }

  /** {@return how many events the last request brought, 0 before the first and after a failure} */
  public int count() {
    return count;
  }

  /**
   * What a descriptor is ready for.
   *
   * @param index 0 to {@link #count} - 1
   * @return bits of {@link EpollEvents}
   * @throws IndexOutOfBoundsException if there is no such event
   */
  public int events(int index) {
    return memory.get(JAVA_INT_UNALIGNED, at(index) + LinuxArch.CURRENT.EPOLL_EVENT_EVENTS);
  }

  /**
   * What the descriptor was added or modified with.
   *
   * @param index 0 to {@link #count} - 1
   * @return the 64 bits
   * @throws IndexOutOfBoundsException if there is no such event
   */
  public long data(int index) {
    return memory.get(JAVA_LONG_UNALIGNED, at(index) + LinuxArch.CURRENT.EPOLL_EVENT_DATA);
  }

  private long at(int index) {
    return (long) EVENT_SIZE * Objects.checkIndex(index, count);
  }

  @Override
  void prepare() {
    count = 0;
  }

  @Override
  void completed(int res) {
    count = Math.max(res, 0);
  }

  @Override
  public String toString() {
    return "%d of %d events".formatted(count, capacity);
  }
}
