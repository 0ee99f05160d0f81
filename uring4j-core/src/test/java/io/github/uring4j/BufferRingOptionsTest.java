package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.uring4j.abi.Structs.IoUringBufReg;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the options of a ring of buffers make of its registration, and what is refused. */
class BufferRingOptionsTest {

  private final FakeKernel kernel = new FakeKernel().respond(Responder.NEVER);
  private Ring<String> ring;

  @BeforeEach
  void openRing() throws IOException {
    ring = RingOnFake.open(kernel, 8);
  }

  @AfterEach
  void nothingLeaks() throws IOException {
    ring.close();
    kernel.assertNothingLeaked();
  }

  private MemorySegment lastRegistration() {
    FakeRegister.Registration last = kernel.registrations().getLast();
    assertThat(last.opcode()).isEqualTo(IORING_REGISTER_PBUF_RING);
    assertThat(last.count()).isEqualTo(1);
    return last.arg();
  }

  @Test
  void theSmallestAndTheLargestRingAreRegistered() throws IOException {
    for (int entries : new int[] {1, 1 << 15}) {
      BufferRing buffers = ring.bufferRing(entries, 1);
      assertThat(lastRegistration().get(JAVA_INT_UNALIGNED, IoUringBufReg.RING_ENTRIES))
          .isEqualTo(entries);
      assertThat(buffers.count()).isEqualTo(entries);
      assertThat(buffers.bufferSize()).isEqualTo(1);
      assertThat(buffers.memory().byteSize()).isEqualTo(entries);
      assertThat(buffers.available()).isEqualTo(entries);
      assertThat(kernel.bufferRing(buffers.id()).available()).isEqualTo(entries);
    }
  }

  @Test
  void everyOptionReachesTheKernel() throws IOException {
    MemorySegment memory = Arena.ofAuto().allocate(64);
    BufferRing buffers =
        ring.bufferRing().entries(4).bufferSize(16).id(65535).memory(memory).incremental(3).open();
    MemorySegment registration = lastRegistration();
    assertThat(registration.get(JAVA_LONG_UNALIGNED, IoUringBufReg.RING_ADDR) % 65536).isZero();
    assertThat(registration.get(JAVA_LONG_UNALIGNED, IoUringBufReg.RING_ADDR)).isNotZero();
    assertThat(registration.get(JAVA_SHORT_UNALIGNED, IoUringBufReg.BGID)).isEqualTo((short) -1);
    assertThat(registration.get(JAVA_SHORT_UNALIGNED, IoUringBufReg.FLAGS))
        .isEqualTo((short) IOU_PBUF_RING_INC);
    assertThat(registration.get(JAVA_INT_UNALIGNED, IoUringBufReg.MIN_LEFT)).isEqualTo(3);
    assertThat(buffers.memory()).isSameAs(memory);
    assertThat(buffers.id()).isEqualTo(65535);
    assertThat(buffers).asString().isEqualTo("group 65535 of 4 buffers of 16 bytes");
  }

  @Test
  void memoryOfTheKernelIsMappedAndUnmapped() throws IOException {
    BufferRing buffers = ring.bufferRing().entries(4).id(5).kernelMemory().open();
    MemorySegment registration = lastRegistration();
    assertThat(registration.get(JAVA_LONG_UNALIGNED, IoUringBufReg.RING_ADDR)).isZero();
    assertThat(registration.get(JAVA_SHORT_UNALIGNED, IoUringBufReg.FLAGS))
        .isEqualTo((short) IOU_PBUF_RING_MMAP);
    assertThat(kernel.calls().getLast()).isEqualTo("mmap(PBUF_RING, 64)");
    assertThat(kernel.bufferRing(5).available()).isEqualTo(4);
    buffers.close();
    assertThat(kernel.calls().getLast()).isEqualTo("munmap(PBUF_RING, 64)");
    // What is open when the ring closes is unmapped then: see nothingLeaks.
    assertThat(ring.bufferRing().kernelMemory().open().id()).isZero();
  }

  @Test
  void whatCannotBeMappedIsNotRegisteredAfterwards() throws IOException {
    kernel.failMmap(3, Errno.ENOMEM);
    kernel.failMmap(4, Errno.ENOMEM);
    assertThatThrownBy(() -> ring.bufferRing().id(5).kernelMemory().open())
        .isInstanceOf(ErrnoException.class)
        .hasMessageContaining("ENOMEM");
    assertThat(kernel.bufferRing(5)).isNull();
  }

  @Test
  void whatTheKernelRefusesTakesNoId() throws IOException {
    kernel.failRegister(IORING_REGISTER_PBUF_RING, Errno.ENOMEM);
    assertThatThrownBy(() -> ring.bufferRing(4, 16))
        .isInstanceOf(ErrnoException.class)
        .hasMessageContaining("register_pbuf_ring");
    kernel.onRegister(IORING_REGISTER_PBUF_RING, (arg, count) -> 0);
    assertThat(ring.bufferRing(4, 16).id()).isZero();
  }

  @Test
  void idsAreChosenWhereNoneIsGiven() throws IOException {
    assertThat(ring.bufferRing().id(1).open().id()).isEqualTo(1);
    BufferRing first = ring.bufferRing(1, 1);
    assertThat(first.id()).isZero();
    assertThat(ring.bufferRing(1, 1).id()).isEqualTo(2);
    first.close();
    assertThat(ring.bufferRing(1, 1).id()).isZero();
    assertThatIllegalStateException()
        .isThrownBy(() -> ring.bufferRing().id(1).open())
        .withMessageContaining("choose another");
  }

  private void assertRefused(UnaryOperator<BufferRingBuilder> options, String text) {
    int before = kernel.calls().size();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.apply(ring.bufferRing()).open())
        .withMessageContaining(text);
    assertThat(kernel.calls()).hasSize(before);
  }

  @Test
  void optionsOutOfTheirRangeAreRefused() {
    for (int entries : new int[] {-1, 0, 3, 1 << 16}) {
      assertRefused(b -> b.entries(entries), "power of two");
    }
    assertRefused(b -> b.bufferSize(0), "positive");
    assertRefused(b -> b.bufferSize(-1), "positive");
    assertRefused(b -> b.id(-1), "65535");
    assertRefused(b -> b.id(65536), "65535");
    assertRefused(b -> b.id(2048).kernelMemory(), "2047");
    assertRefused(b -> b.incremental(-1), "-1");
    assertRefused(b -> b.bufferSize(8).incremental(9), "9");
  }

  @Test
  void memoryThatDoesNotFitIsRefused() {
    MemorySegment small = Arena.ofAuto().allocate(63);
    assertRefused(b -> b.entries(4).bufferSize(16).memory(small), "64 bytes, the memory has 63");
    assertRefused(b -> b.memory(MemorySegment.ofArray(new byte[64])), "Java heap");
    assertRefused(b -> b.memory(small.asReadOnly()), "read-only");
  }

  @Test
  void aGroupOfAnotherRingIsRefused() throws IOException {
    FakeKernel otherKernel = new FakeKernel();
    try (Ring<String> other = RingOnFake.open(otherKernel, 4)) {
      BufferRing buffers = other.bufferRing(2, 8);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ring.read("a", PlainFd.of(7), buffers, 0, 0))
          .withMessageContaining("another ring");
      assertThatThrownBy(() -> ring.read("a", PlainFd.of(7), (BufferGroup) null, 0, 0))
          .isInstanceOf(NullPointerException.class);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> other.read("a", PlainFd.of(7), buffers, -1, 0))
          .withMessageContaining("negative");
      assertThat(ring.pending() + other.pending()).isZero();
    }
  }

  @Test
  void aDisabledRingTakesThemAndTheRingThatItBecomesUsesThem() throws IOException {
    DisabledRing<String> disabled = RingOnFake.builder(kernel).entries(4).openDisabled();
    BufferRing buffers = disabled.bufferRing(2, 8);
    assertThat(buffers.available()).isEqualTo(2);
    try (Ring<String> enabled = disabled.enable()) {
      assertThatIllegalStateException().isThrownBy(disabled::bufferRing);
      enabled.read("a", PlainFd.of(7), buffers, 0, 0);
      assertThat(buffers.inFlight()).isEqualTo(1);
    }
    assertThatIllegalStateException().isThrownBy(buffers::available);
  }

  @Test
  void aBuilderOfAClosedRingAsksNothingOfWhateverHasItsNumberNow() throws IOException {
    Ring<String> closed = RingOnFake.open(kernel, 4);
    BufferRingBuilder builder = closed.bufferRing().entries(2).bufferSize(8);
    closed.close();
    int before = kernel.registrations().size();
    assertThatIllegalStateException().isThrownBy(builder::open).withMessage("the ring is closed");
    assertThat(kernel.registrations()).hasSize(before);
  }
}
