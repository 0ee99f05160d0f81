package io.github.uring4j.benchmarks;

import java.util.Map;

/** What groups of comparisons are called where people read. */
final class Titles {

  private static final Map<String, String> TITLES =
      Map.ofEntries(
          Map.entry("nop-table", "Nop, against C that does the same work"),
          Map.entry("nop", "Nop, against bare C"),
          Map.entry("depth-nop", "Nop on one ring, as its depth grows"),
          Map.entry("depth-read", "Cached read of 4 KiB on one ring, as its depth grows"),
          Map.entry("threads-nop", "Nop on several threads with a ring each, 32 deep"),
          Map.entry("threads-read", "Cached read of 4 KiB on several threads, 32 deep"),
          Map.entry("fsync", "Chains of a write of 4 KiB and an fsync"),
          Map.entry("peers-nop", "Nop, and others for Java"),
          Map.entry("peers-one-block", "Cached read of one block, and nio_uring"));

  private Titles() {}

  static String of(String group) {
    String title = TITLES.get(group);
    if (title != null) {
      return title;
    }
    String words =
        group
            .replaceFirst("^peers-", "")
            .replaceFirst("^read-", "random reads of 4 KiB, ")
            .replaceFirst("^write-4k-", "random writes of 4 KiB, ")
            .replaceFirst("^write-128k-", "sequential writes of 128 KiB, ")
            .replaceFirst("^write-", "random writes of 4 KiB, ")
            .replaceFirst("-sequential$", "")
            .replace("cached", "page cache")
            .replace("direct", "O_DIRECT")
            .replace('-', ' ');
    String end = group.startsWith("peers-") ? ", and others for Java" : ", against C";
    return Character.toUpperCase(words.charAt(0)) + words.substring(1) + end;
  }

  /** A few letters, for axes. */
  static String brief(String group) {
    return group.replace("nop-table", "nop, same work").replace('-', ' ');
  }
}
