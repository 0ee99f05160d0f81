package io.github.uring4j.benchmarks.work;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The transfers of {@link Transfers} by a FileChannel: as many threads as there are to be in
 * flight, each of which blocks in its own. All take their offsets from one sequence.
 */
final class ChannelTransfers implements Work {

  private final FileChannel file;
  private final boolean writes;
  private final int length;
  private final SharedOffsets offsets;
  private final ExecutorService threads;
  private final List<Callable<Void>> loops = new ArrayList<>();

  private ChannelTransfers(ExecutorService threads, boolean writes, FileOptions options)
      throws IOException {
    this.threads = threads;
    this.writes = writes;
    length = options.block();
    offsets = new SharedOffsets(options);
    file = FileChannel.open(options.file(), options.openOptions(writes ? WRITE : READ));
    for (int i = 0; i < options.depth(); i++) {
      ByteBuffer buffer = Blocks.allocate(length);
      long[] portion = offsets.portion();
      loops.add(
          () -> {
            transferAll(buffer, portion);
            return null;
          });
    }
  }

  /**
   * @param kind of the threads, {@code platform} or {@code virtual}
   */
  static ChannelTransfers open(String kind, boolean writes, FileOptions options)
      throws IOException {
    ExecutorService threads =
        kind.equals("virtual")
            ? Executors.newVirtualThreadPerTaskExecutor()
            : Executors.newFixedThreadPool(options.depth());
    return new ChannelTransfers(threads, writes, options);
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
    for (Future<Void> loop : threads.invokeAll(loops)) {
      SeveralThreads.await(loop);
    }
  }

  private void transferAll(ByteBuffer buffer, long... portion) throws IOException {
    for (int count = offsets.take(portion); count > 0; count = offsets.take(portion)) {
      for (int i = 0; i < count; i++) {
        buffer.clear();
        int moved = writes ? file.write(buffer, portion[i]) : file.read(buffer, portion[i]);
        if (moved != length) {
          throw new EOFException("a transfer moved " + moved + " bytes");
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    threads.close();
    file.close();
  }
}
