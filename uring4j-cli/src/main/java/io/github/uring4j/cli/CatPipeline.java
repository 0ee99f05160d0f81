package io.github.uring4j.cli;

import io.github.uring4j.Completion;
import io.github.uring4j.Errno;
import io.github.uring4j.ErrnoException;
import io.github.uring4j.Operation;
import io.github.uring4j.PlainFd;
import io.github.uring4j.PollEvents;
import io.github.uring4j.Ring;
import io.github.uring4j.cli.CatBlock.State;
import java.io.IOException;
import java.lang.foreign.Arena;

/**
 * Copies files to an output: reads several blocks at once where a file has offsets, and writes them
 * in order, one at a time.
 *
 * <p>What fails on the input's side is a {@link CommandFailedException}, thrown when nothing is in
 * flight any more and all that was read before is written: the next file may follow. What fails on
 * the output's side is an {@link ErrnoException}.
 */
final class CatPipeline {

  private static final int BLOCKS = 8;
  private static final int BLOCK_BYTES = 128 << 10;

  private final Ring<CatBlock> ring;
  private final PlainFd output;
  private final CatBlock[] blocks = new CatBlock[BLOCKS];

  private PlainFd input;
  private String name;
  private boolean parallel;

  /** The bytes that are read without waiting for each other. */
  private long size;

  private long nextOffset;
  private int nextToRead;
  private int nextToWrite;
  private int reading;
  private int inFlight;

  /** Whether the end of the file has been seen. */
  private boolean endSeen;

  /** Whether it has been written, so that what was read behind it is not wanted. */
  private boolean endWritten;

  private CommandFailedException failure;

  CatPipeline(Ring<CatBlock> ring, PlainFd output) {
    this.ring = ring;
    this.output = output;
    for (int i = 0; i < BLOCKS; i++) {
      // Of an automatic arena: it lives as long as the ring may use it.
      blocks[i] = new CatBlock(Arena.ofAuto().allocate(BLOCK_BYTES, 4096));
    }
  }

  /** Copies a file that has offsets, to its end even if that is not where its size says. */
  void copyInParallel(String file, PlainFd fd, long bytes) throws IOException {
    copy(file, fd, true, bytes);
  }

  /** Copies from the current position, with one read in flight at a time. */
  void copySequentially(String file, PlainFd fd) throws IOException {
    copy(file, fd, false, 0);
  }

  private void copy(String file, PlainFd fd, boolean hasOffsets, long bytes) throws IOException {
    name = file;
    input = fd;
    parallel = hasOffsets;
    size = bytes;
    nextOffset = 0;
    nextToRead = 0;
    nextToWrite = 0;
    endSeen = false;
    endWritten = false;
    failure = null;
    do {
      while (mayRead()) {
        startReading(blocks[nextToRead]);
      }
      writeOrDiscard();
      if (inFlight > 0) {
        completed(Rings.next(ring));
      }
    } while (inFlight > 0 || !endWritten);
    if (failure != null) {
      throw failure;
    }
  }

  private boolean mayRead() {
    return !endSeen
        && blocks[nextToRead].state == State.FREE
        && (reading == 0 || (parallel && nextOffset < size));
  }

  private void startReading(CatBlock block) throws IOException {
    block.state = State.READING;
    block.offset = parallel ? nextOffset : -1;
    block.filled = 0;
    block.written = 0;
    block.last = false;
    nextOffset += BLOCK_BYTES;
    nextToRead = (nextToRead + 1) % BLOCKS;
    reading++;
    read(block);
  }

  private void read(CatBlock block) throws IOException {
    long offset = parallel ? block.offset + block.filled : -1;
    ring.read(block, input, block.memory.asSlice(block.filled), offset);
    inFlight++;
  }

  private void write(CatBlock block) throws IOException {
    ring.write(
        block,
        output,
        block.memory.asSlice(block.written, block.filled - (long) block.written),
        -1);
    inFlight++;
  }

  /** Takes blocks in the order of the file, up to the first that must be waited for. */
  private void writeOrDiscard() throws IOException {
    while (blocks[nextToWrite].state == State.READY) {
      CatBlock block = blocks[nextToWrite];
      if (!endWritten && block.written < block.filled) {
        block.state = State.WRITING;
        write(block);
      } else {
        done(block);
      }
    }
  }

  private void done(CatBlock block) {
    block.state = State.FREE;
    nextToWrite = (nextToWrite + 1) % BLOCKS;
    endWritten |= block.last;
  }

  private void completed(Completion<CatBlock> completion) throws IOException {
    inFlight--;
    CatBlock block = completion.data();
    boolean toInput = block.state == State.READING;
    if (completion.operation() == Operation.POLL_ADD || completion.errno() == Errno.EINTR) {
      again(block, toInput);
    } else if (completion.errno() == Errno.EAGAIN) {
      // Somebody has made it non-blocking, a terminal say.
      ring.pollAdd(block, toInput ? input : output, toInput ? PollEvents.IN : PollEvents.OUT);
      inFlight++;
    } else if (toInput) {
      readCompleted(block, completion);
    } else {
      writeCompleted(block, completion);
    }
  }

  private void again(CatBlock block, boolean toInput) throws IOException {
    if (toInput) {
      read(block);
    } else {
      write(block);
    }
  }

  private void readCompleted(CatBlock block, Completion<CatBlock> completion) throws IOException {
    block.filled += Math.max(completion.res(), 0);
    if (completion.isError() && !endSeen) {
      failure = Rings.failure(name, completion.errno());
    }
    if (completion.res() <= 0) {
      block.last = true;
      endSeen = true;
    } else if (parallel && block.filled < BLOCK_BYTES && !endSeen) {
      read(block); // a short read is no end: what follows must come before the next block
      return;
    }
    reading--;
    block.state = State.READY;
  }

  private void writeCompleted(CatBlock block, Completion<CatBlock> completion) throws IOException {
    if (completion.isError()) {
      throw new ErrnoException(completion.errno(), "write", "standard output");
    }
    if (completion.res() == 0) {
      throw new ErrnoException(Errno.EIO, "write", "standard output", "it takes nothing");
    }
    block.written += completion.res();
    if (block.written < block.filled) {
      write(block);
    } else {
      done(block);
    }
  }
}
