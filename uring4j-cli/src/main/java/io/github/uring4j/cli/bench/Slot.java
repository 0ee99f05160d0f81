package io.github.uring4j.cli.bench;

import java.lang.foreign.MemorySegment;

/** A place among the requests in flight: the user data of one request after the other. */
final class Slot {

  /** What it reads into or writes from; null for a nop. */
  final MemorySegment buffer;

  /** Where that is in the ring's registered buffer. */
  final long bufferOffset;

  /** Where in the file. */
  long offset;

  /** How many completions of the request have come, if it has several. */
  int completions;

  /** What went wrong with it, or null. */
  String error;

  /** When the request was prepared, if that is measured. */
  long startNanos;

  Slot(MemorySegment buffer, long bufferOffset) {
    this.buffer = buffer;
    this.bufferOffset = bufferOffset;
  }
}
