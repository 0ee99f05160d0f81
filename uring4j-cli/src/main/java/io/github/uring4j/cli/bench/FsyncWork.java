package io.github.uring4j.cli.bench;

import io.github.uring4j.Errno;
import io.github.uring4j.Fd;
import java.io.IOException;

/** Writes a block, and then has the file be on the disk: a chain of two. */
final class FsyncWork implements Work {

  private final RingParts parts;
  private final BenchFile file;
  private final Fd fd;
  private final Offsets offsets;

  FsyncWork(RingParts parts, BenchFile file, Offsets offsets) throws IOException {
    this.parts = parts;
    this.file = file;
    this.offsets = offsets;
    fd = parts.fds(file).getFirst();
  }

  @Override
  public int entries() {
    return 2;
  }

  @Override
  public void prepare(Slot slot) throws IOException {
    slot.offset = offsets.next();
    parts.write(slot, fd).link();
    parts.ring().fsync(slot, fd);
  }

  @Override
  public boolean succeeded(Slot slot, int res) {
    return res == (slot.completions == 1 ? parts.block() : 0);
  }

  @Override
  public String failure(Slot slot, int res) {
    return slot.completions == 1
        ? Failures.transfer("write", file.path(), slot.offset, res, parts.block())
        : "%s: fsync: %s".formatted(file.path(), Errno.message(-res));
  }
}
