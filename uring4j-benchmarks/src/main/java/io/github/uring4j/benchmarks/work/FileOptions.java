package io.github.uring4j.benchmarks.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * What to read or write, and how. The words and their order are those of {@code file.h}.
 *
 * @param stream which of several random sequences; 0 is that of the programs with one thread
 */
record FileOptions(
    Path file,
    int depth,
    int block,
    boolean direct,
    boolean registered,
    boolean sequential,
    int stream) {

  static FileOptions parse(String... args) {
    boolean direct = false;
    boolean registered = false;
    boolean sequential = false;
    for (int i = 3; i < args.length; i++) {
      switch (args[i]) {
        case "direct" -> direct = true;
        case "registered" -> registered = true;
        case "sequential" -> sequential = true;
        default -> throw new IllegalArgumentException(args[i]);
      }
    }
    return new FileOptions(
        Path.of(args[0]),
        Integer.parseInt(args[1]),
        Integer.parseInt(args[2]),
        direct,
        registered,
        sequential,
        0);
  }

  FileOptions stream(int which) {
    return new FileOptions(file, depth, block, direct, registered, sequential, which);
  }

  Offsets offsets() throws IOException {
    return new Offsets(Files.size(file), block, sequential, stream);
  }

  /** For the JDK's channels. */
  Set<OpenOption> openOptions(OpenOption... access) {
    Set<OpenOption> all = new HashSet<>(Set.of(access));
    if (direct) {
      all.add(directOption());
    }
    return all;
  }

  /** ExtendedOpenOption.DIRECT, which no source can name without a warning. */
  private static OpenOption directOption() {
    try {
      for (Object each : Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants()) {
        if (each instanceof OpenOption option && each.toString().equals("DIRECT")) {
          return option;
        }
      }
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("this JDK lacks the module jdk.unsupported", e);
    }
    throw new IllegalStateException("this JDK has no option for O_DIRECT");
  }
}
