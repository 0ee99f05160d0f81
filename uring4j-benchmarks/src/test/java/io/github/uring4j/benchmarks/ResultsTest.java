package io.github.uring4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {

  private static final Machine MACHINE = machine("2026-11-22");
  private static final Plan PLAN = new Plan(5, 5, 1, 2, 4, 0.02);

  @TempDir private Path directory;

  @Test
  void fileGivesBackWhatWasMeasured() throws IOException {
    Results results = new Results(MACHINE, List.of(run("./run compare nop", outcome(1, 1.01))));
    Path file = directory.resolve("results.json");
    results.write(file);
    assertThat(Results.read(file)).isEqualTo(results);
    assertThat(Results.readOrBegin(file, MACHINE)).isEqualTo(results);
  }

  @Test
  void aFileThatIsNotThereBeginsEmpty() throws IOException {
    assertThat(Results.readOrBegin(directory.resolve("none.json"), MACHINE).runs()).isEmpty();
  }

  @Test
  void figuresOfAnotherDayDoNotGoIntoOneFile() throws IOException {
    Path file = directory.resolve("results.json");
    new Results(MACHINE, List.of()).write(file);
    assertThatThrownBy(() -> Results.readOrBegin(file, machine("2026-11-23")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("choose another file");
  }

  @Test
  void theLastOutcomeOfANameCounts() {
    Outcome first = outcome(1, 1.5);
    Outcome other = outcome(8, 1.2);
    Outcome again = outcome(1, 1.1);
    Results results =
        new Results(MACHINE, List.of(run("first", first, other), run("second", again)));
    assertThat(results.latest()).containsExactly(again, other);
  }

  @Test
  void pageHasARowForEachAndAPlotForEachGroup() {
    Results results = new Results(MACHINE, List.of(run("it", outcome(1, 1.5), outcome(8, 1.25))));
    ResultsPage page = new ResultsPage(results, "day");
    assertThat(page.plots()).extracting(Plot::fileName).containsExactly("ratios.svg", "nop.svg");
    assertThat(page.plots().getLast().chart().standalone())
        .contains("<svg", "uring4j, 8: 123.5 ns");
    assertThat(page.markdown())
        .contains("# Results of 2026-11-22", "- `it`", "![nop](day/nop.svg)")
        .contains("| 1 | C | 123.5 ns | | | 120.0 ns | | 1.003 |")
        .contains("| | uring4j | 123.5 ns | **1.250** | 0.990 to 1.030 | 120.0 ns | 0.02 | |")
        .contains("| | fio | did not take part: fio cannot be run |");
  }

  private static Machine machine(String date) {
    return new Machine(date, "Linux 6.18", "CPU", 2, "JDK 25", "ext4");
  }

  private static Results.Run run(String command, Outcome... outcomes) {
    return new Results.Run(command, PLAN, List.of(outcomes));
  }

  private static Outcome outcome(int depth, double median) {
    Sample sample = new Sample(1000, 123_456, 120_000, 16);
    Ratios ratios = new Ratios(median, 0.99, 1.03, 25);
    return new Outcome(
        "nop-" + depth,
        "nop",
        depth,
        2,
        new Ratios(1.003, 0.99, 1.01, 25),
        "C",
        List.of(sample),
        List.of(new Outcome.Standing("uring4j", ratios, List.of(sample))),
        List.of(new Outcome.Absentee("fio", "fio cannot be run")));
  }
}
