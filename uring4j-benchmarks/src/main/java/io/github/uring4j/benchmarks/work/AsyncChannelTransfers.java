package io.github.uring4j.benchmarks.work;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The transfers of {@link Transfers} by an AsynchronousFileChannel: each completion handler begins
 * the next. It has the threads that it makes by default: as many as it has in flight.
 */
final class AsyncChannelTransfers implements Work {

  private final AsynchronousFileChannel file;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final boolean writes;
  private final int length;
  private final SharedOffsets offsets;
  private final Slot[] slots;
  private CountDownLatch running;
  private volatile Throwable failure;

  private AsyncChannelTransfers(boolean writes, FileOptions options) throws IOException {
    this.writes = writes;
    length = options.block();
    offsets = new SharedOffsets(options);
    file =
        AsynchronousFileChannel.open(
            options.file(), options.openOptions(writes ? WRITE : READ), threads);
    slots = new Slot[options.depth()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = new Slot(Blocks.allocate(length));
    }
  }

  static AsyncChannelTransfers open(boolean writes, FileOptions options) throws IOException {
    return new AsyncChannelTransfers(writes, options);
  }

  @Override
  public void settle() throws IOException {
    if (writes) {
      file.force(true);
    }
  }

  @Override
  public void run(long requests) throws IOException, InterruptedException {
    offsets.grant(requests);
    running = new CountDownLatch(slots.length);
    for (Slot slot : slots) {
      slot.transferNext();
    }
    running.await();
    if (failure != null) {
      throw new IOException(failure);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
    threads.close();
  }

  /** One of the transfers in flight. */
  private final class Slot implements CompletionHandler<Integer, Void> {

    private final ByteBuffer buffer;

    Slot(ByteBuffer buffer) {
      this.buffer = buffer;
    }

    void transferNext() {
      long offset = failure == null ? offsets.next() : -1;
      if (offset < 0) {
        running.countDown();
        return;
      }
      buffer.clear();
      if (writes) {
        file.write(buffer, offset, null, this);
      } else {
        file.read(buffer, offset, null, this);
      }
    }

    @Override
    public void completed(Integer moved, Void nothing) {
      if (moved == length) {
        transferNext();
      } else {
        failed(new EOFException("a transfer moved " + moved + " bytes"), null);
      }
    }

    @Override
    public void failed(Throwable cause, Void nothing) {
      failure = cause;
      running.countDown();
    }
  }
}
