package io.github.uring4j;

import static io.github.uring4j.abi.IoUringConstants.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ring's descriptor, registered with its owner. */
class RingDescriptorTest {

  private final FakeKernel kernel = new FakeKernel();

  @AfterEach
  void nothingLeaks() {
    kernel.assertNothingLeaked();
  }

  private Ring<String> open() throws IOException {
    return RingOnFake.builder(kernel).registerDescriptor(true).entries(4).open();
  }

  private void nop(Ring<String> ring) throws IOException {
    ring.nop("a");
    ring.submitAndWait(1);
    assertThat(RingOnFake.results(ring)).containsExactly("a=0");
  }

  private static List<Integer> descriptors(FakeKernel kernel, int opcode) {
    return kernel.registrations().stream()
        .filter(registration -> registration.opcode() == opcode)
        .map(FakeRegister.Registration::fd)
        .toList();
  }

  @Test
  void theRingIsEnteredAndAskedByItsIndexAndGivesItBack() throws IOException {
    try (Ring<String> ring = open()) {
      nop(ring);
      ring.probe();
    }
    assertThat(kernel.calls("enter")).isNotEmpty().allMatch(call -> call.contains("REGISTERED"));
    assertThat(descriptors(kernel, IORING_REGISTER_RING_FDS)).containsExactly(kernel.fd());
    assertThat(descriptors(kernel, IORING_REGISTER_PROBE)).containsExactly(0);
    assertThat(descriptors(kernel, IORING_UNREGISTER_RING_FDS)).containsExactly(0);
  }

  @Test
  void aKernelThatRegistersByDescriptorOnlyIsAskedSo() throws IOException {
    kernel.features(FakeKernel.ALL_FEATURES & ~IORING_FEAT_REG_REG_RING);
    try (Ring<String> ring = open()) {
      nop(ring);
      ring.probe();
      assertThatIllegalStateException().isThrownBy(ring::closeDescriptor);
    }
    assertThat(kernel.calls("enter")).isNotEmpty().allMatch(call -> call.contains("REGISTERED"));
    assertThat(descriptors(kernel, IORING_REGISTER_PROBE)).containsExactly(kernel.fd());
    assertThat(descriptors(kernel, IORING_UNREGISTER_RING_FDS)).containsExactly(kernel.fd());
  }

  @ParameterizedTest
  @ValueSource(ints = {Errno.EINVAL, Errno.EBUSY, Errno.ENOMEM, Errno.EPERM})
  void aRingThatCannotBeRegisteredDoesWithout(int errno) throws IOException {
    kernel.failRegister(IORING_REGISTER_RING_FDS, errno);
    try (Ring<String> ring = open()) {
      nop(ring);
      assertThatIllegalStateException()
          .isThrownBy(ring::closeDescriptor)
          .withMessageContaining("not registered with its thread");
      nop(ring);
    }
    assertThat(kernel.calls("enter")).isNotEmpty().noneMatch(call -> call.contains("REGISTERED"));
    assertThat(descriptors(kernel, IORING_UNREGISTER_RING_FDS)).isEmpty();
  }

  @Test
  void aRingIsNotRegisteredIfSaidSo() throws IOException {
    try (Ring<String> ring = RingOnFake.builder(kernel).registerDescriptor(false).open()) {
      nop(ring);
    }
    assertThat(kernel.registrations()).isEmpty();
  }

  @Test
  void aDisabledRingIsRegisteredWhenItIsEnabled() throws IOException {
    try (DisabledRing<String> disabled =
        RingOnFake.builder(kernel).registerDescriptor(true).openDisabled()) {
      assertThat(kernel.registrations()).isEmpty();
      try (Ring<String> ring = disabled.enable()) {
        nop(ring);
      }
    }
    assertThat(kernel.calls("enter")).isNotEmpty().allMatch(call -> call.contains("REGISTERED"));
  }

  @Test
  void aRingWithoutDescriptorRunsAndClosesByItsIndex() throws IOException {
    try (Ring<String> ring = open()) {
      ring.closeDescriptor();
      assertThat(kernel.calls("close")).hasSize(1);
      nop(ring);
      ring.probe();
      assertThat(ring).hasToString("io_uring without descriptor");
      assertThat(ring.dump()).startsWith("io_uring without descriptor");
      assertThatIllegalStateException()
          .isThrownBy(ring::closeDescriptor)
          .withMessage("the ring has no descriptor");
    }
    assertThat(kernel.calls("close")).hasSize(1);
  }
}
