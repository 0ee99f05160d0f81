package io.github.uring4j.cli.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * Bars from left to right, one below the other in groups: long names have room, and lengths are in
 * proportion. Values stand beside the bars.
 */
public final class BarChart implements Chart {

  private static final int WIDTH = 860;
  private static final int BAR = 18;
  private static final int GAP = 4;
  private static final int GROUP_GAP = 16;
  private static final int TOP = 44;
  private static final int BOTTOM = 44;
  private static final int RIGHT = 90;
  private static final double LETTER = 7.4;

  private final String title;
  private final Axis axis;
  private final List<Group> groups = new ArrayList<>();

  /** Bars that belong together, below a name. */
  private record Group(String name, List<Bar> bars) {}

  private record Bar(String name, int colour, double value) {}

  /** A chart without bars. */
  public BarChart(String title, Axis axis) {
    this.title = title;
    this.axis = axis;
  }

  /** Begins a group; it has a name above its bars, unless that is empty. */
  public BarChart group(String name) {
    groups.add(new Group(name, new ArrayList<>()));
    return this;
  }

  /**
   * Adds a bar to the last group.
   *
   * @param colour which one of the palette
   */
  public BarChart bar(String name, int colour, double value) {
    groups.getLast().bars().add(new Bar(name, colour, value));
    return this;
  }

  @Override
  public String svg() {
    int height = TOP + BOTTOM;
    double max = 0;
    double min = Double.POSITIVE_INFINITY;
    int longest = 0;
    for (Group group : groups) {
      height += GROUP_GAP + (group.name().isEmpty() ? 0 : BAR) + group.bars().size() * (BAR + GAP);
      for (Bar bar : group.bars()) {
        max = Math.max(max, bar.value());
        min = Math.min(min, bar.value());
        longest = Math.max(longest, bar.name().length());
      }
    }
    double left = Math.min(longest * LETTER + 16, WIDTH / 2.0);
    Scale scale = axis.scale(min, max);
    Svg svg = new Svg(WIDTH, height, title);
    svg.text("title", 0, 20, "start", title);
    ticks(svg, scale, left, height);
    double y = TOP;
    for (Group group : groups) {
      y = group(svg, group, scale, left, y);
    }
    return svg.toString();
  }

  private void ticks(Svg svg, Scale scale, double left, int height) {
    for (double tick : scale.ticks()) {
      double x = x(scale, left, tick);
      svg.text("quiet", x, height - BOTTOM + 20, "middle", axis.format(tick));
    }
    svg.text("quiet", (left + WIDTH - RIGHT) / 2, height - 6, "middle", axis.title());
  }

  private double group(Svg svg, Group group, Scale scale, double left, double top) {
    double y = top + GROUP_GAP / 2.0;
    if (!group.name().isEmpty()) {
      svg.text("quiet", 0, y + BAR - 5, "start", group.name());
      y += BAR;
    }
    grid(svg, scale, left, y, y + group.bars().size() * (BAR + GAP));
    for (Bar bar : group.bars()) {
      double end = x(scale, left, bar.value());
      String value = axis.format(bar.value());
      svg.text("", left - 8, y + BAR - 5, "end", bar.name());
      svg.bar(Palette.series(bar.colour()), left, y, end - left, BAR, bar.name() + ": " + value);
      svg.text("", end + 6, y + BAR - 5, "start", value);
      y += BAR + GAP;
    }
    return y + GROUP_GAP / 2.0;
  }

  /** Behind the bars of a group, and not through its name. */
  private static void grid(Svg svg, Scale scale, double left, double top, double bottom) {
    for (double tick : scale.ticks()) {
      double x = x(scale, left, tick);
      svg.line("grid", x, top - GAP, x, bottom);
    }
    svg.line("axis", left, top - GAP, left, bottom);
  }

  private static double x(Scale scale, double left, double value) {
    return left + scale.place(value) * (WIDTH - RIGHT - left);
  }
}
