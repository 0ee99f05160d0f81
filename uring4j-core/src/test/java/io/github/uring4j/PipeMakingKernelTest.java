package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pipes that the ring makes: with plain and with direct descriptors. */
class PipeMakingKernelTest extends OnKernel {

  private final PipeEnds ends = new PipeEnds();

  @BeforeEach
  void needsPipes() throws IOException {
    Needs.operations(ring, Operation.PIPE);
  }

  private void closeAtEnd() {
    closing(ends.readEnd());
    closing(ends.writeEnd());
  }

  private void assertConnected(Fd in, Fd out) throws IOException {
    assertThat(res(ring.write("write", out, memory("through"), 0))).isEqualTo(7);
    MemorySegment buffer = memory(7);
    assertThat(res(ring.read("read", in, buffer, 0))).isEqualTo(7);
    assertThat(text(buffer)).isEqualTo("through");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void makesBothEnds(boolean onWorker) throws IOException {
    PreparedPipe pipe = ring.pipe("pipe", ends);
    Completion<String> completion = end(onWorker ? pipe.async() : pipe);
    assertThat(completion.result()).isZero();
    closeAtEnd();
    assertThat(Kernel.isClosedOnExec(ends.readEnd())).isTrue();
    assertThat(Kernel.isClosedOnExec(ends.writeEnd())).isTrue();
    assertThat(Kernel.statusFlags(ends.readEnd()) & OpenFlags.NONBLOCK).isZero();
    assertConnected(ends.readEnd(), ends.writeEnd());
    assertThatIllegalStateException()
        .isThrownBy(completion::fd)
        .withMessageContaining("makes no descriptor");
    assertThatIllegalStateException()
        .isThrownBy(ends::directReadEnd)
        .withMessageContaining("readEnd()");
  }

  @Test
  void endsAreNonBlockingAndInheritedIfSaidSo() throws IOException {
    ok(ring.pipe("pipe", ends).nonBlocking().inheritable());
    closeAtEnd();
    for (PlainFd end : new PlainFd[] {ends.readEnd(), ends.writeEnd()}) {
      assertThat(Kernel.isClosedOnExec(end)).isFalse();
      assertThat(Flags.contains(Kernel.statusFlags(end), OpenFlags.NONBLOCK)).isTrue();
    }
  }

  @Test
  void packetsStayTogether() throws IOException {
    ok(ring.pipe("pipe", ends).packets());
    closeAtEnd();
    Kernel.write(ends.writeEnd(), "first");
    Kernel.write(ends.writeEnd(), "second");
    assertThat(Kernel.read(ends.readEnd(), 100)).isEqualTo("first");
    assertThat(Kernel.read(ends.readEnd(), 2)).isEqualTo("se");
    ok(ring.splice("rest is gone", ends.readEnd(), -1, pipe().out(), -1, 0, 0));
    Kernel.write(ends.writeEnd(), "third");
    assertThat(Kernel.read(ends.readEnd(), 100)).isEqualTo("third");
  }

  @Test
  void directEndsGoWhereTheKernelPicks() throws IOException {
    ring.registerFilesSparse(4);
    int before = Kernel.openDescriptors();
    ok(ring.pipe("pipe", ends).direct());
    assertThat(Kernel.openDescriptors()).isEqualTo(before);
    assertThat(ends.directReadEnd().slot()).isNotEqualTo(ends.directWriteEnd().slot());
    assertConnected(ends.directReadEnd(), ends.directWriteEnd());
    assertThatIllegalStateException()
        .isThrownBy(ends::readEnd)
        .withMessageContaining("directReadEnd()");
    PipeEnds second = new PipeEnds();
    ok(ring.pipe("second", second).direct());
    assertConnected(second.directReadEnd(), second.directWriteEnd());
    assertConnected(ends.directReadEnd(), ends.directWriteEnd());
    assertThat(res(ring.pipe("third", new PipeEnds()).direct())).isEqualTo(-Errno.ENFILE);
  }

  @Test
  void directEndsGoIntoTheSlotGivenAndTheNext() throws IOException {
    ring.registerFilesSparse(8);
    ok(ring.pipe("pipe", ends).direct(5));
    assertThat(ends.directReadEnd()).isEqualTo(ring.directFd(5));
    assertThat(ends.directWriteEnd()).isEqualTo(ring.directFd(6));
    assertConnected(ring.directFd(5), ring.directFd(6));
    assertThat(res(ring.pipe("beyond", new PipeEnds()).direct(7))).isNegative();
  }

  @Test
  void oneSlotIsNotEnough() throws IOException {
    ring.registerFilesSparse(1);
    assertThat(res(ring.pipe("pipe", ends).direct())).isEqualTo(-Errno.ENFILE);
    assertThatIllegalStateException().isThrownBy(ends::directReadEnd);
    assertThat(ends).hasToString("no pipe");
    PlainFd file = create("file");
    assertThat(res(ring.read("was left empty", ring.directFd(0), memory(1), 0)))
        .isEqualTo(-Errno.EBADF);
    assertThat(Kernel.isOpen(file)).isTrue();
  }

  @Test
  void withoutATableThereAreNoDirectEnds() throws IOException {
    assertThat(res(ring.pipe("pipe", ends).direct())).isNegative();
    assertThat(res(ring.pipe("pipe", ends).direct(0))).isNegative();
    ok(ring.pipe("plain again", ends));
    closeAtEnd();
    assertConnected(ends.readEnd(), ends.writeEnd());
  }

  @Test
  void closingTheRingClosesEndsThatNobodyTook() throws IOException {
    int before = Kernel.openDescriptors();
    try (Ring<String> closed = Ring.open(4)) {
      closed.pipe("pipe", ends);
      closed.submitAndWait(1);
    }
    assertThat(Kernel.openDescriptors()).isEqualTo(before);
    assertThatIllegalStateException().isThrownBy(ends::readEnd);
  }
}
