package io.github.uring4j.examples;

import io.github.uring4j.Completion;
import io.github.uring4j.Fd;
import io.github.uring4j.OpenFlags;
import io.github.uring4j.OpenHow;
import io.github.uring4j.PlainFd;
import io.github.uring4j.Resolve;
import io.github.uring4j.Ring;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Opens a log file, writes a line to it in two parts, and closes it: a ring's life from beginning
 * to end.
 */
public final class LogFile {

  private LogFile() {}

  /**
   * Writes {@code test.log} in the current directory.
   *
   * @param args none
   * @throws IOException if something fails
   */
  public static void main(String[] args) throws IOException {
    write("test.log");
  }

  static void write(String name) throws IOException {
    // @start region="open"
    try (Ring<String> ring = Ring.open(64)) {
      ring.openat2(
          "open",
          Fd.CWD,
          name,
          OpenHow.of(OpenFlags.WRONLY | OpenFlags.CREAT | OpenFlags.TRUNC)
              .mode(0644)
              .resolve(Resolve.BENEATH));
      ring.submit();
      PlainFd log = next(ring).fd(); // or: openat2 test.log: EACCES (Permission denied)
      // @end region="open"
      // @start region="write"
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment[] line = {text(arena, "INFO: "), text(arena, "A log message\n")};
        while (line.length > 0) {
          ring.writev("write", log, line, -1); // at the current position
          line = after(line, next(ring).result()); // a short write is no error: go on behind it
        }
        // @end region="write"
        // @start region="close"
      } finally {
        ring.close("close", log);
        next(ring).result();
      }
    }
    // @end region="close"
  }

  // @start region="next"
  /** Submits, and waits for the next completion; again if the wait was woken for something else. */
  static <T> Completion<T> next(Ring<T> ring) throws IOException {
    Completion<T> completion;
    do {
      completion = ring.await();
    } while (completion == null);
    return completion;
  }

  // @end region="next"

  private static MemorySegment text(Arena arena, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return arena.allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
  }

  // @start region="after"
  /** What is left of some buffers behind their first bytes. */
  static MemorySegment[] after(MemorySegment[] buffers, long bytes) {
    int first = 0;
    while (first < buffers.length && bytes >= buffers[first].byteSize()) {
      bytes -= buffers[first++].byteSize();
    }
    MemorySegment[] rest = Arrays.copyOfRange(buffers, first, buffers.length);
    if (rest.length > 0) {
      rest[0] = rest[0].asSlice(bytes);
    }
    return rest;
  }
  // @end region="after"
}
