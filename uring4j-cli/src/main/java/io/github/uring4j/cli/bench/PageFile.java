package io.github.uring4j.cli.bench;

import io.github.uring4j.cli.CommandFailedException;
import io.github.uring4j.cli.Json;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The file of a page: it keeps its runs as JSON, so that another one can be added. */
final class PageFile {

  private static final String BEGIN = "<script type=\"application/json\" id=\"uring-bench\">";
  private static final String END = "</script>";

  private final Path path;
  private final List<Run> runs;

  private PageFile(Path path, List<Run> runs) {
    this.path = path;
    this.runs = runs;
  }

  /** A page that is there, or is yet to be made; refuses a file that is something else. */
  static PageFile open(String name) throws IOException {
    Path path = Path.of(name);
    if (!Files.exists(path)) {
      Path directory = path.toAbsolutePath().getParent();
      if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
        throw new CommandFailedException(name + ": its directory is not there, or is read-only");
      }
      return new PageFile(path, new ArrayList<>());
    }
    if (!Files.isRegularFile(path)) {
      throw new CommandFailedException(
          name + (Files.isDirectory(path) ? ": is a directory" : ": is no regular file"));
    }
    Path real = path.toRealPath();
    return new PageFile(real, new ArrayList<>(runs(name, real)));
  }

  private static List<Run> runs(String name, Path path) throws IOException {
    try {
      String page = Files.readString(path);
      int begin = page.indexOf(BEGIN);
      int end = page.indexOf(END, begin + 1);
      if (begin >= 0 && end >= 0) {
        String json = page.substring(begin + BEGIN.length(), end);
        return Members.list(json).stream().map(Run::from).toList();
      }
    } catch (MalformedInputException | IllegalArgumentException e) {
      throw notOurs(name, e);
    }
    throw notOurs(name, null);
  }

  private static CommandFailedException notOurs(String name, Exception cause) {
    return new CommandFailedException(
        name + ": is no page of uring bench, and is left as it is: give another name", cause);
  }

  /** Adds a run, and puts the new page in the place of the old one at once. */
  void add(Run run) throws IOException {
    runs.add(run);
    Path written =
        path.resolveSibling("." + path.getFileName() + "." + ProcessHandle.current().pid());
    try {
      Files.writeString(written, Page.of(runs, BEGIN + data() + END));
      Files.move(written, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  /** Without characters that mean something to HTML or XML: they are in strings only. */
  private String data() {
    return Json.of(runs.stream().map(Run::json).toList())
        .replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e");
  }
}
