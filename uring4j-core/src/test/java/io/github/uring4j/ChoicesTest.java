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

  @ParameterizedTest
  @EnumSource
  void fileAdviceHasTheValueOfItsName(FileAdvice advice) throws ReflectiveOperationException {
    assertThat(advice.value()).isEqualTo(linux("POSIX_FADV_" + advice));
  }

  @ParameterizedTest
  @EnumSource
  void memoryAdviceHasTheValueOfItsName(MemoryAdvice advice) throws ReflectiveOperationException {
    assertThat(advice.value()).isEqualTo(linux("MADV_" + advice));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SET")
  void xattrModeHasTheValueOfItsName(XattrMode mode) throws ReflectiveOperationException {
    assertThat(mode.value()).isEqualTo(linux("XATTR_" + mode));
    assertThat(XattrMode.SET.value()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void idTypeHasTheValueOfItsName(IdType type) throws ReflectiveOperationException {
    assertThat(type.value()).isEqualTo(linux("P_" + type));
  }

  @ParameterizedTest
  @EnumSource
  void epollOpHasTheValueOfItsName(EpollOp op) throws ReflectiveOperationException {
    assertThat(op.value()).isEqualTo(linux("EPOLL_CTL_" + op));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void childEventHasTheValueOfItsName(ChildEvent event) throws ReflectiveOperationException {
    assertThat(event.value()).isEqualTo(linux("CLD_" + event));
    assertThat(ChildEvent.of(event.value())).isEqualTo(event);
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
