package io.github.uring4j.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The same work by others for Java, and by fio. Apart from the comparisons with C alone, since they
 * take longer: each has its own names.
 */
record PeerSuite(Programs programs, TestFiles files) {

  private static final int[] DEPTHS = {1, 8, 32, 128};
  private static final int BLOCK = 4096;
  private static final long CACHED_WRITES = 8192;
  private static final long DIRECT_WRITES = 2048;

  /** Netty reports what it must be started with, or else warns. */
  private static final List<String> NETTY_OPTIONS =
      List.of("--sun-misc-unsafe-memory-access=allow", "-Dio.netty.leakDetection.level=disabled");

  List<Comparison> all() {
    List<Comparison> all = new ArrayList<>();
    for (int depth : DEPTHS) {
      all.add(nops(depth));
    }
    for (String form : List.of("cached", "direct", "direct registered")) {
      for (int depth : DEPTHS) {
        all.add(reads(form, depth));
      }
    }
    for (int depth : DEPTHS) {
      all.add(oneBlock(depth));
    }
    for (String form : List.of("cached", "direct")) {
      for (int depth : DEPTHS) {
        all.add(writes(form, depth));
      }
    }
    return all;
  }

  private Comparison nops(int depth) {
    return new Comparison(
        "peers-nop-" + depth,
        "peers-nop",
        depth,
        0,
        programs.c("C", "nop", depth),
        List.of(
            programs.java("uring4j", "nop", depth),
            programs.java("Netty", NETTY_OPTIONS, "netty-nop", depth)));
  }

  private Comparison reads(String form, int depth) {
    Object[] args = Programs.fileArgs(files.read(), depth, BLOCK, form);
    List<Contender> contenders = contenders("read", files.read(), form, depth);
    if (form.startsWith("direct")) {
      contenders.add(
          new FioContender("fio", files.read(), depth, BLOCK, form.endsWith("registered")));
    }
    return comparison("peers-read-", form, depth, 0, programs.c("C", "read", args), contenders);
  }

  /** Here takes part who can read the beginning of a file only. */
  private Comparison oneBlock(int depth) {
    Object[] args = Programs.fileArgs(files.oneBlock(), depth, BLOCK, "cached");
    return comparison(
        "peers-one-block",
        "",
        depth,
        0,
        programs.c("C", "read", args),
        List.of(
            programs.java("uring4j", "read", args), programs.java("nio_uring", "nio_uring", args)));
  }

  private Comparison writes(String form, int depth) {
    Object[] args = Programs.fileArgs(files.written(), depth, BLOCK, form);
    return comparison(
        "peers-write-",
        form,
        depth,
        form.equals("cached") ? CACHED_WRITES : DIRECT_WRITES,
        programs.c("C", "write", args),
        contenders("write", files.written(), form, depth));
  }

  private Comparison comparison(
      String prefix,
      String form,
      int depth,
      long requests,
      Contender baseline,
      List<Contender> contenders) {
    String group = prefix + form.replace(' ', '-');
    return new Comparison(group + "-" + depth, group, depth, requests, baseline, contenders);
  }

  /** Only ring and fio can register: there they meet alone. */
  private List<Contender> contenders(String work, Path file, String form, int depth) {
    Object[] args = Programs.fileArgs(file, depth, BLOCK, form);
    List<Contender> all = new ArrayList<>();
    all.add(programs.java("uring4j", work, args));
    if (!form.endsWith("registered")) {
      all.add(java("FileChannel, platform threads", "channel", "platform " + work, args));
      all.add(java("FileChannel, virtual threads", "channel", "virtual " + work, args));
      all.add(java("AsynchronousFileChannel", "async-channel", work, args));
      all.add(java("Netty", "netty", work, args));
    }
    return all;
  }

  private Contender java(String name, String work, String words, Object... args) {
    List<Object> all = new ArrayList<>(List.of(words.split(" ", -1)));
    all.addAll(List.of(args));
    List<String> options = work.equals("netty") ? NETTY_OPTIONS : List.of();
    return programs.java(name, options, work, all.toArray());
  }
}
