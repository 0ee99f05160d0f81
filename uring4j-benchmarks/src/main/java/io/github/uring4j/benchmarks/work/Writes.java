package io.github.uring4j.benchmarks.work;

import io.github.uring4j.OpenFlags;
import io.github.uring4j.Ring;
import java.io.IOException;

/**
 * {@code write.c} in Java.
 *
 * <p>So that runs can be compared although the disk writes back between them: each begins with
 * nothing left to write back, since everybody syncs the file before the clock starts; each makes
 * the same number of requests; and the file is small beside the memory, written in full before, so
 * that a run allocates no block of the disk and never dirties enough for the kernel to begin
 * writing back, or to slow the writer down.
 */
final class Writes extends Transfers {

  private Writes(Ring<Block> ring, FileOptions options) throws IOException {
    super(ring, options, OpenFlags.RDWR);
  }

  static Writes open(FileOptions options) throws IOException {
    return new Writes(Rings.open(options.depth()), options);
  }

  @Override
  void prepare(Block block) throws IOException {
    if (registered != null) {
      ring.writeFixed(block, file, registered, block.at(), length, offsets.next());
    } else {
      ring.write(block, file, block.memory(), offsets.next());
    }
  }

  @Override
  public void settle() throws IOException {
    ring.fsync(null, file);
    ring.await().result();
  }
}
