package io.github.uring4j.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of bytes with an optional suffix: 4096, 64k, 1m, 1g; capitals are the same. */
public final class ByteSize implements ITypeConverter<Integer> {

  /** For picocli. */
  public ByteSize() {}

  @Override
  public Integer convert(String text) {
    int digits = text.length();
    long unit = 1;
    if (digits > 1) {
      unit =
          switch (text.charAt(digits - 1)) {
            case 'k', 'K' -> 1L << 10;
            case 'm', 'M' -> 1L << 20;
            case 'g', 'G' -> 1L << 30;
            default -> 1;
          };
    }
    try {
      long number = Long.parseLong(text.substring(0, unit == 1 ? digits : digits - 1));
      return Math.toIntExact(Math.multiplyExact(number, unit));
    } catch (NumberFormatException | ArithmeticException e) {
      throw new TypeConversionException(
          "'%s' is not a number of bytes below 2g, such as 65536, 512k or 1m".formatted(text));
    }
  }
}
