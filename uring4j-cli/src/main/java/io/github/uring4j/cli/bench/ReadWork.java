package io.github.uring4j.cli.bench;

import io.github.uring4j.Fd;
import io.github.uring4j.RegisteredBuffer;
import io.github.uring4j.Ring;
import java.io.IOException;

/** Reads blocks of a file. */
final class ReadWork implements Work {

  private final Ring<Slot> ring;
  private final Fd fd;
  private final BenchFile file;
  private final Offsets offsets;
  private final int block;

  /** Null if plain memory is read into. */
  private final RegisteredBuffer registered;

  ReadWork(RingParts parts, BenchFile file, Offsets offsets, int block) throws IOException {
    ring = parts.ring();
    registered = parts.registered();
    fd = parts.fd(file);
    this.file = file;
    this.offsets = offsets;
    this.block = block;
  }

  @Override
  public void prepare(Slot slot) throws IOException {
    slot.offset = offsets.next();
    if (registered == null) {
      ring.read(slot, fd, slot.buffer, slot.offset);
    } else {
      ring.readFixed(slot, fd, registered, slot.bufferOffset, block, slot.offset);
    }
  }

  @Override
  public boolean succeeded(Slot slot, int res) {
    return res == block;
  }

  @Override
  public String failure(Slot slot, int res) {
    return Failures.transfer("read", file.path(), slot.offset, res, block);
  }
}
