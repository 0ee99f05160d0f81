package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.uring4j.abi.LinuxArch;
import io.github.uring4j.abi.LinuxConstants;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything at once, at random: each request ends exactly once, and nothing beside it changes. */
@Timeout(120)
class StressKernelTest extends OnKernel {

  private static final byte GUARD = 0x5A;
  private static final int GUARD_SIZE = 64;
  private static final MemorySegment CONTENT = memory("x".repeat(100));

  private final long seed = System.nanoTime();
  private final SplittableRandom random = new SplittableRandom(seed);

  /** One request as the test sees it. */
  static final class Job {
    private final Kind kind;

    /** Guard, buffer of one byte, guard; or null. */
    private final MemorySegment guarded;

    private Request request;
    private int ends;
    private int res;

    Job(Kind kind, MemorySegment guarded) {
      this.kind = kind;
      this.guarded = guarded;
    }
  }

  /** What the requests of these tests are. */
  enum Kind {
    NOP,
    READ,
    READ_FILE,
    WRITE,
    POLL,
    TIMEOUT,
    ACCEPT,
    CANCEL
  }

  private final List<MemorySegment> freeBuffers = new ArrayList<>();
  private final List<Job> blocked = new ArrayList<>();

  private Ring<Job> own;
  private Pipe pipe;
  private Pipe drain;
  private PlainFd file;
  private PlainFd server;
  private SockAddr serverAddress;
  private int bytesInPipe;
  private long started;
  private long ended;

  @BeforeEach
  void openAll() throws IOException {
    pipe = pipe();
    drain = pipe();
    file = create("file");
    ok(ring.write("write", file, memory("x".repeat(100)), 0));
    byte[] name = ("u4j-stress-" + seed).getBytes(UTF_8);
    server = closing(Kernel.socket(AddressFamily.UNIX, SocketType.STREAM));
    serverAddress = SockAddr.unixAbstract(name);
    Kernel.bind(server, serverAddress);
    Kernel.listen(server);
  }

  private MemorySegment guarded() {
    if (!freeBuffers.isEmpty()) {
      return freeBuffers.removeLast();
    }
    return memory(2 * GUARD_SIZE + 1).fill(GUARD);
  }

  private Job start(Kind kind, Job target) throws IOException {
    boolean reads = kind == Kind.READ || kind == Kind.READ_FILE;
    Job job = new Job(kind, reads ? guarded() : null);
    started++;
    Prepared<?> prepared =
        switch (kind) {
          case NOP -> own.nop(job);
          case READ -> own.read(job, pipe.in(), job.guarded.asSlice(GUARD_SIZE, 1), 0);
          case READ_FILE -> own.read(job, file, job.guarded.asSlice(GUARD_SIZE, 1), 7);
          case WRITE -> own.write(job, file, CONTENT, 0);
          case POLL -> own.pollAdd(job, drain.in(), PollEvents.IN);
          case TIMEOUT -> own.timeout(job, random.nextInt(200_000));
          case ACCEPT -> own.accept(job, server, SockAddr.empty());
          case CANCEL -> own.cancel(job, target.request);
        };
    job.request = prepared.request();
    return job;
  }

  private void ended(Job job, int res) throws IOException {
    job.ends++;
    job.res = res;
    ended++;
    assertThat(job.ends).as("%s %d, seed %d", job.kind, res, seed).isOne();
    checkResult(job, res);
    if (job.guarded != null) {
      checkGuards(job);
      freeBuffers.add(job.guarded);
    }
  }

  private void checkResult(Job job, int res) throws IOException {
    switch (job.kind) {
      case NOP -> assertThat(res).isZero();
      case READ -> {
        assertThat(res).isIn(1, -Errno.ECANCELED);
        if (res == 1) {
          bytesInPipe--;
          assertThat(job.guarded.get(JAVA_BYTE, GUARD_SIZE)).isEqualTo((byte) 'p');
        } else {
          assertThat(job.guarded.get(JAVA_BYTE, GUARD_SIZE)).as("not touched").isEqualTo(GUARD);
        }
        job.guarded.set(JAVA_BYTE, GUARD_SIZE, GUARD);
      }
      case READ_FILE -> {
        assertThat(res).isOne();
        assertThat(job.guarded.get(JAVA_BYTE, GUARD_SIZE)).isEqualTo((byte) 'x');
        job.guarded.set(JAVA_BYTE, GUARD_SIZE, GUARD);
      }
      case WRITE -> assertThat(res).isEqualTo(100);
      case POLL -> assertThat(res).isIn(PollEvents.IN, -Errno.ECANCELED);
      case TIMEOUT -> assertThat(res).isIn(-Errno.ETIME, -Errno.ECANCELED);
      case ACCEPT -> {
        if (res >= 0) {
          PlainFd.of(res).close();
        } else {
          assertThat(res).isEqualTo(-Errno.ECANCELED);
        }
      }
      case CANCEL -> assertThat(res).isIn(0, -Errno.ENOENT, -Errno.EALREADY);
    }
  }

  private void checkGuards(Job job) {
    MemorySegment before = job.guarded.asSlice(0, GUARD_SIZE);
    MemorySegment after = job.guarded.asSlice(GUARD_SIZE + 1);
    if (before.mismatch(after) >= 0 || before.get(JAVA_BYTE, 0) != GUARD) {
      throw new AssertionError("written beside the buffer of " + job.kind + ", seed " + seed);
    }
  }

  private void collect() throws IOException {
    if (random.nextBoolean()) {
      own.forEachCompletion((Job job, int res, int flags) -> ended(job, res));
    } else {
      own.forEachCompletion((CompletionView<Job> view) -> ended(view.data(), view.res()));
    }
  }

  private void feedPipe() {
    if (bytesInPipe < 1000) {
      Kernel.write(pipe.out(), "p");
      bytesInPipe++;
    }
  }

  /** Ends all that waits: what was asked to be cancelled, and what was not. */
  private void endAll() throws IOException {
    for (Job job : blocked) {
      if (job.ends == 0) {
        start(Kind.CANCEL, job);
      }
    }
    blocked.clear();
    while (own.inFlight() != 0) {
      own.submitAndWait(1, SOON);
      if (own.ready() == 0) {
        throw new AssertionError("nothing ends, seed " + seed + ": " + own.dump());
      }
      collect();
    }
    assertThat(ended).as("seed %d", seed).isEqualTo(started);
    RingStatistics statistics = own.statistics();
    assertThat(statistics.completed()).isEqualTo(started);
    assertThat(statistics.submitted()).isEqualTo(started);
    assertThat(statistics.lost()).isZero();
    assertThat(statistics.strays()).isZero();
    assertThat(statistics.dropped()).isZero();
  }

  /** Rings that differ in how the kernel does its work, and in what the queues look like. */
  enum Mode {
    DEFAULT,
    POLL_THREAD,
    PLAIN(0),
    COOPERATIVE(SetupFlags.COOP_TASKRUN | SetupFlags.TASKRUN_FLAG),
    LARGE_ENTRIES(SetupFlags.SQE128 | SetupFlags.CQE32),
    MIXED_COMPLETIONS(SetupFlags.CQE_MIXED | SetupFlags.SINGLE_ISSUER | SetupFlags.DEFER_TASKRUN);

    private final int flags;

    Mode() {
      this(-1);
    }

    Mode(int flags) {
      this.flags = flags;
    }

    RingBuilder<Job> builder() {
      RingBuilder<Job> builder = Ring.<Job>builder().entries(2).completionEntries(4);
      return switch (this) {
        case DEFAULT -> builder;
        case POLL_THREAD -> builder.pollThread(Duration.ofMillis(1));
        default -> builder.only(flags);
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void mixedRequestsOnTinyQueuesEndExactlyOnce(Mode mode) throws IOException {
    int count = mode == Mode.DEFAULT ? 100_000 : 20_000;
    Kind[] kinds = {
      Kind.NOP, Kind.NOP, Kind.READ_FILE, Kind.WRITE, Kind.READ, Kind.POLL, Kind.TIMEOUT
    };
    int descriptors = Kernel.openDescriptors();
    own = Needs.ring(mode.builder());
    assertThat(own.completionEntries()).isEqualTo(4);
    while (started < count) {
      Kind kind = kinds[random.nextInt(kinds.length)];
      Job job = start(kind, null);
      if (kind == Kind.READ || kind == Kind.POLL || kind == Kind.TIMEOUT) {
        blocked.add(job);
      }
      if (random.nextInt(3) == 0) {
        feedPipe();
      }
      if (blocked.size() > 20) {
        Job victim = blocked.remove(random.nextInt(blocked.size()));
        if (victim.ends == 0) {
          start(Kind.CANCEL, victim);
        }
      }
      if (random.nextInt(10) == 0) {
        own.submit();
      }
      if (random.nextInt(20) == 0) {
        collect();
      }
    }
    endAll();
    own.close();
    assertThat(Kernel.openDescriptors()).isEqualTo(descriptors);
  }

  /** The kinds that wait, and so can be cancelled at any moment of their lives. */
  @ParameterizedTest
  @EnumSource(names = {"READ", "POLL", "TIMEOUT", "ACCEPT"})
  void cancelMeetsRequestAtAnyMoment(Kind kind) throws Exception {
    int rounds = 5_000;
    int descriptors = Kernel.openDescriptors();
    own = Ring.open(8);
    // Somebody else ends the requests meanwhile.
    Thread other = new Thread(new Other(kind, rounds));
    other.start();
    int[] outcomes = new int[2];
    for (int i = 0; i < rounds; i++) {
      Job job = start(kind, null);
      if (random.nextBoolean()) {
        own.submit();
      }
      for (int spin = random.nextInt(2_000); spin > 0; spin--) {
        Thread.onSpinWait();
      }
      if (random.nextBoolean()) {
        collect();
      }
      if (job.ends == 0) {
        start(Kind.CANCEL, job);
      }
      while (own.inFlight() != 0) {
        own.submitAndWait(1, SOON);
        collect();
      }
      outcomes[job.res == -Errno.ECANCELED ? 0 : 1]++;
    }
    other.join();
    assertThat(outcomes[0] + outcomes[1]).isEqualTo(rounds);
    assertThat(outcomes[0]).as("cancelled; others: %d", outcomes[1]).isPositive();
    endAll();
    own.close();
    takeWaitingConnections();
    assertThat(Kernel.openDescriptors()).as("seed %d", seed).isEqualTo(descriptors);
  }

  /** Ends requests from another thread, without a ring. */
  private final class Other implements Runnable {
    private final Kind kind;
    private final int rounds;

    Other(Kind kind, int rounds) {
      this.kind = kind;
      this.rounds = rounds;
    }

    @Override
    public void run() {
      SplittableRandom pauses = new SplittableRandom(seed + 1);
      for (int i = 0; i < rounds / 2; i++) {
        for (int spin = pauses.nextInt(4_000); spin > 0; spin--) {
          Thread.onSpinWait();
        }
        switch (kind) {
          case READ -> Kernel.write(pipe.out(), "p");
          case POLL -> {
            Kernel.write(drain.out(), "x");
            Kernel.read(drain.in(), 1);
          }
          case ACCEPT -> connectAndLeave();
          default -> {}
        }
      }
    }

    private void connectAndLeave() {
      PlainFd client = Kernel.socket(AddressFamily.UNIX, SocketType.STREAM);
      // The queue of the server may be full; without waiting.
      Kernel.call(
          LinuxArch.CURRENT.SYS_fcntl, client.value(), LinuxConstants.F_SETFL, OpenFlags.NONBLOCK);
      Kernel.call(
          LinuxArch.CURRENT.SYS_connect,
          client.value(),
          serverAddress.address(),
          serverAddress.length());
      try {
        client.close();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private void takeWaitingConnections() throws IOException {
    while (true) {
      Completion<String> accept = end(ring.accept("rest", server).doNotWait());
      if (accept.isError()) {
        return;
      }
      accept.fd().close();
    }
  }

  @Test
  void timeoutsOfEveryLengthEndOnce() throws IOException {
    own = Ring.<Job>builder().entries(2).completionEntries(4).open();
    for (int i = 0; i < 5_000; i++) {
      start(Kind.TIMEOUT, null);
    }
    endAll();
    own.close();
  }
}
