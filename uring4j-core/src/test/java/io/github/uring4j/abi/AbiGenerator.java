package io.github.uring4j.abi;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Turns the tables in src/abi into the classes of this package, which are checked in.
 *
 * <p>Run it by hand from the repository, after the tables have changed: {@code java
 * uring4j-core/src/test/java/io/github/uring4j/abi/AbiGenerator.java}
 */
final class AbiGenerator {

  private static final List<String> ARCHITECTURES = List.of("x86_64", "aarch64", "riscv64");

  /** What goes into a 64-bit field or register, where an int with bit 31 set would sign-extend. */
  private static final Pattern WIDE = Pattern.compile("IORING_OFF_.*(?<!_SHIFT)|.*_MAGIC");

  private static final Pattern ERRNO = Pattern.compile("E(?!POLL)[A-Z0-9]+");

  private static final String SIZE = "-";

  private final Path tables;

  private AbiGenerator(Path tables) {
    this.tables = tables;
  }

  static void main(String[] args) throws IOException {
    Path module = args.length > 0 ? Path.of(args[0]) : module();
    Path target = sources(module);
    Files.createDirectories(target);
    for (Map.Entry<String, String> file : generate(tables(module)).entrySet()) {
      Files.writeString(target.resolve(file.getKey()), file.getValue());
    }
  }

  /** The directory of this module, whether the working directory is it or the repository. */
  static Path module() {
    Path here = Path.of("").toAbsolutePath();
    return Files.isDirectory(tables(here)) ? here : here.resolve("uring4j-core");
  }

  static Path tables(Path module) {
    return module.resolve("src/abi");
  }

  static Path sources(Path module) {
    return module.resolve("src/main/java/io/github/uring4j/abi");
  }

  /** File names and their contents. */
  static Map<String, String> generate(Path tables) throws IOException {
    return new AbiGenerator(tables).generate();
  }

  private Map<String, String> generate() throws IOException {
    SequencedMap<String, Long> ioUring = new LinkedHashMap<>();
    for (String[] row : rows("io_uring-constants.tsv")) {
      ioUring.put(row[0], parse(row[1]));
    }
    SequencedMap<String, Long[]> linux = new LinkedHashMap<>();
    for (int arch = 0; arch < ARCHITECTURES.size(); arch++) {
      for (String[] row : rows("linux-constants-" + ARCHITECTURES.get(arch) + ".tsv")) {
        linux.computeIfAbsent(row[0], AbiGenerator::absent)[arch] = parse(row[1]);
      }
    }
    for (String[] row : rows("supplement-constants.tsv")) {
      Long value = parse(row[1]);
      if (row[0].startsWith("IORING_")) {
        ioUring.put(row[0], value);
      } else {
        linux.put(row[0], new Long[] {value, value, value});
      }
    }
    linux.keySet().removeAll(ioUring.keySet());

    SequencedMap<String, SequencedMap<String, Long[]>> structs = structs();
    return Map.of(
        "IoUringConstants.java", ioUringConstants(ioUring),
        "LinuxConstants.java", linuxConstants(select(linux, AbiGenerator::same)),
        "LinuxArch.java", linuxArch(select(linux, values -> !same(values)), structs),
        "Structs.java", structs(structs),
        "ErrnoTexts.java", errnoTexts(linux));
  }

  private SequencedMap<String, SequencedMap<String, Long[]>> structs() throws IOException {
    SequencedMap<String, SequencedMap<String, Long[]>> structs = new LinkedHashMap<>();
    for (int arch = 0; arch < ARCHITECTURES.size(); arch++) {
      for (String[] row : rows("struct-layouts-" + ARCHITECTURES.get(arch) + ".tsv")) {
        structs.computeIfAbsent(row[0], _ -> new LinkedHashMap<>())
                .computeIfAbsent(row[1], AbiGenerator::absent)[arch] =
            parse(row[2]);
      }
    }
    for (String[] row : rows("supplement-layouts.tsv")) {
      Long offset = parse(row[2]);
      structs.get(row[0]).put(row[1], new Long[] {offset, offset, offset});
    }
    return structs;
  }

  private static String ioUringConstants(SequencedMap<String, Long> constants) {
    return constantsClass(
        "The constants of the kernel's header linux/io_uring.h, under their C names.",
        "IoUringConstants",
        constants);
  }

  private static String linuxConstants(SequencedMap<String, Long[]> constants) {
    SequencedMap<String, Long> values = new LinkedHashMap<>();
    constants.forEach((name, perArchitecture) -> values.put(name, perArchitecture[0]));
    return constantsClass(
        "Constants of Linux that are the same on every supported architecture, under their C"
            + " names.",
        "LinuxConstants",
        values);
  }

  private static String constantsClass(
      String summary, String className, SequencedMap<String, Long> constants) {
    return """
    %s
    /** %s */
    @SuppressWarnings("MemberName")
    public final class %s {

    %s

      private %s() {}
    }
    """
        .formatted(header(), summary, className, lines(constants, "  "), className);
  }

  private static String linuxArch(
      SequencedMap<String, Long[]> constants,
      SequencedMap<String, SequencedMap<String, Long[]>> structs) {
    SequencedMap<String, Long[]> fields = new LinkedHashMap<>(constants);
    structs.forEach(
        (struct, offsets) -> {
          if (!same(offsets)) {
            offsets.forEach(
                (field, values) -> fields.put(upperCase(struct) + "_" + memberName(field), values));
          }
        });
    return """
    %s
    import java.util.Optional;

    /**
     * What differs between the architectures, under its C names, and -1 where an architecture lacks it.
     *
     * <p>{@link #CURRENT} is chosen once.
     */
    @SuppressWarnings("MemberName")
    public enum LinuxArch {
      X86_64,
      AARCH64,
      RISCV64;

      private static final Optional<LinuxArch> RUNNING = forName(System.getProperty("os.arch"));

      /** Whether the numbers of {@link #CURRENT} are those of the machine. */
      public static final boolean SUPPORTED = RUNNING.isPresent();

      /** The architecture of this machine; {@link #X86_64} on an unsupported one, so that it loads. */
      public static final LinuxArch CURRENT = RUNNING.orElse(X86_64);

    %s

      /**
       * The architecture that Java calls so.
       *
       * @param osArch a value of the system property os.arch
       * @return the architecture, or empty if it is not supported
       */
      public static Optional<LinuxArch> forName(String osArch) {
        return switch (osArch) {
          case "amd64" -> Optional.of(X86_64);
          case "aarch64" -> Optional.of(AARCH64);
          case "riscv64" -> Optional.of(RISCV64);
          default -> Optional.empty();
        };
      }

      private int pick(int x86_64, int aarch64, int riscv64) {
        return switch (this) {
          case X86_64 -> x86_64;
          case AARCH64 -> aarch64;
          case RISCV64 -> riscv64;
        };
      }
    }
    """
        .formatted(
            header(),
            fields.entrySet().stream()
                .map(
                    field ->
                        "  public final int %s = pick(%s);"
                            .formatted(field.getKey(), arguments(field.getValue())))
                .collect(Collectors.joining("\n")));
  }

  private static String arguments(Long[] values) {
    return Arrays.stream(values)
        .map(value -> value == null ? "-1" : literal(value))
        .collect(Collectors.joining(", "));
  }

  private static String structs(SequencedMap<String, SequencedMap<String, Long[]>> structs) {
    return """
    %s
    /** Sizes and field offsets of the structs that are the same on every supported architecture. */
    public final class Structs {

      private Structs() {}
    %s}
    """
        .formatted(
            header(),
            structs.entrySet().stream()
                .filter(struct -> same(struct.getValue()))
                .map(struct -> struct(struct.getKey(), struct.getValue()))
                .collect(Collectors.joining()));
  }

  private static String struct(String name, SequencedMap<String, Long[]> offsets) {
    SequencedMap<String, Long> members = new LinkedHashMap<>();
    offsets.forEach((field, values) -> members.put(memberName(field), values[0]));
    return """

      /** struct %s. */
      public static final class %s {

    %s

        private %s() {}
      }
    """
        .formatted(name, className(name), lines(members, "    "), className(name));
  }

  private String errnoTexts(SequencedMap<String, Long[]> linux) throws IOException {
    SequencedMap<String, String> messages = new LinkedHashMap<>();
    for (String[] row : rows("errno-messages.tsv")) {
      messages.put(row[0], row[1]);
    }
    linux.keySet().stream()
        .filter(ERRNO.asMatchPredicate())
        .filter(name -> messages.keySet().stream().noneMatch(known -> same(linux, name, known)))
        .findAny()
        .ifPresent(
            name -> {
              throw new IllegalStateException(name + " has no message");
            });
    return """
    %s
    /** Names and glibc's English messages of the errno values. */
    public final class ErrnoTexts {

      private ErrnoTexts() {}

      /**
       * The name of an errno.
       *
       * @param errno a positive number
       * @return its name, or null if it is unknown
       */
      public static String name(int errno) {
        return switch (errno) {
    %s
          default -> null;
        };
      }

      /**
       * What strerror(3) says.
       *
       * @param errno a positive number
       * @return its message, or null if it is unknown
       */
      public static String message(int errno) {
        return switch (errno) {
    %s
          default -> null;
        };
      }
    }
    """
        .formatted(
            header(),
            messages.keySet().stream()
                .map(name -> "      case LinuxConstants.%1$s -> \"%1$s\";".formatted(name))
                .collect(Collectors.joining("\n")),
            messages.entrySet().stream()
                .map(
                    text ->
                        "      case LinuxConstants.%s -> \"%s\";"
                            .formatted(text.getKey(), text.getValue()))
                .collect(Collectors.joining("\n")));
  }

  private static String header() {
    return """
    // Generated by AbiGenerator from src/abi; do not edit.

    package io.github.uring4j.abi;
    """;
  }

  private static String lines(SequencedMap<String, Long> constants, String indent) {
    return constants.entrySet().stream()
        .map(constant -> indent + declaration(constant.getKey(), constant.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private static String declaration(String name, long value) {
    boolean fits = value == (int) value || value >>> Integer.SIZE == 0;
    boolean wide = WIDE.matcher(name).matches() || !fits;
    return "public static final %s %s = %s;"
        .formatted(wide ? "long" : "int", name, literal(value) + (wide ? "L" : ""));
  }

  private static String literal(long value) {
    return value == (int) value ? Long.toString(value) : "0x" + Long.toHexString(value);
  }

  private static String className(String struct) {
    return Arrays.stream(struct.replaceFirst("_t$", "").split("_"))
        .filter(Predicate.not(String::isEmpty))
        .map(word -> upperCase(word.substring(0, 1)) + word.substring(1))
        .collect(Collectors.joining());
  }

  private static String memberName(String field) {
    return switch (field) {
      case SIZE -> "SIZE";
      case "size" -> "SIZE_FIELD";
      default -> upperCase(field);
    };
  }

  private static String upperCase(String name) {
    return name.toUpperCase(Locale.ROOT);
  }

  private static Long[] absent(String name) {
    return new Long[ARCHITECTURES.size()];
  }

  private static boolean same(Long[] values) {
    return Arrays.stream(values).distinct().count() == 1;
  }

  private static boolean same(SequencedMap<String, Long[]> offsets) {
    return offsets.values().stream().allMatch(AbiGenerator::same);
  }

  private static boolean same(Map<String, Long[]> constants, String one, String other) {
    return Arrays.equals(constants.get(one), constants.get(other));
  }

  private static SequencedMap<String, Long[]> select(
      SequencedMap<String, Long[]> constants, Predicate<Long[]> wanted) {
    SequencedMap<String, Long[]> selected = new LinkedHashMap<>(constants);
    selected.values().removeIf(wanted.negate());
    return selected;
  }

  private static Long parse(String number) {
    return new BigInteger(number).longValue();
  }

  private List<String[]> rows(String table) throws IOException {
    try (Stream<String> lines = Files.lines(tables.resolve(table))) {
      return lines.filter(line -> !line.startsWith("#")).map(line -> line.split("\t")).toList();
    }
  }
}
