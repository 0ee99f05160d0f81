package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The address space of the fake kernel: what was mapped, and whether anybody wrote where he must
 * not.
 *
 * <p>Every block lies between two red zones. Unmapped blocks are filled with poison and stay
 * allocated, so that a write after munmap is found and a read sees nonsense, where a real kernel
 * would kill the JVM.
 */
final class FakeMemory {

  private static final int PAGE = 4096;
  private static final byte RED = (byte) 0xA5;
  private static final byte POISON = (byte) 0xDD;

  /** One piece of memory that can be mapped. */
  static final class Block {

    final String name;
    final MemorySegment memory;
    private final MemorySegment before;
    private final MemorySegment after;
    private boolean unmapped;

    private Block(String name, MemorySegment whole, long size) {
      this.name = name;
      this.before = whole.asSlice(0, PAGE).fill(RED);
      this.memory = whole.asSlice(PAGE, size);
      this.after = whole.asSlice(PAGE + size).fill(RED);
    }

    /** Whether the last mapping is gone: nobody can see what is written there. */
    boolean isUnmapped() {
      return unmapped;
    }
  }

  private record Mapping(Block block, long length) {

    @Override
    public String toString() {
      return block.name + ", " + length;
    }
  }

  private final Arena arena = Arena.ofAuto();
  private final List<Block> blocks = new ArrayList<>();
  private final List<Mapping> mappings = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  Block allocate(String name, long size) {
    long padded = PAGE + pages(size) + PAGE;
    Block block = new Block(name, arena.allocate(padded, PAGE), size);
    blocks.add(block);
    return block;
  }

  static long pages(long size) {
    return (size + PAGE - 1) / PAGE * PAGE;
  }

  long map(Block block, long length) {
    block.unmapped = false;
    mappings.add(new Mapping(block, length));
    return block.memory.address();
  }

  /** Ends a mapping of exactly this address and length; anything else is a fault of the caller. */
  boolean unmap(long address, long length) {
    for (Mapping mapping : mappings) {
      if (mapping.block.memory.address() == address && mapping.length == length) {
        mappings.remove(mapping);
        if (mappings.stream().noneMatch(other -> other.block == mapping.block)) {
          mapping.block.unmapped = true;
          mapping.block.memory.fill(POISON);
        }
        return true;
      }
    }
    faults.add("munmap of what is not mapped so: " + nameOf(address) + ", " + length);
    return false;
  }

  /** The name of the block that begins at an address. */
  String nameOf(long address) {
    return blocks.stream()
        .filter(block -> block.memory.address() == address)
        .map(block -> block.name)
        .findFirst()
        .orElse("0x" + Long.toHexString(address));
  }

  /**
   * The mapped memory at an address that the application gave, or null if that much is not mapped
   * there.
   */
  MemorySegment lent(long address, long size) {
    for (Mapping mapping : mappings) {
      long offset = address - mapping.block.memory.address();
      if (offset >= 0 && offset + size <= mapping.length) {
        return mapping.block.memory.asSlice(offset, size);
      }
    }
    return null;
  }

  /** Everything that is wrong, once the application says that it has let go of all of it. */
  List<String> findings() {
    List<String> findings = new ArrayList<>(faults);
    mappings.forEach(mapping -> findings.add("still mapped: " + mapping));
    for (Block block : blocks) {
      if (changed(block.before, RED) || changed(block.after, RED)) {
        findings.add("written outside of its bounds: " + block.name);
      }
      if (block.unmapped && changed(block.memory, POISON)) {
        findings.add("written after munmap: " + block.name);
      }
    }
    return findings;
  }

  private static boolean changed(MemorySegment memory, byte fill) {
    for (long i = 0; i < memory.byteSize(); i++) {
      if (memory.get(JAVA_BYTE, i) != fill) {
        return true;
      }
    }
    return false;
  }
}
