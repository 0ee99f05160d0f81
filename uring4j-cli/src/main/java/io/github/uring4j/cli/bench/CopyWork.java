package io.github.uring4j.cli.bench;

import io.github.uring4j.Fd;
import java.io.IOException;
import java.util.List;

/** Reads a block of one file, and then writes it to the same place of another: a chain of two. */
final class CopyWork implements Work {

  private final RingParts parts;
  private final BenchFile source;
  private final BenchFile target;
  private final Fd from;
  private final Fd to;
  private final Offsets offsets;

  CopyWork(RingParts parts, BenchFile source, BenchFile target, Offsets offsets)
      throws IOException {
    this.parts = parts;
    this.source = source;
    this.target = target;
    this.offsets = offsets;
    List<Fd> fds = parts.fds(source, target);
    from = fds.getFirst();
    to = fds.getLast();
  }

  @Override
  public int entries() {
    return 2;
  }

  @Override
  public void prepare(Slot slot) throws IOException {
    slot.offset = offsets.next();
    parts.read(slot, from).link();
    parts.write(slot, to);
  }

  @Override
  public boolean succeeded(Slot slot, int res) {
    return res == parts.block();
  }

  @Override
  public String failure(Slot slot, int res) {
    return slot.completions == 1
        ? Failures.transfer("read", source.path(), slot.offset, res, parts.block())
        : Failures.transfer("write", target.path(), slot.offset, res, parts.block());
  }
}
