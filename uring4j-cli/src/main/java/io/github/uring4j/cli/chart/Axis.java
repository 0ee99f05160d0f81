package io.github.uring4j.cli.chart;

import java.util.function.DoubleFunction;

/**
 * What an axis says.
 *
 * @param title with the unit
 * @param logarithmic whether steps multiply
 * @param base of a logarithmic axis: 10 or 2
 * @param format of its values
 */
public record Axis(String title, boolean logarithmic, int base, DoubleFunction<String> format) {

  /** From zero, in even steps. */
  public static Axis linear(String title, DoubleFunction<String> format) {
    return new Axis(title, false, 10, format);
  }

  /** In steps that multiply by {@code base}. */
  public static Axis logarithmic(String title, int base, DoubleFunction<String> format) {
    return new Axis(title, true, base, format);
  }

  Scale scale(double min, double max) {
    return logarithmic ? Scale.logarithmic(min, max, base) : Scale.linear(max);
  }

  String format(double value) {
    return format.apply(value);
  }
}
