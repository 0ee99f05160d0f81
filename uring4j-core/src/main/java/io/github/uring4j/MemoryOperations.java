package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Requests on memory of the process.
 *
 * <p>Each method prepares one request on the ring's queue; {@link Ring#submit} hands it to the
 * kernel. The first argument comes back with the completion. Each is for the ring's owner thread
 * and throws WrongThreadException on another, IllegalStateException on a closed ring, and
 * IOException if the queue was full and what was pending could not be submitted; then nothing was
 * prepared.
 *
 * @param <T> the type of the ring's user data
 */
public sealed interface MemoryOperations<T> permits Ring {

  /**
   * Tells the kernel what to expect for pages of memory, or what to do with them, as madvise(2).
   *
   * <p>Result: 0, {@code -EINVAL} for advice that the kernel does not know or the kind of memory
   * does not take, {@code -ENOMEM} if not all of it is mapped. Before Linux 6.10 {@code -EINVAL}
   * for 4 GiB or more.
   *
   * @param data comes back with the completion
   * @param memory whole pages of native memory; must not be freed until the completion
   * @param advice what to expect, or to do
   * @return the request, to modify
   * @throws IllegalArgumentException if the memory is on the heap or not whole pages, or is
   *     read-only and the advice changes it
   * @throws IllegalStateException if its arena is closed
   * @throws WrongThreadException if its arena is confined to another thread
   * @throws IOException if a full queue could not be submitted
   * @kernel 5.6
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_madvise.3.html">io_uring_prep_madvise(3)</a>
   */
  default PreparedRequest madvise(T data, MemorySegment memory, MemoryAdvice advice)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    Buffers.checkNative(memory, advice.changesMemory());
    PageSize.checkWholePages(memory);
    long length = memory.byteSize();
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_MADVISE, -1, data, memory);
    if (length <= 0xffff_ffffL) {
      MemoryEncoders.madvise(
          ring.sqes(), entry, userData, memory.address(), (int) length, advice.value());
    } else {
      MemoryEncoders.madvise64(
          ring.sqes(), entry, userData, memory.address(), length, advice.value());
    }
    return ring.queued(ring.requests, entry, userData);
  }
}
