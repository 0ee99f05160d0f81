package io.github.uring4j.cli.bench;

import io.github.uring4j.cli.CommandFailedException;
import io.github.uring4j.cli.Errors;
import io.github.uring4j.cli.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures copying from one file to another. */
@Command(
    name = "copy",
    description = {
      "Measures copying: each request is a read of SOURCE linked to a write to the same place of"
          + " TARGET, over and over until the time is over.",
      "",
      "TARGET is made and removed again; one that is empty is filled and emptied again. The end of"
          + " SOURCE that is no whole block is left out. To copy a file, use uring cp."
    })
final class CopyCommand extends BenchSubcommand {

  @Parameters(index = "0", paramLabel = "SOURCE", description = "What to read; it is not changed.")
  private String source;

  @Parameters(index = "1", paramLabel = "TARGET", description = "What to write to.")
  private String target;

  @Option(
      names = "--overwrite",
      description = "Write over a target that has something in it, which is lost.")
  private boolean overwrite;

  CopyCommand(Terminal terminal, Errors errors) {
    super(terminal, errors);
  }

  @Override
  Benchmark open(BenchOptions options, Closer closer) throws IOException {
    BenchFile from = BenchFile.openForReading(source, options);
    closer.add(from::close);
    if (!options.direct) {
      PageCache.fill(from);
    }
    if (Files.exists(Path.of(target)) && Files.isSameFile(Path.of(source), Path.of(target))) {
      throw new CommandFailedException(target + ": is the same file as " + source);
    }
    closer.add(ScratchFile.prepare(target, from.size(), overwrite)::close);
    BenchFile to = BenchFile.openForWriting(target, options);
    closer.add(to::close);
    RingEngine.Works works =
        (parts, thread) ->
            new CopyWork(parts, from, to, options.offsets(from.size(), thread, options.threads));
    Engine ours = new RingEngine(options, options.block, 2, works);
    List<Engine> others =
        options.compare ? new Channels(options, closer).copy(from, to) : List.of();
    return new Benchmark("copy", source + " " + target, options.block, ours, others);
  }
}
