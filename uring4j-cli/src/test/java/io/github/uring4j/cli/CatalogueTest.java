package io.github.uring4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.uring4j.abi.IoUringConstants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CatalogueTest {

  private static final Path SOURCES = Path.of("../uring4j-core/src/main/java/io/github/uring4j");
  private static final Pattern FLAG =
      Pattern.compile("@kernel (\\S+)\\s+\\*/\\s+public static final int (\\w+) =");

  private final Catalogue catalogue = new Catalogue();

  @Test
  void setupFlagsAreThoseOfTheLibrary() throws IOException {
    assertThat(texts(catalogue.setupFlags())).hasSize(21).isEqualTo(documented("SetupFlags"));
  }

  @Test
  void featuresAreThoseOfTheLibrary() throws IOException {
    assertThat(texts(catalogue.features())).hasSize(18).isEqualTo(documented("Features"));
  }

  @Test
  void operationsAreThoseOfTheKernel() {
    assertThat(catalogue.operations())
        .hasSize(65)
        .element(22)
        .satisfies(
            read -> {
              assertThat(read.number()).isEqualTo(IoUringConstants.IORING_OP_READ);
              assertThat(read.name()).isEqualTo("READ");
              assertThat(read.since()).isEqualTo("5.6");
              assertThat(read.api()).contains("Ring.read(Object, Fd, MemorySegment, long)");
            });
  }

  @Test
  void registerOperationsHaveTheKernelsNumbers() throws Exception {
    List<Catalogue.Entry> entries = catalogue.registerOperations();
    assertThat(entries).hasSize(38);
    for (Catalogue.Entry entry : entries) {
      String prefix = entry.name().startsWith("UNREGISTER") ? "IORING_" : "IORING_REGISTER_";
      String constant = prefix + entry.name();
      assertThat(IoUringConstants.class.getField(constant).getInt(null))
          .as(entry.name())
          .isEqualTo(entry.number());
    }
  }

  @Test
  void everythingIsReached() {
    assertThat(catalogue.operations()).extracting(Catalogue.Entry::api).doesNotContain(List.of());
    assertThat(catalogue.setupFlags()).extracting(Catalogue.Entry::api).doesNotContain(List.of());
    assertThat(catalogue.features()).extracting(Catalogue.Entry::api).doesNotContain(List.of());
  }

  private static List<String> texts(List<Catalogue.Entry> entries) {
    return entries.stream().map(entry -> entry.name() + " " + entry.since()).toList();
  }

  /** The flags of a class in their order, which is that of their bits, with their tags. */
  private static List<String> documented(String type) throws IOException {
    Matcher matcher = FLAG.matcher(Files.readString(SOURCES.resolve(type + ".java")));
    List<String> found = new ArrayList<>();
    while (matcher.find()) {
      found.add(matcher.group(2) + " " + matcher.group(1));
    }
    return found;
  }
}
