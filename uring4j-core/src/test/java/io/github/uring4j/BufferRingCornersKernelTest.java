package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rings of buffers at their limits: sizes, ids, many of them, cancelled and closed under way. */
class BufferRingCornersKernelTest extends OnKernel {

  private PlainFd zero;

  private PlainFd zero() {
    if (zero == null) {
      zero = closing(Kernel.open(Path.of("/dev/zero")));
    }
    return zero;
  }

  private int readOne(BufferRing buffers) throws IOException {
    Completion<String> completion = end(ring.read("read", zero(), buffers, 1, 0));
    assertThat(completion.result()).isEqualTo(1);
    try (BufferLease lease = completion.buffer()) {
      return lease.buffer(0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 2_047, 65_535})
  void groupsOfAnyIdAreMadeAgainAndAgain(int id) throws IOException {
    for (int round = 0; round < 3; round++) {
      BufferRing own = ring.bufferRing().entries(32).bufferSize(8).id(id).open();
      assertThat(readOne(own)).isZero();
      own.close();
      if (id < 2_048) {
        BufferRing mapped =
            ring.bufferRing().entries(32).bufferSize(8).id(id).kernelMemory().open();
        assertThat(readOne(mapped)).isZero();
        mapped.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 256, 32_768})
  void allBuffersOfARingAreHandedOutBeforeThereAreNone(int entries) throws IOException {
    for (boolean mapped : new boolean[] {false, true}) {
      BufferRingBuilder builder = ring.bufferRing().entries(entries).bufferSize(1);
      try (BufferRing buffers = mapped ? builder.kernelMemory().open() : builder.open()) {
        Set<Integer> ids = new HashSet<>();
        List<BufferLease> leases = new ArrayList<>();
        while (ids.size() < entries) {
          int batch = Math.min(32, entries - ids.size());
          for (int i = 0; i < batch; i++) {
            ring.read("read", zero(), buffers, 1, 0);
          }
          ring.submitAndWait(batch);
          ring.forEachCompletion(
              view -> {
                leases.add(view.buffer());
                ids.add(view.buffer().buffer(0));
              });
        }
        assertThat(leases).hasSize(entries);
        assertThat(res(ring.read("read", zero(), buffers, 1, 0))).isEqualTo(-Errno.ENOBUFS);
        assertThat(buffers.head()).isEqualTo(entries);
        leases.forEach(BufferLease::close);
        assertThat(buffers.available()).isEqualTo(entries);
      }
    }
  }

  @Test
  void theHeadIsCountedModulo65536() throws IOException {
    BufferRing buffers = ring.bufferRing(2, 1);
    CompletionHandler<String> indifferent = (data, res, flags) -> assertThat(res).isEqualTo(1);
    for (int i = 0; i < 70_000; i += 2) {
      ring.read("read", zero(), buffers, 1, 0);
      ring.read("read", zero(), buffers, 1, 0);
      ring.submitAndWait(2);
      ring.forEachCompletion(indifferent);
    }
    assertThat(buffers.head()).isEqualTo(70_000 - 65_536);
    assertThat(buffers.available()).isEqualTo(2);
  }

  @Test
  void ringsOfTheKernelsMemoryAreMappedOnceEach() throws IOException {
    long before = Kernel.mappedRings();
    List<BufferRing> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(ring.bufferRing().entries(32).bufferSize(8).kernelMemory().open());
    }
    for (int i = 0; i < 20; i++) {
      assertThat(readOne(all.get(i))).isZero();
    }
    assertThat(Kernel.mappedRings()).isGreaterThan(before);
    for (BufferRing buffers : all) {
      buffers.close();
    }
    assertThat(Kernel.mappedRings()).isEqualTo(before);
    ring.bufferRing().kernelMemory().open();
    ring.nop("a");
    ring.submit();
    ring.close();
    // The ring's own two are gone too; rings that other tests have abandoned stay.
    assertThat(Kernel.mappedRings()).isEqualTo(before - 2);
  }

  @Test
  void anIdThatBuffersOfTheOlderKindHaveIsRefused() throws IOException {
    ProvidedBuffers older = ring.providedBuffers(memory(64), 16);
    ok(ring.provideBuffers("provide", older, 0, 4));
    assertThatThrownBy(() -> ring.bufferRing().id(older.id()).open())
        .isInstanceOf(IllegalStateException.class);
    assertThat(ring.bufferRing(4, 16).id()).isNotEqualTo(older.id());
  }

  @Test
  void aReadOfNothingTakesABufferAndItComesBack() throws IOException {
    BufferRing buffers = ring.bufferRing(2, 16);
    PlainFd empty = create("empty");
    PlainFd writable = open("empty", OpenFlags.WRONLY);
    for (int round = 0; round < 10; round++) {
      assertThat(res(ring.read("read", empty, buffers, 0, 0))).isZero();
      assertThat(res(ring.read("read", empty, buffers, 0, 0).async())).isZero();
      assertThat(res(ring.read("read", writable, buffers, 0, 0))).isEqualTo(-Errno.EBADF);
      assertThat(res(ring.read("read", writable, buffers, 0, 0).async())).isEqualTo(-Errno.EBADF);
      assertThat(buffers.available()).isEqualTo(2);
    }
    // All of them can be used: nothing is there twice, and nothing is missing.
    ok(ring.write("write", writable, memory("hello"), 0));
    BufferLease one = end(ring.read("read", empty, buffers, 0, 0)).buffer();
    BufferLease other = end(ring.read("read", empty, buffers, 0, 0)).buffer();
    assertThat(one.buffer(0)).isNotEqualTo(other.buffer(0));
    assertThat(res(ring.read("read", empty, buffers, 0, 0))).isEqualTo(-Errno.ENOBUFS);
    one.close();
    other.close();
  }

  @Test
  void aReadThatIsCancelledLosesNoBuffer() throws IOException {
    BufferRing buffers = ring.bufferRing(1, 16);
    Pipe pipe = pipe();
    for (int round = 0; round < 20; round++) {
      Prepared<?> read =
          switch (round % 4) {
            case 0 -> ring.read("read", pipe.in(), buffers, 0, 0);
            case 1 -> ring.readv("read", pipe.in(), buffers, 8, 0);
            case 2 -> ring.readMultishot("read", pipe.in(), buffers, 0);
            default -> ring.read("read", pipe.in(), buffers, 0, 0).async();
          };
      Request request = read.request();
      ring.submit();
      ring.cancel("cancel", request);
      ring.submit();
      for (int i = 0; i < 2; i++) {
        Completion<String> completion = next();
        if (completion.data().equals("read")) {
          assertThat(completion.errno()).isIn(Errno.ECANCELED, Errno.EINTR);
        }
      }
      assertThat(buffers.inFlight()).isZero();
      assertThat(buffers.available()).isEqualTo(1);
    }
    Kernel.write(pipe.out(), "hello");
    try (BufferLease lease = end(ring.read("read", pipe.in(), buffers, 0, 0)).buffer()) {
      assertThat(text(lease.segment())).isEqualTo("hello");
    }
  }

  @Test
  void aMultishotReadReadsOnUntilThePipeIsEmpty() throws IOException {
    BufferRing buffers = ring.bufferRing(8, 4);
    Pipe pipe = pipe();
    ring.readMultishot("read", pipe.in(), buffers, 0);
    ring.submit();
    Kernel.write(pipe.out(), "0123456789abcdef01");
    StringBuilder all = new StringBuilder();
    while (all.length() < 18) {
      Completion<String> completion = next();
      assertThat(completion.hasMore()).isTrue();
      try (BufferLease lease = completion.buffer()) {
        all.append(text(lease.segment()));
      }
    }
    assertThat(all).hasToString("0123456789abcdef01");
  }

  @Test
  void aMultishotReadOfWhatCannotBePolledIsRefusedByTheKernel() throws IOException {
    BufferRing buffers = ring.bufferRing(2, 16);
    PlainFd file = create("file");
    ok(ring.write("write", file, memory("hello"), 0));
    Completion<String> completion = end(ring.readMultishot("read", file, buffers, 0));
    assertThat(completion.errno()).isEqualTo(Errno.EBADFD);
    assertThat(buffers.available()).isEqualTo(2);
  }

  @Test
  void completionsThatFindNoRoomStillBringTheirBuffers() throws IOException {
    try (Ring<String> small = Needs.ring(Ring.<String>builder().entries(2))) {
      BufferRing buffers = small.bufferRing(64, 16);
      Pipe pipe = pipe();
      small.readMultishot("read", pipe.in(), buffers, 0);
      small.submit();
      StringBuilder written = new StringBuilder();
      StringBuilder seen = new StringBuilder();
      for (int i = 0; i < 40; i++) {
        String text = i + ";";
        Kernel.write(pipe.out(), text);
        written.append(text);
        // Runs what the kernel has put off, and collects nothing.
        small.submitAndWait(0);
        small.nop("nop");
        small.submit();
      }
      boolean armed = true;
      while (seen.length() < written.length()) {
        if (!armed) {
          small.readMultishot("read", pipe.in(), buffers, 0);
          armed = true;
        }
        Completion<String> completion = small.await(SOON);
        assertThat(completion).as("completion in time").isNotNull();
        if (completion.data().equals("read")) {
          armed = completion.hasMore();
          if (completion.res() > 0) {
            try (BufferLease lease = completion.buffer()) {
              seen.append(text(lease.segment()));
            }
          }
        }
      }
      assertThat(seen).hasToString(written.toString());
      assertThat(buffers.available()).isEqualTo(64);
    }
  }

  @Test
  void closingTheRingWithReadsInFlightLeavesNothing() throws IOException {
    List<BufferLease> leases = new ArrayList<>();
    Pipe pipe = pipe();
    for (int round = 0; round < 20; round++) {
      try (Ring<String> other = Needs.ring(Ring.<String>builder().entries(64))) {
        BufferRingBuilder builder = other.bufferRing().entries(4).bufferSize(16);
        BufferRing buffers = round % 2 == 0 ? builder.open() : builder.kernelMemory().open();
        other.readMultishot("read", pipe.in(), buffers, 0);
        other.submit();
        Kernel.write(pipe.out(), "round " + round % 10);
        leases.add(other.await(SOON).buffer());
        Kernel.write(pipe.out(), "unseen");
        other.submit();
      }
    }
    for (int round = 0; round < leases.size(); round++) {
      BufferLease lease = leases.get(round);
      assertThat(text(lease.segment())).endsWith(Integer.toString(round % 10));
      lease.close();
    }
  }

  @Test
  void theCallersMemoryHoldsTheBuffers() throws IOException {
    MemorySegment memory = memory(64);
    BufferRing buffers = ring.bufferRing().entries(4).bufferSize(16).memory(memory).open();
    PlainFd file = create("file");
    ok(ring.write("write", file, memory("hello"), 0));
    for (int i = 0; i < 4; i++) {
      end(ring.read("read", file, buffers, 0, 0)).buffer();
    }
    for (int i = 0; i < 4; i++) {
      assertThat(text(memory.asSlice(16L * i, 5))).isEqualTo("hello");
    }
  }
}
