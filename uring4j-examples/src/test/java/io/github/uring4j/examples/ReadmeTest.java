package io.github.uring4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every piece of Java in README.md is a region of a program that a test runs. */
final class ReadmeTest {

  private static final Path SOURCES = Path.of("src/main/java/io/github/uring4j/examples");

  private static final Pattern BLOCK =
      Pattern.compile(
          "(?:<!-- (?<file>\\w+\\.java) (?<region>\\w+) -->\\n)?```java\\n(?<code>.*?)```",
          Pattern.DOTALL);

  @Test
  void everyPieceOfJavaIsARegionOfAnExample() throws IOException {
    Matcher blocks = BLOCK.matcher(Files.readString(Path.of("../README.md")));
    int count = 0;
    while (blocks.find()) {
      count++;
      String code = blocks.group("code");
      assertThat(blocks.group("file")).as("the example that this is from:\n" + code).isNotNull();
      assertThat(code).isEqualTo(region(blocks.group("file"), blocks.group("region")));
    }
    assertThat(count).isGreaterThanOrEqualTo(7);
  }

  private static String region(String file, String region) throws IOException {
    List<String> lines = Files.readAllLines(SOURCES.resolve(file));
    int start = indexOf(lines, "// @start region=\"" + region + "\"");
    int end = indexOf(lines, "// @end region=\"" + region + "\"");
    return lines.subList(start + 1, end).stream()
        .filter(line -> !line.strip().startsWith("// @"))
        .collect(Collectors.joining("\n"))
        .stripTrailing()
        .stripIndent()
        .concat("\n");
  }

  private static int indexOf(List<String> lines, String marker) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).strip().equals(marker)) {
        return i;
      }
    }
    throw new AssertionError("no line " + marker);
  }
}
