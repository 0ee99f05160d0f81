package io.github.uring4j.cli.chart;

import java.util.Locale;

/** Writes the elements of a drawing, and sees to it that they are well-formed XML. */
final class Svg {

  private final StringBuilder text = new StringBuilder();

  /** Opens the drawing. Coordinates are pixels; it shrinks where there is less room. */
  Svg(int width, int height, String label) {
    text.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"%s\">\n"
            .formatted(width, height, width, height, escape(label)));
  }

  Svg raw(String xml) {
    text.append(xml);
    return this;
  }

  Svg line(String style, double x1, double y1, double x2, double y2) {
    text.append(
        "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n"
            .formatted(style, number(x1), number(y1), number(x2), number(y2)));
    return this;
  }

  /**
   * @param anchor start, middle or end: where x is in the text
   */
  Svg text(String style, double x, double y, String anchor, String content) {
    text.append(
        "<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n"
            .formatted(style, number(x), number(y), anchor, escape(content)));
    return this;
  }

  /** A bar, which tells its value where the pointer rests. */
  Svg bar(String style, double x, double y, double width, double height, String tip) {
    text.append(
        "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"2\"><title>%s</title></rect>\n"
            .formatted(style, number(x), number(y), number(width), number(height), escape(tip)));
    return this;
  }

  /** A point of a line, which tells its value where the pointer rests. */
  Svg point(String style, double x, double y, String tip) {
    text.append(
        "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"3.5\"><title>%s</title></circle>\n"
            .formatted(style, number(x), number(y), escape(tip)));
    return this;
  }

  @Override
  public String toString() {
    return text + "</svg>\n";
  }

  static String number(double value) {
    String fixed = String.format(Locale.ROOT, "%.2f", value);
    return fixed.replaceFirst("\\.?0+$", "");
  }

  /** For text and attributes. What XML cannot have at all becomes a question mark. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(isXml(c) ? c : '?');
              }
            });
    return escaped.toString();
  }

  private static boolean isXml(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= ' '
            && !Character.isISOControl(c)
            && (c < 0xd800 || c > 0xdfff)
            && (c & 0xfffe) != 0xfffe);
  }
}
