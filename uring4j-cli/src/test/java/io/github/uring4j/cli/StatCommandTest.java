package io.github.uring4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatCommandTest {

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void needsIoUring() throws IOException {
    Uring.needsIoUring();
    file = Files.writeString(directory.resolve("a file"), "twelve bytes");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
  }

  @Test
  void textHasAFieldOnEachLine() throws IOException {
    Uring.Result result = Uring.run("stat", file.toString());
    assertThat(result.status()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .containsPattern("(?m)^type +regular file$")
        .containsPattern("(?m)^size +12 bytes$")
        .containsPattern("(?m)^mode +0640 rw-r-----$")
        .containsPattern("(?m)^links +1$")
        .containsPattern("(?m)^inode +" + Files.getAttribute(file, "unix:ino") + "$")
        .containsPattern("(?m)^modified +" + Files.getLastModifiedTime(file).toInstant() + "$")
        .doesNotContain("device number", "->");
  }

  @Test
  void jsonOfOneFileIsAnObject() {
    Uring.Result result = Uring.run("stat", "--json", file.toString());
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .startsWith(
            "{\"file\":\"" + file + "\",\"target\":null,\"type\":\"regular file\",\"size\":12,")
        .contains("\"mode\":\"0640\"", "\"links\":1,", "\"deviceNumber\":null", "\"birthTime\":")
        .endsWith("}\n");
  }

  @Test
  void jsonOfSeveralFilesIsAnArrayOfThoseThatAreThere() {
    String missing = directory.resolve("missing").toString();
    Uring.Result result = Uring.run("stat", "--json", file.toString(), missing, "/dev/null");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).isEqualTo("uring: stat: " + missing + ": No such file or directory\n");
    assertThat(result.out())
        .startsWith("[{\"file\":\"" + file + "\"")
        .contains("},{\"file\":\"/dev/null\"", "\"deviceNumber\":\"1:3\"")
        .endsWith("}]\n");
  }

  @Test
  void jsonOfAMissingFileIsNothing() {
    Uring.Result result = Uring.run("stat", "--json", directory.resolve("missing").toString());
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void linkIsShownItselfUnlessItIsToBeFollowed() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("a file"));
    assertThat(Uring.run("stat", link.toString()).out())
        .startsWith("file            " + link + " -> a file\n")
        .containsPattern("(?m)^type +symbolic link$")
        .containsPattern("(?m)^size +6 bytes$");
    assertThat(Uring.run("stat", "-L", link.toString()).out())
        .containsPattern("(?m)^type +regular file$")
        .containsPattern("(?m)^size +12 bytes$");
    Files.delete(file);
    assertThat(Uring.run("stat", link.toString()).status()).isZero();
    assertThat(Uring.run("stat", "-L", link.toString()).status()).isEqualTo(1);
  }

  @Test
  void specialPermissionsAreShownAsLsDoes() throws Exception {
    for (String[] pair :
        new String[][] {
          {"1777", "rwxrwxrwt"}, {"6750", "rwsr-s---"}, {"7000", "--S--S--T"}, {"0451", "r--r-x--x"}
        }) {
      Process chmod = new ProcessBuilder("chmod", pair[0], file.toString()).start();
      assertThat(chmod.waitFor()).isZero();
      assertThat(Uring.run("stat", file.toString()).out())
          .containsPattern("(?m)^mode +" + pair[0] + " " + pair[1] + "$");
    }
  }

  @Test
  void noFileIsWrongUsage() {
    Uring.Result result = Uring.run("stat");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err())
        .startsWith("uring: stat: Missing required parameter")
        .endsWith("Try 'uring stat --help'.\n");
  }

  @Test
  void nulInANameIsWrongUsage() {
    assertThat(Uring.run("stat", "a\0b").status()).isEqualTo(2);
  }
}
