package io.github.uring4j;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What kernel-rows.tsv says of one constant of the kernel's header, or of one variant of an
 * operation, and what kernel-since.tsv does.
 *
 * @param name the constant, or the variant in words
 * @param since a Linux release
 * @param of the constant that a variant is of; of a constant, itself
 * @param members what of the library reaches it, or has it to itself
 * @param via where the members come by the constant, if they do not mention it themselves
 * @param tests each as in {@code Class#method}
 * @param what what these tests see
 * @param why for what the running kernel does not show, the reason
 */
record KernelRow(
    String section,
    String name,
    String since,
    String of,
    List<String> members,
    List<String> via,
    List<String> tests,
    String what,
    How how,
    String why) {

  /** How the tests show it. */
  enum How {
    /** On the running kernel. */
    KERNEL("kernel"),
    /** On a fake one: Linux 6.18 does not have it. */
    LATER("later"),
    /** On a fake one: it takes hardware. */
    HARDWARE("hardware"),
    /** Something else on the running kernel: the library does without the constant. */
    INSTEAD("instead"),
    /** Not at all: it is no more than a number. */
    NONE("none");

    private final String word;

    How(String word) {
      this.word = word;
    }

    static How of(String word) {
      for (How how : values()) {
        if (how.word.equals(word)) {
          return how;
        }
      }
      throw new IllegalArgumentException(
          "neither kernel, later, hardware, instead nor none: " + word);
    }
  }

  boolean isVariant() {
    return !name.equals(of);
  }

  boolean isConstantWith(String prefix) {
    return name.startsWith(prefix);
  }

  /** What there must be a row of: each constant and each variant. */
  static Set<String> known() {
    return releases().keySet();
  }

  private static Map<String, List<String>> releases() {
    Map<String, List<String>> since = new LinkedHashMap<>();
    lines("kernel-since.tsv").stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> List.of(line.split("\t", -1)))
        .forEach(columns -> since.put(columns.getFirst(), columns));
    return since;
  }

  /** All, in the order of the table. */
  static List<KernelRow> all() {
    Map<String, List<String>> since = releases();
    List<KernelRow> rows = new ArrayList<>();
    String section = "";
    for (String line : lines("kernel-rows.tsv")) {
      if (line.startsWith("## ")) {
        section = line.substring(3);
      } else if (!line.startsWith("#")) {
        rows.add(row(section, line, since));
      }
    }
    return rows;
  }

  private static KernelRow row(String section, String line, Map<String, List<String>> since) {
    String[] columns = line.split("\t", -1);
    if (columns.length != 6) {
      throw new IllegalStateException("not six columns: " + line);
    }
    List<String> known = Objects.requireNonNullElse(since.get(columns[0]), List.of(columns[0], ""));
    String[] how = columns[5].split(": ", 2);
    return new KernelRow(
        section,
        columns[0],
        known.get(1),
        known.size() > 2 ? known.get(2) : columns[0],
        list(columns[1]),
        list(columns[2]),
        list(columns[3]),
        columns[4],
        How.of(how[0]),
        how.length > 1 ? how[1] : "");
  }

  private static List<String> list(String column) {
    return column.equals("-") ? List.of() : List.of(column.split("; "));
  }

  private static List<String> lines(String resource) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(KernelRow.class.getResourceAsStream("/" + resource)),
                StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
