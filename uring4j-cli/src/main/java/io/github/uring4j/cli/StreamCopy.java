package io.github.uring4j.cli;

import io.github.uring4j.Errno;
import io.github.uring4j.ErrnoException;
import io.github.uring4j.Request;
import io.github.uring4j.Ring;
import java.io.IOException;
import java.util.ArrayDeque;

/**
 * Copies where one side has no positions, such as a pipe: one read at a time, one write at a time,
 * in order. The source may run ahead of the target by all buffers.
 */
final class StreamCopy {

  /** The offset that means: wherever the file is now. */
  private static final long CURRENT = -1;

  private final Ring<Block> ring;
  private final CopyBuffers buffers;
  private final StopSignal stop;
  private final CopyProgress progress;
  private final OpenFile source;
  private final OpenFile target;

  /** Read and not yet written, in order. */
  private final ArrayDeque<Block> filled = new ArrayDeque<>();

  private Request reading;
  private Request writing;
  private int cancelsInFlight;
  private long readPosition;
  private long writePosition;
  private boolean sourceEnded;
  private IOException failure;

  StreamCopy(CopyTools tools, OpenFile source, OpenFile target) {
    ring = tools.ring();
    buffers = tools.buffers();
    stop = tools.stop();
    progress = tools.progress();
    this.source = source;
    this.target = target;
  }

  /** Copies until the source ends. */
  void run() throws IOException {
    startMore();
    while (reading != null || writing != null || cancelsInFlight > 0) {
      ring.submitAndWait(1);
      ring.forEachCompletion(this::completed);
      if (stop.requested()) {
        fail(new StoppedException());
      }
      startMore();
      progress.show();
    }
    filled.forEach(buffers::give);
    if (failure != null) {
      throw failure;
    }
  }

  private void startMore() throws IOException {
    if (failure != null) {
      return;
    }
    if (reading == null && !sourceEnded) {
      Block block = buffers.take();
      if (block != null) {
        block.begin(readPosition, buffers.blockSize());
        read(block);
      }
    }
    if (writing == null && !filled.isEmpty()) {
      Block block = filled.poll();
      block.writing = true;
      write(block);
    }
  }

  private void read(Block block) throws IOException {
    long offset = source.hasPositions() ? block.offset : CURRENT;
    reading = buffers.read(block, source.fd(), 0, block.wanted, offset).request();
  }

  private void write(Block block) throws IOException {
    long offset = target.hasPositions() ? writePosition : CURRENT;
    int left = block.filled - block.written;
    writing = buffers.write(block, target.fd(), block.written, left, offset).request();
  }

  /** A completion without a block is the answer to a cancellation. */
  private void completed(Block block, int result, int flags) throws IOException {
    if (block == null) {
      cancelsInFlight--;
    } else if (block.writing) {
      writing = null;
      wrote(block, result);
    } else {
      reading = null;
      didRead(block, result);
    }
  }

  private void didRead(Block block, int result) throws IOException {
    boolean retry = result == -Errno.EINTR || result == -Errno.EAGAIN;
    if (retry && failure == null) {
      read(block);
      return;
    }
    if (result <= 0) {
      buffers.give(block);
      if (result < 0) {
        fail(new ErrnoException(-result, "read", source.path()));
      }
      sourceEnded = true;
      return;
    }
    readPosition += result;
    block.filled = result;
    filled.add(block);
  }

  private void wrote(Block block, int result) throws IOException {
    boolean retry = result == -Errno.EINTR || result == -Errno.EAGAIN;
    if (result <= 0 && !retry) {
      fail(FileFailures.ofWrite(result, target.path()));
    } else if (result > 0) {
      block.written += result;
      writePosition += result;
      progress.wrote(result);
    }
    if (failure == null && block.written < block.filled) {
      write(block);
    } else {
      buffers.give(block);
    }
  }

  /**
   * The first failure is the one to tell. What is in flight may wait for ever, and is cancelled.
   */
  private void fail(IOException cause) throws IOException {
    if (failure != null) {
      return;
    }
    failure = cause;
    cancel(reading);
    cancel(writing);
  }

  private void cancel(Request request) throws IOException {
    if (request != null) {
      ring.cancel(null, request);
      cancelsInFlight++;
    }
  }
}
