package io.github.uring4j.cli;

import io.github.uring4j.AtFlags;
import io.github.uring4j.Completion;
import io.github.uring4j.Fd;
import io.github.uring4j.FileKind;
import io.github.uring4j.Ring;
import io.github.uring4j.Statx;
import io.github.uring4j.StatxMask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what statx tells of files. */
@Command(
    name = "stat",
    description = "Shows what the file system tells of files.",
    mixinStandardHelpOptions = true)
final class StatCommand implements Callable<Integer> {

  private static final int ENTRIES = 32;
  private static final int WANTED =
      StatxMask.BASIC_STATS
          | StatxMask.BTIME
          | StatxMask.MNT_ID
          | StatxMask.DIOALIGN
          | StatxMask.DIO_READ_ALIGN
          | StatxMask.SUBVOL
          | StatxMask.WRITE_ATOMIC;

  @Option(
      names = {"-L", "--dereference"},
      description = "Follow symbolic links.")
  private boolean follow;

  @Option(names = "--json", description = "Print one JSON object, or an array for several files.")
  private boolean json;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "The files.")
  private List<String> files;

  private final Terminal terminal;

  StatCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    int status = ExitCode.OK;
    List<FileFacts> found = new ArrayList<>();
    try (Ring<Void> ring = Ring.open(ENTRIES)) {
      for (String file : files) {
        try {
          FileFacts facts = look(ring, file);
          if (!json) {
            terminal.writer().print((found.isEmpty() ? "" : "\n") + facts.text());
          }
          found.add(facts);
        } catch (CommandFailedException e) {
          status = new Errors(terminal).report("stat", e);
        }
      }
    }
    if (json) {
      printJson(found);
    }
    return status;
  }

  private FileFacts look(Ring<Void> ring, String file) throws IOException {
    Statx statx = new Statx();
    int flags = AtFlags.NO_AUTOMOUNT | (follow ? 0 : AtFlags.SYMLINK_NOFOLLOW);
    ring.statx(null, Fd.CWD, file, flags, WANTED, statx);
    Completion<Void> completion = Rings.next(ring);
    Rings.input(file, completion);
    String target =
        statx.kind() == FileKind.SYMBOLIC_LINK
            ? Files.readSymbolicLink(Path.of(file)).toString()
            : null;
    return new FileFacts(file, target, statx);
  }

  private void printJson(List<FileFacts> found) {
    List<Json> objects = found.stream().map(FileFacts::json).toList();
    if (files.size() > 1) {
      terminal.writer().println(Json.of(objects));
    } else if (!objects.isEmpty()) {
      terminal.writer().println(objects.getFirst());
    }
  }
}
