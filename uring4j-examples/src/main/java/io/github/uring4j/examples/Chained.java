package io.github.uring4j.examples;

import io.github.uring4j.Chain;
import io.github.uring4j.Errno;
import io.github.uring4j.Fd;
import io.github.uring4j.OpenFlags;
import io.github.uring4j.OpenHow;
import io.github.uring4j.PlainFd;
import io.github.uring4j.Ring;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Writes a record, syncs it and closes the file, with one system call. */
public final class Chained {

  private Chained() {}

  /**
   * Prints what became of each step.
   *
   * @param args none, or the file to write
   * @throws IOException if something fails
   */
  public static void main(String[] args) throws IOException {
    String path = args.length == 0 ? "chained.log" : args[0];
    append(path, OpenFlags.WRONLY | OpenFlags.CREAT).forEach(System.out::println);
  }

  /** What became of each step, with the file opened in this way. */
  static List<String> append(String path, int openFlags) throws IOException {
    List<String> steps = new ArrayList<>();
    try (Ring<String> ring = Ring.open(8);
        Arena arena = Arena.ofConfined()) {
      OpenHow how = OpenHow.of(openFlags);
      ring.openat2("open", Fd.CWD, path, (openFlags & OpenFlags.CREAT) == 0 ? how : how.mode(0644));
      PlainFd log = LogFile.next(ring).fd();
      MemorySegment record = arena.allocateFrom("a record\n").asSlice(0, 9);
      // @start region="chain"
      try (Chain chain = ring.chain(3)) {
        ring.write("write", log, record, 0);
        ring.fsync("sync", log).hardlink(); // whatever becomes of it, the file is closed
        ring.close("close", log);
        chain.end();
      }
      ring.submitAndWait(3);
      ring.forEachCompletion(
          (step, res, flags) -> steps.add(step + ": " + (res < 0 ? Errno.name(-res) : res)));
      // @end region="chain"
      if (steps.contains("close: ECANCELED")) {
        log.close();
      }
    }
    return steps;
  }
}
