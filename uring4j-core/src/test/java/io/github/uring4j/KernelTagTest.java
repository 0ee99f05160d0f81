package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KernelTagTest {

  @ParameterizedTest
  @EnumSource
  void everyFlagSaysWhichKernelHasIt(FlagClass flagClass) {
    assertThat(Sources.kernelTags(flagClass.type).keySet())
        .containsExactlyElementsOf(flagClass.constants().keySet());
  }

  @Test
  void everyOperationSaysWhichKernelHasIt() {
    assertThat(Sources.kernelTags(Operation.class).keySet())
        .containsExactlyElementsOf(Arrays.stream(Operation.values()).map(Operation::name).toList());
  }
}
