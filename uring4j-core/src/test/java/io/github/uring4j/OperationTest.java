package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.uring4j.abi.IoUringConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperationTest {

  @Test
  void allOperationsAreThere() {
    assertThat(Operation.values()).hasSize(65).hasSize(IoUringConstants.IORING_OP_LAST);
  }

  @ParameterizedTest
  @EnumSource
  void opcodeIsTheKernelsAndFindsTheOperation(Operation operation)
      throws ReflectiveOperationException {
    int expected = IoUringConstants.class.getField("IORING_OP_" + operation).getInt(null);
    assertThat(operation.opcode()).isEqualTo(expected);
    assertThat(Operation.of(operation.opcode())).isSameAs(operation);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65, 255, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void ofNamesAnUnknownOpcode(int opcode) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Operation.of(opcode))
        .withMessage("unknown opcode " + opcode);
  }

  @Test
  void cNamesAreThoseOfTheManPages() {
    assertThat(Operation.OPENAT2.cName()).isEqualTo("openat2");
    assertThat(Operation.READ_FIXED.cName()).isEqualTo("read_fixed");
  }

  @ParameterizedTest
  @EnumSource
  void sinceIsWhatTheJavadocSays(Operation operation) {
    assertThat(operation.since())
        .isEqualTo(Sources.kernelTags(Operation.class).get(operation.name()));
  }
}
