package io.github.uring4j.examples;

import io.github.uring4j.Chunk;
import io.github.uring4j.Errno;
import io.github.uring4j.ErrnoException;
import io.github.uring4j.Fd;
import io.github.uring4j.OpenHow;
import io.github.uring4j.PlainFd;
import io.github.uring4j.Region;
import io.github.uring4j.RegisteredBuffer;
import io.github.uring4j.Ring;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** The CRC-32C of a file, read with many requests in flight into one registered buffer. */
public final class Checksum {

  private static final int BLOCK = 64 * 1024;
  private static final int DEPTH = 8;

  private final CRC32C crc = new CRC32C();
  private final TreeMap<Long, Block> arrived = new TreeMap<>();
  private long summed;

  private Checksum() {}

  /**
   * Prints the checksum of a file.
   *
   * @param args the file
   * @throws IOException if something fails
   */
  public static void main(String[] args) throws IOException {
    System.out.printf("%08x%n", new Checksum().of(args[0]));
  }

  // @start region="userdata"
  /** The user data of a read: it comes back with the completion, the very object. */
  record Block(long offset, Chunk chunk) {}

  // @end region="userdata"

  static long ofFile(String name) throws IOException {
    return new Checksum().of(name);
  }

  private long of(String name) throws IOException {
    // @start region="fixed"
    try (Arena arena = Arena.ofConfined();
        Ring<Block> ring = Ring.open(DEPTH)) {
      RegisteredBuffer buffer = ring.registerBuffer(arena.allocate((long) DEPTH * BLOCK, 4096));
      Region region = Region.of(buffer, BLOCK);
      // @end region="fixed"
      PlainFd file = open(ring, name);
      try {
        sumAll(ring, region, file, Files.size(Path.of(name)));
      } finally {
        file.close(); // close(2), at once; ring.close(data, file) is the request
      }
    }
    return crc.getValue();
  }

  private void sumAll(Ring<Block> ring, Region region, PlainFd file, long size) throws IOException {
    // @start region="loop"
    long next = 0;
    while (next < size || ring.inFlight() > 0) {
      while (next < size && region.available() > 0) {
        Chunk chunk = region.allocate();
        ring.readFixed(new Block(next, chunk), file, chunk, BLOCK, next);
        next += BLOCK;
      }
      ring.submitAndWait(1);
      ring.forEachCompletion((block, res, flags) -> sum(block, res, size));
    }
    // @end region="loop"
  }

  private static PlainFd open(Ring<Block> ring, String name) throws IOException {
    ring.openat2(null, Fd.CWD, name, OpenHow.readOnly());
    // @start region="errors"
    try {
      return LogFile.next(ring).fd();
    } catch (ErrnoException e) {
      if (e.errno() == Errno.ENOENT) {
        System.err.println("there is no " + e.subject());
      }
      throw e; // openat2 notes.txt: ENOENT (No such file or directory)
    }
    // @end region="errors"
  }

  // @start region="sum"
  /** Adds what has arrived, in the order of the file, and frees it. */
  private void sum(Block block, int res, long size) throws IOException {
    if (res < 0) {
      throw new ErrnoException(-res, "read", "at " + block.offset());
    }
    if (res < Math.min(BLOCK, size - block.offset())) {
      throw new EOFException("the file has shrunk");
    }
    arrived.put(block.offset(), block);
    while (!arrived.isEmpty() && arrived.firstKey() == summed) {
      Block first = arrived.pollFirstEntry().getValue();
      int length = (int) Math.min(BLOCK, size - summed);
      crc.update(first.chunk().segment(length).asByteBuffer());
      first.chunk().free();
      summed += length;
    }
  }
  // @end region="sum"
}
