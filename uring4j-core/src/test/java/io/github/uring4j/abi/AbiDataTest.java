package io.github.uring4j.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares the loaded classes with the tables, so that a mistake of the generator shows. */
class AbiDataTest {

  private static final Map<String, Class<?>> STRUCTS =
      Arrays.stream(Structs.class.getDeclaredClasses())
          .collect(
              Collectors.toMap(
                  struct -> struct.getSimpleName().toLowerCase(Locale.ROOT), Function.identity()));

  @Test
  void ioUringConstantsEqualTheHeader() throws ReflectiveOperationException {
    for (Map.Entry<String, Long> row : AbiTable.constants("io_uring-constants").entrySet()) {
      assertSameBits(IoUringConstants.class.getField(row.getKey()), null, row.getValue());
    }
  }

  @ParameterizedTest
  @EnumSource
  void linuxConstantsEqualTheHeaders(LinuxArch arch) throws ReflectiveOperationException {
    for (Map.Entry<String, Long> row :
        AbiTable.constants(table("linux-constants-", arch)).entrySet()) {
      assertSameBits(field(row.getKey()), arch, row.getValue());
    }
  }

  @Test
  void supplementIsTaken() throws ReflectiveOperationException {
    for (Map.Entry<String, Long> row : AbiTable.constants("supplement-constants").entrySet()) {
      assertSameBits(field(row.getKey()), null, row.getValue());
    }
  }

  @ParameterizedTest
  @EnumSource
  void layoutsEqualTheHeaders(LinuxArch arch) throws ReflectiveOperationException {
    for (List<String> row : AbiTable.rows(table("struct-layouts-", arch))) {
      String struct = row.get(0);
      String member = member(row.get(1));
      Field field =
          struct.equals("epoll_event")
              ? LinuxArch.class.getField("EPOLL_EVENT_" + member)
              : STRUCTS.get(struct.replaceAll("_t$|_", "")).getField(member);
      assertSameBits(field, arch, Long.parseLong(row.get(2)));
    }
  }

  private static String table(String prefix, LinuxArch arch) {
    return prefix + arch.name().toLowerCase(Locale.ROOT);
  }

  private static String member(String field) {
    return switch (field) {
      case "-" -> "SIZE";
      case "size" -> "SIZE_FIELD";
      default -> field.toUpperCase(Locale.ROOT);
    };
  }

  private static Field field(String name) {
    return List.of(LinuxConstants.class, LinuxArch.class, IoUringConstants.class).stream()
        .flatMap(constants -> Arrays.stream(constants.getFields()))
        .filter(field -> field.getName().equals(name))
        .findAny()
        .orElseThrow(() -> new AssertionError(name + " is missing"));
  }

  private static void assertSameBits(Field field, LinuxArch arch, long expected)
      throws IllegalAccessException {
    if (field.getType() == int.class) {
      assertThat(field.getInt(arch)).as(field.getName()).isEqualTo((int) expected);
    } else {
      assertThat(field.getLong(arch)).as(field.getName()).isEqualTo(expected);
    }
  }
}
