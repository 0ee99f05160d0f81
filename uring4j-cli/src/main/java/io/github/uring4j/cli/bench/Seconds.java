package io.github.uring4j.cli.bench;

import java.math.BigDecimal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time: 2s, 500ms, 0.5 (seconds), 1m. The value is nanoseconds. */
final class Seconds implements ITypeConverter<Long> {

  private static final long MAX_NANOS = 3600_000_000_000L;

  @Override
  public Long convert(String text) {
    String number = text;
    long unit = 1_000_000_000;
    if (text.endsWith("ms")) {
      number = text.substring(0, text.length() - 2);
      unit = 1_000_000;
    } else if (text.endsWith("s")) {
      number = text.substring(0, text.length() - 1);
    } else if (text.endsWith("m")) {
      number = text.substring(0, text.length() - 1);
      unit = 60_000_000_000L;
    }
    try {
      BigDecimal nanos = new BigDecimal(number).multiply(BigDecimal.valueOf(unit));
      if (nanos.signum() >= 0 && nanos.compareTo(BigDecimal.valueOf(MAX_NANOS)) <= 0) {
        return nanos.longValue();
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new TypeConversionException(
        "'%s' is not a time up to an hour, such as 2s, 500ms or 1m".formatted(text));
  }
}
