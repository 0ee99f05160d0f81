package io.github.uring4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Where figures are from. */
record Machine(
    String date, String kernel, String processor, int processors, String jdk, String filesystem) {

  static Machine read() throws IOException {
    return new Machine(
        LocalDate.now(ZoneOffset.UTC).toString(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        processorName(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.vendor.version") + ", " + System.getProperty("java.vm.name"),
        Files.getFileStore(Path.of("")).type());
  }

  private static String processorName() throws IOException {
    return Files.readString(Path.of("/proc/cpuinfo"))
        .lines()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }
}
