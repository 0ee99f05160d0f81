package io.github.uring4j.cli.bench;

import io.github.uring4j.RegisteredBuffer;
import io.github.uring4j.Ring;
import io.github.uring4j.RingBuilder;
import io.github.uring4j.cli.CommandFailedException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

/** Requests on rings, one for each thread. */
final class RingEngine implements Engine {

  /** So that a poll thread does not fall asleep while a device works. */
  private static final Duration POLL_IDLE = Duration.ofMillis(100);

  private final BenchOptions options;
  private final int blockBytes;
  private final int entries;
  private final Works works;

  /** Makes what a thread's ring works on. */
  @FunctionalInterface
  interface Works {
    Work open(RingParts parts, int thread) throws IOException;
  }

  /**
   * @param blockBytes how much memory each request needs, or 0
   * @param entries how many entries of the queue each request takes
   */
  RingEngine(BenchOptions options, int blockBytes, int entries, Works works) {
    this.options = options;
    this.blockBytes = blockBytes;
    this.entries = entries;
    this.works = works;
  }

  @Override
  public String name() {
    return "uring4j";
  }

  @Override
  public int threads() {
    return options.threads;
  }

  @Override
  public boolean hasRings() {
    return true;
  }

  @Override
  public Runner open(int thread) throws IOException {
    // A queue that is full is submitted, and requests do not straddle its end: both are even.
    int queue = Math.min(options.depth * entries, BenchOptions.MAX_DEPTH);
    RingBuilder<Slot> builder = Ring.<Slot>builder().entries(queue);
    if (options.sqpoll) {
      builder.pollThread(POLL_IDLE);
    }
    Ring<Slot> ring = builder.open();
    try {
      // Of an automatic arena: it lives as long as the kernel may use it.
      MemorySegment memory = blockBytes == 0 ? null : allocate(Arena.ofAuto());
      RegisteredBuffer registered =
          options.registered && memory != null ? ring.registerBuffer(memory) : null;
      Work work = works.open(new RingParts(ring, registered, blockBytes), thread);
      return new RingRunner(ring, work, slots(memory), options.waitFor);
    } catch (IOException | RuntimeException e) {
      ring.close();
      throw e;
    }
  }

  private Slot[] slots(MemorySegment memory) {
    Slot[] slots = new Slot[options.depth];
    for (int i = 0; i < slots.length; i++) {
      long at = (long) i * blockBytes;
      slots[i] = new Slot(memory == null ? null : memory.asSlice(at, blockBytes), at);
    }
    return slots;
  }

  private MemorySegment allocate(Arena arena) throws CommandFailedException {
    try {
      MemorySegment memory =
          arena.allocate((long) options.depth * blockBytes, BenchOptions.ALIGNMENT);
      return memory.fill((byte) 0x5a);
    } catch (OutOfMemoryError e) {
      throw new CommandFailedException(
          "no memory for %d blocks of %d bytes: give a smaller --depth or --block"
              .formatted(options.depth, blockBytes),
          e);
    }
  }
}
