package io.github.uring4j.benchmarks.work;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The Java side of {@code worker.h}: asked on standard input for so many requests, it answers with
 * nanoseconds, processor nanoseconds of the process, and bytes that the thread has allocated.
 */
public final class Worker {

  private Worker() {}

  /** The first argument names the work, the others are its own. */
  public static void main(String[] args) throws IOException, InterruptedException {
    ProcessorTime processor = new ProcessorTime();
    ThreadMXBean thread = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    try (Work work = open(args[0], Arrays.copyOfRange(args, 1, args.length));
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      System.out.println("ready");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        long requests = Long.parseLong(line);
        long cpu = processor.nanos();
        long allocated = thread.getCurrentThreadAllocatedBytes();
        long begin = System.nanoTime();
        work.run(requests);
        long nanos = System.nanoTime() - begin;
        long allocatedSince = thread.getCurrentThreadAllocatedBytes() - allocated;
        System.out.println(nanos + " " + (processor.nanos() - cpu) + " " + allocatedSince);
      }
    }
  }

  private static Work open(String name, String... args) throws IOException {
    return switch (name) {
      case "nop" -> {
        int depth = Integer.parseInt(args[0]);
        yield new Nops(Rings.open(depth), depth);
      }
      case "read" -> Reads.open(ReadOptions.parse(args));
      default -> throw new IllegalArgumentException("no such work: " + name);
    };
  }
}
