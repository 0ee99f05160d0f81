package io.github.uring4j.cli;

import io.github.uring4j.AtFlags;
import io.github.uring4j.Fd;
import io.github.uring4j.FileKind;
import io.github.uring4j.OpenFlags;
import io.github.uring4j.OpenHow;
import io.github.uring4j.PlainFd;
import io.github.uring4j.Ring;
import io.github.uring4j.Statx;
import io.github.uring4j.StatxMask;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** Writes files to standard output, through a ring. */
@Command(
    name = "cat",
    description = "Writes files to standard output, one after the other.",
    mixinStandardHelpOptions = true)
final class CatCommand implements Callable<Integer> {

  private static final int ENTRIES = 32;
  private static final String STANDARD_INPUT = "-";
  private static final OpenHow READ = OpenHow.of(OpenFlags.RDONLY | OpenFlags.NOCTTY);

  @Parameters(
      paramLabel = "FILE",
      defaultValue = STANDARD_INPUT,
      description = "The files; - is standard input, which is read if none is given.")
  private List<String> files;

  private final Terminal terminal;

  CatCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    int status = ExitCode.OK;
    try (Ring<CatBlock> ring = Ring.open(ENTRIES)) {
      CatPipeline pipeline = new CatPipeline(ring, terminal.output());
      Statx output = statx(ring, terminal.output());
      for (String file : files) {
        try {
          cat(ring, pipeline, output, file);
        } catch (CommandFailedException e) {
          status = new Errors(terminal).report("cat", e);
        }
      }
    }
    return status;
  }

  private void cat(Ring<CatBlock> ring, CatPipeline pipeline, Statx output, String file)
      throws IOException {
    if (file.equals(STANDARD_INPUT)) {
      checkNotOutput(file, statx(ring, terminal.input()), output);
      // It has a position that others may have moved: no reading ahead of it.
      pipeline.copySequentially(file, terminal.input());
      return;
    }
    // In a worker of the kernel, where it may block: tried at once, a FIFO would open without a
    // writer, and be at its end.
    ring.openat2(null, Fd.CWD, file, READ).async();
    PlainFd fd = Rings.input(file, Rings.next(ring)).fd();
    try {
      Statx input = statx(ring, fd);
      checkNotOutput(file, input, output);
      // Where the size is 0 it may be unknown, as in /proc.
      if (input.kind() == FileKind.REGULAR_FILE && input.size() > 0) {
        pipeline.copyInParallel(file, fd, input.size());
      } else {
        pipeline.copySequentially(file, fd);
      }
    } finally {
      fd.close();
    }
  }

  private static void checkNotOutput(String file, Statx input, Statx output)
      throws CommandFailedException {
    if (input.kind() == FileKind.REGULAR_FILE
        && input.size() > 0
        && input.inode() == output.inode()
        && input.deviceMajor() == output.deviceMajor()
        && input.deviceMinor() == output.deviceMinor()) {
      throw new CommandFailedException(file + ": this is where the output goes");
    }
  }

  private static Statx statx(Ring<CatBlock> ring, PlainFd fd) throws IOException {
    Statx result = new Statx();
    ring.statx(null, fd, "", AtFlags.EMPTY_PATH, StatxMask.BASIC_STATS, result);
    Rings.next(ring).result();
    return result;
  }
}
