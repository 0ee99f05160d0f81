package io.github.uring4j.cli;

import io.github.uring4j.Availability;
import io.github.uring4j.ErrnoException;
import io.github.uring4j.IoUring;
import io.github.uring4j.Operation;
import io.github.uring4j.Probe;
import io.github.uring4j.Ring;
import io.github.uring4j.SetupFlags;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** What io_uring can do here, or why it cannot be used. */
@Command(
    name = "probe",
    description = {
      "Shows whether io_uring can be used here and what this kernel's has, each found by trying or"
          + " asking. If it cannot be used: why, and what to do; the exit status is 1 then."
    },
    mixinStandardHelpOptions = true)
final class ProbeCommand implements Callable<Integer> {

  private static final int ENTRIES = 8;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(
      names = "--api",
      description = "Print the methods of uring4j that reach each; JSON always has them.")
  private boolean api;

  private final PrintWriter out;
  private int chosenFlags;
  private final List<Found> setupFlags = new ArrayList<>();
  private final List<Found> features = new ArrayList<>();
  private final List<Found> operations = new ArrayList<>();
  private final List<Found> registerOperations = new ArrayList<>();

  ProbeCommand(Terminal terminal) {
    out = terminal.writer();
  }

  /** One thing that a kernel may have, and whether this one has it. */
  private record Found(Catalogue.Entry entry, Support support) {

    String text() {
      return "%-3s %-4s %s".formatted(support, entry.since(), entry.name());
    }

    Json json() {
      return new Json()
          .with("name", entry.name())
          .with("since", entry.since())
          .with("supported", support.json())
          .with("api", entry.api());
    }
  }

  @Override
  public Integer call() throws IOException {
    Availability availability = IoUring.availability();
    Machine machine = Machine.read();
    if (availability.isAvailable()) {
      look(machine);
    }
    if (json) {
      printJson(availability, machine);
    } else {
      printText(availability, machine);
    }
    return availability.isAvailable() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void look(Machine machine) throws IOException {
    Catalogue catalogue = new Catalogue();
    try (Ring<Object> ring = Ring.open(ENTRIES)) {
      chosenFlags = ring.setupFlags();
      SetupTrials trials = new SetupTrials(ring, machine.cpu());
      for (Catalogue.Entry flag : catalogue.setupFlags()) {
        setupFlags.add(new Found(flag, trials.of(flag.number())));
      }
      for (Catalogue.Entry feature : catalogue.features()) {
        features.add(new Found(feature, Support.of((ring.features() & feature.number()) != 0)));
      }
      Probe probe = ring.probe();
      for (Catalogue.Entry operation : catalogue.operations()) {
        operations.add(
            new Found(operation, Support.of(probe.supports(Operation.of(operation.number())))));
      }
    }
    int count = registerOperationCount();
    for (Catalogue.Entry opcode : catalogue.registerOperations()) {
      registerOperations.add(
          new Found(opcode, count < 0 ? Support.UNKNOWN : Support.of(opcode.number() < count)));
    }
  }

  /** How many there are, from 0 on, or -1: before Linux 6.18 there is no way to tell. */
  private static int registerOperationCount() throws IOException {
    try {
      return IoUring.query().registerOperations();
    } catch (ErrnoException e) {
      return -1;
    }
  }

  private void printJson(Availability availability, Machine machine) {
    out.println(
        new Json()
            .with("available", availability.isAvailable())
            .with(
                "availability",
                new Json()
                    .with("status", availability.status().name())
                    .with("reason", availability.reason())
                    .with("remedy", availability.remedy()))
            .with("kernel", machine.kernel())
            .with("architecture", machine.architecture())
            .with(
                "limits",
                new Json()
                    .with("lockedMemoryBytes", machine.lockedMemory().json())
                    .with("openFiles", machine.openFiles().json()))
            .with("chosenFlags", chosenFlagNames())
            .with("flags", setupFlags.stream().map(Found::json).toList())
            .with("features", features.stream().map(Found::json).toList())
            .with("operations", operations.stream().map(Found::json).toList())
            .with("registerOperations", registerOperations.stream().map(Found::json).toList()));
  }

  private List<String> chosenFlagNames() {
    return chosenFlags == 0
        ? List.of()
        : List.of(SetupFlags.toString(chosenFlags).split("\\|", -1));
  }

  private void printText(Availability availability, Machine machine) {
    if (availability.isAvailable()) {
      field("io_uring", "available");
    } else {
      field("io_uring", "not available: " + availability.status());
      field("reason", availability.reason());
      field("remedy", availability.remedy());
    }
    field("kernel", machine.kernel());
    field("architecture", machine.architecture());
    field("locked memory", machine.lockedMemory().text("bytes"));
    field("open files", machine.openFiles().text("descriptors"));
    if (availability.isAvailable()) {
      field("chosen flags", String.join(" ", chosenFlagNames()));
      table("setup flags", setupFlags);
      table("features", features);
      table("operations", operations);
      table("register operations", registerOperations);
    }
  }

  private void field(String name, String value) {
    out.print(Table.field(name, value));
  }

  private void table(String title, List<Found> rows) {
    long present = rows.stream().filter(found -> found.support() == Support.YES).count();
    String heading =
        rows.stream().allMatch(found -> found.support() == Support.UNKNOWN)
            ? "which there are is not told before Linux 6.18"
            : present + " of " + rows.size();
    out.println();
    out.println(title + ": " + heading);
    if (api) {
      rows.forEach(this::withMethods);
      return;
    }
    out.print(Table.columns(rows.stream().map(Found::text).toList()));
  }

  private void withMethods(Found found) {
    out.println(found.text());
    if (found.entry().api().isEmpty()) {
      out.println("         (uring4j uses it by itself)");
    }
    found.entry().api().forEach(method -> out.println("         " + method));
  }
}
