package io.github.uring4j;

import io.github.uring4j.KernelRow.How;
import io.github.uring4j.abi.AbiTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes docs/KERNEL.md, and the table from which {@code uring probe} names the methods. Run it
 * from the repository's root or from a module, without arguments.
 */
final class KernelDocument {

  private static final String INTRODUCTION =
      """
      # The kernel's interface, and where it is tested

      Every constant of `linux/io_uring.h` (Linux 7.1, as in liburing 2.15) and every variant of an operation has a line here:
      what of this library reaches it, since which Linux release there is such a thing, which test shows it, and what that
      test sees on the kernel at hand. `uring probe` says which of these the kernel has that it runs on, `uring probe --api`
      with their methods.

      **Methods** of `Ring` stand for those of the interfaces that it extends too. *Internal* is what the library does by
      itself. Several lines may name one test: it is in `uring4j-core/src/test/java/io/github/uring4j`.

      **Tests** run on the kernel at hand, which for CI is a stock Linux 6.18, and none is skipped there. What such a kernel
      cannot show is tested on a fake kernel below the ring (`FakeKernel`), and entries and structures are compared byte by
      byte with those that liburing writes. The line then begins with *later*, if a newer kernel is needed, or with
      *hardware*, if a device or a privilege is that the test machine lacks. *Instead* tells what takes the place of a constant
      that the library does without.

      **Since** is the first release of Linux itself; distributions port things to older ones. Ask the kernel (`Ring.probe()`,
      `Ring.features()`, `uring probe`), do not compare versions.

      This file is written by `KernelDocument` from `kernel-rows.tsv` and `kernel-since.tsv` (in `src/test/resources` of
      uring4j-core), and `KernelDocumentTest` fails if a constant has no line, a method or a test does not exist or has nothing
      to do with the constant, a release differs from what the code says, or this file is not what would be written. To write
      it: `./mvnw -q test -pl uring4j-core -am -Dtest=KernelDocumentTest -Dsurefire.failIfNoSpecifiedTests=false
      -During4j.write=true`.
      """;

  private KernelDocument() {}

  static void main() throws IOException {
    Files.writeString(document(), render(KernelRow.all()));
    Files.createDirectories(table().getParent());
    Files.writeString(table(), renderTable(KernelRow.all()));
  }

  static Path document() {
    return root().resolve("docs/KERNEL.md");
  }

  /** What the command reads: constants, and the methods that reach them. */
  static Path table() {
    return root().resolve("uring4j-cli/src/main/resources/io/github/uring4j/cli/kernel-api.tsv");
  }

  /** The directory of the tests. */
  static Path tests() {
    return root().resolve("uring4j-core/src/test/java/io/github/uring4j");
  }

  private static Path root() {
    Path module = AbiTable.sources();
    while (!module.endsWith("uring4j-core")) {
      module = module.getParent();
    }
    return module.toAbsolutePath().getParent();
  }

  static String render(List<KernelRow> rows) {
    StringBuilder text = new StringBuilder(INTRODUCTION);
    text.append('\n').append(summary(rows));
    SequencedMap<String, List<KernelRow>> sections =
        rows.stream()
            .collect(
                Collectors.groupingBy(KernelRow::section, LinkedHashMap::new, Collectors.toList()));
    sections.forEach(
        (section, content) -> {
          text.append("\n## ").append(section).append("\n\n");
          text.append("| constant or variant | method | since | test | what it sees |\n");
          text.append("| --- | --- | --- | --- | --- |\n");
          content.forEach(row -> text.append(line(row)));
        });
    return text.toString();
  }

  private static String summary(List<KernelRow> rows) {
    Map<How, Long> counts =
        rows.stream().collect(Collectors.groupingBy(KernelRow::how, Collectors.counting()));
    long variants = rows.stream().filter(KernelRow::isVariant).count();
    return """
    %d constants and %d variants: %d shown on the running kernel, %d later, %d
    hardware, %d instead, and %d that are only numbers.
    """
        .formatted(
            rows.size() - variants,
            variants,
            counts.getOrDefault(How.KERNEL, 0L),
            counts.getOrDefault(How.LATER, 0L),
            counts.getOrDefault(How.HARDWARE, 0L),
            counts.getOrDefault(How.INSTEAD, 0L),
            counts.getOrDefault(How.NONE, 0L));
  }

  private static String line(KernelRow row) {
    String what =
        switch (row.how()) {
          case KERNEL -> row.what();
          case LATER -> "*later*: " + row.what();
          case HARDWARE -> "*hardware*: " + row.what() + " (" + row.why() + ")";
          case INSTEAD -> "*instead*: " + row.what() + " (" + row.why() + ")";
          case NONE -> row.why();
        };
    return "| %s | %s | %s | %s | %s |\n"
        .formatted(
            row.isVariant() ? "… " + row.name() : "`" + row.name() + "`",
            codes(row.members(), KernelDocument::member),
            row.since(),
            codes(row.tests(), Function.identity()),
            what.replace("|", "\\|"));
  }

  private static String member(String member) {
    return ApiMember.of(member).isInternal() ? member + "` *internal*" : member;
  }

  private static String codes(List<String> texts, Function<String, String> toText) {
    return texts.isEmpty()
        ? "-"
        : texts.stream()
            .map(toText)
            .map(text -> text.endsWith("*") ? "`" + text : "`" + text + "`")
            .collect(Collectors.joining("<br>"));
  }

  static String renderTable(List<KernelRow> rows) {
    SequencedMap<String, SequencedSet<String>> members = new LinkedHashMap<>();
    rows.stream()
        .filter(row -> row.of().matches("IORING_((UN)?REGISTER|OP|SETUP|FEAT)_.*"))
        .filter(row -> row.how() != How.NONE)
        .forEach(
            row ->
                members
                    .computeIfAbsent(
                        row.of() + "\t" + since(row, rows), of -> new LinkedHashSet<>())
                    .addAll(
                        row.members().stream()
                            .filter(member -> !ApiMember.of(member).isInternal())
                            .toList()));
    StringBuilder text = new StringBuilder();
    text.append("# written by KernelDocument: what there may be, since when, what reaches it\n");
    members.forEach(
        (of, reached) ->
            text.append(of).append('\t').append(String.join("; ", reached)).append('\n'));
    return text.toString();
  }

  private static String since(KernelRow row, List<KernelRow> rows) {
    return rows.stream()
        .filter(each -> each.name().equals(row.of()))
        .map(KernelRow::since)
        .findFirst()
        .orElseThrow();
  }
}
