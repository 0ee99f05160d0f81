package io.github.uring4j.cli;

import io.github.uring4j.Errno;
import io.github.uring4j.ErrnoException;
import io.github.uring4j.FileKind;
import io.github.uring4j.Ring;
import io.github.uring4j.Statx;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Copies files and trees. */
@Command(
    name = "cp",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    customSynopsis = {
      "uring cp [OPTION]... SOURCE TARGET",
      "uring cp [OPTION]... SOURCE... DIRECTORY"
    },
    description = {
      "Copies files and trees, with many reads and writes in flight.",
      "",
      "Mode and times of regular files and directories are kept, the owner is not; so set-user-ID"
          + " and set-group-ID are kept only where the copy has the same owner or group. An"
          + " existing target is written in place. Links are followed when named here and without"
          + " -r, and copied as links within trees. FIFOs and devices are read and written as cp"
          + " does, and made anew with -r.",
      ""
    })
final class CpCommand implements Callable<Integer> {

  private static final int MAX_DEPTH = 1024;
  private static final int MIN_BLOCK = CopyBuffers.ALIGNMENT;
  private static final int BUFFERED_BLOCK = 128 << 10;
  private static final int DIRECT_BLOCK = 512 << 10;
  private static final long MAX_MEMORY = 1L << 30;

  /** As a shell reports what Ctrl-C has ended. */
  private static final int STOPPED = 130;

  private final Terminal terminal;
  private final Errors errors;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-r", "-R", "--recursive"},
      description = "Copy directories with all that is in them.")
  private boolean recursive;

  @Option(
      names = "--direct",
      description =
          "Copy past the page cache (O_DIRECT), on both sides where they are regular files or"
              + " block devices.")
  private boolean direct;

  @Option(
      names = "--sparse",
      paramLabel = "WHEN",
      defaultValue = "auto",
      description =
          "auto: holes stay holes (default); always: zeros become holes too; never: no holes.")
  private SparseMode sparse;

  @Option(
      names = "--method",
      paramLabel = "HOW",
      defaultValue = "auto",
      description =
          "range: regular files within the kernel (copy_file_range), and through the ring what it"
              + " does not take; ring: all through the ring; auto: what is faster (default). Where"
              + " --direct or --sparse is given, it is the ring.")
  private CopyMethod method;

  @Option(
      names = "--depth",
      paramLabel = "N",
      defaultValue = "8",
      description = "How many blocks are on their way at once. Default: ${DEFAULT-VALUE}.")
  private int depth;

  @Option(
      names = "--block-size",
      paramLabel = "BYTES",
      converter = ByteSize.class,
      description =
          "How large a block is, a multiple of 4k; suffixes k, m. Default: 128k, with --direct"
              + " 512k.")
  private Integer chosenBlockSize;

  @Option(
      names = {"-v", "--verbose"},
      description = "Say what is done.")
  private boolean verbose;

  @Option(
      names = "--json",
      description =
          "Print an object with what was copied: bytes, files, and the nanoseconds that it took"
              + " without the start of the command.")
  private boolean json;

  @Parameters(arity = "2..*", paramLabel = "SOURCE... TARGET", hidden = true)
  private List<String> paths;

  private int status = ExitCode.OK;

  CpCommand(Terminal terminal, Errors errors) {
    this.terminal = terminal;
    this.errors = errors;
  }

  @Override
  public Integer call() throws IOException {
    checkOptions();
    try (Ring<Block> ring = Ring.open(2 * depth);
        StopSignal stop = new StopSignal(ring);
        Progress line = new Progress(terminal)) {
      long start = System.nanoTime();
      CopyProgress progress = new CopyProgress(line);
      CopyBuffers buffers = new CopyBuffers(ring, depth, blockSize());
      buffers.whyNotRegistered().ifPresent(this::sayWhyNotRegistered);
      FileCalls calls = new FileCalls(ring);
      CopyTools tools = new CopyTools(ring, buffers, calls, stop, progress);
      FileCopier files = new FileCopier(tools, direct, sparse, method);
      try (TreeCopier copier =
          new TreeCopier(
              tools, files, recursive, this::log, failure -> failed(failure, progress))) {
        copyAll(calls, copier);
      } catch (StoppedException e) {
        return STOPPED;
      } catch (IOException e) {
        failed(e, progress);
      }
      if (json) {
        print(progress, System.nanoTime() - start);
      }
    }
    return status;
  }

  private void checkOptions() {
    if (depth < 1 || depth > MAX_DEPTH) {
      throw new ParameterException(
          spec.commandLine(), "--depth is 1 to %d, not %d".formatted(MAX_DEPTH, depth));
    }
    int blockSize = blockSize();
    if (blockSize < MIN_BLOCK
        || blockSize % MIN_BLOCK != 0
        || (long) blockSize * depth > MAX_MEMORY) {
      throw new ParameterException(
          spec.commandLine(),
          "--block-size is a multiple of 4k, and with --depth up to 1 GiB, not " + blockSize);
    }
  }

  private int blockSize() {
    if (chosenBlockSize != null) {
      return chosenBlockSize;
    }
    return direct ? DIRECT_BLOCK : BUFFERED_BLOCK;
  }

  private void copyAll(FileCalls calls, TreeCopier copier) throws IOException {
    List<String> sources = paths.subList(0, paths.size() - 1);
    String target = paths.getLast();
    Statx targetStat = calls.statIfExists(target);
    boolean intoDirectory = targetStat != null && targetStat.kind() == FileKind.DIRECTORY;
    if (sources.size() > 1 && !intoDirectory) {
      throw new ErrnoException(targetStat == null ? Errno.ENOENT : Errno.ENOTDIR, "open", target);
    }
    for (String source : sources) {
      String to = intoDirectory ? TreeCopier.join(target, TreeCopier.baseName(source)) : target;
      copier.copyNamed(source, to);
    }
  }

  private void log(String from, String to) {
    if (verbose) {
      (json ? terminal.errorWriter() : terminal.writer())
          .println("'%s' -> '%s'".formatted(from, to));
    }
  }

  private void sayWhyNotRegistered(String reason) {
    if (verbose) {
      terminal
          .errorWriter()
          .println("uring: cp: with plain buffers, which could not be registered: " + reason);
    }
  }

  private void failed(IOException failure, CopyProgress progress) {
    progress.clear();
    status = Math.max(status, errors.report("cp", failure));
  }

  private void print(CopyProgress progress, long nanos) {
    terminal
        .writer()
        .println(
            new Json()
                .with("bytes", progress.bytes())
                .with("files", progress.files())
                .with("nanoseconds", nanos));
  }
}
