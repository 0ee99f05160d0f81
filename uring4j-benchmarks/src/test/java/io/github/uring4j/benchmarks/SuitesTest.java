package io.github.uring4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuitesTest {

  private final TestFiles files = TestFiles.beside(Path.of("bench.data"));
  private final List<Comparison> all = Suites.all(new Programs(Path.of("c")), files);

  @Test
  void namesAreUniqueAndFitForFiles() {
    assertThat(all).extracting(Comparison::name).doesNotHaveDuplicates().allMatch(SuitesTest::fits);
  }

  private static boolean fits(String name) {
    return name.matches("[a-z0-9-]+");
  }

  @Test
  void namesThatResultsWereKeptUnderAreThere() {
    assertThat(all)
        .extracting(Comparison::name)
        .contains("nop-table-1", "nop-1", "read-cached-32", "read-direct-registered-8", "fsync-8");
  }

  @Test
  void everyRunIsSharedOutEvenly() {
    assertThat(all)
        .allSatisfy(each -> assertThat(each.requests() % each.depth()).as(each.name()).isZero());
  }

  @Test
  void uringTakesPartInAll() {
    assertThat(all)
        .allSatisfy(
            each -> assertThat(each.contenders()).extracting(Contender::name).contains("uring4j"));
  }
}
