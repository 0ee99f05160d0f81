package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Buffers of one ring, registered with another. */
class CloneBuffersKernelTest extends OnKernel {

  private PlainFd file;
  private Ring<String> source;

  @BeforeEach
  void open() throws IOException {
    Files.writeString(directory.resolve("file"), "0123456789");
    file = open("file", OpenFlags.RDWR);
    source = Ring.open(4);
  }

  @AfterEach
  void close() throws IOException {
    source.close();
  }

  private String read(Ring<String> own, RegisteredBuffer buffer) throws IOException {
    buffer.segment().fill((byte) '.');
    int length = (int) buffer.byteSize();
    assertThat(end(own, own.readFixed("read", file, buffer, 0, length, 0)).result())
        .isEqualTo(length);
    return text(buffer.segment());
  }

  private static void assertFails(int errno, String text, ThrowingCallable call) {
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(call)
        .withMessageContaining(text)
        .satisfies(e -> assertThat(e.errno()).as("%s", e).isEqualTo(errno));
  }

  @Test
  void cloneIsATableOfItsOwn() throws IOException {
    List<RegisteredBuffer> originals = source.registerBuffers(memory(3), null, memory(4));
    List<RegisteredBuffer> clones = ring.cloneBuffers(source);
    assertThat(clones).hasSize(3);
    assertThat(clones.get(1)).isNull();
    assertThat(clones.get(2).segment()).isSameAs(originals.get(2).segment());
    assertThat(read(ring, clones.get(2))).isEqualTo("0123");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ring.readFixed("read", file, originals.getFirst(), 0, 1, 0))
        .withMessageContaining("belongs to another ring");
    source.unregisterBuffers();
    assertThat(read(ring, clones.getFirst())).isEqualTo("012");
    source.close();
    assertThat(read(ring, clones.getFirst())).isEqualTo("012");
    ring.registerBuffersUpdate(1, memory(5));
    ring.unregisterBuffers();
    assertThatIllegalStateException()
        .isThrownBy(() -> ring.readFixed("read", file, clones.getFirst(), 0, 1, 0));
  }

  @Test
  void whatCannotBeClonedIsRefused() throws IOException {
    assertFails(Errno.ENXIO, "none is registered", () -> ring.cloneBuffers(source));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> ring.cloneBuffers(source, 0, 0, 1));
    source.registerBuffers(memory(3), memory(3));
    assertThatIllegalArgumentException().isThrownBy(() -> ring.cloneBuffers(source, 0, 0, 0));
    for (int[] range : new int[][] {{-1, 0, 1}, {0, -1, 1}, {1, 0, 2}, {2, 0, 1}, {0, 16_383, 2}}) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> ring.cloneBuffers(source, range[0], range[1], range[2]));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> source.cloneBuffers(source));
    RegisteredBuffer own = ring.registerBuffer(memory(2));
    assertFails(Errno.EBUSY, "unregister it first", () -> ring.cloneBuffers(source));
    assertThat(read(ring, own)).isEqualTo("01");
    source.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> ring.cloneBuffers(source))
        .withMessageContaining("closed");
  }

  @Test
  void partOfATableReplacesPartOfAnother() throws IOException {
    source.registerBuffers(memory(3), memory(4), memory(5));
    List<RegisteredBuffer> own = ring.registerBuffers(memory(1), memory(1), memory(1), memory(1));
    List<RegisteredBuffer> clones = ring.cloneBuffers(source, 1, 2, 2);
    assertThat(clones.get(0).index()).isEqualTo(2);
    assertThat(read(ring, clones.get(0))).isEqualTo("0123");
    assertThat(read(ring, clones.get(1))).isEqualTo("01234");
    assertThat(read(ring, own.get(0))).isEqualTo("0");
    assertThat(read(ring, own.get(1))).isEqualTo("0");
    assertThatIllegalStateException()
        .isThrownBy(() -> ring.readFixed("read", file, own.get(2), 0, 1, 0));
    // Behind the end: the table grows.
    RegisteredBuffer last = ring.cloneBuffers(source, 0, 9, 1).getFirst();
    assertThat(read(ring, last)).isEqualTo("012");
    assertThat(read(ring, own.getFirst())).isEqualTo("0");
    assertThat(read(ring, ring.registerBuffersUpdate(8, memory(2)).getFirst())).isEqualTo("01");
  }

  @Test
  void partOfATableMakesOne() throws IOException {
    source.registerBuffers(memory(3), memory(4), memory(5));
    RegisteredBuffer clone = ring.cloneBuffers(source, 2, 1, 1).getFirst();
    assertThat(clone.index()).isOne();
    assertThat(read(ring, clone)).isEqualTo("01234");
    RegisteredBuffer before = ring.registerBuffersUpdate(0, memory(2)).getFirst();
    assertThat(read(ring, before)).isEqualTo("01");
  }

  @Test
  void cloneOfACloneWorks() throws IOException {
    source.registerBuffers(memory(3));
    ring.cloneBuffers(source);
    try (Ring<String> third = Ring.open(4)) {
      assertThat(read(third, third.cloneBuffers(ring).getFirst())).isEqualTo("012");
    }
  }

  @Test
  void ringOfAnotherThreadGetsItsCloneWhileItIsDisabled() throws Exception {
    source.registerBuffer(memory(3));
    CompletableFuture<String> read = new CompletableFuture<>();
    try (DisabledRing<String> disabled = Ring.<String>builder().entries(4).openDisabled()) {
      RegisteredBuffer clone = disabled.cloneBuffers(source).getFirst();
      Thread owner =
          new Thread(
              () -> {
                try (Ring<String> theirs = disabled.enable()) {
                  String text = read(theirs, clone);
                  theirs.unregisterBuffers();
                  assertFails(
                      Errno.EEXIST, "clone into a DisabledRing", () -> theirs.cloneBuffers(source));
                  read.complete(text);
                } catch (Throwable e) {
                  read.completeExceptionally(e);
                }
              });
      owner.start();
      owner.join();
    }
    assertThat(read.get()).isEqualTo("012");
  }

  @Test
  void ringClonesWhatAnotherThreadChangesAndCloses() throws Exception {
    AtomicReference<Ring<String>> shared = new AtomicReference<>();
    AtomicBoolean stop = new AtomicBoolean();
    CompletableFuture<Void> ended = new CompletableFuture<>();
    MemorySegment[] kinds = {memory(2), memory(3), memory(4)};
    Thread owner =
        new Thread(
            () -> {
              try {
                while (!stop.get()) {
                  try (Ring<String> theirs =
                      Ring.<String>builder().entries(4).only(SetupFlags.SUBMIT_ALL).open()) {
                    theirs.registerBuffersSparse(1);
                    shared.set(theirs);
                    for (int i = 0; i < 50; i++) {
                      theirs.registerBuffersUpdate(0, kinds[i % 3]);
                    }
                  }
                }
                ended.complete(null);
              } catch (Throwable e) {
                ended.completeExceptionally(e);
              }
            });
    owner.start();
    int cloned = 0;
    try {
      while (cloned < 300 && !ended.isDone()) {
        Ring<String> theirs = shared.get();
        if (theirs == null) {
          Thread.onSpinWait();
          continue;
        }
        try {
          RegisteredBuffer clone = ring.cloneBuffers(theirs).getFirst();
          if (clone != null) {
            // The kernel refuses an address outside of what is in the slot.
            assertThat(read(ring, clone)).isEqualTo("0123".substring(0, (int) clone.byteSize()));
            cloned++;
          }
          ring.unregisterBuffers();
        } catch (IllegalStateException closed) {
          assertThat(closed).hasMessageContaining("closed");
        }
      }
    } finally {
      stop.set(true);
      owner.join();
    }
    ended.get();
    assertThat(cloned).isEqualTo(300);
  }
}
