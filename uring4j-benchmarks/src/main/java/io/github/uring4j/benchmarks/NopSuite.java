package io.github.uring4j.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Requests that do nothing: what everything around them costs. */
record NopSuite(Programs programs) {

  private static final int[] DEPTHS = {1, 8, 32, 128};

  List<Comparison> all() {
    List<Comparison> all = new ArrayList<>();
    for (int depth : DEPTHS) {
      all.add(compare("nop-table", "nop_table", depth));
    }
    for (int depth : DEPTHS) {
      all.add(compare("nop", "nop", depth));
    }
    return all;
  }

  private Comparison compare(String group, String program, int depth) {
    return new Comparison(
        group + "-" + depth,
        group,
        depth,
        0,
        programs.c("C", program, depth),
        List.of(
            programs.java("uring4j", "nop", depth),
            programs.java(
                "uring4j, its own choice of flags",
                List.of("-During4j.chosenFlags=true"),
                "nop",
                depth)));
  }
}
