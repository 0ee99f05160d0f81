package io.github.uring4j.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinuxArchTest {

  @ParameterizedTest
  @CsvSource({"amd64, X86_64", "aarch64, AARCH64", "riscv64, RISCV64"})
  void forNameKnowsJavasNames(String osArch, LinuxArch arch) {
    assertThat(LinuxArch.forName(osArch)).contains(arch);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s390x", "x86", "arm", ""})
  void forNameIsEmptyForOthers(String osArch) {
    assertThat(LinuxArch.forName(osArch)).isEmpty();
  }

  @Test
  void currentIsTheMachinesIfSupported() {
    Optional<LinuxArch> machine = LinuxArch.forName(System.getProperty("os.arch"));
    assertThat(LinuxArch.SUPPORTED).isEqualTo(machine.isPresent());
    assertThat(LinuxArch.CURRENT).isEqualTo(machine.orElse(LinuxArch.X86_64));
  }
}
