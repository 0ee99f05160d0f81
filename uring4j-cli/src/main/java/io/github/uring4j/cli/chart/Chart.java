package io.github.uring4j.cli.chart;

/** A drawing. */
public interface Chart {

  /** Rules that a page needs once for all charts that it shows, light and dark. */
  static String style() {
    return Palette.STYLE;
  }

  /** Text for an XML element or attribute. */
  static String escape(String text) {
    return Svg.escape(text);
  }

  /** An {@code svg} element to stand in such a page. */
  String svg();

  /** A file of its own, with style and ground. */
  default String standalone() {
    String style =
        "<style>\n"
            + Palette.STYLE
            + "svg { background: #ffffff; }\n"
            + "@media (prefers-color-scheme: dark) { svg { background: #0d1117; } }\n"
            + "</style>\n";
    String svg = svg();
    int inside = svg.indexOf('\n') + 1;
    return svg.substring(0, inside) + style + svg.substring(inside);
  }
}
