package io.github.uring4j.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * Random writes of 4 KiB, sequential ones of 128 KiB, and chains of a write and an fsync. The
 * numbers of requests are fixed, so that every run dirties as many pages: see {@link
 * io.github.uring4j.benchmarks.work.Writes}.
 */
record WriteSuite(Programs programs, TestFiles files) {

  private static final int[] SMALL_DEPTHS = {1, 8, 32, 128};
  private static final int[] LARGE_DEPTHS = {1, 8, 32};
  private static final int SMALL = 4 << 10;
  private static final int LARGE = 128 << 10;
  private static final long SMALL_CACHED_REQUESTS = 8192;
  private static final long SMALL_DIRECT_REQUESTS = 2048;
  private static final long LARGE_REQUESTS = 1024;
  private static final long CHAINS = 512;

  List<Comparison> all() {
    List<Comparison> all = new ArrayList<>();
    for (String form : List.of("cached", "cached registered", "direct", "direct registered")) {
      long requests = form.startsWith("direct") ? SMALL_DIRECT_REQUESTS : SMALL_CACHED_REQUESTS;
      for (int depth : SMALL_DEPTHS) {
        all.add(compare("write-4k-", SMALL, form, depth, requests));
      }
    }
    for (String form : List.of("cached", "direct", "direct registered")) {
      for (int depth : LARGE_DEPTHS) {
        all.add(compare("write-128k-", LARGE, form + " sequential", depth, LARGE_REQUESTS));
      }
    }
    for (int depth : LARGE_DEPTHS) {
      all.add(chains(depth));
    }
    return all;
  }

  private Comparison compare(String prefix, int block, String form, int depth, long requests) {
    Object[] args = Programs.fileArgs(files.written(), depth, block, form);
    String group = prefix + form.replace(' ', '-');
    return new Comparison(
        group + "-" + depth,
        group,
        depth,
        requests,
        programs.c("C", "write", args),
        List.of(programs.java("uring4j", "write", args)));
  }

  private Comparison chains(int depth) {
    Object[] args = Programs.fileArgs(files.written(), depth, SMALL, "cached");
    return new Comparison(
        "fsync-" + depth,
        "fsync",
        depth,
        CHAINS,
        programs.c("C", "fsync", args),
        List.of(programs.java("uring4j", "fsync", args)));
  }
}
