package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.uring4j.abi.AbiTable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds docs/KERNEL.md to the kernel's header, to the code, to its tests, and to the kernel that
 * runs.
 */
class KernelDocumentTest {

  private static final List<KernelRow> ROWS = KernelRow.all();

  private final KernelRowChecks checks = KernelRowChecks.ofSources();

  @Test
  void documentIsWhatTheRowsGive() throws IOException {
    if (Boolean.getBoolean("uring4j.write")) {
      KernelDocument.main();
    }
    assertThat(KernelDocument.document()).hasContent(KernelDocument.render(ROWS));
    assertThat(KernelDocument.table()).hasContent(KernelDocument.renderTable(ROWS));
  }

  @Test
  void everyConstantOfTheHeaderHasOneRow() {
    List<String> constants =
        Stream.concat(
                AbiTable.rows("io_uring-constants").stream(),
                AbiTable.rows("supplement-constants").stream()
                    .filter(columns -> columns.get(2).equals("linux/io_uring.h")))
            .map(List::getFirst)
            .toList();
    assertThat(ROWS.stream().filter(row -> !row.isVariant()).map(KernelRow::name))
        .containsExactlyInAnyOrderElementsOf(constants);
    assertThat(ROWS.stream().map(KernelRow::of)).allMatch(constants::contains);
  }

  @Test
  void everyVariantHasOneRow() {
    assertThat(ROWS.stream().map(KernelRow::name))
        .containsExactlyInAnyOrderElementsOf(KernelRow.known());
  }

  @Test
  void opcodesAreInTheirOrder() {
    Map<String, Long> values = AbiTable.constants("io_uring-constants");
    for (String section : List.of("Operations", "Register opcodes")) {
      assertThat(
              ROWS.stream()
                  .filter(row -> row.section().equals(section))
                  .map(row -> values.get(row.of())))
          .isNotEmpty()
          .isSorted();
    }
  }

  @Test
  void nothingIsMissingInARow() {
    assertThat(problems(checks::ofColumns)).isEmpty();
  }

  @Test
  void membersReachTheConstant() {
    assertThat(problems(checks::ofMembers)).isEmpty();
  }

  @Test
  void testsUseTheMembers() {
    assertThat(problems(checks::ofTests)).isEmpty();
  }

  @Test
  void releasesAreThoseOfTheCode() {
    assertThat(problems(checks::ofReleases)).isEmpty();
  }

  @Test
  void kernelHasWhatIsTestedOnIt() throws IOException {
    Needs.ioUring();
    Map<String, Boolean> answers = KernelAnswers.ask();
    assertThat(answers).containsEntry("IORING_OP_NOP", true);
    String version = System.getProperty("os.version");
    assertThat(problems(row -> checks.ofKernel(row, answers, version))).isEmpty();
  }

  private static List<String> problems(Function<KernelRow, List<String>> check) {
    return ROWS.stream()
        .flatMap(row -> check.apply(row).stream().map(problem -> row.name() + ": " + problem))
        .toList();
  }
}
