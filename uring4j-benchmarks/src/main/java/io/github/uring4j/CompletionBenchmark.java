package io.github.uring4j;

import java.io.IOException;
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
 * Completions handed out, without Linux: {@link InstantKernel} completes nops by copying their
 * user_data. Each figure is of a request from its preparation on; what handing it out costs is the
 * difference to {@link PrepareBenchmark#nop} or to each other.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class CompletionBenchmark {

  private static final int COUNT = 32;

  /** What every request carries. */
  private static final class Datum {}

  private final Datum datum = new Datum();
  private long sum;
  private final CompletionHandler<Datum> add = (data, res, flags) -> sum += res;
  private final CompletionViewHandler<Datum> addView = view -> sum += view.res();
  private Ring<Datum> ring;

  /** Opens the ring. */
  @Setup
  public void open() throws IOException {
    ring =
        Ring.<Datum>builder()
            .entries(COUNT)
            .syscalls(InstantKernel::new)
            .registerDescriptor(false)
            .open();
  }

  /** Closes it. */
  @TearDown
  public void close() throws IOException {
    ring.close();
  }

  /** To a handler of primitives. */
  @Benchmark
  @OperationsPerInvocation(COUNT)
  public long forEach() throws IOException {
    submit();
    ring.forEachCompletion(add);
    return sum;
  }

  /** To a handler of views. */
  @Benchmark
  @OperationsPerInvocation(COUNT)
  public long forEachView() throws IOException {
    submit();
    ring.forEachCompletion(addView);
    return sum;
  }

  /** One by one, as objects. */
  @Benchmark
  @OperationsPerInvocation(COUNT)
  public long poll() throws IOException {
    submit();
    for (Completion<Datum> each = ring.poll(); each != null; each = ring.poll()) {
      sum += each.res();
    }
    return sum;
  }

  private void submit() throws IOException {
    for (int i = 0; i < COUNT; i++) {
      ring.nop(datum);
    }
    ring.submit();
  }
}
