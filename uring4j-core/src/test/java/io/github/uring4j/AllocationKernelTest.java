package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayDeque;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The path of a request, from the operation over the submit to the handler, allocates nothing: not
 * a byte in a million requests, beyond what measuring itself takes, once.
 */
@Timeout(120)
class AllocationKernelTest extends OnKernel {

  private static final int ROUNDS = 1_000_000;

  /** For requests that take tens of microseconds in the kernel: in a worker, or by a timer. */
  private static final int SLOW_ROUNDS = 20_000;

  private static final long HOUR_NANOS = 3_600_000_000_000L;

  /** Requests that go with one submit. */
  private static final int BATCH = 16;

  /** Prepares one request. */
  private interface Step {
    void prepare() throws IOException;
  }

  private PlainFd zero;
  private PlainFd nowhere;
  private MemorySegment buffer;
  private long failures;
  private int expected;

  @BeforeEach
  void openDevices() throws IOException {
    zero = closing(Kernel.open(Path.of("/dev/zero")));
    nowhere =
        closing(end(ring.openat2("open", Fd.CWD, "/dev/null", OpenHow.of(OpenFlags.WRONLY))).fd());
    buffer = memory(64);
  }

  private final CompletionHandler<String> handler =
      (data, res, flags) -> {
        if (res != expected) {
          failures++;
        }
      };

  private final CompletionViewHandler<String> viewHandler =
      completion -> {
        if (completion.res() != expected || !completion.data().equals("data")) {
          failures++;
        }
      };

  private void run(Step step, int rounds, boolean views) throws IOException {
    for (int i = 0; i < rounds; i += BATCH) {
      for (int k = 0; k < BATCH; k++) {
        step.prepare();
      }
      ring.submitAndWait(BATCH);
      int count = views ? ring.forEachCompletion(viewHandler) : ring.forEachCompletion(handler);
      if (count != BATCH) {
        failures++;
      }
    }
  }

  private void assertAllocatesNothing(int result, int rounds, Step step) throws IOException {
    expected = result;
    SteadyState.assertAllocatesNothing(
        rounds,
        count -> {
          run(step, count / 2, false);
          run(step, count / 2, true);
        });
    assertThat(failures).as("unexpected results").isZero();
    assertThat(ring.inFlight()).isZero();
  }

  @Test
  void nop() throws IOException {
    assertAllocatesNothing(0, ROUNDS, () -> ring.nop("data"));
  }

  @Test
  void read() throws IOException {
    assertAllocatesNothing(64, ROUNDS, () -> ring.read("data", zero, buffer, 0));
  }

  @Test
  void write() throws IOException {
    assertAllocatesNothing(64, ROUNDS, () -> ring.write("data", nowhere, buffer, 0));
  }

  @Test
  void readv() throws IOException {
    MemorySegment[] halves = {buffer.asSlice(0, 32), buffer.asSlice(32, 32)};
    assertAllocatesNothing(64, ROUNDS, () -> ring.readv("data", zero, halves, 0));
  }

  @Test
  void writev() throws IOException {
    MemorySegment[] halves = {buffer.asSlice(0, 32), buffer.asSlice(32, 32)};
    assertAllocatesNothing(64, ROUNDS, () -> ring.writev("data", nowhere, halves, 0));
  }

  @Test
  void readFixed() throws IOException {
    RegisteredBuffer registered = ring.registerBuffer(buffer);
    assertAllocatesNothing(32, ROUNDS, () -> ring.readFixed("data", zero, registered, 16, 32, 0));
  }

  @Test
  void chunk() throws IOException {
    Chunk chunk = Region.of(ring.registerBuffer(buffer), 64).allocate();
    assertAllocatesNothing(64, ROUNDS, () -> ring.readFixed("data", zero, chunk, 64, 0));
  }

  @Test
  void readIntoWhatTheKernelPicks() throws IOException {
    BufferRing buffers = ring.bufferRing(BATCH, 64);
    assertAllocatesNothing(64, ROUNDS, () -> ring.read("data", zero, buffers, 0, 0));
  }

  @Test
  void lease() throws IOException {
    BufferRing buffers = ring.bufferRing(BATCH, 64);
    ArrayDeque<BufferLease> leases = new ArrayDeque<>(2 * BATCH);
    SteadyState.assertAllocatesNothing(
        ROUNDS / BATCH, batches -> leaseAndClose(buffers, leases, batches));
    assertThat(failures).isZero();
  }

  private void leaseAndClose(BufferRing buffers, ArrayDeque<BufferLease> leases, int batches)
      throws IOException {
    CompletionHandler<String> taking = (data, res, flags) -> leases.add(buffers.take(flags));
    CompletionViewHandler<String> takingByView = completion -> leases.add(completion.buffer());
    for (int i = 0; i < batches; i++) {
      for (int k = 0; k < BATCH; k++) {
        ring.read("data", zero, buffers, 0, 0);
      }
      ring.submitAndWait(BATCH);
      if (i % 2 == 0) {
        ring.forEachCompletion(taking);
      } else {
        ring.forEachCompletion(takingByView);
      }
      for (int k = 0; k < BATCH; k++) {
        BufferLease lease = leases.remove();
        failures += lease.length(0) - 64 + buffers.memory().get(JAVA_BYTE, lease.offset(0));
        lease.close();
      }
    }
  }

  @Test
  void pollAddOfWhatIsReady() throws IOException {
    Pipe pipe = pipe();
    assertAllocatesNothing(
        PollEvents.OUT, ROUNDS, () -> ring.pollAdd("data", pipe.out(), PollEvents.OUT));
  }

  /** Each timeout ends with the no-operation behind it: no timer has to fire. */
  @Test
  void timeoutThatEndsByCount() throws IOException {
    int[] count = new int[1];
    assertAllocatesNothing(
        0,
        ROUNDS,
        () -> {
          if (count[0]++ % 2 == 0) {
            ring.timeout("data", HOUR_NANOS).completions(1);
          } else {
            ring.nop("data");
          }
        });
  }

  @Test
  void timeoutThatExpires() throws IOException {
    assertAllocatesNothing(-Errno.ETIME, SLOW_ROUNDS, () -> ring.timeout("data", 0));
  }

  @Test
  void modifiers() throws IOException {
    int[] count = new int[1];
    assertAllocatesNothing(
        0,
        ROUNDS,
        () -> {
          PreparedNop nop = ring.nop("data");
          if (++count[0] % BATCH != 0) {
            nop.link();
          }
        });
  }

  @Test
  void fsync() throws IOException {
    PlainFd file = create("file");
    assertAllocatesNothing(0, SLOW_ROUNDS, () -> ring.fsync("data", file));
  }

  @Test
  void oneByOne() throws IOException {
    expected = 0;
    SteadyState.assertAllocatesNothing(
        ROUNDS / 2,
        rounds -> {
          for (int i = 0; i < rounds; i++) {
            nopAlone(i);
          }
        });
    assertThat(failures).isZero();
  }

  private void nopAlone(int i) throws IOException {
    ring.nop("data");
    ring.submit();
    if (i % 2 == 0) {
      ring.forEachCompletion(handler);
    } else {
      ring.forEachCompletion(viewHandler);
    }
  }
}
