package io.github.uring4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a request uses survives the garbage collector while the kernel has it, though the program
 * has forgotten it; and it is collected afterwards.
 */
class KeepAliveKernelTest extends OnKernel {

  /** Kinds of requests with all that they use. Each stays in flight until it is let go on. */
  enum Used {
    READ {
      @Override
      void start(KeepAliveKernelTest test) throws IOException {
        test.own.read("read", test.pipe.in(), test.weak(memory(5)), 0);
      }

      @Override
      void goOn(KeepAliveKernelTest test) {
        Kernel.write(test.pipe.out(), "hello");
      }

      @Override
      void check(KeepAliveKernelTest test) {
        assertThat(text((MemorySegment) test.used(0))).isEqualTo("hello");
      }
    },
    READ_IN_WORKER {
      @Override
      void start(KeepAliveKernelTest test) throws IOException {
        test.own.read("read", test.pipe.in(), test.weak(memory(5)), 0).async();
      }

      @Override
      void goOn(KeepAliveKernelTest test) {
        Kernel.write(test.pipe.out(), "hello");
      }

      @Override
      void check(KeepAliveKernelTest test) {
        assertThat(text((MemorySegment) test.used(0))).isEqualTo("hello");
      }
    },
    READV {
      @Override
      void start(KeepAliveKernelTest test) throws IOException {
        MemorySegment[] buffers = {test.weak(memory(2)), test.weak(memory(3))};
        test.own.readv("readv", test.pipe.in(), buffers, 0);
      }

      @Override
      void goOn(KeepAliveKernelTest test) {
        Kernel.write(test.pipe.out(), "hello");
      }

      @Override
      void check(KeepAliveKernelTest test) {
        assertThat(text((MemorySegment) test.used(0))).isEqualTo("he");
        assertThat(text((MemorySegment) test.used(1))).isEqualTo("llo");
      }
    },
    WRITE {
      @Override
      void start(KeepAliveKernelTest test) throws IOException {
        test.gate();
        test.own.write("write", test.pipe.out(), test.weak(memory("hello")), 0);
      }

      @Override
      void check(KeepAliveKernelTest test) {
        assertThat(Kernel.read(test.pipe.in(), 9)).isEqualTo("hello");
      }
    },
    WRITEV {
      @Override
      void start(KeepAliveKernelTest test) throws IOException {
        test.gate();
        MemorySegment[] buffers = {test.weak(memory("he")), test.weak(memory("llo"))};
        test.own.writev("writev", test.pipe.out(), buffers, 0);
      }

      @Override
      void check(KeepAliveKernelTest test) {
        assertThat(Kernel.read(test.pipe.in(), 9)).isEqualTo("hello");
      }
    },
    PATH {
      @Override
      void start(KeepAliveKernelTest test) throws IOException {
        test.gate();
        test.own.openat2("open", Fd.CWD, test.weak(test.path("file")), OpenHow.readOnly());
      }

      @Override
      void check(KeepAliveKernelTest test) {}
    },
    TWO_PATHS {
      @Override
      void start(KeepAliveKernelTest test) throws IOException {
        test.gate();
        String from = test.weak(test.path("file"));
        test.own.renameat("rename", Fd.CWD, from, Fd.CWD, test.path("renamed"), 0);
      }

      @Override
      void check(KeepAliveKernelTest test) {
        assertThat(test.directory.resolve("renamed")).hasContent("content");
      }
    },
    STATX {
      @Override
      void start(KeepAliveKernelTest test) throws IOException {
        test.gate();
        Statx result = test.weak(new Statx());
        test.own.statx("statx", Fd.CWD, test.path("file"), 0, StatxMask.SIZE, result);
      }

      @Override
      void check(KeepAliveKernelTest test) {
        assertThat(((Statx) test.used(0)).size()).isEqualTo("content".length());
      }
    },
    ACCEPT_ADDRESS {
      @Override
      void start(KeepAliveKernelTest test) throws IOException {
        test.own.accept("accept", test.server, test.weak(SockAddr.empty()));
      }

      @Override
      void goOn(KeepAliveKernelTest test) {
        PlainFd client = test.closing(Kernel.socket(AddressFamily.UNIX, SocketType.STREAM));
        Kernel.bind(client, SockAddr.unixAbstract(test.clientName));
        Kernel.connect(client, SockAddr.unixAbstract(test.serverName));
      }

      @Override
      void check(KeepAliveKernelTest test) {
        assertThat(((SockAddr) test.used(0)).abstractName()).isEqualTo(test.clientName);
      }
    },
    CONNECT_ADDRESS {
      @Override
      void start(KeepAliveKernelTest test) throws IOException {
        test.gate();
        PlainFd client = test.closing(Kernel.socket(AddressFamily.UNIX, SocketType.STREAM));
        SockAddr address = test.weak(SockAddr.unixAbstract(test.serverName));
        test.own.connect("connect", client, address);
      }

      @Override
      void check(KeepAliveKernelTest test) {}
    },
    RECEIVED_MESSAGE {
      @Override
      void start(KeepAliveKernelTest test) throws IOException {
        MsgHdr message =
            test.weak(
                MsgHdr.receive(test.weak(memory(2)), test.weak(memory(3)))
                    .address(test.weak(SockAddr.empty()))
                    .maxDescriptors(1));
        test.own.recvmsg("receive", test.pair.get(0), message, 0);
      }

      @Override
      void goOn(KeepAliveKernelTest test) {
        Kernel.write(test.pair.get(1), "hello");
      }

      @Override
      void check(KeepAliveKernelTest test) {
        assertThat(text((MemorySegment) test.used(0))).isEqualTo("he");
        assertThat(text((MemorySegment) test.used(1))).isEqualTo("llo");
      }
    },
    SENT_MESSAGE {
      @Override
      void start(KeepAliveKernelTest test) throws IOException {
        test.gate();
        MsgHdr message = test.weak(MsgHdr.send(test.weak(memory("hello"))));
        test.own.sendmsg("send", test.pair.get(0), message, 0);
      }

      @Override
      void check(KeepAliveKernelTest test) {
        assertThat(Kernel.read(test.pair.get(1), 9)).isEqualTo("hello");
      }
    },
    USER_DATA {
      @Override
      void start(KeepAliveKernelTest test) throws IOException {
        test.gate();
        test.own.nop(test.weak(new Object()));
      }

      @Override
      void check(KeepAliveKernelTest test) {}
    };

    abstract void start(KeepAliveKernelTest test) throws IOException;

    /** Lets the kernel end the request. */
    void goOn(KeepAliveKernelTest test) {
      Kernel.write(test.gate.out(), "x");
    }

    /** Looks at what the kernel did, before the completion is collected. */
    abstract void check(KeepAliveKernelTest test);
  }

  private final byte[] serverName = ("u4j-server-" + System.nanoTime()).getBytes(UTF_8);
  private final byte[] clientName = ("u4j-client-" + System.nanoTime()).getBytes(UTF_8);
  private final List<WeakReference<Object>> used = new ArrayList<>();

  private Ring<Object> own;
  private Pipe pipe;
  private Pipe gate;
  private PlainFd server;
  private List<PlainFd> pair;

  @BeforeEach
  void makeWhatBlocks() throws IOException {
    pipe = pipe();
    gate = pipe();
    own = closing(Ring.<Object>open(8));
    server = closing(Kernel.socket(AddressFamily.UNIX, SocketType.STREAM));
    Kernel.bind(server, SockAddr.unixAbstract(serverName));
    Kernel.listen(server);
    pair = Kernel.socketPair(SocketType.STREAM);
    pair.forEach(this::closing);
    Files.writeString(directory.resolve("file"), "content");
  }

  /** Remembers something weakly. */
  private <V> V weak(V object) {
    used.add(new WeakReference<>(object));
    return object;
  }

  private Object used(int index) {
    return used.get(index).get();
  }

  /** Holds the next request back: the kernel has it, and has not started it. */
  private void gate() throws IOException {
    own.read("gate", gate.in(), memory(1), 0).link();
  }

  /** Uses scratch memory for other things, which would overwrite what was freed too early. */
  private void useScratch() throws IOException {
    try (Ring<String> other = Ring.open(4)) {
      for (int i = 1; i < 100; i++) {
        end(other, other.openat2("o", Fd.CWD, path("x".repeat(i)), OpenHow.readOnly()));
      }
    }
    for (int i = 0; i < 100; i++) {
      Request timeout = own.timeout("timeout", 0).request();
      while (timeout.isInFlight()) {
        assertThat(own.await(SOON)).isNotNull();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void livesUntilItsCompletionIsCollected(Used kind) throws Exception {
    long blocks = own.scratch().blocksInUse();
    kind.start(this);
    int count = own.inFlight();
    own.submit();
    assertThat(used).isNotEmpty();
    Garbage.collect();
    Garbage.collect();
    useScratch();
    assertThat(own.inFlight()).isEqualTo(count);
    assertAllAlive("in flight");

    kind.goOn(this);
    own.submitAndWait(count, SOON);
    assertThat(own.ready()).isGreaterThanOrEqualTo(count);
    kind.check(this);
    Garbage.collect();
    assertAllAlive("completed and not collected");

    for (int i = 0; i < count; i++) {
      Completion<Object> completion = own.poll();
      assertThat(completion.isError() && completion.errno() != Errno.ETIME)
          .as("%s", completion)
          .isFalse();
      if (Orphans.makesDescriptor(completion.operation().opcode())) {
        closing(completion.fd());
      }
    }
    assertThat(own.inFlight()).isZero();
    assertThat(own.scratch().blocksInUse()).isEqualTo(blocks);
    for (WeakReference<Object> reference : used) {
      Garbage.awaitCollected(reference);
    }
  }

  private void assertAllAlive(String when) {
    for (int i = 0; i < used.size(); i++) {
      assertThat(used.get(i).refersTo(null)).as("%s: use %d is gone", when, i).isFalse();
    }
  }
}
