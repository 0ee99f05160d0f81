package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a machine without a fitting network device answers. */
class ZcrxKernelTest extends OnKernel {

  @Test
  void aDeviceThatCannotIsAnErrorThatSaysWhy() throws IOException {
    Needs.operations(ring, Operation.RECV_ZC);
    int flags = SetupFlags.SINGLE_ISSUER | SetupFlags.DEFER_TASKRUN | SetupFlags.CQE32;
    try (Ring<String> wide = Needs.ring(Ring.<String>builder().entries(64).with(flags))) {
      int loopback = 1;
      ErrnoException refused =
          catchThrowableOfType(
              ErrnoException.class, () -> wide.zcrx().device(loopback, 0).areaSize(1 << 20).open());
      assertThat(refused).hasMessageContaining("queue 0 of interface 1");
      assertThat(refused.errno()).isIn(Errno.EOPNOTSUPP, Errno.EPERM);
      assertThat(refused).hasMessageContaining(refused.errno() == Errno.EPERM ? "CAP_" : "driver");
    }
  }
}
