package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.uring4j.abi.LinuxConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChoicesTest {

  @ParameterizedTest
  @EnumSource
  void addressFamilyHasTheValueOfItsName(AddressFamily family) throws ReflectiveOperationException {
    assertThat(family.value()).isEqualTo(linux("AF_" + family));
  }

  @ParameterizedTest
  @EnumSource
  void socketTypeHasTheValueOfItsName(SocketType type) throws ReflectiveOperationException {
    assertThat(type.value()).isEqualTo(linux("SOCK_" + type));
  }

  @ParameterizedTest
  @EnumSource
  void clockHasTheValueOfItsName(Clock clock) throws ReflectiveOperationException {
    assertThat(clock.value()).isEqualTo(linux("CLOCK_" + clock));
  }

  @Test
  void shutdownMapsToShut() {
    assertThat(Shutdown.READ.value()).isEqualTo(LinuxConstants.SHUT_RD);
    assertThat(Shutdown.WRITE.value()).isEqualTo(LinuxConstants.SHUT_WR);
    assertThat(Shutdown.BOTH.value()).isEqualTo(LinuxConstants.SHUT_RDWR);
  }

  private static int linux(String name) throws ReflectiveOperationException {
    return LinuxConstants.class.getField(name).getInt(null);
  }
}
