package io.github.uring4j.benchmarks.work;

import io.github.uring4j.OpenFlags;
import io.netty.channel.uring.IoUringIoOps;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The transfers of {@link Transfers} on Netty's event loop, which also opens the file. It has no
 * means to register files or buffers of an application.
 */
final class NettyTransfers implements Work {

  private static final int ALIGNMENT = 4096;
  private static final int AT_FDCWD = -100;
  private static final byte FSYNC = 3;
  private static final byte OPENAT = 18;
  private static final byte CLOSE = 19;
  private static final byte READ = 22;
  private static final byte WRITE = 23;

  private final Arena arena = Arena.ofShared();
  private final NettyLoop loop;
  private final boolean writes;
  private final int depth;
  private final int length;
  private final Offsets offsets;
  private final MemorySegment memory;
  private final int fd;
  private long toPrepare;
  private long toComplete;

  private NettyTransfers(NettyLoop loop, boolean writes, FileOptions options) throws IOException {
    this.loop = loop;
    this.writes = writes;
    depth = options.depth();
    length = options.block();
    offsets = options.offsets();
    memory = arena.allocate((long) depth * length, ALIGNMENT);
    int flags = writes ? OpenFlags.RDWR : OpenFlags.RDONLY;
    long path = arena.allocateFrom(options.file().toString()).address();
    fd =
        ask(
            request(
                OPENAT, AT_FDCWD, 0, path, 0, flags | (options.direct() ? OpenFlags.DIRECT : 0)));
  }

  static NettyTransfers open(boolean writes, FileOptions options) throws IOException {
    if (options.registered()) {
      throw new MissingException("Netty cannot register files or buffers of an application");
    }
    return new NettyTransfers(new NettyLoop(options.depth()), writes, options);
  }

  private static IoUringIoOps request(
      byte opcode, int fd, long offset, long address, int length, int flags) {
    return request(opcode, fd, offset, address, length, flags, 0);
  }

  private static IoUringIoOps request(
      byte opcode, int fd, long offset, long address, int length, int flags, long data) {
    return new IoUringIoOps(
        opcode, (byte) 0, (short) 0, fd, offset, address, length, flags, data, (short) 0, (short) 0,
        0, 0);
  }

  /** One request alone. Returns its result. */
  private int ask(IoUringIoOps request) throws IOException {
    AtomicInteger result = new AtomicInteger();
    try {
      loop.run(
          () -> loop.submit(request),
          (data, res) -> {
            result.set(res);
            loop.finish();
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    if (result.get() < 0) {
      throw new IOException(request + " completed with " + result);
    }
    return result.get();
  }

  @Override
  public void settle() throws IOException {
    if (writes) {
      ask(request(FSYNC, fd, 0, 0, 0, 0));
    }
  }

  @Override
  public void run(long requests) throws IOException, InterruptedException {
    toPrepare = requests;
    toComplete = requests;
    loop.run(this::prepareFirst, this::completed);
  }

  private void prepareFirst() {
    for (int i = 0; i < depth && toPrepare > 0; i++) {
      prepare(i);
    }
  }

  private void prepare(long index) {
    toPrepare--;
    long address = memory.address() + index * length;
    loop.submit(request(writes ? WRITE : READ, fd, offsets.next(), address, length, 0, index));
  }

  private void completed(long index, int res) throws IOException {
    if (res != length) {
      throw new EOFException("a transfer completed with " + res);
    }
    toComplete--;
    if (toPrepare > 0) {
      prepare(index);
    } else if (toComplete == 0) {
      loop.finish();
    }
  }

  @Override
  public void close() throws IOException {
    ask(request(CLOSE, fd, 0, 0, 0, 0));
    loop.close();
    arena.close();
  }
}
