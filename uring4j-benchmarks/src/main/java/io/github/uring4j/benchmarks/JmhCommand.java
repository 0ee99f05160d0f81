package io.github.uring4j.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs the benchmarks of the parts. */
@Command(
    name = "jmh",
    mixinStandardHelpOptions = true,
    description = "Runs the benchmarks of the parts by JMH, with the bytes that each allocates.",
    footer = {
      "",
      "Each takes 30 seconds. A quick look: ./run jmh SlotTable -- -f 1 -wi 2 -i 2",
      "JMH's own options: ./run jmh -- -h"
    })
final class JmhCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "REGEX | -- JMH-OPTION",
      description = "Which benchmarks, and options for JMH after --.")
  private List<String> arguments = List.of();

  @Override
  public Integer call() throws IOException {
    List<String> all = new ArrayList<>(List.of("-prof", "gc"));
    all.addAll(arguments);
    org.openjdk.jmh.Main.main(all.toArray(String[]::new));
    return 0;
  }
}
