package io.github.uring4j.cli;

import io.github.uring4j.Features;
import io.github.uring4j.Operation;
import io.github.uring4j.RegisterOperation;
import io.github.uring4j.SetupFlags;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * What a kernel may have, by name, with the Linux release that brought it and the methods that
 * reach it. The releases of flags and the methods come from a resource that core's tests write and
 * keep current: {@code kernel-api.tsv}.
 */
final class Catalogue {

  /**
   * An entry.
   *
   * @param number its bit or opcode
   * @param name without the kernel's prefix
   * @param api what of the library reaches it; empty if the library uses it by itself
   */
  record Entry(int number, String name, String since, List<String> api) {}

  private record Reached(String since, List<String> api) {}

  private static final String RESOURCE = "kernel-api.tsv";

  private final Map<String, Reached> reached = new HashMap<>();

  Catalogue() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Catalogue.class.getResourceAsStream(RESOURCE), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] columns = line.split("\t", -1);
        if (columns.length == 3) {
          List<String> api = columns[2].isEmpty() ? List.of() : List.of(columns[2].split("; ", -1));
          reached.put(columns[0], new Reached(columns[1], api));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** IORING_SETUP_*. */
  List<Entry> setupFlags() {
    return bits("IORING_SETUP_", SetupFlags::toString);
  }

  /** IORING_FEAT_*. */
  List<Entry> features() {
    return bits("IORING_FEAT_", Features::toString);
  }

  /** IORING_OP_*. */
  List<Entry> operations() {
    return Arrays.stream(Operation.values())
        .map(
            operation ->
                new Entry(
                    operation.opcode(),
                    operation.name(),
                    operation.since(),
                    reached.get("IORING_OP_" + operation).api()))
        .toList();
  }

  /** IORING_REGISTER_* and IORING_UNREGISTER_*. */
  List<Entry> registerOperations() {
    return Arrays.stream(RegisterOperation.values())
        .map(
            operation ->
                new Entry(
                    operation.opcode(),
                    operation.name(),
                    operation.since(),
                    reached.get(constant(operation)).api()))
        .toList();
  }

  private static String constant(RegisterOperation operation) {
    return (operation.name().startsWith("UNREGISTER_") ? "IORING_" : "IORING_REGISTER_")
        + operation;
  }

  /** All bits from the lowest on that have a name. */
  private List<Entry> bits(String prefix, IntFunction<String> names) {
    List<Entry> entries = new ArrayList<>();
    for (int bit = 1; bit != 0; bit <<= 1) {
      String name = names.apply(bit);
      Reached known = reached.get(prefix + name);
      if (known == null) {
        break;
      }
      entries.add(new Entry(bit, name, known.since(), known.api()));
    }
    return entries;
  }
}
