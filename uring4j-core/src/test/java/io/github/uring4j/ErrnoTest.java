package io.github.uring4j;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.uring4j.abi.AbiTable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrnoTest {

  private static final Map<String, Long> DATA =
      AbiTable.constants("linux-constants-x86_64").entrySet().stream()
          .filter(constant -> constant.getKey().matches("E(?!POLL)[A-Z0-9]+"))
          .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));

  static Stream<List<String>> messages() {
    return AbiTable.rows("errno-messages").stream();
  }

  @Test
  void constantsAreAllThatLinuxHas() {
    Map<String, Long> constants =
        Arrays.stream(Errno.class.getFields())
            .collect(toMap(field -> field.getName(), field -> (long) value(field.getName())));
    assertThat(constants.remove("ERESTARTSYS")).isEqualTo(512);
    assertThat(constants).isEqualTo(DATA);
  }

  @Test
  void whatTheKernelKeepsToItselfHasANameToo() {
    assertThat(Errno.name(Errno.ERESTARTSYS)).isEqualTo("ERESTARTSYS");
    assertThat(new ErrnoException(Errno.ERESTARTSYS, "tee", "pipe"))
        .hasMessage("tee pipe: ERESTARTSYS (Interrupted system call, not to be seen by programs)");
  }

  @ParameterizedTest
  @MethodSource("messages")
  void nameAndMessageAreTheCLibrarys(List<String> row) {
    int errno = value(row.getFirst());
    assertThat(Errno.name(errno)).isEqualTo(row.getFirst());
    assertThat(Errno.message(errno)).isEqualTo(row.getLast());
    assertThat(Sources.javadocs(Errno.class).get(row.getFirst()).strip())
        .isEqualTo(row.getLast() + ".");
  }

  @Test
  void aliasesHaveOneName() {
    assertThat(Errno.name(Errno.EWOULDBLOCK)).isEqualTo("EAGAIN");
    assertThat(Errno.name(Errno.EDEADLOCK)).isEqualTo("EDEADLK");
    assertThat(Errno.name(Errno.ENOTSUP)).isEqualTo("EOPNOTSUPP");
  }

  @ParameterizedTest
  @ValueSource(ints = {-2, 0, 41, 58, 134, 524})
  void unknownIsTheNumber(int errno) {
    assertThat(Errno.name(errno)).isEqualTo(Integer.toString(errno));
    assertThat(Errno.message(errno)).isEqualTo("Unknown error " + errno);
  }

  private static int value(String name) {
    try {
      return Errno.class.getField(name).getInt(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(name, e);
    }
  }
}
