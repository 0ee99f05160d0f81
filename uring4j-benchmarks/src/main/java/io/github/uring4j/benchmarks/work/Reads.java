package io.github.uring4j.benchmarks.work;

import io.github.uring4j.OpenFlags;
import io.github.uring4j.Ring;
import java.io.IOException;

/** {@code read.c} in Java. */
final class Reads extends Transfers {

  private Reads(Ring<Block> ring, FileOptions options) throws IOException {
    super(ring, options, OpenFlags.RDONLY);
  }

  static Reads open(FileOptions options) throws IOException {
    return new Reads(Rings.open(options.depth()), options);
  }

  @Override
  void prepare(Block block) throws IOException {
    if (registered != null) {
      ring.readFixed(block, file, registered, block.at(), length, offsets.next());
    } else {
      ring.read(block, file, block.memory(), offsets.next());
    }
  }
}
