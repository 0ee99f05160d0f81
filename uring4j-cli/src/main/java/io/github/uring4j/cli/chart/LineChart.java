package io.github.uring4j.cli.chart;

import java.util.ArrayList;
import java.util.List;

/** Lines over an axis, each a series of points with a colour and a name in the legend. */
public final class LineChart implements Chart {

  private static final int WIDTH = 860;
  private static final int PLOT_HEIGHT = 280;
  private static final int LEFT = 78;
  private static final int RIGHT = 20;
  private static final int TOP = 52;
  private static final int BOTTOM = 52;
  private static final int LEGEND_LINE = 20;
  private static final double LETTER = 7.4;

  private final String title;
  private final Axis x;
  private final Axis y;
  private final List<Series> series = new ArrayList<>();

  private record Series(String name, int colour, List<Point> points) {}

  private record Point(double x, double y) {}

  /** A chart without lines. */
  public LineChart(String title, Axis x, Axis y) {
    this.title = title;
    this.x = x;
    this.y = y;
  }

  /**
   * Begins a series.
   *
   * @param colour which one of the palette
   */
  public LineChart series(String name, int colour) {
    series.add(new Series(name, colour, new ArrayList<>()));
    return this;
  }

  /** Adds a point to the last series; points come from left to right. */
  public LineChart point(double atX, double atY) {
    series.getLast().points().add(new Point(atX, atY));
    return this;
  }

  @Override
  public String svg() {
    Scale xs = scale(x, all(true));
    Scale ys = scale(y, all(false));
    int legendLines = legend(null);
    Svg svg = new Svg(WIDTH, TOP + PLOT_HEIGHT + BOTTOM + legendLines * LEGEND_LINE, title);
    svg.text("title", 0, 20, "start", title);
    svg.text("quiet", 0, 42, "start", y.title());
    grid(svg, xs, ys);
    for (Series one : series) {
      draw(svg, one, xs, ys);
    }
    legend(svg);
    return svg.toString();
  }

  private List<Double> all(boolean ofX) {
    return series.stream()
        .flatMap(one -> one.points().stream())
        .map(point -> ofX ? point.x() : point.y())
        .toList();
  }

  private static Scale scale(Axis axis, List<Double> values) {
    double min = values.stream().mapToDouble(Double::doubleValue).min().orElse(1);
    double max = values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
    return axis.scale(min, max);
  }

  private void grid(Svg svg, Scale xs, Scale ys) {
    int bottom = TOP + PLOT_HEIGHT;
    for (double tick : ys.ticks()) {
      double place = y(ys, tick);
      svg.line("grid", LEFT, place, WIDTH - RIGHT, place);
      svg.text("quiet", LEFT - 8, place + 4, "end", y.format(tick));
    }
    for (double tick : xs.ticks()) {
      double place = x(xs, tick);
      svg.line("axis", place, bottom, place, bottom + 4);
      svg.text("quiet", place, bottom + 20, "middle", x.format(tick));
    }
    svg.line("axis", LEFT, bottom, WIDTH - RIGHT, bottom);
    svg.text("quiet", (LEFT + WIDTH - RIGHT) / 2.0, bottom + 40, "middle", x.title());
  }

  private void draw(Svg svg, Series one, Scale xs, Scale ys) {
    StringBuilder path = new StringBuilder();
    for (Point point : one.points()) {
      path.append(path.isEmpty() ? "M" : " L")
          .append(Svg.number(x(xs, point.x())))
          .append(' ')
          .append(Svg.number(y(ys, point.y())));
    }
    String colour = Palette.series(one.colour());
    svg.raw("<path class=\"line %s\" d=\"%s\"/>\n".formatted(colour, path));
    for (Point point : one.points()) {
      String tip = "%s, %s: %s".formatted(one.name(), x.format(point.x()), y.format(point.y()));
      svg.point(colour, x(xs, point.x()), y(ys, point.y()), tip);
    }
  }

  /** Draws the legend, if there is a drawing, and returns how many lines it has. */
  private int legend(Svg svg) {
    double at = LEFT;
    int line = 1;
    for (Series one : series) {
      double width = 18 + one.name().length() * LETTER + 22;
      if (at > LEFT && at + width > WIDTH) {
        at = LEFT;
        line++;
      }
      if (svg != null) {
        double top = TOP + PLOT_HEIGHT + BOTTOM + (line - 1) * LEGEND_LINE;
        svg.bar(Palette.series(one.colour()), at, top, 12, 12, one.name());
        svg.text("", at + 18, top + 11, "start", one.name());
      }
      at += width;
    }
    return line;
  }

  private static double x(Scale scale, double value) {
    return LEFT + scale.place(value) * (WIDTH - RIGHT - LEFT);
  }

  private static double y(Scale scale, double value) {
    return TOP + (1 - scale.place(value)) * PLOT_HEIGHT;
  }
}
