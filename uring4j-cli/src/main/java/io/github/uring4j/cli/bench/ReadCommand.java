package io.github.uring4j.cli.bench;

import io.github.uring4j.cli.Errors;
import io.github.uring4j.cli.Terminal;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Measures reads of a file. */
@Command(
    name = "read",
    description = {
      "Measures reads of a file, which is not changed.",
      "",
      "Without --direct a file that fits into half of the free memory is read once beforehand, so"
          + " that all of it is in the page cache."
    })
final class ReadCommand extends BenchSubcommand {

  @Parameters(paramLabel = "FILE", description = "A regular file or a block device.")
  private String path;

  ReadCommand(Terminal terminal, Errors errors) {
    super(terminal, errors);
  }

  @Override
  Benchmark open(BenchOptions options, Closer closer) throws IOException {
    BenchFile file = BenchFile.openForReading(path, options);
    closer.add(file::close);
    if (!options.direct) {
      PageCache.fill(file);
    }
    RingEngine.Works works =
        (parts, thread) ->
            new ReadWork(parts, file, options.offsets(file.size(), thread, options.threads));
    Engine ours = new RingEngine(options, options.block, 1, works);
    List<Engine> others = options.compare ? new Channels(options, closer).read(file) : List.of();
    return new Benchmark("read", path, options.block, ours, others);
  }
}
