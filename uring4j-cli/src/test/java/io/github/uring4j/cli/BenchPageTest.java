package io.github.uring4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The page of uring bench --html. */
class BenchPageTest {

  private static final String SHORT = " --requests 100 --warmup 0 --html ";

  @TempDir Path directory;
  private Path page;

  @BeforeEach
  void name() {
    Uring.needsIoUring();
    page = directory.resolve("page.html");
  }

  private Uring.Result bench(String arguments) {
    Uring.Result result = Bench.run(arguments + SHORT + page);
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    return result;
  }

  private Document parse() throws Exception {
    String xml = Files.readString(page).replace("<!DOCTYPE html>", "");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  private static List<String> texts(Document document, String element) {
    NodeList found = document.getElementsByTagName(element);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      texts.add(found.item(i).getTextContent());
    }
    return texts;
  }

  @Test
  void runsAreAddedToThePage() throws Exception {
    bench("nop --depth 3");
    bench("nop --depth 5");
    Path file = Files.write(directory.resolve("a&b<c"), new byte[10_000]);
    String read = bench("read " + file + " --compare --rounds 2 --depth 2").out();
    Document document = parse();
    assertThat(texts(document, "h2")).containsExactly("Runs", "nop", "read");
    assertThat(texts(document, "code"))
        .hasSize(3)
        .anyMatch(command -> command.startsWith("uring bench nop --depth 5 "))
        .anyMatch(command -> command.contains("a&b<c'"));
    assertThat(texts(document, "svg")).hasSize(6);
    assertThat(texts(document, "td"))
        .contains("#1 uring4j", "#2 uring4j", "#3 uring4j", "#3 AsynchronousFileChannel");
    // The terminal and the page tell the same.
    String row = read.lines().filter(line -> line.startsWith("uring4j ")).findFirst().orElseThrow();
    assertThat(texts(document, "td"))
        .contains(row.replaceFirst("uring4j +", "").split(" {2,}", -1));
  }

  @Test
  void pageStandsAlone() throws Exception {
    bench("nop");
    String html = Files.readString(page);
    assertThat(html).doesNotContain("src=", "href=", "url(", "@import");
    assertThat(html).contains("prefers-color-scheme: dark");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(page);
    }
  }

  @Test
  void runsAreKeptAsTheyWere() throws Exception {
    bench("nop --depth 3");
    List<String> before = texts(parse(), "td");
    bench("nop --depth 5");
    assertThat(texts(parse(), "td")).containsAll(before);
  }

  @Test
  void anotherFileIsLeftAsItIs() throws IOException {
    for (String content :
        new String[] {
          "precious",
          "",
          "<script type=\"application/json\" id=\"uring-bench\">[{}]</script>",
          "<script type=\"application/json\" id=\"uring-bench\">[</script>"
        }) {
      Files.writeString(page, content);
      Uring.Result result = Bench.run("nop" + SHORT + page);
      assertThat(result)
          .isEqualTo(
              new Uring.Result(
                  1,
                  "",
                  "uring: bench nop: %s: is no page of uring bench, and is left as it is: give another name\n"
                      .formatted(page)));
      assertThat(page).hasContent(content);
    }
  }

  @Test
  void placeThatCannotBeWrittenIsToldFirst() throws Exception {
    Path fifo = directory.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    // Whoever opened it would wait for somebody to write there.
    assertThat(Bench.run("nop --html " + fifo).err())
        .isEqualTo("uring: bench nop: %s: is no regular file\n".formatted(fifo));
    assertThat(Bench.run("nop --html /no/where/page.html").err())
        .isEqualTo(
            "uring: bench nop: /no/where/page.html: its directory is not there, or is read-only\n");
    assertThat(Bench.run("nop --html " + directory).err())
        .isEqualTo("uring: bench nop: %s: is a directory\n".formatted(directory));
  }
}
