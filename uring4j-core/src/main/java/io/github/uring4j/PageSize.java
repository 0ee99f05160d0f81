package io.github.uring4j;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** The size of a page of memory on this machine. */
final class PageSize {

  /** In bytes. */
  static final long BYTES = find();

  /** Key of the auxiliary vector: AT_PAGESZ. */
  private static final long AT_PAGESZ = 6;

  /** What is a multiple of this is one of every page size that Linux has. */
  private static final long LARGEST = 64 * 1024;

  private PageSize() {}

  /** From what the kernel told the process when it started. */
  private static long find() {
    try {
      ByteBuffer vector =
          ByteBuffer.wrap(Files.readAllBytes(Path.of("/proc/self/auxv")))
              .order(ByteOrder.LITTLE_ENDIAN);
      while (vector.remaining() >= 2 * Long.BYTES) {
        long key = vector.getLong();
        long value = vector.getLong();
        if (key == AT_PAGESZ) {
          return value;
        }
      }
    } catch (IOException e) {
      // Without /proc: stricter than need be.
      return LARGEST;
    }
    return LARGEST;
  }

  /**
   * Refuses what is not whole pages: the kernel would round it up, to memory of others.
   *
   * @throws IllegalArgumentException if the address or the size is not a multiple of a page
   */
  static void checkWholePages(MemorySegment memory) {
    if (((memory.address() | memory.byteSize()) & (BYTES - 1)) != 0) {
      throw new IllegalArgumentException(
          "%d bytes at 0x%x are not whole pages of %d bytes: allocate them with this alignment and a"
                  .formatted(memory.byteSize(), memory.address(), BYTES)
              + " multiple of it as size");
    }
  }
}
