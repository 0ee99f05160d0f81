package io.github.uring4j.benchmarks.work;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoEvent;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringIoOps;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Netty's io_uring transport below its channels: requests of any opcode through the public
 * IoRegistration. They are made, and their completions are seen, on the thread of the event loop,
 * which submits when it has nothing else to do.
 */
final class NettyLoop implements AutoCloseable {

  private final MultiThreadIoEventLoopGroup group;
  private final IoEventLoop loop;
  private final IoRegistration registration;
  private Handler handler;
  private Throwable failure;
  private CountDownLatch running;

  /** What is done with a completion, on the event loop's thread. */
  interface Handler {
    /** Gets what the request carried, and its result. */
    void completed(long data, int res) throws IOException;
  }

  /** What is done first, there too. */
  interface Start {
    void run() throws IOException;
  }

  NettyLoop(int entries) throws IOException {
    if (!IoUring.isAvailable()) {
      throw new MissingException(
          "Netty's io_uring transport is here with its native library for Linux on x86-64 only: "
              + IoUring.unavailabilityCause());
    }
    group =
        new MultiThreadIoEventLoopGroup(
            1, IoUringIoHandler.newFactory(new IoUringIoHandlerConfig().setRingSize(entries)));
    loop = group.next();
    registration = SeveralThreads.await(loop.register(new Handle()));
  }

  /** Runs until {@link #finish}. */
  void run(Start start, Handler each) throws IOException, InterruptedException {
    handler = each;
    running = new CountDownLatch(1);
    loop.execute(
        () -> {
          try {
            start.run();
          } catch (IOException | RuntimeException e) {
            fail(e);
          }
        });
    running.await();
    if (failure != null) {
      throw new IOException(failure);
    }
  }

  /** On the event loop's thread. */
  void submit(IoUringIoOps request) {
    registration.submit(request);
  }

  /** On the event loop's thread. */
  void finish() {
    running.countDown();
  }

  private void fail(Throwable cause) {
    failure = cause;
    finish();
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private final class Handle implements IoUringIoHandle {

    @Override
    public void handle(IoRegistration from, IoEvent event) {
      IoUringIoEvent completion = (IoUringIoEvent) event;
      try {
        handler.completed(completion.userData(), completion.res());
      } catch (IOException | RuntimeException e) {
        fail(e);
      }
    }

    @Override
    public void close() {}
  }
}
