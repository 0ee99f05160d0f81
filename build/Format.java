import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Checks or applies google-java-format to every Java file of the repository but the generated ones.
 *
 * <p>{@code ./mvnw verify} runs it in the toolchain's JVM, because the formatter parses with the
 * javac of the JVM that it runs in, and Maven's own may be too old to know the language.
 */
final class Format {

  private static final Path GENERATED = Path.of("uring4j-core/src/main/java/io/github/uring4j/abi");

  private Format() {}

  public static void main(String[] args) throws Exception {
    boolean apply = !args[0].equals("false");
    List<Path> unformatted =
        sources().parallelStream().filter(file -> differs(file, apply)).toList();
    for (Path file : unformatted) {
      System.err.println((apply ? "formatted " : "not formatted: ") + file);
    }
    if (!apply && !unformatted.isEmpty()) {
      System.exit(1);
    }
  }

  private static List<Path> sources() throws IOException {
    try (var paths = Files.walk(Path.of(""))) {
      return paths
          .filter(path -> path.toString().endsWith(".java") && !path.startsWith(GENERATED))
          .filter(path -> !path.toString().contains("target/"))
          .toList();
    }
  }

  private static boolean differs(Path file, boolean apply) {
    try {
      String before = Files.readString(file);
      String after = new Formatter().formatSourceAndFixImports(before);
      boolean differs = !after.equals(before);
      if (differs && apply) {
        Files.writeString(file, after);
      }
      return differs;
    } catch (FormatterException e) {
      throw new IllegalStateException("%s: %s".formatted(file, e.getMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
