package io.github.uring4j;

/**
 * Counts of what a ring has done and has to do: a snapshot.
 *
 * @param submitted requests handed to the kernel so far
 * @param completed requests whose last completion was collected so far
 * @param enters calls of io_uring_enter(2) so far
 * @param pending requests prepared and not yet handed to the kernel
 * @param inFlight requests prepared whose last completion has not been collected
 * @param ready completions that can be collected now without a system call
 * @param lost completions that the kernel dropped for want of memory, so far; anything but 0 ends
 *     the ring
 * @param dropped entries that the kernel refused as malformed, so far; anything but 0 is a bug
 * @param strays completions that belonged to no request, so far; anything but 0 is a bug
 * @param scratchBytes native memory that the ring has mapped for paths, vectors and times
 */
public record RingStatistics(
    long submitted,
    long completed,
    long enters,
    int pending,
    int inFlight,
    int ready,
    long lost,
    long dropped,
    long strays,
    long scratchBytes) {

  @Override
  public String toString() {
    return "submitted %d in %d enters, completed %d, in flight %d, pending %d, ready %d, lost %d, dropped %d, strays %d"
        .formatted(submitted, enters, completed, inFlight, pending, ready, lost, dropped, strays);
  }
}
