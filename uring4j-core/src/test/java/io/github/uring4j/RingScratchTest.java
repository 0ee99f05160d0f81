package io.github.uring4j;

import static io.github.uring4j.RingOnFake.collect;
import static io.github.uring4j.RingOnFake.userData;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.uring4j.sys.NativeMemory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Memory for paths, vectors and times: held until the completion, then used again. */
class RingScratchTest {

  private final FakeKernel kernel = new FakeKernel();

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  private static void prepareOneOfEach(Ring<String> ring, MemorySegment[] parts)
      throws IOException {
    ring.timeout("a", 1);
    ring.readv("b", PlainFd.STDIN, parts, 0);
    ring.openat2("c", Fd.CWD, "some/path", OpenHow.readOnly());
    ring.linkat("d", Fd.CWD, "old", Fd.CWD, "new", 0);
    ring.mkdirat("e", Fd.CWD, "x".repeat(1_000), 0);
    ring.statx("f", Fd.CWD, "name", 0, 0, new Statx());
  }

  @Test
  void blocksComeBackWithTheCompletionAndNotBefore() throws IOException {
    kernel.respond(Responder.NEVER);
    try (Ring<String> ring = RingOnFake.open(kernel, 4)) {
      Scratch scratch = ring.scratch();
      long before = scratch.blocksInUse();
      long userData = userData(ring.mkdirat("a", Fd.CWD, "dir", 0));
      assertThat(scratch.blocksInUse()).isEqualTo(before + 1);
      ring.submit();
      assertThat(scratch.blocksInUse()).isEqualTo(before + 1);
      kernel.complete(userData, 0, 0);
      assertThat(scratch.blocksInUse()).isEqualTo(before + 1);
      assertThat(collect(ring)).containsExactly("a");
      assertThat(scratch.blocksInUse()).isEqualTo(before);
    }
  }

  @Test
  void aBlockInFlightIsNobodyElses() throws IOException {
    kernel.respond(Responder.NEVER);
    try (Ring<String> ring = RingOnFake.open(kernel, 64)) {
      for (int i = 0; i < 200; i++) {
        ring.mkdirat("a", Fd.CWD, "dir" + i, 0);
      }
      ring.submit();
      assertThat(kernel.inFlight().stream().map(FakeSqe::addr)).doesNotHaveDuplicates();
      for (int i = 0; i < 200; i++) {
        long address = kernel.inFlight().get(i).addr();
        assertThat(NativeMemory.at(address, 16).getString(0)).isEqualTo("dir" + i);
      }
    }
  }

  @Test
  void everyOperationGivesItsBlockBack() throws IOException {
    MemorySegment memory = Arena.ofAuto().allocate(64);
    MemorySegment[] parts = {memory.asSlice(0, 8), memory.asSlice(8, 8)};
    try (Ring<String> ring = RingOnFake.open(kernel, 64)) {
      long before = ring.scratch().blocksInUse();
      prepareOneOfEach(ring, parts);
      ring.writev("g", PlainFd.STDIN, parts, 0);
      RegisteredBuffer buffer = ring.registerBuffer(memory);
      ring.readvFixed("h", PlainFd.STDIN, buffer, parts, 0);
      ring.writevFixed("i", PlainFd.STDIN, buffer, parts, 0);
      ring.renameat("j", Fd.CWD, "a", Fd.CWD, "b", 0);
      ring.symlinkat("k", "a", Fd.CWD, "b");
      ring.unlinkat("l", Fd.CWD, "a", 0);
      assertThat(ring.scratch().blocksInUse()).isEqualTo(before + 12);
      ring.submit();
      assertThat(collect(ring)).hasSize(12);
      assertThat(ring.scratch().blocksInUse()).isEqualTo(before);
    }
  }

  @Test
  void aRingThatRunsSteadilyMapsNothingNew() throws IOException {
    MemorySegment memory = Arena.ofAuto().allocate(64);
    MemorySegment[] parts = {memory, memory.asSlice(8, 8)};
    try (Ring<String> ring = RingOnFake.open(kernel, 16)) {
      prepareOneOfEach(ring, parts);
      ring.submit();
      assertThat(collect(ring)).hasSize(6);
      long mapped = ring.statistics().scratchBytes();
      int mmaps = kernel.calls("mmap").size();
      for (int round = 0; round < 2_000; round++) {
        prepareOneOfEach(ring, parts);
        ring.submit();
        assertThat(collect(ring)).hasSize(6);
      }
      assertThat(ring.statistics().scratchBytes()).isEqualTo(mapped);
      assertThat(kernel.calls("mmap")).hasSize(mmaps);
    }
  }

  @Test
  void moreInFlightMapsMoreAndCloseGivesItBack() throws IOException {
    kernel.respond(Responder.NEVER);
    try (Ring<String> ring = RingOnFake.open(kernel, 16)) {
      long mapped = ring.statistics().scratchBytes();
      for (int i = 0; i < 40; i++) {
        ring.mkdirat("a", Fd.CWD, "x".repeat(40_000), 0);
      }
      assertThat(ring.statistics().scratchBytes()).isGreaterThan(mapped);
    }
  }

  @Test
  void wantOfMemoryForAPathIsThrownAndNothingIsPrepared() throws IOException {
    kernel.failMmap(4, Errno.ENOMEM);
    try (Ring<String> ring = RingOnFake.open(kernel, 16)) {
      String path = "x".repeat(40_000);
      ring.mkdirat("1", Fd.CWD, path, 0);
      ring.mkdirat("2", Fd.CWD, path, 0);
      ring.mkdirat("3", Fd.CWD, path, 0);
      long inUse = ring.scratch().blocksInUse();
      assertThatThrownBy(() -> ring.mkdirat("4", Fd.CWD, path, 0))
          .isInstanceOf(ErrnoException.class)
          .hasMessageContaining("ENOMEM");
      assertThat(ring.pending()).isEqualTo(3);
      assertThat(ring.inFlight()).isEqualTo(3);
      assertThat(ring.scratch().blocksInUse()).isEqualTo(inUse);
      // The kernel has memory again.
      ring.mkdirat("4", Fd.CWD, path, 0);
      ring.submit();
      assertThat(collect(ring)).containsExactly("1", "2", "3", "4");
    }
  }

  @Test
  void aBlockThatIsUsedAgainTellsNothingOfItsPast() throws IOException {
    try (Ring<String> ring = RingOnFake.open(kernel, 16)) {
      ring.mkdirat("a", Fd.CWD, "a/long/path", 0);
      ring.submit();
      assertThat(ring.poll().subject()).isEqualTo("a/long/path");
      ring.timeout("b", 1);
      ring.submit();
      assertThat(ring.poll().subject()).isEmpty();
      ring.mkdirat("c", Fd.CWD, "s", 0);
      ring.submit();
      assertThat(NativeMemory.at(kernel.lastSubmitted().addr(), 64).getString(0)).isEqualTo("s");
    }
  }

  @Test
  void theTableOfSlotsGrowsWithTheRequestsInFlight() throws IOException {
    kernel.respond(Responder.NEVER);
    try (Ring<String> ring = RingOnFake.open(kernel, 2)) {
      RingOnFake.nops(ring, 1, 5_000);
      ring.submit();
      assertThat(ring.inFlight()).isEqualTo(5_000);
      assertThat(kernel.inFlight().stream().map(FakeSqe::userData)).doesNotHaveDuplicates();
      assertThat(ring.dump().lines().filter(line -> line.contains("nop"))).hasSize(5_000);
    }
  }
}
