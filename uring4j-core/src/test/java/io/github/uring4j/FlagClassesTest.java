package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlagClassesTest {

  /** Constants that include other bits, and say so in their Javadoc. */
  private static final Set<String> COMPOSITE = Set.of("SYNC", "TMPFILE", "BASIC_STATS");

  @ParameterizedTest
  @EnumSource
  void constantsAreThoseOfLinux(FlagClass flagClass) {
    assertThat(flagClass.constants()).containsExactlyInAnyOrderEntriesOf(flagClass.expected());
  }

  @ParameterizedTest
  @EnumSource
  void constantsHaveBitsOfTheirOwn(FlagClass flagClass) {
    int seen = 0;
    for (Map.Entry<String, Integer> constant : flagClass.constants().entrySet()) {
      if (!COMPOSITE.contains(constant.getKey())) {
        assertThat(constant.getValue() & seen).as(constant.getKey()).isZero();
        assertThat(Integer.bitCount(constant.getValue())).as(constant.getKey()).isLessThan(2);
      }
      seen |= constant.getValue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void unionContainsItsPartsAndNothingMissing(FlagClass flagClass) {
    List<Integer> values = List.copyOf(flagClass.constants().values());
    for (int one : values) {
      for (int other : values) {
        assertThat(Flags.contains(one | other, one)).isTrue();
        assertThat(Flags.contains(one | other, other)).isTrue();
        assertThat(Flags.contains(one & ~other, other)).isEqualTo(other == 0);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachConstantPrintsItsName(FlagClass flagClass) {
    SequencedMap<String, Integer> constants = flagClass.constants();
    constants.remove("BUFFER"); // prints an id as well: CompletionFlagsTest
    constants.forEach(
        (name, value) -> assertThat(flagClass.toString(value)).isEqualTo(value == 0 ? "0" : name));
  }

  @ParameterizedTest
  @EnumSource
  void allConstantsTogetherPrintWithoutUnknownBits(FlagClass flagClass) {
    SequencedMap<String, Integer> constants = flagClass.constants();
    int all = constants.values().stream().reduce(0, (one, other) -> one | other);
    assertThat(flagClass.toString(all)).doesNotContain("0x");
  }

  @ParameterizedTest
  @EnumSource
  void noBitsPrintAsZero(FlagClass flagClass) {
    assertThat(flagClass.toString(0)).isEqualTo("0");
  }
}
