package io.github.uring4j;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** What memory may be handed to the kernel: the checks that every operation with buffers shares. */
final class Buffers {

  private Buffers() {}

  /**
   * Refuses memory that the kernel could not use, or that could go away under it in another thread.
   *
   * @param segment the buffer
   * @param target whether the kernel will write to it
   * @throws NullPointerException if segment is null
   * @throws IllegalArgumentException if it is on the Java heap, or is a read-only target
   * @throws IllegalStateException if its arena has been closed
   * @throws WrongThreadException if its arena is confined to another thread
   */
  static void checkNative(MemorySegment segment, boolean target) {
    Objects.requireNonNull(segment, "buffer");
    if (!segment.isNative()) {
      throw new IllegalArgumentException(
          "the buffer is on the Java heap, which the garbage collector moves: allocate it with an"
              + " Arena, or copy it into a segment that is");
    }
    if (target && segment.isReadOnly()) {
      throw new IllegalArgumentException(
          "the buffer is read-only and the kernel is to write to it: give the segment that"
              + " asReadOnly() was called on");
    }
    if (!segment.scope().isAlive()) {
      throw new IllegalStateException(
          "the buffer's arena has been closed: keep it open until the completion of the last"
              + " request that uses it");
    }
    if (!segment.isAccessibleBy(Thread.currentThread())) {
      throw new WrongThreadException(
          "the buffer is confined to another thread than %s: allocate it on this thread, or with Arena.ofShared()"
                  .formatted(Thread.currentThread())
              + " or Arena.ofAuto()");
    }
  }

  /**
   * The length of a buffer as the kernel's 32-bit field takes it.
   *
   * @param segment the buffer
   * @return its size in bytes
   * @throws IllegalArgumentException if it is longer than one request can transfer
   */
  static int checkLength(MemorySegment segment) {
    return checkLength(segment.byteSize());
  }

  /**
   * A length as the kernel's 32-bit field takes it.
   *
   * <p>The result of a request is a signed 32-bit number, and the kernel transfers at most
   * MAX_RW_COUNT bytes, one page less than 2 GiB, in one request: up to that page, the excess is a
   * short transfer like any other.
   *
   * @param length in bytes
   * @return the same
   * @throws IllegalArgumentException if it is negative, or longer than one request can transfer
   */
  static int checkLength(long length) {
    if (length < 0 || length > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          length < 0
              ? "length %d is negative".formatted(length)
              : "length %d exceeds the %d bytes of one request: split it into several"
                  .formatted(length, Integer.MAX_VALUE));
    }
    return (int) length;
  }
}
