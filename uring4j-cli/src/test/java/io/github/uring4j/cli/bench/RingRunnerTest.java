package io.github.uring4j.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.uring4j.IoUring;
import io.github.uring4j.OpenFlags;
import io.github.uring4j.PlainFd;
import io.github.uring4j.Ring;
import io.github.uring4j.sys.FileSyscalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not as it should be must not count as done. */
class RingRunnerTest {

  private static final int BLOCK = 512;

  @TempDir Path directory;

  @BeforeAll
  static void needsIoUring() {
    assumeTrue(IoUring.availability().isAvailable(), "needs io_uring");
  }

  /** In order, from the start, each block once. */
  private Tally run(WorkOf works, int fileBytes, int claimedBytes, int openFlags)
      throws IOException {
    Path path = Files.write(directory.resolve("file"), new byte[fileBytes]);
    PlainFd fd = PlainFd.of(new FileSyscalls().open(path.toString(), openFlags, 0));
    BenchFile file = new BenchFile(fd, path.toString(), claimedBytes);
    try (Arena arena = Arena.ofConfined();
        Ring<Slot> ring = Ring.open(8)) {
      Slot[] slots = new Slot[4];
      for (int i = 0; i < slots.length; i++) {
        slots[i] = new Slot(arena.allocate(BLOCK), 0);
      }
      Offsets offsets = Offsets.sequential(claimedBytes, BLOCK, 0, 1);
      Work work = works.of(new RingParts(ring, null, BLOCK), file, offsets);
      Tally tally = new Tally(null);
      long requests = claimedBytes / BLOCK;
      new RingRunner(ring, work, slots, 1).run(Goal.requests(requests), requests, tally);
      return tally;
    } finally {
      fd.close();
    }
  }

  @FunctionalInterface
  private interface WorkOf {
    Work of(RingParts parts, BenchFile file, Offsets offsets) throws IOException;
  }

  @Test
  void readBehindTheEndAndShortReadAreErrors() throws IOException {
    Tally tally = run(ReadWork::new, 10 * BLOCK + 100, 16 * BLOCK, OpenFlags.RDONLY);
    assertThat(tally.requests).isEqualTo(10);
    assertThat(tally.errors).isEqualTo(6);
    assertThat(tally.firstError).contains("file: read at ", "of 512 bytes");
  }

  @Test
  void refusedReadIsAnErrorWithItsReason() throws IOException {
    Tally tally = run(ReadWork::new, 4 * BLOCK, 4 * BLOCK, OpenFlags.WRONLY);
    assertThat(tally.requests).isZero();
    assertThat(tally.errors).isEqualTo(4);
    assertThat(tally.firstError).endsWith("read at 0: Bad file descriptor");
  }

  @Test
  void chainIsOneErrorThatTellsOfItsFirstFailure() throws IOException {
    Tally tally = run(FsyncWork::new, 4 * BLOCK, 4 * BLOCK, OpenFlags.RDONLY);
    assertThat(tally.requests).isZero();
    assertThat(tally.errors).isEqualTo(4);
    assertThat(tally.firstError).contains("write at 0: Bad file descriptor");
  }
}
