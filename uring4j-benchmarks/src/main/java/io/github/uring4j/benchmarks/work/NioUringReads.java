package io.github.uring4j.benchmarks.work;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import sh.blake.niouring.IoUring;
import sh.blake.niouring.IoUringFile;

/**
 * Reads by nio_uring 0.1.3. It reads files at offset 0 only: there is no parameter for another. So
 * it can do the work of {@link Reads} in a file of one block.
 */
final class NioUringReads implements Work {

  private final IoUring ring;
  private final IoUringFile file;
  private final ByteBuffer[] buffers;
  private long toPrepare;
  private long completed;
  private Exception failure;

  private NioUringReads(IoUring ring, IoUringFile file, FileOptions options) {
    this.ring = ring;
    this.file = file;
    buffers = new ByteBuffer[options.depth()];
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = Blocks.allocate(options.block());
    }
    file.onRead(this::completed);
    file.onException(e -> failure = e);
    ring.onException(e -> failure = e);
  }

  static NioUringReads open(FileOptions options) throws IOException {
    if (Files.size(options.file()) != options.block() || options.direct() || options.registered()) {
      throw new MissingException(
          "nio_uring reads files at offset 0 only, without O_DIRECT and without registering:"
              + " compare it by peers-one-block");
    }
    try {
      // It leaves one entry of its queue unused.
      IoUring ring = new IoUring(options.depth() + 1);
      return new NioUringReads(ring, new IoUringFile(options.file().toString()), options);
    } catch (LinkageError e) {
      throw new MissingException("nio_uring has a native library for x86-64 Linux only: " + e);
    }
  }

  private void completed(ByteBuffer buffer) {
    if (buffer.hasRemaining()) {
      failure = new EOFException("a read left " + buffer.remaining() + " bytes");
    }
    completed++;
    if (toPrepare > 0) {
      prepare(buffer);
    }
  }

  private void prepare(ByteBuffer buffer) {
    toPrepare--;
    buffer.clear();
    ring.queueRead(file, buffer);
  }

  @Override
  public void run(long requests) throws IOException {
    toPrepare = requests;
    completed = 0;
    for (int i = 0; i < buffers.length && toPrepare > 0; i++) {
      prepare(buffers[i]);
    }
    while (completed < requests) {
      ring.execute();
      if (failure != null) {
        throw new IOException(failure);
      }
    }
  }

  @Override
  public void close() {
    ring.close();
  }
}
