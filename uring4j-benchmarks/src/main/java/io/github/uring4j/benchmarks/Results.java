package io.github.uring4j.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The raw figures of one machine and date, as a file. */
record Results(Machine machine, List<Run> runs) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What one command measured.
   *
   * @param command as it was typed
   */
  record Run(String command, Plan plan, List<Outcome> outcomes) {}

  /** Those of a file, to which more may be added; none if there is no such file. */
  static Results readOrBegin(Path file, Machine machine) throws IOException {
    if (!Files.exists(file)) {
      return new Results(machine, new ArrayList<>());
    }
    Results results = read(file);
    if (!results.machine.equals(machine)) {
      throw new IOException(
          "%s is from %s, and this is %s: choose another file"
              .formatted(file, results.machine, machine));
    }
    return new Results(machine, new ArrayList<>(results.runs));
  }

  static Results read(Path file) throws IOException {
    return JSON.readValue(file.toFile(), Results.class);
  }

  void write(Path file) throws IOException {
    JSON.writeValue(file.toFile(), this);
  }

  /** The last outcome of each name, in the order in which the names came first. */
  List<Outcome> latest() {
    Map<String, Outcome> latest = new LinkedHashMap<>();
    for (Run run : runs) {
      for (Outcome outcome : run.outcomes) {
        latest.put(outcome.name(), outcome);
      }
    }
    return List.copyOf(latest.values());
  }
}
