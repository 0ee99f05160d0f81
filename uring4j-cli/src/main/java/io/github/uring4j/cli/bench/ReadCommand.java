package io.github.uring4j.cli.bench;

import io.github.uring4j.cli.Errors;
import io.github.uring4j.cli.Terminal;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Measures reads of a file. */
@Command(name = "read", description = "Measures reads of a file, which is not changed.")
final class ReadCommand extends BenchSubcommand {

  @Parameters(paramLabel = "FILE", description = "A regular file or a block device.")
  private String path;

  ReadCommand(Terminal terminal, Errors errors) {
    super(terminal, errors);
  }

  @Override
  Benchmark open(BenchOptions options) throws IOException {
    BenchFile file = BenchFile.openForReading(path, options);
    RingEngine.Works works =
        (parts, thread) ->
            new ReadWork(parts, file, options.offsets(file.size(), thread), options.block);
    Engine ours = new RingEngine(options, options.block, 1, works);
    return new Benchmark("read", path, options.block, ours, file::close);
  }
}
