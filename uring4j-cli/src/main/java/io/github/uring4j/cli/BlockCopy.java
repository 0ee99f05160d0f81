package io.github.uring4j.cli;

import io.github.uring4j.Errno;
import io.github.uring4j.ErrnoException;
import io.github.uring4j.Ring;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;

/**
 * Copies between two files that have positions, with as many blocks on their way as there are
 * buffers: each is read, then written, whatever the others do.
 *
 * <p>The source ends where reading ends, not where it said that it would: it may shrink or grow
 * meanwhile. After a failure the target has what was written up to the first gap.
 */
final class BlockCopy {

  /** What {@link SparseMode#ALWAYS} looks at in one piece. */
  private static final int ZERO_UNIT = 4096;

  private static final MemorySegment ZEROS = MemorySegment.ofArray(new byte[ZERO_UNIT]);

  private final Ring<Block> ring;
  private final CopyBuffers buffers;
  private final FileCalls calls;
  private final StopSignal stop;
  private final CopyProgress progress;
  private final OpenFile source;
  private final OpenFile target;
  private final boolean skipZeros;
  private final SourceParts parts;

  /** What offsets and lengths are multiples of; 1 without direct I/O. */
  private final int readUnit;

  private int writeUnit;

  /** Where the next block begins, and where the part of the source that it belongs to ends. */
  private long position;

  private long partEnd;

  /** All that was known of has been planned; from here on only reading tells. */
  private boolean openEnd;

  private boolean planned;
  private int inFlight;

  /** What direct I/O cannot write: done at the end, without it. */
  private final ArrayDeque<Block> tails = new ArrayDeque<>();

  /** Where reading found the source's end. */
  private long sourceEnd = Long.MAX_VALUE;

  /** How long the target is to become, and how long it is. */
  private long length;

  private long targetLength;

  /** Up to where space was allocated for the target. */
  private long reserved;

  private IOException failure;

  /** The first byte that was planned and not written. */
  private long gap = Long.MAX_VALUE;

  /**
   * @param unit what offsets and lengths must be multiples of on a side opened for direct I/O
   */
  BlockCopy(CopyTools tools, OpenFile source, OpenFile target, SparseMode sparse, int unit) {
    ring = tools.ring();
    buffers = tools.buffers();
    calls = tools.calls();
    stop = tools.stop();
    progress = tools.progress();
    this.source = source;
    this.target = target;
    readUnit = source.direct() ? unit : 1;
    writeUnit = target.direct() ? unit : 1;
    skipZeros = sparse == SparseMode.ALWAYS && target.isRegular();
    boolean seekHoles = sparse != SparseMode.NEVER && target.isRegular() && source.isRegular();
    parts = new SourceParts(calls, source.fd(), source.stat().size(), seekHoles);
  }

  /**
   * Copies all of it.
   *
   * @param copied how much of it is in the target already
   * @param reservation up to where the target has space, perhaps behind its end
   */
  void run(long copied, long reservation) throws IOException {
    position = copied;
    partEnd = copied;
    length = copied;
    targetLength = copied;
    reserved = reservation;
    if (target.direct() && target.isRegular()) {
      try {
        reserve();
      } catch (IOException e) {
        calls.truncate(target.fd(), target.path(), 0);
        throw e;
      }
    }
    readMore();
    while (inFlight > 0) {
      ring.submitAndWait(wanted());
      ring.forEachCompletion(this::completed);
      if (stop.requested()) {
        fail(new StoppedException());
      }
      readMore();
      if (inFlight == 0 && !tails.isEmpty() && failure == null) {
        writeTails();
        readMore();
      }
      progress.show();
    }
    if (failure != null) {
      cutOff(gap);
      throw failure;
    }
    cutOff(Long.MAX_VALUE);
  }

  /**
   * How many completions to wait for. Through the page cache half of what is in flight, which
   * halves the switches between this thread and the kernel's worker. A device must not run out of
   * requests.
   */
  private int wanted() {
    return readUnit > 1 || writeUnit > 1 ? 1 : Math.max(1, inFlight / 2);
  }

  /**
   * Makes the target as long as it will be: direct writes that make a file longer run one after the
   * other. With its space allocated they need not look for it either.
   */
  private void reserve() throws IOException {
    long size = source.stat().size();
    boolean sparse = skipZeros || source.stat().blocks() * 512 < size;
    if (size > 0 && (sparse || !calls.allocate(target.fd(), target.path(), 0, size))) {
      calls.truncate(target.fd(), target.path(), size);
    }
    targetLength = size;
  }

  private void readMore() throws IOException {
    while (failure == null && (position < partEnd || nextPart())) {
      Block block = buffers.take();
      if (block == null) {
        return;
      }
      int wanted = (int) Math.min(buffers.blockSize(), partEnd - position);
      block.begin(position, wanted);
      position += wanted;
      inFlight++;
      read(block);
    }
  }

  private boolean nextPart() {
    if (planned || (openEnd && inFlight > 0)) {
      return false;
    }
    if (sourceEnd != Long.MAX_VALUE) {
      planned = true;
    } else if (!openEnd && parts.next(position)) {
      position = parts.start() - parts.start() % Math.max(readUnit, writeUnit);
      partEnd = parts.end();
    } else if (parts.isOpenEnded() && (readUnit == 1 || position % readUnit == 0)) {
      openEnd = true;
      if (inFlight == 0) {
        partEnd = position + buffers.blockSize();
      }
    } else {
      planned = true;
      length = Math.max(length, parts.size());
    }
    return position < partEnd;
  }

  private void read(Block block) throws IOException {
    int left = block.wanted - block.filled;
    int aligned = (left + readUnit - 1) / readUnit * readUnit;
    buffers.read(block, source.fd(), block.filled, aligned, block.offset + block.filled);
  }

  private void write(Block block) throws IOException {
    int end = block.filled;
    if (skipZeros) {
      while (block.written < block.filled && isZero(block, block.written)) {
        block.written = unitEnd(block, block.written);
      }
      end = block.written;
      while (end < block.filled && !isZero(block, end)) {
        end = unitEnd(block, end);
      }
    }
    int left = end - block.written;
    if (left == 0) {
      release(block);
      return;
    }
    if (writeUnit > 1) {
      left -= left % writeUnit;
      if (left == 0 || block.written % writeUnit != 0) {
        inFlight--;
        tails.add(block);
        return;
      }
    }
    long offset = block.offset + block.written;
    buffers.write(block, target.fd(), block.written, left, offset);
  }

  private static int unitEnd(Block block, int at) {
    return Math.min(at + ZERO_UNIT - at % ZERO_UNIT, block.filled);
  }

  private static boolean isZero(Block block, int at) {
    int end = unitEnd(block, at);
    return MemorySegment.mismatch(block.chunk.segment(), at, end, ZEROS, 0, end - at) < 0;
  }

  private void writeTails() throws IOException {
    try {
      calls.endDirect(target.fd(), target.path());
    } catch (ErrnoException e) {
      fail(e);
      while (!tails.isEmpty()) {
        buffers.give(tails.poll());
      }
      return;
    }
    writeUnit = 1;
    while (!tails.isEmpty()) {
      inFlight++;
      write(tails.poll());
    }
  }

  private void completed(Block block, int result, int flags) throws IOException {
    if (result == -Errno.EINTR || result == -Errno.EAGAIN) {
      again(block);
    } else if (block.writing) {
      wrote(block, result);
    } else {
      didRead(block, result);
    }
  }

  private void again(Block block) throws IOException {
    if (failure != null) {
      abandon(block);
    } else if (block.writing) {
      write(block);
    } else {
      read(block);
    }
  }

  private void didRead(Block block, int result) throws IOException {
    if (result < 0) {
      fail(new ErrnoException(-result, "read", source.path()));
    }
    if (failure != null) {
      abandon(block);
      return;
    }
    block.filled = Math.min(block.filled + result, block.wanted);
    boolean ended = result == 0 || block.filled % readUnit != 0;
    if (block.filled < block.wanted && !ended) {
      read(block);
      return;
    }
    if (block.filled < block.wanted) {
      sourceEnd = Math.min(sourceEnd, block.offset + block.filled);
      partEnd = Math.min(partEnd, position);
    }
    length = Math.max(length, block.offset + block.filled);
    block.writing = true;
    write(block);
  }

  private void wrote(Block block, int result) throws IOException {
    if (result <= 0) {
      fail(new ErrnoException(result == 0 ? Errno.EIO : -result, "write", target.path()));
      abandon(block);
      return;
    }
    block.written += result;
    targetLength = Math.max(targetLength, block.offset + block.written);
    progress.wrote(result);
    if (failure == null) {
      write(block);
    } else {
      abandon(block);
    }
  }

  /** The first failure is the one to tell. */
  private void fail(IOException cause) {
    if (failure == null) {
      failure = cause;
      for (Block tail : tails) {
        gap = Math.min(gap, tail.offset + tail.written);
        buffers.give(tail);
      }
      tails.clear();
    }
  }

  private void abandon(Block block) {
    if (!block.writing || block.written < block.filled) {
      gap = Math.min(gap, block.offset + block.written);
    }
    release(block);
  }

  private void release(Block block) {
    inFlight--;
    buffers.give(block);
  }

  /** Makes the target as long as what was read of the source, and no longer than {@code limit}. */
  private void cutOff(long limit) throws IOException {
    long end = Math.min(limit, Math.min(length, sourceEnd));
    if (!target.isRegular()) {
      return;
    }
    if (targetLength < end && end < reserved) {
      // Making a file longer would leave the space behind its new end.
      calls.truncate(target.fd(), target.path(), targetLength);
    }
    if (targetLength != end || end < reserved) {
      calls.truncate(target.fd(), target.path(), end);
    }
  }
}
