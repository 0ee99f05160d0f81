package io.github.uring4j.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All comparisons that there are. */
final class Suites {

  private static final int[] NOP_DEPTHS = {1, 8, 32, 128};
  private static final int[] READ_DEPTHS = {1, 8, 32, 128};
  private static final int SMALL_BLOCK = 4096;

  private final Programs programs;
  private final Path file;

  /**
   * @param file what is read
   */
  Suites(Programs programs, Path file) {
    this.programs = programs;
    this.file = file;
  }

  List<Comparison> all() {
    List<Comparison> all = new ArrayList<>();
    for (int depth : NOP_DEPTHS) {
      all.add(nop("nop-table", "nop_table", depth));
    }
    for (int depth : NOP_DEPTHS) {
      all.add(nop("nop", "nop", depth));
    }
    for (String form : List.of("cached", "cached registered", "direct", "direct registered")) {
      for (int depth : READ_DEPTHS) {
        all.add(read(form, depth));
      }
    }
    return all;
  }

  private Comparison nop(String group, String program, int depth) {
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

  private Comparison read(String form, int depth) {
    List<Object> args = new ArrayList<>(List.of(file, depth, SMALL_BLOCK));
    args.addAll(List.of(form.split(" ")));
    args.remove("cached");
    String group = "read-" + form.replace(' ', '-');
    return new Comparison(
        group + "-" + depth,
        group,
        depth,
        0,
        programs.c("C", "read", args.toArray()),
        List.of(programs.java("uring4j", "read", args.toArray())));
  }
}
