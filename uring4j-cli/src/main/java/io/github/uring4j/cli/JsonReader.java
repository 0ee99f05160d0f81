package io.github.uring4j.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON (RFC 8259): objects become maps in their order, arrays lists, numbers Long if they are
 * integers that fit and Double otherwise.
 */
public final class JsonReader {

  private static final int MAX_NESTING = 100;

  private final String text;
  private int at;
  private int nesting;

  private JsonReader(String text) {
    this.text = text;
  }

  /**
   * Reads one value.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static Object read(String text) {
    JsonReader reader = new JsonReader(text);
    Object value = reader.value();
    reader.skipSpace();
    if (reader.at < text.length()) {
      throw reader.unexpected();
    }
    return value;
  }

  private Object value() {
    skipSpace();
    if (++nesting > MAX_NESTING) {
      throw new IllegalArgumentException("JSON nested deeper than " + MAX_NESTING);
    }
    Object value =
        switch (peek()) {
          case '{' -> object();
          case '[' -> array();
          case '"' -> string();
          case 't' -> word("true", true);
          case 'f' -> word("false", false);
          case 'n' -> word("null", null);
          default -> number();
        };
    nesting--;
    return value;
  }

  private Map<String, Object> object() {
    Map<String, Object> members = new LinkedHashMap<>();
    at++;
    if (skips('}')) {
      return members;
    }
    do {
      skipSpace();
      String name = string();
      expect(':');
      members.put(name, value());
    } while (skips(','));
    expect('}');
    return members;
  }

  private List<Object> array() {
    List<Object> values = new ArrayList<>();
    at++;
    if (skips(']')) {
      return values;
    }
    do {
      values.add(value());
    } while (skips(','));
    expect(']');
    return values;
  }

  private String string() {
    if (peek() != '"') {
      throw unexpected();
    }
    StringBuilder string = new StringBuilder();
    for (at++; peek() != '"'; at++) {
      if (peek() < ' ') {
        throw unexpected();
      }
      string.append(peek() == '\\' ? escaped() : peek());
    }
    at++;
    return string.toString();
  }

  /** From the backslash to the last character of the escape. */
  private char escaped() {
    at++;
    return switch (peek()) {
      case '"', '\\', '/' -> peek();
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        if (at + 4 >= text.length()) {
          throw unexpected();
        }
        at += 4;
        try {
          yield (char) Integer.parseUnsignedInt(text, at - 3, at + 1, 16);
        } catch (NumberFormatException e) {
          throw unexpected();
        }
      }
      default -> throw unexpected();
    };
  }

  private Object word(String word, Object value) {
    if (!text.startsWith(word, at)) {
      throw unexpected();
    }
    at += word.length();
    return value;
  }

  private Object number() {
    int start = at;
    while (at < text.length() && "+-0123456789.eE".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String number = text.substring(start, at);
    if (!number.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
      at = start;
      throw unexpected();
    }
    try {
      return Long.valueOf(number);
    } catch (NumberFormatException e) {
      return Double.valueOf(number);
    }
  }

  private void expect(char c) {
    if (!skips(c)) {
      throw unexpected();
    }
  }

  private boolean skips(char c) {
    skipSpace();
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw unexpected();
    }
    return text.charAt(at);
  }

  private IllegalArgumentException unexpected() {
    return new IllegalArgumentException(
        at < text.length()
            ? "no JSON: '%c' at position %d".formatted(text.charAt(at), at)
            : "no JSON: it ends too early");
  }
}
