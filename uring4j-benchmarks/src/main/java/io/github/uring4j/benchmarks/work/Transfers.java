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

/** Reads or writes of whole blocks with so many in flight: {@code file.h} in Java. */
abstract class Transfers implements Work {

  private static final int ALIGNMENT = 4096;

  /** One of the transfers in flight. */
  record Block(long at, MemorySegment memory) {}

  final Ring<Block> ring;
  final Fd file;
  final Offsets offsets;
  final int length;

  /** All blocks, or null if they are not registered. */
  final RegisteredBuffer registered;

  private final Arena arena = Arena.ofConfined();
  private final PlainFd opened;
  private final Block[] blocks;
  private long toPrepare;
  private long completed;

  private final CompletionHandler<Block> replace =
      (block, res, flags) -> {
        if (res != length()) {
          throw new EOFException("a transfer completed with " + res);
        }
        completed++;
        if (toPrepare > 0) {
          toPrepare--;
          prepare(block);
        }
      };

  Transfers(Ring<Block> ring, FileOptions options, int access) throws IOException {
    this.ring = ring;
    length = options.block();
    offsets = options.offsets();
    int flags = access | (options.direct() ? OpenFlags.DIRECT : 0);
    ring.openat(null, Fd.CWD, options.file().toString(), flags, 0);
    opened = ring.await().fd();
    MemorySegment memory = arena.allocate((long) options.depth() * length, ALIGNMENT);
    blocks = new Block[options.depth()];
    for (int i = 0; i < blocks.length; i++) {
      long at = (long) i * length;
      blocks[i] = new Block(at, memory.asSlice(at, length));
    }
    registered = options.registered() ? ring.registerBuffer(memory) : null;
    file = options.registered() ? ring.registerFiles(opened).getFirst() : opened;
  }

  private int length() {
    return length;
  }

  @Override
  public final void run(long requests) throws IOException {
    toPrepare = requests;
    completed = 0;
    for (int i = 0; i < blocks.length && toPrepare > 0; i++) {
      toPrepare--;
      prepare(blocks[i]);
    }
    while (completed < requests) {
      ring.submitAndWait(1);
      ring.forEachCompletion(replace);
    }
  }

  /** Makes the next request with this block. */
  abstract void prepare(Block block) throws IOException;

  @Override
  public final void close() throws IOException {
    ring.close();
    opened.close();
    arena.close();
  }
}
