package io.github.uring4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void membersKeepTheirOrder() {
    assertThat(new Json().with("b", 1L).with("a", true).with("c", null))
        .hasToString("{\"b\":1,\"a\":true,\"c\":null}");
  }

  @Test
  void valuesNest() {
    assertThat(Json.of(List.of(new Json().with("x", List.of("y", 2)), Map.of("z", 1.5))))
        .isEqualTo("[{\"x\":[\"y\",2]},{\"z\":1.5}]");
  }

  @Test
  void emptyOnesAreWhole() {
    assertThat(Json.of(List.of(new Json(), List.of()))).isEqualTo("[{},[]]");
  }

  @Test
  void stringsAreEscaped() {
    assertThat(Json.of("\"\\\n\r\t\b\u0000\u007f ü€😀"))
        .isEqualTo("\"\\\"\\\\\\n\\r\\t\\u0008\\u0000\\u007f ü€😀\"");
  }

  @Test
  void halvesOfCharactersAreEscaped() {
    assertThat(Json.of("\ud83d|\ude00\ud83d")).isEqualTo("\"\\ud83d|\\ude00\\ud83d\"");
  }

  @Test
  void whatIsNoNumberIsNull() {
    assertThat(Json.of(Double.NaN)).isEqualTo("null");
    assertThat(Json.of(Double.NEGATIVE_INFINITY)).isEqualTo("null");
  }

  @Test
  void otherTypesAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Json.of(new Object()));
  }
}
