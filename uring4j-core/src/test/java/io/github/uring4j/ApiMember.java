package io.github.uring4j;

import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A member of a class of this package, named as in {@code Ring.nop(Object)} or {@code
 * OpenFlags.CREAT}.
 *
 * @param named the class by which it is named
 * @param type the class that declares it
 * @param signature without the class
 */
record ApiMember(Class<?> named, Class<?> type, Member member, String signature) {

  /** Finds it, also if it is inherited or not public. */
  static ApiMember of(String text) {
    int open = text.indexOf('(');
    int dot = text.lastIndexOf('.', open < 0 ? text.length() : open);
    if (dot < 0) {
      throw new NoSuchElementException("not a member of a class: " + text);
    }
    String signature = text.substring(dot + 1);
    Class<?> type = type(text.substring(0, dot));
    return withSupertypes(type)
        .flatMap(each -> open < 0 ? fields(each) : methods(each))
        .filter(candidate -> signature(candidate).equals(signature))
        .findFirst()
        .map(found -> new ApiMember(type, found.getDeclaringClass(), found, signature))
        .orElseThrow(() -> new NoSuchElementException("no such member: " + text));
  }

  private static Class<?> type(String name) {
    return Stream.of("", "sys.")
        .flatMap(part -> load("io.github.uring4j." + part + name.replace('.', '$')))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("no such class: " + name));
  }

  private static Stream<Class<?>> load(String name) {
    try {
      return Stream.of(Class.forName(name));
    } catch (ClassNotFoundException e) {
      return Stream.empty();
    }
  }

  private static Stream<Class<?>> withSupertypes(Class<?> type) {
    return type == null
        ? Stream.empty()
        : Stream.of(
                Stream.<Class<?>>of(type),
                withSupertypes(type.getSuperclass()),
                Arrays.stream(type.getInterfaces()))
            .flatMap(types -> types);
  }

  private static Stream<Member> fields(Class<?> type) {
    return Arrays.stream(type.getDeclaredFields());
  }

  private static Stream<Member> methods(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> !method.isBridge() && !method.isSynthetic())
        .map(method -> method);
  }

  private static String signature(Member member) {
    return switch (member) {
      case Method method ->
          method.getName()
              + Arrays.stream(((Executable) method).getParameterTypes())
                  .map(Class::getSimpleName)
                  .collect(Collectors.joining(", ", "(", ")"));
      case Field field -> field.getName();
      default -> throw new AssertionError(member);
    };
  }

  String name() {
    return member.getName();
  }

  /** Whether no user can name it. */
  boolean isInternal() {
    return !Modifier.isPublic(named.getModifiers()) || !Modifier.isPublic(member.getModifiers());
  }
}
