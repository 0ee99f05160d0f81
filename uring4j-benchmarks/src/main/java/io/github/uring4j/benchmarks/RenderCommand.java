package io.github.uring4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes tables and plots of raw figures. */
@Command(
    name = "render",
    mixinStandardHelpOptions = true,
    description = "Makes a page of tables and plots of raw figures: FILE.md and a folder FILE.")
final class RenderCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE.json", description = "What compare --out has written.")
  private Path file;

  @Override
  public Integer call() throws IOException {
    String name = file.getFileName().toString().replaceFirst("[.]json$", "");
    Path folder = file.resolveSibling(name);
    Files.createDirectories(folder);
    ResultsPage page = new ResultsPage(Results.read(file), name);
    for (Plot plot : page.plots()) {
      Files.writeString(folder.resolve(plot.fileName()), plot.chart().standalone());
    }
    Files.writeString(file.resolveSibling(name + ".md"), page.markdown());
    return 0;
  }
}
