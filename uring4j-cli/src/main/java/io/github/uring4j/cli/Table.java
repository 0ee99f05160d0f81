package io.github.uring4j.cli;

import java.util.List;

/** Text for 80 columns. */
public final class Table {

  private static final int WIDTH = 80;
  private static final int INDENT = 1;
  private static final int GAP = 2;
  private static final int NAME_WIDTH = 16;

  private Table() {}

  /** A name with its value, which goes on below itself if it is long. Lines end with a newline. */
  public static String field(String name, String value) {
    StringBuilder text = new StringBuilder(pad(name, NAME_WIDTH));
    int column = NAME_WIDTH;
    for (String word : value.split(" ", -1)) {
      if (column > NAME_WIDTH && column + 1 + word.length() > WIDTH) {
        text.append('\n').append(" ".repeat(NAME_WIDTH));
        column = NAME_WIDTH;
      } else if (column > NAME_WIDTH) {
        text.append(' ');
        column++;
      }
      text.append(word);
      column += word.length();
    }
    return text.append('\n').toString();
  }

  /** Cells in as many columns as fit, filled downwards. Lines end with a newline. */
  public static String columns(List<String> cells) {
    int width = cells.stream().mapToInt(String::length).max().orElse(0) + GAP;
    int columns = Math.max((WIDTH - INDENT + GAP) / width, 1);
    int rows = (cells.size() + columns - 1) / columns;
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < rows; row++) {
      StringBuilder line = new StringBuilder(" ".repeat(INDENT));
      for (int cell = row; cell < cells.size(); cell += rows) {
        line.append(pad(cells.get(cell), width));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /**
   * Rows of cells, as wide as they must be: the first column to the left, numbers in the others to
   * the right. Lines end with a newline.
   */
  public static String grid(List<List<String>> rows) {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(row.getFirst());
      for (int i = 1, end = widths[0]; i < widths.length; i++) {
        end += GAP + widths[i];
        line.append(" ".repeat(end - line.length() - row.get(i).length())).append(row.get(i));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(width - text.length(), 1));
  }
}
