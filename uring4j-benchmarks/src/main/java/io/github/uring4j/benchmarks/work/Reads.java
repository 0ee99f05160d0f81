package io.github.uring4j.benchmarks.work;

import io.github.uring4j.CompletionHandler;
import io.github.uring4j.Fd;
import io.github.uring4j.OpenFlags;
import io.github.uring4j.PlainFd;
import io.github.uring4j.RegisteredBuffer;
import io.github.uring4j.Ring;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Reads at random offsets with so many in flight: {@code read.c} in Java. */
final class Reads implements Work {

  private static final int ALIGNMENT = 4096;

  /** One of the reads in flight. */
  record Block(long at, MemorySegment memory) {}

  private final Arena arena = Arena.ofConfined();
  private final Ring<Block> ring;
  private final PlainFd file;
  private final Fd source;
  private final Offsets offsets;
  private final int length;
  private final Block[] blocks;

  /** All blocks, or null if they are not registered. */
  private final RegisteredBuffer registered;

  private long toPrepare;
  private long completed;

  private final CompletionHandler<Block> replace =
      (block, res, flags) -> {
        if (res != length()) {
          throw new EOFException("a read completed with " + res);
        }
        completed++;
        if (toPrepare > 0) {
          prepare(block);
        }
      };

  Reads(Ring<Block> ring, ReadOptions options) throws IOException {
    this.ring = ring;
    length = options.block();
    offsets = new Offsets(options.fileSize(), length);
    int flags = OpenFlags.RDONLY | (options.direct() ? OpenFlags.DIRECT : 0);
    ring.openat(null, Fd.CWD, options.file().toString(), flags, 0);
    file = ring.await().fd();
    MemorySegment memory = arena.allocate((long) options.depth() * length, ALIGNMENT);
    blocks = new Block[options.depth()];
    for (int i = 0; i < blocks.length; i++) {
      long at = (long) i * length;
      blocks[i] = new Block(at, memory.asSlice(at, length));
    }
    registered = options.registered() ? ring.registerBuffer(memory) : null;
    source = options.registered() ? ring.registerFiles(file).getFirst() : file;
  }

  static Reads open(ReadOptions options) throws IOException {
    return new Reads(Rings.open(options.depth()), options);
  }

  private int length() {
    return length;
  }

  @Override
  public void run(long requests) throws IOException {
    toPrepare = requests;
    completed = 0;
    for (int i = 0; i < blocks.length && toPrepare > 0; i++) {
      prepare(blocks[i]);
    }
    while (completed < requests) {
      ring.submitAndWait(1);
      ring.forEachCompletion(replace);
    }
  }

  private void prepare(Block block) throws IOException {
    toPrepare--;
    if (registered != null) {
      ring.readFixed(block, source, registered, block.at, length, offsets.next());
    } else {
      ring.read(block, source, block.memory, offsets.next());
    }
  }

  @Override
  public void close() throws IOException {
    ring.close();
    file.close();
    arena.close();
  }
}
