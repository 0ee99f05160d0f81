package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.uring4j.abi.Structs;
import io.github.uring4j.sys.NativeMemory;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Rings that the program forgets: nothing is freed under the kernel, and one report says where each
 * was opened. What such a ring holds is never given back, so these tests leave a few descriptors.
 */
class DroppedRingKernelTest extends OnKernel {

  private static final int SIZE = 1 << 16;

  /** How a request of a ring that nobody drives any more goes on. */
  enum Mode {
    /** On the thread that submitted, whenever it enters the kernel. */
    TASK_WORK(0),
    /** On the thread that submitted, when it asks this ring: never. */
    DEFERRED(SetupFlags.SINGLE_ISSUER | SetupFlags.DEFER_TASKRUN);

    private final int flags;

    Mode(int flags) {
      this.flags = flags;
    }
  }

  private Reports reports;
  private Pipe pipe;
  private long address;
  private WeakReference<MemorySegment> weakBuffer;

  @BeforeEach
  void begin() {
    reports = closing(new Reports());
    pipe = pipe();
  }

  /** Opens a ring, starts a read, and forgets both the ring and the buffer. */
  private WeakReference<Ring<String>> openAndForget(Mode mode) throws IOException {
    Ring<String> forgotten = Needs.ring(Ring.<String>builder().entries(4).only(mode.flags));
    MemorySegment buffer = memory(SIZE);
    address = buffer.address();
    weakBuffer = new WeakReference<>(buffer);
    forgotten.read("read", pipe.in(), buffer, 0);
    forgotten.submit();
    return new WeakReference<>(forgotten);
  }

  @ParameterizedTest
  @EnumSource
  void dropWithReadInFlightFreesNothingAndIsReportedOnce(Mode mode) throws Exception {
    int descriptors = Kernel.openDescriptors();
    long mapped = Kernel.mappedRings();
    Garbage.awaitCollected(openAndForget(mode));
    Await.until(() -> !reports.about("openAndForget").isEmpty());
    Garbage.collect();

    LogRecord report = reports.about("openAndForget").getFirst();
    assertThat(report.getLevel()).isEqualTo(Level.SEVERE);
    assertThat(report.getMessage())
        .contains("an io_uring ring was dropped without close, with 1 requests in flight")
        .contains("kept for ever");
    assertThat(report.getThrown()).hasMessage("the ring was opened here");

    assertThat(Kernel.openDescriptors()).as("the ring's own").isEqualTo(descriptors + 1);
    assertThat(Kernel.mappedRings()).as("rings and entries").isEqualTo(mapped + 2);
    assertThat(weakBuffer.refersTo(null)).as("the buffer is gone").isFalse();

    String late = "x".repeat(SIZE / 2);
    Kernel.write(pipe.out(), late);
    if (mode == Mode.TASK_WORK) {
      MemorySegment buffer = NativeMemory.at(address, SIZE / 2);
      Await.until(() -> text(buffer).equals(late));
    }

    Garbage.collect();
    Ring.open(1).close();
    assertThat(reports.about("openAndForget")).hasSize(1);
  }

  /** Has a worker wait in open(2) of a FIFO, and then fill a struct, and forgets everything. */
  private WeakReference<Ring<String>> openAndForgetWorker() throws IOException {
    Ring<String> forgotten = Needs.ring(Ring.<String>builder().entries(4).only(0));
    Kernel.makeFifo(directory.resolve("fifo"));
    OpenHow how = OpenHow.of(OpenFlags.WRONLY | OpenFlags.CREAT).mode(0600);
    forgotten.openat2("fifo", Fd.CWD, path("fifo"), how).link();
    Statx result = new Statx();
    address = result.address();
    forgotten.statx("statx", Fd.CWD, path("fifo"), 0, StatxMask.BASIC_STATS, result);
    forgotten.submit();
    return new WeakReference<>(forgotten);
  }

  /** Takes scratch memory, which would lie where some was unmapped too early. */
  private void useScratch() throws IOException {
    try (Ring<String> other = Ring.open(4)) {
      for (int i = 0; i < 2_000; i++) {
        other.timeout("timeout", 0);
      }
      other.submit();
    }
  }

  @Test
  void workerOfDroppedRingStillHasItsPathsAndItsResult() throws Exception {
    Garbage.awaitCollected(openAndForgetWorker());
    Await.until(() -> !reports.about("openAndForgetWorker").isEmpty());
    Garbage.collect();
    useScratch();
    // Both ends of a FIFO wait for each other. Not by a request: it might wait for the only worker.
    closing(Kernel.open(directory.resolve("fifo")));
    MemorySegment result = NativeMemory.at(address, Structs.Statx.SIZE);
    long inode = (Long) Files.getAttribute(directory.resolve("fifo"), "unix:ino");
    Await.until(() -> result.get(ValueLayout.JAVA_LONG, Structs.Statx.STX_INO) == inode);
    assertThat(reports.about("openAndForgetWorker")).hasSize(1);
  }

  @Test
  void closedRingIsNotReported() throws Exception {
    WeakReference<Ring<String>> forgotten = openAndClose();
    Garbage.awaitCollected(forgotten);
    Garbage.collect();
    Ring.open(1).close();
    assertThat(reports.about("openAndClose")).isEmpty();
  }

  private WeakReference<Ring<String>> openAndClose() throws IOException {
    Ring<String> closed = Ring.open(4);
    closed.read("read", pipe.in(), memory(4), 0);
    closed.submit();
    closed.close();
    return new WeakReference<>(closed);
  }

  /** Opened and left by a thread that ends. */
  private Ring<String> openOnThreadThatEnds() throws Exception {
    List<Ring<String>> opened = new ArrayList<>();
    Thread owner =
        new Thread(
            () -> {
              try {
                Ring<String> left = openForThreadThatEnds();
                MemorySegment buffer = memory(SIZE);
                address = buffer.address();
                left.read("read", pipe.in(), buffer, 0);
                left.submit();
                opened.add(left);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    owner.start();
    owner.join();
    return opened.getFirst();
  }

  private static Ring<String> openForThreadThatEnds() throws IOException {
    return Ring.open(4);
  }

  @Test
  void ringWhoseOwnerEndedIsReportedOnceAndNobodyMayUseIt() throws Exception {
    Ring<String> left = openOnThreadThatEnds();
    assertThat(reports.about("openForThreadThatEnds")).isEmpty();
    for (int i = 0; i < 3; i++) {
      Ring.open(1).close();
    }
    List<LogRecord> about = reports.about("openForThreadThatEnds");
    assertThat(about).hasSize(1);
    assertThat(about.getFirst().getMessage())
        .startsWith("the owner thread of an io_uring ring has ended without closing it")
        .contains("1 requests in flight");
    assertThatExceptionOfType(WrongThreadException.class).isThrownBy(left::close);
  }

  @Test
  void ringThatIsDroppedAfterItsOwnerEndedIsReportedOnce() throws Exception {
    WeakReference<Ring<String>> left = new WeakReference<>(openOnThreadThatEnds());
    Ring.open(1).close();
    assertThat(reports.about("openForThreadThatEnds")).hasSize(1);
    Garbage.awaitCollected(left);
    // Reports of dropped rings come in order: this one's would come first.
    WeakReference<Ring<String>> next = openAndForget(Mode.DEFERRED);
    Garbage.awaitCollected(next);
    Await.until(() -> !reports.about("openAndForget").isEmpty());
    Garbage.collect();
    Ring.open(1).close();
    assertThat(reports.about("openForThreadThatEnds")).hasSize(1);
  }

  @Test
  void ringThatIsDroppedBeforeItsOwnerEndsIsReportedOnce() throws Exception {
    Thread owner =
        new Thread(
            () -> {
              try {
                Garbage.awaitCollected(openAndForget(Mode.DEFERRED));
                Await.until(() -> !reports.about("openAndForget").isEmpty());
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    owner.start();
    owner.join();
    assertThat(reports.about("openAndForget")).hasSize(1);
    Ring.open(1).close();
    assertThat(reports.about("openAndForget")).hasSize(1);
  }
}
