package io.github.uring4j.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Random reads of 4 KiB. */
record ReadSuite(Programs programs, TestFiles files) {

  private static final int[] DEPTHS = {1, 8, 32, 128};
  private static final int BLOCK = 4096;

  List<Comparison> all() {
    List<Comparison> all = new ArrayList<>();
    for (String form : List.of("cached", "cached registered", "direct", "direct registered")) {
      for (int depth : DEPTHS) {
        all.add(compare(form, depth));
      }
    }
    return all;
  }

  private Comparison compare(String form, int depth) {
    Object[] args = Programs.fileArgs(files.read(), depth, BLOCK, form);
    String group = "read-" + form.replace(' ', '-');
    return new Comparison(
        group + "-" + depth,
        group,
        depth,
        0,
        programs.c("C", "read", args),
        List.of(programs.java("uring4j", "read", args)));
  }
}
