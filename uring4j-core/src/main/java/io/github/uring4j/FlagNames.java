package io.github.uring4j;

import static java.util.Comparator.comparingInt;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Names bits after the public constants of a flag class. */
final class FlagNames {

  private static final ClassValue<List<Flag>> FLAGS =
      new ClassValue<>() {
        @Override
        protected List<Flag> computeValue(Class<?> flagClass) {
          return Arrays.stream(flagClass.getDeclaredFields())
              .filter(field -> Modifier.isPublic(field.getModifiers()))
              .map(Flag::of)
              .filter(flag -> flag.bits != 0)
              .sorted(comparingInt(Flag::size).reversed())
              .toList();
        }
      };

  private FlagNames() {}

  /**
   * Names joined by {@code |} in the order of their bits, a name for several bits before theirs.
   */
  static String toString(Class<?> flagClass, int flags) {
    List<Flag> found = new ArrayList<>();
    int rest = flags;
    for (Flag flag : FLAGS.get(flagClass)) {
      if (Flags.contains(rest, flag.bits)) {
        found.add(flag);
        rest &= ~flag.bits;
      }
    }
    found.sort(Comparator.comparing(Flag::bits, Integer::compareUnsigned));
    if (rest != 0 || found.isEmpty()) {
      found.add(new Flag(rest == 0 ? "0" : "0x" + Integer.toHexString(rest), rest));
    }
    return found.stream().map(Flag::name).collect(Collectors.joining("|"));
  }

  private record Flag(String name, int bits) {

    static Flag of(Field constant) {
      try {
        return new Flag(constant.getName(), constant.getInt(null));
      } catch (IllegalAccessException e) {
        throw new AssertionError("a public constant of this package", e);
      }
    }

    int size() {
      return Integer.bitCount(bits);
    }
  }
}
