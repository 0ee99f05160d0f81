package io.github.uring4j.cli.bench;

import java.util.Locale;

/** Numbers for persons: three digits that count, with a unit. */
final class Figures {

  private static final String[] TIME_UNITS = {"ns", "µs", "ms", "s"};
  private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  /** What is shown with three digits as the next unit is one. */
  private static final double ROUNDED = 0.9995;

  private Figures() {}

  /** 85.2 ns, 1.62 µs, 12.3 ms. */
  static String nanos(double nanos) {
    return scaled(nanos, 1000, TIME_UNITS);
  }

  static String nanos(long nanos) {
    return nanos((double) nanos);
  }

  /** 4 KiB, 1.5 GiB. */
  static String bytes(double bytes) {
    return scaled(bytes, 1024, BYTE_UNITS);
  }

  /** 1,234,567. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String scaled(double value, double step, String[] units) {
    int unit = 0;
    double scaled = value;
    while (Math.abs(scaled) >= step * ROUNDED && unit < units.length - 1) {
      scaled /= step;
      unit++;
    }
    return number(scaled) + " " + units[unit];
  }

  /** Three digits that count, or all before the point; no zeros at the end of a fraction. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return "-";
    }
    double size = Math.abs(value);
    int decimals = size == 0 ? 0 : Math.clamp(2 - (int) Math.floor(Math.log10(size)), 0, 6);
    String text = String.format(Locale.ROOT, "%,." + decimals + "f", value);
    return decimals == 0 ? text : text.replaceFirst("\\.?0+$", "");
  }
}
