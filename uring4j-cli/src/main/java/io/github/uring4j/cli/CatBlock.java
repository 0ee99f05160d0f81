package io.github.uring4j.cli;

import java.lang.foreign.MemorySegment;

/** A buffer on its way from a file to the output. */
final class CatBlock {

  /** FREE to READING to READY to WRITING to FREE; READY to FREE if it is not wanted any more. */
  enum State {
    FREE,
    READING,
    READY,
    WRITING
  }

  final MemorySegment memory;
  State state = State.FREE;

  /** Where in the file it begins, or -1 for the file's current position. */
  long offset;

  int filled;
  int written;

  /** Whether the file ends, or failed, in it. */
  boolean last;

  CatBlock(MemorySegment memory) {
    this.memory = memory;
  }
}
