package io.github.uring4j.cli.bench;

import io.github.uring4j.cli.ByteSize;
import io.github.uring4j.cli.Errors;
import io.github.uring4j.cli.Terminal;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures writes to a file. */
@Command(
    name = "write",
    description = {
      "Measures writes to a file.",
      "",
      "The file is made and removed again; one that is empty is filled and emptied again."
    })
final class WriteCommand extends BenchSubcommand {

  @Parameters(paramLabel = "FILE", description = "What to write to.")
  private String path;

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      defaultValue = "64m",
      converter = ByteSize.class,
      description = "How large to make the file. Default: ${DEFAULT-VALUE}.")
  private int size;

  @Option(
      names = "--overwrite",
      description = "Write over a file that has something in it, which is lost.")
  private boolean overwrite;

  WriteCommand(Terminal terminal, Errors errors) {
    super(terminal, errors);
  }

  @Override
  Benchmark open(BenchOptions options, Closer closer) throws IOException {
    closer.add(ScratchFile.prepare(path, size, overwrite)::close);
    BenchFile file = BenchFile.openForWriting(path, options);
    closer.add(file::close);
    RingEngine.Works works =
        (parts, thread) ->
            new WriteWork(parts, file, options.offsets(file.size(), thread, options.threads));
    Engine ours = new RingEngine(options, options.block, 1, works);
    List<Engine> others = options.compare ? new Channels(options, closer).write(file) : List.of();
    return new Benchmark("write", path, options.block, ours, others);
  }
}
