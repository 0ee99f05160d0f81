package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.uring4j.abi.LinuxConstants;
import io.github.uring4j.abi.Structs.FutexWaitv;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Requests on futexes: words of memory that threads and processes wait at and wake each other.
 *
 * <p>Who changes a word does so with at least release semantics, as {@code VarHandle.setRelease}
 * has, and wakes after that; who was woken looks at the word again. A futex may be used from system
 * calls and from rings at once.
 *
 * <p>Each method prepares one request on the ring's queue; {@link Ring#submit} hands it to the
 * kernel. The first argument comes back with the completion. Each is for the ring's owner thread
 * and throws WrongThreadException on another, IllegalStateException on a closed ring, and
 * IOException if the queue was full and what was pending could not be submitted; then nothing was
 * prepared.
 *
 * @param <T> the type of the ring's user data
 * @see <a href="https://man7.org/linux/man-pages/man7/futex.7.html">futex(7)</a>
 */
public sealed interface FutexOperations<T> permits Ring {

  /**
   * Waits at a word until somebody wakes it, if it holds what is expected. Other processes may use
   * the word too.
   *
   * <p>Result: 0 when woken, {@code -EAGAIN} if the word holds something else, {@code -ECANCELED}
   * when cancelled.
   *
   * @param data comes back with the completion
   * @param word 4 bytes of native memory or more, aligned to 4; must not be freed until the
   *     completion
   * @param expected what the word must hold for the wait to begin
   * @return the request, to modify
   * @throws IllegalArgumentException if the word is on the heap, too small or not aligned
   * @throws IllegalStateException if the word's arena is closed
   * @throws WrongThreadException if its arena is confined to another thread
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.7
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_futex_wait.3.html">io_uring_prep_futex_wait(3)</a>
   */
  default PreparedRequest futexWait(T data, MemorySegment word, int expected) throws IOException {
    return futexWait(data, word, expected, FutexWord.ANY, 0);
  }

  /**
   * Waits at a word until somebody wakes it with a mask that shares a bit with this one, if the
   * word holds what is expected.
   *
   * <p>Result: 0 when woken, {@code -EAGAIN} if the word holds something else, {@code -EINVAL} for
   * flags that the kernel does not know, {@code -ECANCELED} when cancelled.
   *
   * @param data comes back with the completion
   * @param word 4 bytes of native memory or more, aligned to 4, and 8 with {@link FutexFlags#NUMA};
   *     must not be freed until the completion
   * @param expected what the word must hold for the wait to begin
   * @param mask any bits but none; -1 for all
   * @param futexFlags a combination of {@link FutexFlags}
   * @return the request, to modify
   * @throws IllegalArgumentException if the word is on the heap, too small or not aligned, or the
   *     mask has no bit
   * @throws IllegalStateException if the word's arena is closed
   * @throws WrongThreadException if its arena is confined to another thread
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.7
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_futex_wait.3.html">io_uring_prep_futex_wait(3)</a>
   */
  default PreparedRequest futexWait(
      T data, MemorySegment word, int expected, int mask, int futexFlags) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    FutexWord.check(word, futexFlags);
    checkMask(mask);
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_FUTEX_WAIT, -1, data, word);
    FutexEncoders.futexWait(
        ring.sqes(),
        entry,
        userData,
        word.address(),
        expected,
        mask,
        FutexWord.kernelFlags(futexFlags));
    return ring.queued(ring.requests, entry, userData);
  }

  /**
   * Wakes who waits at a word, those first that came first.
   *
   * <p>Result: how many were woken.
   *
   * @param data comes back with the completion
   * @param word 4 bytes of native memory or more, aligned to 4; must not be freed until the
   *     completion
   * @param count how many at most
   * @return the request, to modify
   * @throws IllegalArgumentException if the word is on the heap, too small or not aligned, or the
   *     count is negative
   * @throws IllegalStateException if the word's arena is closed
   * @throws WrongThreadException if its arena is confined to another thread
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.7
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_futex_wake.3.html">io_uring_prep_futex_wake(3)</a>
   */
  default PreparedRequest futexWake(T data, MemorySegment word, int count) throws IOException {
    return futexWake(data, word, count, FutexWord.ANY, 0);
  }

  /**
   * Wakes who waits at a word with a mask that shares a bit with this one.
   *
   * <p>Result: how many were woken, or {@code -EINVAL} for flags that the kernel does not know.
   *
   * @param data comes back with the completion
   * @param word as in {@link #futexWait(Object, MemorySegment, int, int, int)}
   * @param count how many at most
   * @param mask any bits but none; -1 for all
   * @param futexFlags a combination of {@link FutexFlags}, the same as the waiter's
   * @return the request, to modify
   * @throws IllegalArgumentException if the word is on the heap, too small or not aligned, the
   *     count is negative, or the mask has no bit
   * @throws IllegalStateException if the word's arena is closed
   * @throws WrongThreadException if its arena is confined to another thread
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.7
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_futex_wake.3.html">io_uring_prep_futex_wake(3)</a>
   */
  default PreparedRequest futexWake(T data, MemorySegment word, int count, int mask, int futexFlags)
      throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    FutexWord.check(word, futexFlags);
    checkMask(mask);
    if (count < 0) {
      throw new IllegalArgumentException("none or more can be woken, not " + count);
    }
    long entry = ring.claim();
    long userData = ring.table().allocate(IORING_OP_FUTEX_WAKE, -1, data, word);
    FutexEncoders.futexWake(
        ring.sqes(),
        entry,
        userData,
        word.address(),
        count,
        mask,
        FutexWord.kernelFlags(futexFlags));
    return ring.queued(ring.requests, entry, userData);
  }

  private static void checkMask(int mask) {
    if (mask == 0) {
      throw new IllegalArgumentException("a mask without bits meets no other: -1 meets all");
    }
  }

  /**
   * Waits at several words until somebody wakes one, if each holds what is expected.
   *
   * <p>Result: the index of a word that was woken, {@code -EAGAIN} if a word holds something else,
   * {@code -EINVAL} for flags that the kernel does not know, {@code -ECANCELED} when cancelled. One
   * that is cancelled while it is being woken may swallow the wake (Linux 6.18): who cancels one
   * looks at the words afterwards, and wakes again if need be.
   *
   * @param data comes back with the completion
   * @param words 1 to 128, whose memory must not be freed until the completion; the array is copied
   * @return the request, to modify
   * @throws IllegalArgumentException if there are too few or too many, or one is on the heap, too
   *     small or not aligned
   * @throws IllegalStateException if a word's arena is closed
   * @throws WrongThreadException if its arena is confined to another thread
   * @throws IOException if a full queue could not be submitted
   * @kernel 6.7
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/io_uring_prep_futex_waitv.3.html">io_uring_prep_futex_waitv(3)</a>
   */
  default PreparedRequest futexWaitv(T data, FutexWord[] words) throws IOException {
    Ring<T> ring = (Ring<T>) this;
    ring.checkOwner();
    if (words.length == 0 || words.length > LinuxConstants.FUTEX_WAITV_MAX) {
      throw new IllegalArgumentException(
          "one request waits at 1 to %d words, not %d"
              .formatted(LinuxConstants.FUTEX_WAITV_MAX, words.length));
    }
    for (FutexWord each : words) {
      FutexWord.check(each.word(), each.futexFlags());
    }
    long entry = ring.claim();
    Scratch.Block block = ring.scratch().allocate((long) FutexWaitv.SIZE * words.length);
    long at = 0;
    for (FutexWord each : words) {
      block.memory.set(JAVA_LONG, at + FutexWaitv.VAL, Sqe.unsigned(each.expected()));
      block.memory.set(JAVA_LONG, at + FutexWaitv.UADDR, each.word().address());
      // The upper half is reserved, and zero.
      long flags = FutexWord.kernelFlags(each.futexFlags());
      block.memory.set(JAVA_LONG, at + FutexWaitv.FLAGS, flags);
      block.hold(each.word());
      at += FutexWaitv.SIZE;
    }
    long userData = ring.table().allocate(IORING_OP_FUTEX_WAITV, -1, data, block);
    FutexEncoders.futexWaitv(ring.sqes(), entry, userData, block.address(), words.length);
    return ring.queued(ring.requests, entry, userData);
  }
}
