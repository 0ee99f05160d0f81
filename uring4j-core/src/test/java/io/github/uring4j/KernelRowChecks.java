package io.github.uring4j;

import io.github.uring4j.KernelRow.How;
import io.github.uring4j.SourceMembers.Member;
import io.github.uring4j.abi.AbiTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is wrong with a row, if anything: each check gives the problems that it finds, in words. */
final class KernelRowChecks {

  /** What CI runs on. */
  private static final Release REFERENCE = Release.of("6.18");

  private static final Pattern ERRNO = Pattern.compile("\\bE[A-Z]{3,}\\b");

  /** What has the constants' names and releases. */
  private static final Map<String, Class<?>> NAMED =
      new TreeMap<>(
          Map.of(
              "IORING_OP_", Operation.class,
              "IORING_REGISTER_", RegisterOperation.class,
              "IORING_UNREGISTER_", RegisterOperation.class,
              "IORING_SETUP_", SetupFlags.class,
              "IORING_FEAT_", Features.class,
              "IORING_CQE_F_", CompletionFlags.class));

  /** What members use that are older: for some arguments, or where the kernel has it. */
  private static final Set<String> OLDER =
      Set.of(
          "IORING_REGISTER_SEND_MSG_RING",
          "IORING_ASYNC_CANCEL_FD_FIXED",
          "IO_URING_NAPI_REGISTER_OP",
          "IO_URING_NAPI_TRACKING_DYNAMIC",
          "IO_URING_NAPI_TRACKING_STATIC",
          "IO_URING_QUERY_ZCRX",
          "IO_URING_QUERY_SCQ");

  private final SourceMembers code;
  private final SourceMembers tests;

  private KernelRowChecks(SourceMembers code, SourceMembers tests) {
    this.code = code;
    this.tests = tests;
  }

  /** With the sources of this module. */
  static KernelRowChecks ofSources() {
    return OfSources.CHECKS;
  }

  private static final class OfSources {
    static final KernelRowChecks CHECKS =
        new KernelRowChecks(
            SourceMembers.of(AbiTable.sources()), SourceMembers.of(KernelDocument.tests()));
  }

  /** Whether nothing is missing, and nothing is there that has no business there. */
  List<String> ofColumns(KernelRow row) {
    List<String> problems = new ArrayList<>();
    if (row.section().isEmpty()) {
      problems.add("it is in no section");
    }
    if (row.how() == How.NONE) {
      if (!row.members().isEmpty() || !row.tests().isEmpty()) {
        problems.add("it is only a number, and yet has members or tests");
      }
    } else {
      if (row.members().isEmpty()) {
        problems.add("nothing of the library reaches it");
      }
      if (row.tests().isEmpty()) {
        problems.add("it has no test");
      }
      if (row.what().isEmpty() || row.what().equals("-")) {
        problems.add("what the test sees is not said");
      }
    }
    boolean needsReason = row.how() != How.KERNEL && row.how() != How.LATER;
    if (row.why().isEmpty() == needsReason) {
      problems.add(needsReason ? "the reason is missing" : "it gives a reason for what needs none");
    }
    return problems;
  }

  /** Whether the members exist, and have to do with the constant. */
  List<String> ofMembers(KernelRow row) {
    List<String> problems = new ArrayList<>();
    Set<String> indirectly = new LinkedHashSet<>();
    Set<String> onTheWay = new LinkedHashSet<>();
    Set<String> types = new LinkedHashSet<>();
    for (String text : row.members()) {
      onTheWay.addAll(declaration(text, problems).map(code::mentions).orElse(Set.of()));
      declaration(text, new ArrayList<>())
          .ifPresent(found -> types.addAll(List.of(found.type(), found.file())));
    }
    for (String via : row.via()) {
      Set<String> mentions = mentionsOf(via);
      if (mentions.isEmpty()) {
        problems.add("there is no " + via);
      } else if (!isNamed(via, onTheWay) && !types.contains(via.replaceAll("\\..*", ""))) {
        problems.add("its members do not name " + via);
      }
      onTheWay.addAll(mentions);
      indirectly.addAll(mentions);
    }
    if (row.isVariant() || row.how() == How.INSTEAD) {
      return problems;
    }
    Set<String> aliases = aliases(row.name());
    for (String text : row.members()) {
      declaration(text, new ArrayList<>())
          .map(code::mentions)
          .filter(mentions -> !mentionsAny(mentions, aliases) && !mentionsAny(indirectly, aliases))
          .ifPresent(mentions -> problems.add(text + " has nothing to do with " + aliases));
    }
    return problems;
  }

  /** Whether the tests exist, run where the row says, and use the members. */
  List<String> ofTests(KernelRow row) {
    List<String> problems = new ArrayList<>();
    Set<String> used = new LinkedHashSet<>();
    for (String test : row.tests()) {
      String[] parts = test.split("#", 2);
      List<Member> found =
          parts.length < 2 ? List.of() : tests.find(parts[0], parts[1]).stream().toList();
      if (found.size() != 1) {
        problems.add("there is no test " + test);
      } else if (found.getFirst().annotations().stream()
          .noneMatch(annotation -> annotation.matches("(Parameterized|Repeated)?Test"))) {
        problems.add(test + " is no test");
      } else {
        Set<String> mentions = tests.mentions(found.getFirst());
        used.addAll(mentions);
        mentions.stream()
            .filter(name -> name.endsWith("Rows"))
            .forEach(rows -> used.addAll(tests.mentionsOfFile(rows)));
      }
      if (row.how() == How.KERNEL && !parts[0].endsWith("KernelTest")) {
        problems.add(test + " does not run on the kernel");
      }
    }
    ERRNO
        .matcher(row.what())
        .results()
        .map(MatchResult::group)
        .filter(errno -> !used.contains(errno))
        .forEach(errno -> problems.add("its tests know nothing of " + errno));
    for (String text : row.tests().isEmpty() ? List.<String>of() : row.members()) {
      Optional<ApiMember> member = member(text, new ArrayList<>());
      boolean isUsed =
          member
              .filter(found -> !found.isInternal() && found.type() != Features.class)
              .map(found -> isUsed(found, used))
              .orElse(true);
      if (!isUsed) {
        problems.add("its tests do not use " + text);
      }
    }
    return problems;
  }

  /** By name, or as one of an enum that the test goes through. */
  private static boolean isUsed(ApiMember member, Set<String> used) {
    return used.contains(member.name())
        || (member.type().isEnum()
            && used.contains("EnumSource")
            && used.contains(member.type().getSimpleName()));
  }

  /** Whether the release is what the code says. */
  List<String> ofReleases(KernelRow row) {
    if (!row.since().matches("\\d+\\.\\d+")) {
      return List.of("since when it is there is not said");
    }
    List<String> problems = new ArrayList<>();
    Release since = Release.of(row.since());
    released(row.name())
        .filter(release -> !release.equals(since))
        .ifPresent(release -> problems.add("it is of " + since + ", and the code says " + release));
    if (row.how() == How.INSTEAD) {
      return problems;
    }
    List<Release> tags = new ArrayList<>();
    for (String text : row.members()) {
      member(text, new ArrayList<>())
          .filter(member -> !member.isInternal())
          .flatMap(member -> declaration(text, new ArrayList<>()))
          .flatMap(declaration -> Sources.kernelTag(declaration.javadoc()))
          .ifPresent(tag -> tags.add(Release.of(tag)));
    }
    boolean agree =
        row.isVariant()
            ? tags.stream().allMatch(tag -> tag.compareTo(since) <= 0)
            : tags.isEmpty() || tags.contains(since) || OLDER.contains(row.name());
    if (!agree) {
      problems.add("it is of " + since + ", and its members are of " + tags);
    }
    return problems;
  }

  /**
   * Whether the row is honest: a kernel like that of CI must have what is tested on it, and lack
   * what is not. Of newer ones nothing is asked but that they have what CI's has.
   *
   * @param answers what the kernel has, of what can be asked
   */
  List<String> ofKernel(KernelRow row, Map<String, Boolean> answers, String version) {
    List<String> problems = new ArrayList<>();
    Release running = Release.of(version);
    if (row.how() == How.LATER
        && row.since().matches("\\d+\\.\\d+")
        && Release.of(row.since()).compareTo(REFERENCE) <= 0) {
      problems.add(REFERENCE + " has it, so that it is not later");
    }
    Boolean isThere = answers.get(row.name());
    if (isThere == null) {
      return problems;
    }
    if (row.how() == How.KERNEL && !isThere && running.compareTo(REFERENCE) >= 0) {
      problems.add("it is tested on the kernel, which has no such thing");
    }
    if (row.how() == How.LATER && isThere && running.compareTo(REFERENCE) <= 0) {
      problems.add("it is not tested on the kernel, which has it");
    }
    return problems;
  }

  /** How code may name a constant: itself, or by what the library made of it. */
  private static Set<String> aliases(String constant) {
    Set<String> aliases = new LinkedHashSet<>(List.of(constant));
    NAMED.forEach(
        (prefix, type) -> {
          if (constant.startsWith(prefix)) {
            aliases.add(type.getSimpleName() + "." + javaName(constant, prefix));
          }
        });
    return aliases;
  }

  private static Optional<Release> released(String constant) {
    return NAMED.entrySet().stream()
        .filter(entry -> constant.startsWith(entry.getKey()))
        .map(entry -> Sources.kernelTags(entry.getValue()).get(javaName(constant, entry.getKey())))
        .filter(Objects::nonNull)
        .findFirst()
        .map(Release::of);
  }

  private static String javaName(String constant, String prefix) {
    String name = constant.substring(prefix.length());
    if (prefix.equals("IORING_UNREGISTER_")) {
      return "UNREGISTER_" + name;
    }
    return name.equals("32") ? "CQE32" : name;
  }

  /** Whether the way leads to a member, or to any of a class. */
  private boolean isNamed(String via, Set<String> onTheWay) {
    int dot = via.indexOf('.');
    return dot < 0
        ? code.namesOfFile(via).stream().anyMatch(onTheWay::contains)
        : onTheWay.contains(via.substring(dot + 1));
  }

  private static boolean mentionsAny(Set<String> mentions, Set<String> names) {
    return names.stream().anyMatch(mentions::contains);
  }

  /** Of a class, or of a member that is named as in {@code Class.method}. */
  private Set<String> mentionsOf(String via) {
    int dot = via.indexOf('.');
    if (dot < 0) {
      return code.mentionsOfFile(via);
    }
    Set<String> mentions = new LinkedHashSet<>();
    code.find(via.substring(0, dot), via.substring(dot + 1)).stream()
        .map(code::mentions)
        .forEach(mentions::addAll);
    return mentions;
  }

  private Optional<Member> declaration(String text, List<String> problems) {
    Optional<ApiMember> member = member(text, problems);
    return member.flatMap(
        found ->
            Stream.of(found.signature(), found.name()) // that of a component of a record
                .flatMap(name -> code.find(found.type().getSimpleName(), name).stream())
                .findFirst()
                .or(
                    () -> {
                      problems.add(text + " is not in the sources");
                      return Optional.empty();
                    }));
  }

  private static Optional<ApiMember> member(String text, List<String> problems) {
    try {
      return Optional.of(ApiMember.of(text));
    } catch (NoSuchElementException e) {
      problems.add(e.getMessage());
      return Optional.empty();
    }
  }

  private record Release(int major, int minor) implements Comparable<Release> {

    static Release of(String version) {
      String[] numbers = version.split("[^0-9]+", 3);
      return new Release(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
    }

    @Override
    public int compareTo(Release other) {
      return major == other.major ? minor - other.minor : major - other.major;
    }

    @Override
    public String toString() {
      return "Linux " + major + "." + minor;
    }
  }
}
