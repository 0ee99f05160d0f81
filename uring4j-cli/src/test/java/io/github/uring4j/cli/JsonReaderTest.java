package io.github.uring4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonReaderTest {

  @Test
  void readsWhatJsonWrites() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("text", "a\"b\\c\n\té€\u0001\ud83d");
    object.put("numbers", List.of(0L, -1L, Long.MAX_VALUE, 0.5, -1e300));
    object.put("words", new ArrayList<>(Arrays.asList(true, false, null)));
    object.put("empty", List.of(Map.of(), List.of()));
    assertThat(JsonReader.read(Json.of(object))).isEqualTo(object);
  }

  @Test
  void readsSpaceAndEscapes() {
    assertThat(JsonReader.read(" [ 1 , \"\\u0041\\/\\b\\f\" ,\r\n{ \"a\" : 2e3 } ] "))
        .isEqualTo(List.of(1L, "A/\b\f", Map.of("a", 2000.0)));
  }

  @Test
  void numbersTooLargeForLongAreDoubles() {
    assertThat(JsonReader.read("9223372036854775808")).isEqualTo(0x1p63);
  }

  @Test
  void refusesWhatIsNoJson() {
    for (String text :
        new String[] {
          "",
          "[",
          "[1,]",
          "{\"a\"}",
          "{a:1}",
          "\"",
          "\"\\x\"",
          "\"\\u00\"",
          "01",
          "1.",
          "+1",
          "nul",
          "1 2",
          "\"\n\"",
          "\"\\u00zz\"",
          "[".repeat(1000)
        }) {
      assertThatIllegalArgumentException()
          .as(text)
          .isThrownBy(() -> JsonReader.read(text))
          .withMessageContaining("JSON");
    }
  }
}
