package io.github.uring4j;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The slot table: taking, finding and giving back slots, thirty-two at a time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class SlotTableBenchmark {

  private static final int COUNT = 32;
  private static final int NOP = 0;

  /** Whether each request has something to keep alive. */
  @Param({"false", "true"})
  public boolean keeps;

  private final SlotTable table = new SlotTable(COUNT);
  private final SlotTable full = new SlotTable(COUNT);
  private final Object datum = new Object();
  private final long[] taken = new long[COUNT];
  private final long[] inFlight = new long[COUNT];
  private Object kept;

  /** Takes what is looked for. */
  @Setup
  public void fill() {
    kept = keeps ? new Object() : null;
    for (int i = 0; i < COUNT; i++) {
      inFlight[i] = full.allocate(NOP, -1, datum, kept);
    }
  }

  /** A slot's whole life. */
  @Benchmark
  @OperationsPerInvocation(COUNT)
  public void takeFindRelease() {
    for (int i = 0; i < COUNT; i++) {
      table.reserve();
      taken[i] = table.allocate(NOP, -1, datum, kept);
    }
    for (int i = 0; i < COUNT; i++) {
      table.release(table.find(taken[i]));
    }
  }

  /** Looking for a slot that is taken. */
  @Benchmark
  @OperationsPerInvocation(COUNT)
  public int find() {
    int sum = 0;
    for (int i = 0; i < COUNT; i++) {
      sum += full.find(inFlight[i]);
    }
    return sum;
  }
}
