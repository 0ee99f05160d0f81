package io.github.uring4j.cli.chart;

import java.util.List;

/**
 * Colours of series, for a light and a dark ground: told apart with any colour vision, and by their
 * lightness where there is none.
 */
final class Palette {

  /** After Okabe and Ito, darkened or lightened until they stand out from the ground. */
  private static final List<String> LIGHT =
      List.of("#0b6bb8", "#c65300", "#007a5a", "#a3457f", "#8a6d00", "#3f8fc4", "#555b66");

  private static final List<String> DARK =
      List.of("#5fb2f2", "#f08a3c", "#2fc598", "#e08abf", "#e0c040", "#a5d4f5", "#a9b0bb");

  /**
   * Rules for text, lines and series. A page may use it as it is; a drawing of its own needs the
   * ground as well.
   */
  static final String STYLE = style();

  private Palette() {}

  /** The class of a series. */
  static String series(int index) {
    return "s" + index % LIGHT.size();
  }

  private static String style() {
    StringBuilder css = new StringBuilder();
    css.append(
        """
        .chart { font: 13px system-ui, sans-serif; font-variant-numeric: tabular-nums; }
        .chart text { fill: #24292f; }
        .chart .quiet { fill: #59636e; }
        .chart .title { font-size: 15px; font-weight: 600; }
        .chart .grid { stroke: #d8dee4; stroke-width: 1; }
        .chart .axis { stroke: #8b949e; stroke-width: 1; }
        .chart .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
        """);
    colours(css, LIGHT, "");
    css.append(
        """
        @media (prefers-color-scheme: dark) {
        .chart text { fill: #e6edf3; }
        .chart .quiet { fill: #9198a1; }
        .chart .grid { stroke: #30363d; }
        .chart .axis { stroke: #6e7681; }
        """);
    colours(css, DARK, "");
    return css.append("}\n").toString();
  }

  private static void colours(StringBuilder css, List<String> colours, String indent) {
    for (int i = 0; i < colours.size(); i++) {
      css.append(indent)
          .append(
              ".chart .s%d { fill: %s; } .chart .line.s%d { fill: none; stroke: %s; }%n"
                  .formatted(i, colours.get(i), i, colours.get(i)));
    }
  }
}
