package io.github.uring4j.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AbiGeneratorTest {

  private static final Path TABLES = AbiGenerator.tables(AbiGenerator.module());
  private static final Path SOURCES = AbiGenerator.sources(AbiGenerator.module());

  @Test
  void checkedInClassesAreWhatTheTablesGive() throws IOException {
    for (Map.Entry<String, String> file : AbiGenerator.generate(TABLES).entrySet()) {
      assertThat(SOURCES.resolve(file.getKey())).hasContent(file.getValue());
    }
  }

  @Test
  void everyClassOfThePackageIsGenerated() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(AbiGenerator.generate(TABLES).keySet());
    }
  }

  @Test
  void changedConstantChangesTheClass(@TempDir Path tables) throws IOException {
    copyTables(tables);
    replace(tables.resolve("io_uring-constants.tsv"), "IORING_OP_READ\t22", "IORING_OP_READ\t23");
    assertDiffers(tables, "IoUringConstants.java");
  }

  @Test
  void changedOffsetChangesTheClass(@TempDir Path tables) throws IOException {
    copyTables(tables);
    for (String arch : List.of("x86_64", "aarch64", "riscv64")) {
      Path table = tables.resolve("struct-layouts-" + arch + ".tsv");
      replace(table, "io_uring_sqe\tuser_data\t32", "io_uring_sqe\tuser_data\t40");
    }
    assertDiffers(tables, "Structs.java");
  }

  @Test
  void constantThatDiffersOnOneArchitectureMovesToTheArchitectures(@TempDir Path tables)
      throws IOException {
    copyTables(tables);
    replace(tables.resolve("linux-constants-riscv64.tsv"), "O_CREAT\t64", "O_CREAT\t512");
    Map<String, String> generated = AbiGenerator.generate(tables);
    assertThat(generated.get("LinuxArch.java")).contains("int O_CREAT = pick(64, 64, 512);");
    assertThat(generated.get("LinuxConstants.java")).doesNotContain("O_CREAT");
  }

  private static void assertDiffers(Path tables, String file) throws IOException {
    assertThat(AbiGenerator.generate(tables).get(file))
        .isNotEqualTo(Files.readString(SOURCES.resolve(file)));
  }

  private static void copyTables(Path target) throws IOException {
    try (Stream<Path> files = Files.list(TABLES)) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
  }

  private static void replace(Path table, String line, String replacement) throws IOException {
    String content = Files.readString(table);
    assertThat(content).contains(line + "\n");
    Files.writeString(table, content.replace(line + "\n", replacement + "\n"));
  }
}
