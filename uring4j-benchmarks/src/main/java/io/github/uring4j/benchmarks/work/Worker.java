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
 * nanoseconds, processor nanoseconds of the process, and bytes that all its threads have allocated.
 * If the machine lacks what the work needs it says so instead of getting ready.
 */
public final class Worker {

  /** What it says when it is ready. */
  public static final String READY = "ready";

  /** How it begins to say what is missing. */
  public static final String MISSING = "missing: ";

  private Worker() {}

  /** The first argument names the work, the others are its own. */
  public static void main(String[] args) throws IOException, InterruptedException {
    try (Work work = Works.open(args[0], Arrays.copyOfRange(args, 1, args.length))) {
      serve(work);
    } catch (MissingException e) {
      System.out.println(MISSING + e.getMessage());
    }
  }

  private static void serve(Work work) throws IOException, InterruptedException {
    ProcessorTime processor = new ProcessorTime();
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      System.out.println(READY);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        long requests = Long.parseLong(line);
        work.settle();
        long cpu = processor.nanos();
        long allocated = threads.getTotalThreadAllocatedBytes();
        long begin = System.nanoTime();
        work.run(requests);
        long nanos = System.nanoTime() - begin;
        long allocatedSince = threads.getTotalThreadAllocatedBytes() - allocated;
        System.out.println(nanos + " " + (processor.nanos() - cpu) + " " + allocatedSince);
      }
    }
  }
}
