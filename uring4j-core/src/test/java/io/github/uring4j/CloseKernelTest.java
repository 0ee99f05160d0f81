package io.github.uring4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Closing with requests in flight: they are cancelled, close waits until the kernel has let go, and
 * nothing is left.
 */
@Timeout(30)
class CloseKernelTest extends OnKernel {

  /** Every request that can wait for ever. */
  enum Blocked {
    READ {
      @Override
      void start(Ring<String> ring, CloseKernelTest test) throws IOException {
        ring.read("read", test.pipe.in(), test.buffer, 0);
      }
    },
    READ_IN_WORKER {
      @Override
      void start(Ring<String> ring, CloseKernelTest test) throws IOException {
        ring.read("read", test.pipe.in(), test.buffer, 0).async();
      }
    },
    READV {
      @Override
      void start(Ring<String> ring, CloseKernelTest test) throws IOException {
        MemorySegment[] halves = {test.buffer.asSlice(0, 4), test.buffer.asSlice(4)};
        ring.readv("readv", test.pipe.in(), halves, 0);
      }
    },
    ACCEPT {
      @Override
      void start(Ring<String> ring, CloseKernelTest test) throws IOException {
        ring.accept("accept", test.server, SockAddr.empty());
      }
    },
    RECVMSG {
      @Override
      void start(Ring<String> ring, CloseKernelTest test) throws IOException {
        MsgHdr message = MsgHdr.receive(test.buffer).address(SockAddr.empty()).maxDescriptors(3);
        ring.recvmsg("recvmsg", test.pair.get(0), message, 0);
      }
    },
    POLL {
      @Override
      void start(Ring<String> ring, CloseKernelTest test) throws IOException {
        ring.pollAdd("poll", test.pipe.in(), PollEvents.IN);
      }
    },
    TIMEOUT {
      @Override
      void start(Ring<String> ring, CloseKernelTest test) throws IOException {
        ring.timeout("timeout", Duration.ofHours(1));
      }
    },
    TIMEOUT_WITH_COUNT {
      @Override
      void start(Ring<String> ring, CloseKernelTest test) throws IOException {
        ring.timeout("timeout", Duration.ofHours(1)).completions(1_000_000);
      }
    },
    FIFO_OPEN {
      @Override
      void start(Ring<String> ring, CloseKernelTest test) throws IOException {
        // With CREAT, openat2 waits for a reader in a worker.
        OpenHow how = OpenHow.of(OpenFlags.WRONLY | OpenFlags.CREAT).mode(0600);
        ring.openat2("fifo", Fd.CWD, test.path("fifo"), how);
      }
    },
    SPLICE {
      @Override
      void start(Ring<String> ring, CloseKernelTest test) throws IOException {
        ring.splice("splice", test.pipe.in(), -1, test.other.out(), -1, 4, 0);
      }
    },
    LINKED {
      @Override
      void start(Ring<String> ring, CloseKernelTest test) throws IOException {
        ring.ensureSpace(3);
        ring.read("read", test.pipe.in(), test.buffer, 0).link();
        ring.statx("statx", Fd.CWD, test.path("fifo"), 0, StatxMask.SIZE, new Statx()).link();
        ring.nop("nop");
      }
    },
    DRAINED {
      @Override
      void start(Ring<String> ring, CloseKernelTest test) throws IOException {
        ring.read("read", test.pipe.in(), test.buffer, 0);
        ring.nop("drain").drain();
        ring.read("behind", test.pipe.in(), test.buffer, 0);
      }
    };

    abstract void start(Ring<String> ring, CloseKernelTest test) throws IOException;
  }

  private Pipe pipe;
  private Pipe other;
  private PlainFd server;
  private List<PlainFd> pair;
  private MemorySegment buffer;
  private int descriptors;
  private long mapped;

  @BeforeEach
  void makeWhatBlocks() throws IOException {
    pipe = pipe();
    other = pipe();
    server = closing(Kernel.socket(AddressFamily.UNIX, SocketType.STREAM));
    Kernel.bind(server, SockAddr.unixAbstract(("u4j-" + System.nanoTime()).getBytes(UTF_8)));
    Kernel.listen(server);
    pair = Kernel.socketPair(SocketType.STREAM);
    pair.forEach(this::closing);
    Kernel.makeFifo(directory.resolve("fifo"));
    buffer = memory("guarded!");
    descriptors = Kernel.openDescriptors();
    mapped = Kernel.mappedRings();
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    assertThat(Kernel.openDescriptors()).isEqualTo(descriptors);
    assertThat(Kernel.mappedRings()).isEqualTo(mapped);
    assertThat(text(buffer)).isEqualTo("guarded!");
  }

  @ParameterizedTest
  @EnumSource
  void blockedRequestsAreCancelled(Blocked blocked) throws IOException {
    Ring<String> own = Ring.open(4);
    for (int i = 0; i < 6; i++) {
      blocked.start(own, this);
    }
    own.submit();
    assertThat(own.inFlight()).isGreaterThanOrEqualTo(6);
    long start = System.nanoTime();
    own.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    assertThat(own).asString().endsWith("(closed)");
    own.close();
    Kernel.write(pipe.out(), "too late, and it stays in the pipe");
    assertThat(Kernel.read(pipe.in(), 8)).isEqualTo("too late");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        SetupFlags.COOP_TASKRUN,
        SetupFlags.SINGLE_ISSUER | SetupFlags.DEFER_TASKRUN,
        SetupFlags.CQE32
      })
  void everythingAtOnceIsCancelledInEachMode(int flags) throws IOException {
    Ring<String> own = Needs.ring(Ring.<String>builder().entries(4).only(flags));
    for (Blocked blocked : Blocked.values()) {
      blocked.start(own, this);
    }
    own.submit();
    own.close();
  }

  @Test
  void pollThreadRingIsClosedWithRequestsInFlight() throws IOException {
    Ring<String> own =
        Needs.ring(Ring.<String>builder().entries(4).pollThread(Duration.ofMillis(1)));
    for (Blocked blocked : List.of(Blocked.READ, Blocked.ACCEPT, Blocked.POLL, Blocked.TIMEOUT)) {
      blocked.start(own, this);
    }
    own.submit();
    own.close();
  }

  /** Only the thread itself finds what its workers do. */
  @ParameterizedTest
  @EnumSource(names = {"READ_IN_WORKER", "FIFO_OPEN"})
  void workersOfAPollThreadAreCancelled(Blocked blocked) throws Exception {
    Ring<String> own =
        Ring.<String>builder().pollThread(Duration.ofMillis(1)).closeTimeout(SOON).open();
    blocked.start(own, this);
    own.submit();
    // Until the worker has it.
    own.submitAndWait(1, Duration.ofMillis(50));
    assertThat(own.inFlight()).isOne();
    own.close();
  }

  @Test
  void manyBlockedRequestsOnTinyQueuesAreCancelled() throws IOException {
    Ring<String> own = Ring.open(1);
    for (int i = 0; i < 2_000; i++) {
      Blocked.READ.start(own, this);
    }
    own.submit();
    own.close();
  }

  @Test
  void requestsThatWereNotSubmittedAreDropped() throws IOException {
    Ring<String> own = Ring.open(8);
    own.nop("submitted");
    own.submit();
    OpenHow how = OpenHow.of(OpenFlags.RDWR | OpenFlags.CREAT).mode(0600);
    own.openat2("open", Fd.CWD, path("never"), how);
    own.read("read", pipe.in(), buffer, 0).link();
    own.nop("nop");
    own.close();
    assertThat(Files.exists(directory.resolve("never"))).isFalse();
  }

  @Test
  void ringThatWasNeverUsedIsClosed() throws IOException {
    Ring.open(8).close();
    Ring<String> prepared = Ring.open(8);
    prepared.nop("never submitted");
    prepared.close();
  }

  @Test
  void completionsOverTheQueueAreDropped() throws IOException {
    Ring<String> own = Ring.open(1);
    for (int i = 0; i < 100; i++) {
      own.nop("nop");
    }
    own.submit();
    own.close();
  }

  @Test
  void descriptorsThatNobodyCollectedAreClosed() throws IOException {
    Ring<String> own = Ring.open(8);
    Needs.operations(own, Operation.SOCKET);
    try (Pipe passed = Kernel.pipe()) {
      MsgHdr send = MsgHdr.send(memory("x")).descriptors(passed.in(), passed.out());
      own.sendmsg("send", pair.get(0), send, 0);
      MsgHdr receive = MsgHdr.receive(memory(1)).maxDescriptors(2);
      own.recvmsg("receive", pair.get(1), receive, 0);
      own.openat2("open", Fd.CWD, directory.toString(), OpenHow.readOnly());
      own.socket("socket", AddressFamily.INET, SocketType.STREAM, 0);
      PlainFd client = Kernel.socket(AddressFamily.UNIX, SocketType.STREAM);
      Kernel.connect(client, SockAddr.local(server));
      own.accept("accept", server);
      own.submitAndWait(5);
      assertThat(Kernel.openDescriptors())
          .as("ring, pipe, client, and what the five brought")
          .isEqualTo(descriptors + 1 + 2 + 1 + 5);
      client.close();
    }
    own.close();
  }

  @Test
  void collectedDescriptorStaysTheCallers() throws IOException {
    Ring<String> own = Ring.open(8);
    PlainFd fd =
        end(own, own.openat2("open", Fd.CWD, directory.toString(), OpenHow.readOnly())).fd();
    own.close();
    assertThat(Kernel.isOpen(fd)).isTrue();
    fd.close();
  }

  @Test
  void bufferCanBeFreedAfterClose() throws IOException {
    Ring<String> own = Ring.open(8);
    try (Arena arena = Arena.ofConfined()) {
      own.read("read", pipe.in(), arena.allocate(1 << 20), 0);
      own.submit();
      own.close();
    }
  }

  @Test
  void chunkAndMessageAreFreeAfterClose() throws IOException {
    Ring<String> own = Ring.open(8);
    Chunk chunk = Region.of(own.registerBuffer(memory(64)), 64).allocate();
    own.readFixed("read", pipe.in(), chunk, 8, 0);
    MsgHdr message = MsgHdr.receive(memory(1));
    own.recvmsg("receive", pair.get(0), message, 0);
    own.submit();
    own.close();
    assertThat(chunk.buffer().isRegistered()).isFalse();
    chunk.free();
    assertThat(message.descriptors()).isEmpty();
    own.close();
  }
}
