package io.github.uring4j.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** The file that is read: random bytes, written out, and in the page cache. */
final class TestFile {

  private static final long SIZE = 1L << 30;
  private static final int BLOCK = 1 << 20;

  private TestFile() {}

  static void ensure(Path file) throws IOException {
    if (!Files.exists(file) || Files.size(file) == 0) {
      Path parent = file.toAbsolutePath().getParent();
      Files.createDirectories(parent);
      Path unfinished = Files.createTempFile(parent, "bench", ".new");
      fill(unfinished);
      Files.move(unfinished, file);
    }
    readAll(file);
  }

  private static void fill(Path file) throws IOException {
    Random random = new Random(1);
    byte[] block = new byte[BLOCK];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long written = 0; written < SIZE; written += BLOCK) {
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
