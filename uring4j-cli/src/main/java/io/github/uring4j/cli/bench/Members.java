package io.github.uring4j.cli.bench;

import io.github.uring4j.cli.JsonReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The members of a JSON object that was read, each of the kind that is expected. */
record Members(Map<?, ?> object) {

  /**
   * Reads a list of objects.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  static List<Members> list(String json) {
    return list(JsonReader.read(json));
  }

  private static List<Members> list(Object value) {
    List<Members> members = new ArrayList<>();
    for (Object member : as(List.class, value, "list")) {
      members.add(of(member));
    }
    return members;
  }

  private static Members of(Object value) {
    return new Members(as(Map.class, value, "object"));
  }

  private static <T> T as(Class<T> type, Object value, String name) {
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException("'%s' is not as it should be: %s".formatted(name, value));
    }
    return type.cast(value);
  }

  String text(String name) {
    return as(String.class, object.get(name), name);
  }

  String textOrNull(String name) {
    return object.get(name) == null ? null : text(name);
  }

  double number(String name) {
    return as(Number.class, object.get(name), name).doubleValue();
  }

  Double numberOrNull(String name) {
    return object.get(name) == null ? null : number(name);
  }

  long count(String name) {
    return as(Number.class, object.get(name), name).longValue();
  }

  boolean flag(String name) {
    return as(Boolean.class, object.get(name), name);
  }

  Members member(String name) {
    return of(object.get(name));
  }

  /** Empty if there is no such member. */
  List<Members> members(String name) {
    return object.get(name) == null ? List.of() : list(object.get(name));
  }
}
