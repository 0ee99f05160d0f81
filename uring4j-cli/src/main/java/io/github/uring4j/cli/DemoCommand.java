package io.github.uring4j.cli;

import io.github.uring4j.Completion;
import io.github.uring4j.Fd;
import io.github.uring4j.OpenFlags;
import io.github.uring4j.OpenHow;
import io.github.uring4j.PlainFd;
import io.github.uring4j.Resolve;
import io.github.uring4j.Ring;
import io.github.uring4j.SetupFlags;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The README's walk-through, with each answer of the kernel shown. */
@Command(
    name = "demo",
    description =
        "Writes a log line to test.log in the current directory through io_uring, and shows each"
            + " step with the kernel's answer. What test.log held before is lost.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  private static final String LOG = "test.log";
  private static final int ENTRIES = 64;

  private final PrintWriter out;
  private int step;

  DemoCommand(Terminal terminal) {
    out = terminal.writer();
  }

  @Override
  public Integer call() throws IOException {
    step("create a ring of " + ENTRIES + " entries");
    try (Ring<String> ring = Ring.open(ENTRIES)) {
      answer(ring + ", " + ring.completionEntries() + " completions fit");
      answer("flags " + SetupFlags.toString(ring.setupFlags()));
      PlainFd log = open(ring);
      write(ring, log);
      close(ring, log);
      step("leave the ring");
    }
    answer("closed");
    out.println();
    out.println(LOG + " holds:");
    out.print(Files.readString(Path.of(LOG)));
    return 0;
  }

  private PlainFd open(Ring<String> ring) throws IOException {
    OpenHow how =
        OpenHow.of(OpenFlags.WRONLY | OpenFlags.CREAT | OpenFlags.TRUNC)
            .mode(0644)
            .resolve(Resolve.BENEATH);
    step("prepare: openat2 " + LOG);
    answer(how.toString());
    ring.openat2("open", Fd.CWD, LOG, how);
    step("submit");
    answer(ring.submit() + " request");
    return next(ring).fd();
  }

  private void write(Ring<String> ring, PlainFd log) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment[] rest = {text(arena, "INFO: "), text(arena, "A log message\n")};
      while (rest.length > 0) {
        step("prepare and submit: writev of " + sizes(rest) + " bytes at the current position");
        ring.writev("write", log, rest, -1);
        rest = after(rest, next(ring).result());
      }
    }
  }

  private void close(Ring<String> ring, PlainFd log) throws IOException {
    step("prepare and submit: close");
    ring.close("close", log);
    next(ring).result();
  }

  private Completion<String> next(Ring<String> ring) throws IOException {
    step("wait");
    Completion<String> completion = ring.await();
    while (completion == null) {
      answer("woken for something else: wait again");
      completion = ring.await();
    }
    answer("completion: " + completion);
    return completion;
  }

  private void step(String what) {
    out.printf("%2d. %s%n", ++step, what);
  }

  private void answer(String what) {
    out.println("    -> " + what);
  }

  private static MemorySegment text(Arena arena, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return arena.allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
  }

  private static String sizes(MemorySegment[] buffers) {
    StringBuilder text = new StringBuilder();
    for (MemorySegment buffer : buffers) {
      text.append(text.isEmpty() ? "" : " + ").append(buffer.byteSize());
    }
    return text.toString();
  }

  /** What is left of some buffers behind their first bytes. */
  static MemorySegment[] after(MemorySegment[] buffers, long bytes) {
    int first = 0;
    long left = bytes;
    while (first < buffers.length && left >= buffers[first].byteSize()) {
      left -= buffers[first++].byteSize();
    }
    MemorySegment[] rest = Arrays.copyOfRange(buffers, first, buffers.length);
    if (rest.length > 0) {
      rest[0] = rest[0].asSlice(left);
    }
    return rest;
  }
}
