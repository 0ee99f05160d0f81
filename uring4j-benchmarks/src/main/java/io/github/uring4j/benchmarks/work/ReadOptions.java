package io.github.uring4j.benchmarks.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What to read, and how. The words and their order are those of {@code read.c}. */
record ReadOptions(Path file, int depth, int block, boolean direct, boolean registered) {

  static ReadOptions parse(String... args) {
    boolean direct = false;
    boolean registered = false;
    for (int i = 3; i < args.length; i++) {
      switch (args[i]) {
        case "direct" -> direct = true;
        case "registered" -> registered = true;
        default -> throw new IllegalArgumentException(args[i]);
      }
    }
    return new ReadOptions(
        Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]), direct, registered);
  }

  long fileSize() throws IOException {
    return Files.size(file);
  }
}
