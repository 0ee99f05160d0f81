package io.github.uring4j.cli.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * Maps values to places between 0 and 1, linearly or by their logarithm, and names the values where
 * the grid is.
 */
public final class Scale {

  private final double from;
  private final double to;
  private final boolean logarithmic;
  private final List<Double> ticks;

  private Scale(double from, double to, boolean logarithmic, List<Double> ticks) {
    this.from = from;
    this.to = to;
    this.logarithmic = logarithmic;
    this.ticks = List.copyOf(ticks);
  }

  /**
   * From zero to a round number that is not less than {@code max}, so that lengths are in
   * proportion.
   *
   * @param max the largest value
   */
  public static Scale linear(double max) {
    double largest = max > 0 && Double.isFinite(max) ? max : 1;
    double step = roundStep(largest / 5);
    List<Double> ticks = new ArrayList<>();
    int count = (int) Math.ceil(largest / step - 1e-9);
    for (int i = 0; i <= count; i++) {
      ticks.add(i * step);
    }
    return new Scale(0, count * step, false, ticks);
  }

  /**
   * From a power of {@code base} to another, around all values.
   *
   * @param min the smallest value, more than 0
   * @param max the largest value
   * @param base 10 for amounts, 2 for depths and sizes
   */
  public static Scale logarithmic(double min, double max, int base) {
    if (!(min > 0) || !(max >= min) || !Double.isFinite(max)) {
      throw new IllegalArgumentException(
          "a logarithmic scale is for values above 0, not %s to %s".formatted(min, max));
    }
    int low = (int) Math.floor(Math.log(min) / Math.log(base) + 1e-9);
    int high = (int) Math.ceil(Math.log(max) / Math.log(base) - 1e-9);
    if (high == low) {
      high++;
    }
    List<Double> ticks = new ArrayList<>();
    int stride = Math.max(1, (high - low + 7) / 8);
    for (int power = low; power <= high; power += stride) {
      ticks.add(Math.pow(base, power));
    }
    return new Scale(Math.pow(base, low), Math.pow(base, high), true, ticks);
  }

  /** 1, 2 or 5 times a power of ten, at least {@code least}. */
  private static double roundStep(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= least * (1 - 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  /** Where a value is: 0 at the start of the axis, 1 at its end. */
  public double place(double value) {
    double place =
        logarithmic ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
    return Math.clamp(place, 0, 1);
  }

  /** Values for the grid, ascending. */
  public List<Double> ticks() {
    return ticks;
  }
}
