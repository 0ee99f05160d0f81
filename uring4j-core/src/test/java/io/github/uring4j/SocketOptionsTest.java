package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.uring4j.abi.AbiTable;
import io.github.uring4j.abi.LinuxArch;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The classes of options, and what C calls their constants. */
class SocketOptionsTest {

  enum Options {
    SOCKET(SocketOptions.class, "SO_"),
    TCP(TcpOptions.class, "TCP_"),
    IP(IpOptions.class, "IP_"),
    IPV6(Ipv6Options.class, "IPV6_"),
    UDP(UdpOptions.class, "UDP_"),
    LEVELS(SocketLevels.class, "SOL_|IPPROTO_");

    final Class<?> type;
    final String prefix;

    Options(Class<?> type, String prefix) {
      this.type = type;
      this.prefix = prefix;
    }

    Map<String, Integer> constants() {
      Map<String, Integer> constants = new TreeMap<>();
      Arrays.stream(type.getDeclaredFields())
          .filter(field -> Modifier.isPublic(field.getModifiers()))
          .forEach(field -> constants.put(field.getName(), value(field)));
      return constants;
    }

    private static int value(Field constant) {
      try {
        return constant.getInt(null);
      } catch (IllegalAccessException e) {
        throw new AssertionError(e);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void constantsAreThoseOfLinux(Options options) {
    String arch = LinuxArch.CURRENT.name().toLowerCase(Locale.ROOT);
    Map<String, Integer> expected = new TreeMap<>();
    AbiTable.constants("linux-constants-" + arch, "supplement-constants")
        .forEach(
            (name, value) -> {
              if (name.matches("(" + options.prefix + ").*")) {
                expected.put(name.replaceFirst(options.prefix, ""), value.intValue());
              }
            });
    assertThat(options.constants()).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void everyOptionSaysWhichKernelHasIt(Options options) {
    assertThat(Sources.kernelTags(options.type).keySet())
        .containsExactlyInAnyOrderElementsOf(options.constants().keySet());
  }
}
