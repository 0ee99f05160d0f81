package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Descriptors that requests make in the ring's own table, and give to other rings. */
@Timeout(60)
class DirectDescriptorsKernelTest extends OnKernel {

  private static final int SLOTS = 4;

  @BeforeEach
  void makeTable() throws IOException {
    ring.registerFilesSparse(SLOTS);
    Files.writeString(directory.resolve("file"), "text");
  }

  private PreparedOpen openFile(Ring<String> on) throws IOException {
    return on.openat2("open", Fd.CWD, path("file"), OpenHow.readOnly());
  }

  private String contentOf(Ring<String> on, Fd file) throws IOException {
    MemorySegment buffer = memory(8);
    int length = end(on, on.read("read", file, buffer, 0)).result();
    return text(buffer.asSlice(0, length));
  }

  @Test
  void theKernelPicksSlotsUntilNoneIsFree() throws IOException {
    List<DirectFd> made = new ArrayList<>();
    for (int i = 0; i < SLOTS; i++) {
      made.add(end(openFile(ring).direct()).directFd());
      assertThat(contentOf(ring, made.getLast())).isEqualTo("text");
    }
    assertThat(made).doesNotHaveDuplicates();
    assertThat(res(openFile(ring).direct())).isEqualTo(-Errno.ENFILE);
    ok(ring.close("close", made.get(2)));
    assertThat(end(openFile(ring).direct()).directFd()).isEqualTo(made.get(2));
  }

  @Test
  void aSlotThatIsNamedIsTakenWhateverWasThere() throws IOException {
    Files.writeString(directory.resolve("other"), "other");
    assertThat(end(openFile(ring).direct(3)).directFd()).isEqualTo(ring.directFd(3));
    assertThat(contentOf(ring, ring.directFd(3))).isEqualTo("text");
    ok(ring.openat2("open", Fd.CWD, path("other"), OpenHow.readOnly()).direct(3));
    assertThat(contentOf(ring, ring.directFd(3))).isEqualTo("other");
  }

  @Test
  void openatMakesDirectDescriptorsToo() throws IOException {
    PreparedOpen named = ring.openat("open", Fd.CWD, path("file"), OpenFlags.RDONLY, 0).direct(3);
    assertThat(end(named).directFd()).isEqualTo(ring.directFd(3));
    assertThat(contentOf(ring, ring.directFd(3))).isEqualTo("text");
    DirectFd picked =
        end(ring.openat("open", Fd.CWD, path("file"), OpenFlags.RDONLY, 0).direct()).directFd();
    assertThat(contentOf(ring, picked)).isEqualTo("text");
  }

  @Test
  void aSlotThatIsNotThereOrEmptyIsAnError() throws IOException {
    assertThat(res(openFile(ring).direct(SLOTS))).isEqualTo(-Errno.EINVAL);
    assertThat(res(ring.read("read", ring.directFd(0), memory(1), 0))).isEqualTo(-Errno.EBADF);
    assertThat(res(ring.close("close", ring.directFd(0)))).isEqualTo(-Errno.EBADF);
  }

  @Test
  void withoutATableThereIsNone() throws IOException {
    try (Ring<String> other = Needs.ring(Ring.<String>builder().entries(4))) {
      assertThat(end(other, openFile(other).direct()).res()).isEqualTo(-Errno.ENFILE);
      assertThat(end(other, openFile(other).direct(0)).res()).isEqualTo(-Errno.ENXIO);
    }
  }

  @Test
  void noDescriptorOfTheProcessIsMade() throws IOException {
    int before = Kernel.openDescriptors();
    DirectFd file = end(openFile(ring).direct()).directFd();
    assertThat(Kernel.openDescriptors()).isEqualTo(before);
    ok(ring.close("close", file));
    assertThat(Kernel.openDescriptors()).isEqualTo(before);
  }

  @Test
  void aChainOpensReadsAndClosesInOneSubmit() throws IOException {
    MemorySegment buffer = memory(4);
    DirectFd slot = ring.directFd(1);
    for (int round = 0; round < 2; round++) {
      try (Chain chain = ring.chain(3)) {
        openFile(ring).direct(1);
        ring.read("read", slot, buffer, 0);
        ring.close("close", slot);
        chain.end();
      }
      assertThat(next().directFd()).isEqualTo(slot);
      assertThat(next().result()).isEqualTo(4);
      assertThat(next().result()).isZero();
      assertThat(text(buffer)).isEqualTo("text");
    }
    assertThat(res(ring.read("read", slot, buffer, 0))).isEqualTo(-Errno.EBADF);
  }

  @Test
  void socketsMayBeDirectFromTheirMakingOn() throws IOException {
    DirectFd listener =
        end(ring.socket("socket", AddressFamily.INET, SocketType.STREAM, 0).direct(0)).directFd();
    SockAddr any = SockAddr.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    ok(ring.bind("bind", listener, any));
    ok(ring.listen("listen", listener, 4));
    // Its port is known only by a plain descriptor.
    PlainFd plain = closing(end(ring.installFd("install", listener)).fd());
    SockAddr bound = SockAddr.local(plain);
    DirectFd client =
        end(ring.socket("socket", AddressFamily.INET, SocketType.STREAM, 0).direct()).directFd();
    ring.connect("connect", client, bound);
    ring.accept("accept", listener).direct();
    ring.submitAndWait(2, SOON);
    List<DirectFd> accepted = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Completion<String> completion = next();
      completion.result();
      if (completion.data().equals("accept")) {
        accepted.add(completion.directFd());
      }
    }
    assertThat(accepted).hasSize(1).doesNotContain(listener, client);
    ok(ring.write("write", client, memory("hello"), 0));
    assertThat(contentOf(ring, accepted.getFirst())).isEqualTo("hello");
  }

  @Test
  void theFlagThatTheKernelRefusesIsNotSent() throws IOException {
    // CLOEXEC, which all descriptors have unless they are direct.
    assertThat(res(openFile(ring).direct())).isNotNegative();
    assertThat(res(ring.socket("s", AddressFamily.INET, SocketType.STREAM, 0).direct()))
        .isNotNegative();
    assertThat(
            res(ring.socket("s", AddressFamily.INET, SocketType.STREAM, 0).inheritable().direct()))
        .isNotNegative();
  }

  // To other rings.

  @Test
  void anotherRingGetsTheSameOpenFile() throws IOException {
    DirectFd file = end(openFile(ring).direct(2)).directFd();
    try (Ring<String> other = Needs.ring(Ring.<String>builder().entries(4))) {
      other.registerFilesSparse(SLOTS);
      Mailbox mailbox = other.mailbox("mail");
      int picked = ok(ring.msgRingFd("send", file, mailbox));
      Completion<String> mail = other.await(SOON);
      assertThat(mail.data()).isEqualTo("mail");
      assertThat(mail.result()).isEqualTo(picked);
      assertThat(contentOf(other, other.directFd(picked))).isEqualTo("text");

      assertThat(ok(ring.msgRingFd("send", file, mailbox).into(3))).isZero();
      assertThat(other.await(SOON).result()).isZero();
      assertThat(contentOf(other, other.directFd(3))).isEqualTo("text");

      ok(ring.msgRingFd("send", file, mailbox).into(1).silently());
      assertThat(contentOf(other, other.directFd(1))).isEqualTo("text");
      assertThat(other.poll()).isNull();

      // Each has its own share of the open file.
      ok(ring.close("close", file));
      assertThat(contentOf(other, other.directFd(3))).isEqualTo("text");
    }
  }

  @Test
  void aDescriptorThatCannotBeGivenIsTold() throws IOException {
    DirectFd file = end(openFile(ring).direct(2)).directFd();
    try (Ring<String> other = Needs.ring(Ring.<String>builder().entries(4))) {
      Mailbox mailbox = other.mailbox("mail");
      assertThat(res(ring.msgRingFd("no table", file, mailbox))).isEqualTo(-Errno.ENFILE);
      assertThat(res(ring.msgRingFd("no table", file, mailbox).into(0))).isEqualTo(-Errno.ENXIO);
      other.registerFilesSparse(1);
      assertThat(res(ring.msgRingFd("empty slot", ring.directFd(0), mailbox)))
          .isEqualTo(-Errno.EBADF);
      assertThat(res(ring.msgRingFd("itself", file, ring.mailbox("own")))).isEqualTo(-Errno.EINVAL);
      ok(ring.msgRingFd("fits", file, mailbox));
      assertThat(res(ring.msgRingFd("full", file, mailbox))).isEqualTo(-Errno.ENFILE);
      assertThatThrownBy(() -> other.msgRingFd("foreign", file, mailbox))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("another ring");
    }
  }
}
