package io.github.uring4j;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One operation prepared, without the kernel: the entries are taken back before they are published,
 * and the slots with them, which is part of each figure.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class PrepareBenchmark {

  private static final int COUNT = 32;
  private static final int BLOCK = 4096;

  /** What every request carries. */
  private static final class Datum {}

  private final Datum datum = new Datum();
  private final Arena arena = Arena.ofConfined();
  private Ring<Datum> ring;
  private PlainFd file;
  private DirectFd registeredFile;
  private MemorySegment memory;
  private RegisteredBuffer buffer;

  /** Opens the ring. */
  @Setup
  public void open() throws IOException {
    ring = Ring.open(COUNT);
    ring.openat(null, Fd.CWD, "/dev/zero", OpenFlags.RDONLY, 0);
    file = ring.await().fd();
    registeredFile = ring.registerFiles(file).getFirst();
    memory = arena.allocate(BLOCK, BLOCK);
    buffer = ring.registerBuffer(memory);
  }

  /** Closes it. */
  @TearDown
  public void close() throws IOException {
    ring.close();
    file.close();
    arena.close();
  }

  /** Nothing to encode. */
  @Benchmark
  @OperationsPerInvocation(COUNT)
  public void nop() throws IOException {
    for (int i = 0; i < COUNT; i++) {
      ring.nop(datum);
    }
    takeBack();
  }

  /** A read into a segment. */
  @Benchmark
  @OperationsPerInvocation(COUNT)
  public void read() throws IOException {
    for (int i = 0; i < COUNT; i++) {
      ring.read(datum, file, memory, 0);
    }
    takeBack();
  }

  /** A read from a registered file into a registered buffer. */
  @Benchmark
  @OperationsPerInvocation(COUNT)
  public void readFixed() throws IOException {
    for (int i = 0; i < COUNT; i++) {
      ring.readFixed(datum, registeredFile, buffer, 0, BLOCK, 0);
    }
    takeBack();
  }

  private void takeBack() {
    SlotTable table = ring.table();
    ring.engine().sq.dropUnpublished(userData -> table.release(UserData.slot(userData)));
  }
}
