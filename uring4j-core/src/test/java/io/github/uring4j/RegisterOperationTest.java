package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.uring4j.abi.IoUringConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegisterOperationTest {

  @Test
  void allAreThere() {
    assertThat(RegisterOperation.values())
        .hasSize(38)
        .hasSize(IoUringConstants.IORING_REGISTER_LAST);
  }

  @ParameterizedTest
  @EnumSource
  void opcodeIsTheKernelsAndFindsTheOperation(RegisterOperation operation)
      throws ReflectiveOperationException {
    String prefix = operation.name().startsWith("UNREGISTER") ? "IORING_" : "IORING_REGISTER_";
    int expected = IoUringConstants.class.getField(prefix + operation).getInt(null);
    assertThat(operation.opcode()).isEqualTo(expected);
    assertThat(RegisterOperation.of(operation.opcode())).isSameAs(operation);
    assertThat(operation.cName()).isEqualToIgnoringCase(prefix.substring(7) + operation);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 38, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void ofNamesAnUnknownOpcode(int opcode) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RegisterOperation.of(opcode))
        .withMessage("unknown register opcode " + opcode);
  }

  @ParameterizedTest
  @EnumSource
  void sinceIsWhatTheJavadocSays(RegisterOperation operation) {
    assertThat(operation.since())
        .isEqualTo(Sources.kernelTags(RegisterOperation.class).get(operation.name()));
  }
}
