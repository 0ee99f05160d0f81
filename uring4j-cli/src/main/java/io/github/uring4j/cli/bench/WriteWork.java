package io.github.uring4j.cli.bench;

import io.github.uring4j.Fd;
import java.io.IOException;

/** Writes blocks of a file. */
final class WriteWork implements Work {

  private final RingParts parts;
  private final BenchFile file;
  private final Fd fd;
  private final Offsets offsets;

  WriteWork(RingParts parts, BenchFile file, Offsets offsets) throws IOException {
    this.parts = parts;
    this.file = file;
    this.offsets = offsets;
    fd = parts.fds(file).getFirst();
  }

  @Override
  public void prepare(Slot slot) throws IOException {
    slot.offset = offsets.next();
    parts.write(slot, fd);
  }

  @Override
  public boolean succeeded(Slot slot, int res) {
    return res == parts.block();
  }

  @Override
  public String failure(Slot slot, int res) {
    return Failures.transfer("write", file.path(), slot.offset, res, parts.block());
  }
}
