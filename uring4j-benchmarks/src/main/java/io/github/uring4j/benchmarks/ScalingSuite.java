package io.github.uring4j.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** What a request costs as work grows: on more threads with a ring each, and on one ring. */
record ScalingSuite(Programs programs, TestFiles files) {

  private static final int[] THREADS = {1, 2, 4};
  private static final int THREAD_DEPTH = 32;
  private static final int[] DEPTHS = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096};
  private static final int BLOCK = 4096;

  List<Comparison> all() {
    List<Comparison> all = new ArrayList<>();
    for (int threads : THREADS) {
      all.add(threads("nop", threads, THREAD_DEPTH));
    }
    for (int threads : THREADS) {
      all.add(threads("read", threads, files.read(), THREAD_DEPTH, BLOCK));
    }
    for (int depth : DEPTHS) {
      all.add(depth("nop", depth, depth));
    }
    for (int depth : DEPTHS) {
      all.add(depth("read", depth, files.read(), depth, BLOCK));
    }
    return all;
  }

  /**
   * The comparison's depth is what all threads have in flight together: runs are multiples of it.
   */
  private Comparison threads(String work, int threads, Object... args) {
    List<Object> all = new ArrayList<>(List.of(threads, work));
    all.addAll(List.of(args));
    String group = "threads-" + work;
    return new Comparison(
        group + "-" + threads,
        group,
        threads * THREAD_DEPTH,
        0,
        programs.c("C", "threads", all.toArray()),
        List.of(programs.java("uring4j", "threads", all.toArray())));
  }

  private Comparison depth(String work, int depth, Object... args) {
    String group = "depth-" + work;
    return new Comparison(
        group + "-" + depth,
        group,
        depth,
        0,
        programs.c("C", work, args),
        List.of(programs.java("uring4j", work, args)));
  }
}
