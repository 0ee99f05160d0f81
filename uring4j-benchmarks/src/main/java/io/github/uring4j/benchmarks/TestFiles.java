package io.github.uring4j.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * The files that are read and written: random bytes, all blocks written out, and in the page cache.
 *
 * @param read 1 GiB
 * @param written small enough that the kernel does not begin to write it back within a run
 * @param oneBlock for who can read at offset 0 only
 */
record TestFiles(Path read, Path written, Path oneBlock) {

  private static final int BLOCK = 1 << 20;
  private static final long READ_SIZE = 1L << 30;
  private static final long WRITTEN_SIZE = 1L << 28;
  private static final int ONE_BLOCK_SIZE = 4096;

  /** The others lie beside what is read. */
  static TestFiles beside(Path read) {
    Path absolute = read.toAbsolutePath();
    String name = absolute.getFileName().toString();
    return new TestFiles(
        absolute,
        absolute.resolveSibling(name + ".written"),
        absolute.resolveSibling(name + ".block"));
  }

  void ensure() throws IOException {
    ensure(read, READ_SIZE);
    ensure(written, WRITTEN_SIZE);
    ensure(oneBlock, ONE_BLOCK_SIZE);
  }

  private static void ensure(Path file, long size) throws IOException {
    if (!Files.exists(file) || Files.size(file) == 0) {
      Path parent = file.getParent();
      Files.createDirectories(parent);
      Path unfinished = Files.createTempFile(parent, "bench", ".new");
      fill(unfinished, size);
      Files.move(unfinished, file);
    }
    readAll(file);
  }

  private static void fill(Path file, long size) throws IOException {
    Random random = new Random(1);
    byte[] block = new byte[(int) Math.min(BLOCK, size)];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long written = 0; written < size; written += block.length) {
        random.nextBytes(block);
        out.write(block);
      }
    }
  }

  private static void readAll(Path file) throws IOException {
    try (OutputStream nowhere = OutputStream.nullOutputStream()) {
      Files.copy(file, nowhere);
    }
  }
}
