package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.IORING_REGISTER_USE_REGISTERED_RING;

import io.github.uring4j.abi.IoUringConstants;
import io.github.uring4j.abi.LinuxConstants;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Turns the kernel's numbers back into its names, so that a failed assertion can be read. */
final class FakeNames {

  private static final Set<String> NOT_MEANT =
      Set.of(
          "LAST",
          "FILES_SKIP",
          "SRC_REGISTERED",
          "DST_REPLACE",
          "USE_REGISTERED_RING",
          "WOULDBLOCK");
  private static final Map<Integer, String> SETUP = named(IoUringConstants.class, "IORING_SETUP_");
  private static final Map<Integer, String> ENTER = named(IoUringConstants.class, "IORING_ENTER_");
  private static final Map<Integer, String> OPERATIONS =
      named(IoUringConstants.class, "IORING_OP_");
  private static final Map<Integer, String> REGISTER = registerOpcodes();
  private static final Map<Integer, String> ERRNOS = named(LinuxConstants.class, "E");

  private FakeNames() {}

  static String setupFlags(int flags) {
    return flags(SETUP, flags);
  }

  static String enterFlags(int flags) {
    return flags(ENTER, flags);
  }

  static String operation(int opcode) {
    return OPERATIONS.getOrDefault(opcode, "opcode " + opcode);
  }

  static String register(int opcode) {
    int plain = opcode & ~IORING_REGISTER_USE_REGISTERED_RING;
    String name = REGISTER.getOrDefault(plain, "opcode " + plain);
    return plain == opcode ? name : name + "|USE_REGISTERED_RING";
  }

  /** A result as strace prints it: {@code 3}, or {@code -EINVAL}. */
  static String result(long result) {
    String errno = result < 0 && result > -4096 ? ERRNOS.get((int) -result) : null;
    return errno == null ? Long.toString(result) : "-E" + errno;
  }

  private static String flags(Map<Integer, String> names, int flags) {
    if (flags == 0) {
      return "0";
    }
    StringJoiner text = new StringJoiner("|");
    for (int rest = flags; rest != 0; rest &= rest - 1) {
      int bit = Integer.lowestOneBit(rest);
      text.add(names.getOrDefault(bit, "0x" + Integer.toHexString(bit)));
    }
    return text.toString();
  }

  private static Map<Integer, String> registerOpcodes() {
    Map<Integer, String> names = named(IoUringConstants.class, "IORING_REGISTER_");
    named(IoUringConstants.class, "IORING_UNREGISTER_")
        .forEach((opcode, name) -> names.put(opcode, "UNREGISTER_" + name));
    return names;
  }

  private static Map<Integer, String> named(Class<?> constants, String prefix) {
    Map<Integer, String> names = new TreeMap<>();
    for (Field field : constants.getFields()) {
      String name = field.getName();
      if (name.startsWith(prefix)
          && field.getType() == int.class
          && Modifier.isStatic(field.getModifiers())
          && !name.startsWith("EPOLL")
          && !NOT_MEANT.contains(name.substring(prefix.length()))) {
        try {
          names.putIfAbsent(field.getInt(null), name.substring(prefix.length()));
        } catch (IllegalAccessException e) {
          throw new AssertionError(e);
        }
      }
    }
    return names;
  }
}
