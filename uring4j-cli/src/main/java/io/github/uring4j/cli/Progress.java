package io.github.uring4j.cli;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A line on standard error that shows how far something has come, if a person looks at it, and
 * nothing otherwise. It first shows after half a second, changes ten times a second at most, and is
 * gone at the end.
 */
public final class Progress implements AutoCloseable {

  private static final long DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int BAR_WIDTH = 30;
  private static final int NAME_WIDTH = 20;
  private static final String TO_LINE_START_AND_CLEAR = "\r\033[K";

  private final Terminal terminal;
  private final long start = System.nanoTime();
  private long next = DELAY_NANOS;
  private boolean shown;

  public Progress(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Tells how far it has come. Costs nothing but a look at the clock most of the time.
   *
   * @param name what is worked on
   * @param done bytes so far
   * @param total bytes in all, or 0 or less if that is unknown
   */
  void update(String name, long done, long total) {
    if (terminal.errorIsTerminal()) {
      update(System.nanoTime() - start, name, done, total);
    }
  }

  /** The same at a given time since the start. */
  void update(long nanos, String name, long done, long total) {
    if (terminal.errorIsTerminal() && nanos >= next) {
      show(nanos, line(name, done, total, nanos));
    }
  }

  /**
   * Tells how far something has come that is not counted in bytes.
   *
   * @param name what is worked on
   * @param part 0 to 1
   */
  public void update(String name, double part) {
    long nanos = System.nanoTime() - start;
    if (terminal.errorIsTerminal() && nanos >= next) {
      show(nanos, bar(name, part));
    }
  }

  private void show(long nanos, String line) {
    next = nanos + INTERVAL_NANOS;
    shown = true;
    terminal.errorWriter().print(TO_LINE_START_AND_CLEAR + line);
    terminal.errorWriter().flush();
  }

  /** Takes the line away; before anything else is written to standard error, and at the end. */
  public void clear() {
    if (shown) {
      shown = false;
      terminal.errorWriter().print(TO_LINE_START_AND_CLEAR);
      terminal.errorWriter().flush();
    }
  }

  @Override
  public void close() {
    clear();
  }

  /** At most 80 columns. */
  static String line(String name, long done, long total, long nanos) {
    double perSecond = done * 1e9 / Math.max(nanos, 1);
    String amount = size(done) + "  " + size((long) perSecond) + "/s";
    String shortName =
        name.length() <= NAME_WIDTH ? name : "…" + name.substring(name.length() - NAME_WIDTH + 1);
    if (total <= 0) {
      return shortName + "  " + amount;
    }
    return bar(shortName, (double) done / total) + "  " + amount;
  }

  private static String bar(String name, double part) {
    double shownPart = Math.clamp(part, 0, 1);
    int filled = (int) (shownPart * BAR_WIDTH);
    return "%s [%s%s] %3d%%"
        .formatted(
            name, "#".repeat(filled), ".".repeat(BAR_WIDTH - filled), (int) (shownPart * 100));
  }

  /** A number of bytes for a person, such as {@code 1.5 GiB}. */
  public static String size(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    int unit = 0;
    double value = bytes;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
  }
}
