package io.github.uring4j.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes JSON (RFC 8259), compact, on one line. Objects are maps or {@link Json} itself, arrays are
 * lists; other values are strings, numbers, booleans and null.
 */
public final class Json {

  private final Map<String, Object> members = new LinkedHashMap<>();

  /** An empty object. */
  public Json() {}

  /** Adds a member to the object; they keep their order. */
  public Json with(String name, Object value) {
    members.put(name, value);
    return this;
  }

  /** This object as text. */
  @Override
  public String toString() {
    return of(this);
  }

  /** A value as text. */
  public static String of(Object value) {
    StringBuilder text = new StringBuilder();
    append(text, value);
    return text.toString();
  }

  private static void append(StringBuilder text, Object value) {
    switch (value) {
      case null -> text.append("null");
      case String string -> appendString(text, string);
      case Boolean bool -> text.append(bool);
      case Double number when !Double.isFinite(number) -> text.append("null");
      case Number number -> text.append(number);
      case Json object -> appendObject(text, object.members);
      case Map<?, ?> object -> appendObject(text, object);
      case List<?> array -> appendArray(text, array);
      default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
    }
  }

  private static void appendObject(StringBuilder text, Map<?, ?> members) {
    String separator = "{";
    for (Map.Entry<?, ?> member : members.entrySet()) {
      text.append(separator);
      appendString(text, (String) member.getKey());
      text.append(':');
      append(text, member.getValue());
      separator = ",";
    }
    text.append(members.isEmpty() ? "{}" : "}");
  }

  private static void appendArray(StringBuilder text, List<?> values) {
    String separator = "[";
    for (Object value : values) {
      text.append(separator);
      append(text, value);
      separator = ",";
    }
    text.append(values.isEmpty() ? "[]" : "]");
  }

  private static void appendString(StringBuilder text, String string) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      switch (c) {
        case '"', '\\' -> text.append('\\').append(c);
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          // A lone surrogate has no UTF-8, and control characters must be escaped.
          if (c < ' ' || c == 0x7f || (Character.isSurrogate(c) && isLone(string, i))) {
            text.append("\\u%04x".formatted((int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }

  private static boolean isLone(String string, int i) {
    return Character.isHighSurrogate(string.charAt(i))
        ? i + 1 == string.length() || !Character.isLowSurrogate(string.charAt(i + 1))
        : i == 0 || !Character.isHighSurrogate(string.charAt(i - 1));
  }
}
