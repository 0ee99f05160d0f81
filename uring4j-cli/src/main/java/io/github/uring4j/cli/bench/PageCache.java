package io.github.uring4j.cli.bench;

import io.github.uring4j.cli.StoppedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Has the page cache hold a file, so that what comes first is not slower than what comes later. */
final class PageCache {

  private static final int PIECE = 1 << 20;

  private PageCache() {}

  /** Reads all of it, if it fits into half of the memory that is free. */
  static void fill(BenchFile file) throws IOException {
    if (file.size() > available() / 2) {
      return;
    }
    ByteBuffer buffer = ByteBuffer.allocate(PIECE);
    try (FileChannel channel = FileChannel.open(Path.of(file.path()))) {
      while (channel.read(buffer.clear()) > 0) {}
    } catch (ClosedByInterruptException e) {
      throw new StoppedException();
    }
  }

  private static long available() throws IOException {
    return Files.readAllLines(Path.of("/proc/meminfo")).stream()
        .filter(line -> line.startsWith("MemAvailable:"))
        .map(line -> line.replaceAll("[^0-9]", ""))
        .mapToLong(kibibytes -> Long.parseLong(kibibytes) * 1024)
        .findFirst()
        .orElse(0);
  }
}
