package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * One of the words that {@link FutexOperations#futexWaitv} waits for: struct futex_waitv.
 *
 * <p>Immutable, and without native memory of its own. The word may be changed by anybody at any
 * time: that is what it is for.
 *
 * @param word 4 bytes of native memory or more, aligned to 4, and 8 with {@link FutexFlags#NUMA}
 * @param expected what the word must hold for the wait to begin
 * @param futexFlags a combination of {@link FutexFlags}
 */
public record FutexWord(MemorySegment word, int expected, int futexFlags) {

  /** Every bit: meets any other mask. FUTEX_BITSET_MATCH_ANY. */
  static final int ANY = -1;

  /** A word is what is checked when a request is made. */
  public FutexWord {
    Objects.requireNonNull(word, "word");
  }

  /**
   * A word that other processes may use too.
   *
   * @param word 4 bytes of native memory or more, aligned to 4
   * @param expected what the word must hold for the wait to begin
   * @return the word, without flags
   */
  public static FutexWord of(MemorySegment word, int expected) {
    return new FutexWord(word, expected, 0);
  }

  /** Refuses what is no word: see the record's parameter. */
  static void check(MemorySegment word, int futexFlags) {
    boolean hasNode = Flags.contains(futexFlags, FutexFlags.NUMA);
    Buffers.checkNative(word, hasNode);
    int size = hasNode ? Long.BYTES : Integer.BYTES;
    if (word.byteSize() < size || (word.address() & (size - 1)) != 0) {
      throw new IllegalArgumentException(
          "a futex is %d bytes, aligned to that; these are %d bytes at 0x%x"
              .formatted(size, word.byteSize(), word.address()));
    }
  }

  /** The flags as the kernel takes them: with the size, which is 32 bits always. */
  static int kernelFlags(int futexFlags) {
    return futexFlags | LinuxConstants.FUTEX2_SIZE_U32;
  }
}
