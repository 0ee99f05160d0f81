package io.github.uring4j.cli;

import io.github.uring4j.Chunk;

/** A piece of a file on its way from source to target, and the memory it travels in. */
final class Block {

  final Chunk chunk;

  /** Where it begins in the file. */
  long offset;

  /** How many bytes to read. */
  int wanted;

  /** How many have been read. */
  int filled;

  /** How many of these have been written, or left out as zeros. */
  int written;

  /** Whether it is being written, not read. */
  boolean writing;

  Block(Chunk chunk) {
    this.chunk = chunk;
  }

  void begin(long fileOffset, int length) {
    offset = fileOffset;
    wanted = length;
    filled = 0;
    written = 0;
    writing = false;
  }

  @Override
  public String toString() {
    return "block at %d: %d of %d bytes read, %d written"
        .formatted(offset, filled, wanted, written);
  }
}
