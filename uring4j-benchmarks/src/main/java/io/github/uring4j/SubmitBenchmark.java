package io.github.uring4j;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Submitting, with the running kernel. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class SubmitBenchmark {

  /** What every request carries. */
  private static final class Datum {}

  private final Datum datum = new Datum();
  private final CompletionHandler<Datum> ignore = (data, res, flags) -> {};
  private Ring<Datum> ring;

  /** Opens the ring. */
  @Setup
  public void open() throws IOException {
    ring = Ring.open(1);
  }

  /** Closes it. */
  @TearDown
  public void close() throws IOException {
    ring.close();
  }

  /** Nothing is queued, so there is no system call. */
  @Benchmark
  public int submitNothing() throws IOException {
    return ring.submit();
  }

  /** An enter that has nothing to do: what the way to the kernel and back costs. */
  @Benchmark
  public void enterWithNothingToDo() throws IOException {
    ring.engine().collectFromKernel();
  }

  /** A nop from its preparation to its completion: an enter with one. */
  @Benchmark
  public int submitOneAndCollect() throws IOException {
    ring.nop(datum);
    ring.submitAndWait(1);
    return ring.forEachCompletion(ignore);
  }
}
