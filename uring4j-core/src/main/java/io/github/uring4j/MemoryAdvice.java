package io.github.uring4j;

import io.github.uring4j.abi.LinuxConstants;

/**
 * What a program expects to do with pages of its memory, or wants done with them.
 *
 * <p>What makes memory fail on access, as MADV_HWPOISON and MADV_GUARD_INSTALL do, is left out: it
 * would end the JVM.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/madvise.2.html">madvise(2)</a>
 */
public enum MemoryAdvice {
  /**
   * Nothing special.
   *
   * @kernel 2.4
   */
  NORMAL(LinuxConstants.MADV_NORMAL),

  /**
   * Used here and there: no read-ahead of a mapped file.
   *
   * @kernel 2.4
   */
  RANDOM(LinuxConstants.MADV_RANDOM),

  /**
   * Used from front to back: more read-ahead of a mapped file.
   *
   * @kernel 2.4
   */
  SEQUENTIAL(LinuxConstants.MADV_SEQUENTIAL),

  /**
   * Used soon: begins to read a mapped file.
   *
   * @kernel 2.4
   */
  WILLNEED(LinuxConstants.MADV_WILLNEED),

  /**
   * Frees the pages at once: the next access finds zeros, or the file's content.
   *
   * @kernel 2.4
   */
  DONTNEED(LinuxConstants.MADV_DONTNEED),

  /**
   * Frees the pages when memory is short: until the next write their content may turn into zeros.
   *
   * @kernel 4.5
   */
  FREE(LinuxConstants.MADV_FREE),

  /**
   * Frees the pages and what is below them in a mapped file: makes a hole.
   *
   * @kernel 2.6.16
   */
  REMOVE(LinuxConstants.MADV_REMOVE),

  /**
   * Keeps the pages out of child processes that this process forks.
   *
   * @kernel 2.6.16
   */
  DONTFORK(LinuxConstants.MADV_DONTFORK),

  /**
   * Undoes {@link #DONTFORK}.
   *
   * @kernel 2.6.16
   */
  DOFORK(LinuxConstants.MADV_DOFORK),

  /**
   * Lets the kernel merge pages of the same content.
   *
   * @kernel 2.6.32
   */
  MERGEABLE(LinuxConstants.MADV_MERGEABLE),

  /**
   * Undoes {@link #MERGEABLE}.
   *
   * @kernel 2.6.32
   */
  UNMERGEABLE(LinuxConstants.MADV_UNMERGEABLE),

  /**
   * Lets the kernel use huge pages.
   *
   * @kernel 2.6.38
   */
  HUGEPAGE(LinuxConstants.MADV_HUGEPAGE),

  /**
   * Has the kernel use no huge pages.
   *
   * @kernel 2.6.38
   */
  NOHUGEPAGE(LinuxConstants.MADV_NOHUGEPAGE),

  /**
   * Leaves the pages out of core dumps.
   *
   * @kernel 3.4
   */
  DONTDUMP(LinuxConstants.MADV_DONTDUMP),

  /**
   * Undoes {@link #DONTDUMP}.
   *
   * @kernel 3.4
   */
  DODUMP(LinuxConstants.MADV_DODUMP),

  /**
   * Gives child processes that this process forks zeros instead of the pages.
   *
   * @kernel 4.14
   */
  WIPEONFORK(LinuxConstants.MADV_WIPEONFORK),

  /**
   * Undoes {@link #WIPEONFORK}.
   *
   * @kernel 4.14
   */
  KEEPONFORK(LinuxConstants.MADV_KEEPONFORK),

  /**
   * Makes the pages the first to be reclaimed when memory is short.
   *
   * @kernel 5.4
   */
  COLD(LinuxConstants.MADV_COLD),

  /**
   * Reclaims the pages now: writes them out or swaps them.
   *
   * @kernel 5.4
   */
  PAGEOUT(LinuxConstants.MADV_PAGEOUT),

  /**
   * Brings the pages into memory as if each were read.
   *
   * @kernel 5.14
   */
  POPULATE_READ(LinuxConstants.MADV_POPULATE_READ),

  /**
   * Brings the pages into memory as if each were written, without changing them.
   *
   * @kernel 5.14
   */
  POPULATE_WRITE(LinuxConstants.MADV_POPULATE_WRITE),

  /**
   * Gathers the pages into huge pages now.
   *
   * @kernel 6.1
   */
  COLLAPSE(LinuxConstants.MADV_COLLAPSE);

  private final int value;

  MemoryAdvice(int value) {
    this.value = value;
  }

  /**
   * The number that the kernel knows it by.
   *
   * @return the value of its {@code MADV_} constant
   */
  public int value() {
    return value;
  }

  /** Whether it may change or lose what the memory holds. */
  boolean changesMemory() {
    return this == DONTNEED || this == FREE || this == REMOVE || this == POPULATE_WRITE;
  }
}
