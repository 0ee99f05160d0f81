package io.github.uring4j.benchmarks.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.uring4j.Ring;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every work, with the running kernel. */
class WorksTest {

  private static final int BLOCK = 4096;
  private static final int BLOCKS = 64;
  private static final int REQUESTS = 300;

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void fill() throws IOException {
    file = directory.resolve("data");
    Files.write(file, new byte[BLOCKS * BLOCK]);
  }

  /** FILE stands for the file. */
  private Work open(String command) throws IOException {
    String[] words = command.replace("FILE", file.toString()).split(" ", -1);
    return Works.open(words[0], Arrays.copyOfRange(words, 1, words.length));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nop 4",
        "read FILE 8 4096",
        "read FILE 8 4096 registered",
        "write FILE 8 4096",
        "write FILE 8 4096 registered",
        "write FILE 8 4096 sequential",
        "fsync FILE 4 4096",
        "threads 2 nop 4",
        "threads 2 read FILE 8 4096",
        "channel platform read FILE 8 4096",
        "channel virtual read FILE 8 4096",
        "channel platform write FILE 8 4096",
        "async-channel read FILE 8 4096",
        "async-channel write FILE 8 4096"
      })
  void everyWorkRunsAgainAndAgain(String command) throws IOException, InterruptedException {
    try (Work work = open(command)) {
      for (int i = 0; i < 3; i++) {
        work.settle();
        work.run(REQUESTS);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "read FILE 8 4096",
        "read FILE 8 4096 registered",
        "threads 2 read FILE 8 4096",
        "channel platform read FILE 8 4096",
        "channel virtual read FILE 8 4096",
        "async-channel read FILE 8 4096"
      })
  void shortReadsAreNoticed(String command) throws IOException {
    try (Work work = open(command)) {
      truncate();
      assertThatIOException().isThrownBy(() -> work.run(REQUESTS));
    }
  }

  private void truncate() throws IOException {
    try (RandomAccessFile whole = new RandomAccessFile(file.toFile(), "rw")) {
      whole.setLength(BLOCK / 2);
    }
  }

  @Test
  void transfersAreAsManyAsAskedFor() throws IOException {
    try (Ring<Transfers.Block> ring = Ring.open(8)) {
      Counted work = new Counted(ring, options("FILE 8 4096"));
      work.run(REQUESTS);
      assertThat(work.prepared).isEqualTo(REQUESTS);
      work.run(3);
      assertThat(work.prepared).isEqualTo(REQUESTS + 3);
      work.close();
    }
  }

  private static final class Counted extends Transfers {
    int prepared;

    Counted(Ring<Block> ring, FileOptions options) throws IOException {
      super(ring, options, 0);
    }

    @Override
    void prepare(Block block) throws IOException {
      prepared++;
      ring.read(block, file, block.memory(), offsets.next());
    }
  }

  private FileOptions options(String words) {
    return FileOptions.parse(words.replace("FILE", file.toString()).split(" ", -1));
  }

  @Test
  void sequentialWritesReachTheWholeFile() throws IOException, InterruptedException {
    byte[] ones = new byte[BLOCKS * BLOCK];
    Arrays.fill(ones, (byte) 1);
    Files.write(file, ones);
    try (Work work = open("write FILE 8 4096 sequential")) {
      work.run(BLOCKS - 1);
    }
    byte[] after = Files.readAllBytes(file);
    assertThat(Arrays.copyOf(after, (BLOCKS - 1) * BLOCK)).containsOnly(0);
    assertThat(Arrays.copyOfRange(after, (BLOCKS - 1) * BLOCK, after.length)).containsOnly(1);
  }

  @Test
  void offsetsAreBlocksOfTheFileAndTheSameEveryTime() throws IOException {
    List<Long> first = take(options("FILE 8 4096").offsets());
    assertThat(first).allMatch(each -> each % BLOCK == 0 && each >= 0 && each < BLOCKS * BLOCK);
    assertThat(take(options("FILE 8 4096").offsets())).isEqualTo(first);
    assertThat(take(options("FILE 8 4096").stream(1).offsets())).isNotEqualTo(first);
  }

  private static List<Long> take(Offsets offsets) {
    List<Long> taken = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      taken.add(offsets.next());
    }
    return taken;
  }

  @Test
  void sharedOffsetsEndWithTheRun() throws IOException {
    SharedOffsets shared = new SharedOffsets(options("FILE 8 4096"));
    shared.grant(REQUESTS);
    long[] portion = shared.portion();
    List<Long> taken = new ArrayList<>();
    for (int count = shared.take(portion); count > 0; count = shared.take(portion)) {
      Arrays.stream(portion, 0, count).forEach(taken::add);
    }
    assertThat(taken).isEqualTo(take(options("FILE 8 4096").offsets()));
    assertThat(shared.next()).isEqualTo(-1);
  }

  @Test
  void whatAPeerCannotDoIsSaid() {
    assertThatThrownBy(() -> open("nio_uring FILE 8 4096"))
        .isInstanceOf(MissingException.class)
        .hasMessageContaining("offset 0 only");
    assertThatThrownBy(() -> open("netty read FILE 8 4096 registered"))
        .isInstanceOf(MissingException.class)
        .hasMessageContaining("register");
  }

  @Test
  void unknownWorksAndWordsAreRefused() {
    assertThatThrownBy(() -> open("swim")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> open("read FILE 8 4096 backwards"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("backwards");
  }
}
