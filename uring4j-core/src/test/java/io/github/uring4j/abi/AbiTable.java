package io.github.uring4j.abi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** The tables in src/abi, read without the generator. */
public final class AbiTable {

  private AbiTable() {}

  /** The directory of the sources of package io.github.uring4j. */
  public static Path sources() {
    return AbiGenerator.sources(AbiGenerator.module()).getParent();
  }

  /** The columns of each row of a table. */
  public static List<List<String>> rows(String table) {
    try (Stream<String> lines =
        Files.lines(AbiGenerator.tables(AbiGenerator.module()).resolve(table + ".tsv"))) {
      return lines
          .filter(line -> !line.startsWith("#"))
          .map(line -> List.of(line.split("\t")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names and values of tables of constants. */
  public static SequencedMap<String, Long> constants(String... tables) {
    SequencedMap<String, Long> constants = new LinkedHashMap<>();
    for (String table : tables) {
      for (List<String> row : rows(table)) {
        constants.put(row.get(0), new BigInteger(row.get(1)).longValue());
      }
    }
    return constants;
  }
}
