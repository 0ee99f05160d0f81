package io.github.uring4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void longValueGoesOnBelowItself() {
    String text = Table.field("reason", "word ".repeat(30).strip());
    assertThat(text.lines())
        .hasSize(3)
        .allMatch(line -> line.length() <= 80)
        .allMatch(
            line ->
                line.startsWith("reason          word")
                    || line.startsWith(" ".repeat(16) + "word"));
    assertThat(text).endsWith("word\n");
  }

  @Test
  void wordThatIsLongerThanALineStandsAlone() {
    String word = "x".repeat(100);
    assertThat(Table.field("file", "a " + word + " b"))
        .isEqualTo("file            a\n" + " ".repeat(16) + word + "\n" + " ".repeat(16) + "b\n");
  }

  @Test
  void columnsAreFilledDownwards() {
    String cell = "c".repeat(24);
    assertThat(Table.columns(List.of("1" + cell, "2", "3", "4")).lines())
        .containsExactly(" 1" + cell + "  3", " 2" + " ".repeat(26) + "4");
  }

  @Test
  void noCellsAreNoText() {
    assertThat(Table.columns(List.of())).isEmpty();
  }
}
