package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.uring4j.sys.NativeMemory;
import io.github.uring4j.sys.Syscalls;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Native memory for what accompanies a request: paths, iovecs, timespecs.
 *
 * <p>Blocks of a few sizes, cut from slabs that are mapped once and stay until the ring is
 * released, so that a ring that runs steadily allocates nothing. A block is given back with its
 * request's last completion, not at submit: that is later than kernels with
 * IORING_FEAT_SUBMIT_STABLE need, and it is right on all of them. Owner thread only.
 */
final class Scratch {

  static final int MAX_BLOCK = 64 * 1024;
  private static final int MIN_BLOCK_SHIFT = 6;
  private static final int CLASSES = 16 - MIN_BLOCK_SHIFT + 1;
  private static final long SLAB = 4 * MAX_BLOCK;

  private final Syscalls syscalls;
  private final Block[] free = new Block[CLASSES];
  private final List<MemorySegment> slabs = new ArrayList<>();
  private long slabUsed = SLAB;
  private long blocksInUse;

  Scratch(Syscalls syscalls) {
    this.syscalls = syscalls;
  }

  /** A block of native memory, with the objects that its content points at. */
  static final class Block {
    final MemorySegment memory;
    private final int sizeClass;
    private Block next;
    private Object[] held = new Object[2];
    private int heldCount;
    private String subject;
    private BufferGroup group;
    private RecvmsgTemplate template;
    private Object wrapped;

    private Block(MemorySegment memory, int sizeClass) {
      this.memory = memory;
      this.sizeClass = sizeClass;
    }

    long address() {
      return memory.address();
    }

    /** Keeps an object alive as long as this block is in use. */
    void hold(Object object) {
      if (heldCount == held.length) {
        held = Arrays.copyOf(held, heldCount * 2);
      }
      held[heldCount++] = object;
    }

    /** The path that the request is about, for messages. */
    void subject(String text) {
      subject = text;
    }

    String subject() {
      return subject;
    }

    /** The group that the request picks buffers from, which is held until the block is released. */
    void group(BufferGroup used, boolean alone) {
      used.hold(alone);
      group = used;
    }

    /**
     * Stands in a slot in place of what the slot kept alive until now, which is let go with this.
     */
    void wrap(Object kept) {
      wrapped = kept;
      subject = KeptAlive.path(kept);
    }

    Object wrapped() {
      return wrapped;
    }

    BufferGroup group() {
      return group;
    }

    /** The same for a request that receives messages again and again. */
    void messages(BufferGroup used, RecvmsgTemplate division) {
      group(used, false);
      template = division;
    }

    /** How such a request divides its buffers; null for another. */
    RecvmsgTemplate template() {
      return template;
    }

    boolean heldMemoryIsAlive() {
      if (group != null && !group.isAlive()) {
        return false;
      }
      for (int i = 0; i < heldCount; i++) {
        if (held[i] instanceof MemorySegment segment && !segment.scope().isAlive()) {
          return false;
        }
      }
      return true;
    }
  }

  /** A block of at least {@code size} bytes; its content is left from the last use. */
  Block allocate(long size) throws IOException {
    int sizeClass = sizeClass(size);
    Block block = free[sizeClass];
    if (block == null) {
      block = carve(sizeClass);
    } else {
      free[sizeClass] = block.next;
      block.next = null;
    }
    blocksInUse++;
    return block;
  }

  /** A block with a C string, that names it in messages. */
  Block strings(String subject, byte[] text) throws IOException {
    return strings(subject, text, 0);
  }

  /** A block with a C string behind {@code before} bytes of room, that names it in messages. */
  Block strings(String subject, byte[] text, int before) throws IOException {
    Block block = allocate(before + text.length + 1L);
    putString(block, before, text);
    block.subject(subject);
    return block;
  }

  /** A block with two C strings, one behind the other. */
  Block strings(String subject, byte[] first, byte[] second) throws IOException {
    Block block = allocate(first.length + second.length + 2L);
    putString(block, 0, first);
    putString(block, first.length + 1L, second);
    block.subject(subject);
    return block;
  }

  private static void putString(Block block, long at, byte[] text) {
    MemorySegment.copy(text, 0, block.memory, JAVA_BYTE, at, text.length);
    block.memory.set(JAVA_BYTE, at + text.length, (byte) 0);
  }

  void release(Block block) {
    for (int i = 0; i < block.heldCount; i++) {
      block.held[i] = null;
    }
    block.heldCount = 0;
    block.subject = null;
    block.wrapped = null;
    if (block.group != null) {
      block.group.unhold();
      block.group = null;
      block.template = null;
    }
    block.next = free[block.sizeClass];
    free[block.sizeClass] = block;
    blocksInUse--;
  }

  long bytesMapped() {
    return slabs.size() * SLAB;
  }

  long blocksInUse() {
    return blocksInUse;
  }

  /** Unmaps all. Only when the kernel has let go of every request. */
  void unmap() {
    for (MemorySegment slab : slabs) {
      syscalls.munmap(slab.address(), slab.byteSize());
    }
    slabs.clear();
  }

  private static int sizeClass(long size) {
    if (size > MAX_BLOCK) {
      throw new IllegalArgumentException(
          "a request's paths and vectors may take " + MAX_BLOCK + " bytes, these take " + size);
    }
    int log2 = 64 - Long.numberOfLeadingZeros(Math.max(size, 1) - 1);
    return Math.max(log2 - MIN_BLOCK_SHIFT, 0);
  }

  private Block carve(int sizeClass) throws IOException {
    long size = 1L << (sizeClass + MIN_BLOCK_SHIFT);
    if (slabUsed + size > SLAB) {
      long address = syscalls.mmap(SLAB, -1, 0);
      if (address < 0) {
        throw new ErrnoException((int) -address, "mmap", SLAB + " bytes for paths and vectors");
      }
      slabs.add(NativeMemory.at(address, SLAB));
      slabUsed = 0;
    }
    MemorySegment memory = slabs.getLast().asSlice(slabUsed, size);
    slabUsed += size;
    return new Block(memory, sizeClass);
  }
}
