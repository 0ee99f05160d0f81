package io.github.uring4j.benchmarks.work;

import io.netty.channel.uring.IoUringIoOps;
import java.io.IOException;

/** {@link Nops} on Netty's event loop: the last completion of a batch begins the next. */
final class NettyNops implements Work {

  private static final byte NOP = 0;

  private final NettyLoop loop;
  private final int depth;

  /** Nothing in it changes, so it serves for all. */
  private final IoUringIoOps nop =
      new IoUringIoOps(NOP, (byte) 0, (short) 0, -1, 0, 0, 0, 0, 0L, (short) 0, (short) 0, 0, 0);

  private long toPrepare;
  private int inFlight;

  private NettyNops(NettyLoop loop, int depth) {
    this.loop = loop;
    this.depth = depth;
  }

  static NettyNops open(int depth) throws IOException {
    return new NettyNops(new NettyLoop(depth), depth);
  }

  @Override
  public void run(long requests) throws IOException, InterruptedException {
    toPrepare = requests;
    loop.run(this::prepareBatch, this::completed);
  }

  private void prepareBatch() {
    for (int i = 0; i < depth; i++) {
      loop.submit(nop);
    }
    toPrepare -= depth;
    inFlight = depth;
  }

  private void completed(long data, int res) throws IOException {
    if (res < 0) {
      throw new IOException("nop completed with " + res);
    }
    if (--inFlight == 0) {
      if (toPrepare > 0) {
        prepareBatch();
      } else {
        loop.finish();
      }
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
